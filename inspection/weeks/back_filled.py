"""Frames of earlier selections made again from the lake, where it can still be proven that they are the same."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspection import acts
from inspection.acts.learning import FrameOf, LackingFrame
from inspection.progress import say
from inspection.targeting import frame
from inspection.targeting.assessing import Assessments
from inspection.targeting.choosing import eligible_frames, frame_hash
from inspection.targeting.model import Selection
from inspection.time_of import day_in_brussels
from inspection.trust import Context
from inspection.weeks.assessing_country import assess_country
from inspection.weeks.parts import kept_complaints


@dataclass(frozen=True, kw_only=True)
class BackFilled:
    """What became of plans without a frame.

    kept
        Week to how many districts were kept.
    impossible
        Reason to how many plans: "registers_pruned" (the lake no longer holds the days that were read then),
        "other_workplaces" (others would be eligible now), "other_points" (somebody who was chosen has other points).
    """

    kept: Mapping[str, int]
    impossible: Mapping[str, int]


def back_fill(context: Context, since: date) -> BackFilled:
    """Make the frames again that approved plans from a week on lack, and keep those that are proven to be the same.

    Proven is: the registers are of the same days, the same workplaces are eligible in the same sectors, and everybody
    who was chosen has the points that they were chosen with. What cannot be proven is left out, not guessed.

    Errors: `AccessRefused`.
    """
    kept: dict[str, int] = {}
    impossible: Counter[str] = Counter()
    lacking = acts.learning.frames_lacking(context, since)
    say("back-fill", 0, len(lacking))
    for done, one in enumerate(lacking, 1):
        made = _assessed(context, one)
        if isinstance(made, str):
            impossible[made] += 1
        else:
            kept[one.week] = kept.get(one.week, 0) + _keep(context, one, made)
        say("back-fill", done, len(lacking))
    return BackFilled(kept=kept, impossible=dict(impossible))


def _assessed(context: Context, one: LackingFrame) -> Assessments | str:
    """Return the assessment of that day, or why it is not the same."""
    app = context.app
    lake = app.lake(day_in_brussels(context.at))
    if lake.snapshot("kbo", one.taken_on) is None and lake.snapshot("works", one.taken_on) is None:
        return "registers_pruned"
    established = frame.establish(lake, app.catalogue(one.taken_on), one.taken_on, cache=app.settings.cache)
    complaints, residuals = kept_complaints(context), acts.learning.own_history(context, one.taken_on)
    found, _ = assess_country(app, established, lake, one.taken_on, complaints, residuals)
    if any(found.snapshots.get(signal) != snapshot for signal, snapshot in one.snapshots.items()):
        return "registers_pruned"
    if frame_hash(found.frame.select("workplace", "district", "sector")) != one.frame_sha256:
        return "other_workplaces"
    points = dict(found.frame.select("workplace", "points").iter_rows())
    is_same = all(points.get(workplace) == then for workplace, then in one.points.items())
    return found if is_same else "other_points"


def _keep(context: Context, one: LackingFrame, made: Assessments) -> int:
    drawn = Selection(
        seed=0,
        frame_sha256=one.frame_sha256,
        frame_size=len(made),
        chosen=(),
        strata={},
        frozen={},
        inclusion=one.inclusion,
    )
    frames = eligible_frames(made, drawn, context.app.catalogue(one.taken_on), one.districts, drawn=one.drawn)
    of = FrameOf(plan_id=one.plan_id, week=one.week, taken_on=one.taken_on)
    return acts.learning.keep_eligible(context, of, frames, read_from="lake")
