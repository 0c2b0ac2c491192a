"""Measure every signal of every workplace as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from inspection.targeting.establishing import Established
from inspection.targeting.permission import Lake, Permitted, check_signals
from inspection.targeting.signals import GATHER, LINEAGE, SIGNALS, gather_all
from inspection.targeting.signals.complaints import REGISTER as COMPLAINTS
from inspection.targeting.signals.inputs import Inputs
from sectors import Catalogue

NO_SNAPSHOT = "none"


@dataclass(frozen=True)
class Measured:
    """The wide frame and the days of the registers that it was measured from.

    frame
        The columns of `establish`, the counts and sums that the signals are made of, and one Float64 column a signal;
        null is missing, a bin of its own, never a zero.
    snapshots
        Register to the day of its snapshot (ISO 8601), or "none".
    snapshot_of
        Signal to `register@day`.
    """

    frame: pl.DataFrame = field(repr=False)
    snapshots: Mapping[str, str]
    snapshot_of: Mapping[str, str]


def measure(
    workplaces: Established | pl.DataFrame,
    lake: Lake,
    catalogue: Catalogue,
    on: date,
    complaints: pl.DataFrame | None = None,
) -> Measured:
    """Return every signal of every workplace, from what the registers said by the end of `on`.

    A register without a snapshot leaves its signals missing. No row that is dated later than `on` is looked at.

    complaints
        One row a complaint that was kept: `workplace`, `kept_on`; None where the office does not know (missing).
    Raises `RuleFault` (code 512) where a signal reads a column that targeting may not read.
    """
    check_signals(SIGNALS, LINEAGE, catalogue)
    frame = workplaces if isinstance(workplaces, pl.DataFrame) else workplaces.frame
    permitted = Permitted(lake, catalogue, on)
    wide = gather_all(Inputs(permitted, frame, catalogue.enabled_sectors()), complaints)
    values = [expression.cast(pl.Float64).fill_nan(None).alias(key) for key, expression in SIGNALS.items()]
    snapshots = _snapshots(permitted, complaints)
    return Measured(
        frame=wide.with_columns(values).sort("workplace"),
        snapshots=snapshots,
        snapshot_of={key: _named(info.register_key, snapshots) for key, info in sorted(catalogue.signals.items())},
    )


def _snapshots(permitted: Permitted, complaints: pl.DataFrame | None) -> dict[str, str]:
    days = {register: permitted.snapshot(register) for register in (*GATHER, "checkin")}
    ours = None if complaints is None else permitted.on
    return {
        register: day.isoformat() if day else NO_SNAPSHOT
        for register, day in sorted({**days, COMPLAINTS: ours}.items())
    }


def _named(register: str, snapshots: Mapping[str, str]) -> str:
    return f"{register}@{snapshots.get(register, NO_SNAPSHOT)}"
