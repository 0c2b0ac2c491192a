"""Whether the random arm is the one that the lot gives: counted again from the frame and the seed, apart from the draw.

What is known of how common infringements are rests on that arm. Whoever put a convenient workplace into it, by whatever
way, would bend every figure; so each draw is checked before its frame is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

import polars as pl

from inspection.errors import LearningFault
from inspection.targeting.choosing.sampling import uniform
from inspection.targeting.model import Selection


def expect_lot(frame: pl.DataFrame, selection: Selection, districts: Collection[str]) -> None:
    """Refuse a selection whose random arm holds somebody whom the lot did not draw; raises `LearningFault` 123.

    That a drawn workplace is not there is no fault: it may be planned apart, and counts as not seen.

    Arguments: `frame` everybody who was eligible, with `workplace`, `district` and `sector`.
    """
    arm: dict[str, set[str]] = defaultdict(set)
    for one in selection.chosen:
        if one.arm == "random" and one.district in districts:
            arm[f"{one.district}|{one.sector}"].add(one.workplace)
    strange = sorted(_strange(frame, selection, arm))
    if strange:
        raise LearningFault("LEARN-123", strata=", ".join(strange))


def _strange(frame: pl.DataFrame, selection: Selection, arm: dict[str, set[str]]) -> Iterator[str]:
    stratum = pl.concat_str("district", "sector", separator="|").alias("stratum")
    members = dict(frame.select(stratum, "workplace").group_by("stratum").agg("workplace").iter_rows())
    for name, mine in arm.items():
        drawn, size = selection.strata.get(name, (0, 0))
        every = members.get(name, [])
        lots = sorted((uniform(selection.seed, "draw", one), one) for one in every)[:drawn]
        if len(every) != size or not mine <= {one for _, one in lots}:
            yield name
