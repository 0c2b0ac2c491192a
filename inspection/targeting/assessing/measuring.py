"""Measure every signal of every workplace as of a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from polars.exceptions import ColumnNotFoundError

from inspection.targeting.frame import Established, Permitted, ReadableLake, SignalSources, check_signals, forbidden
from inspection.targeting.signals import SIGNALS, Signal
from inspection.targeting.views import Sight, Sights
from sectors import Catalogue
from sectors.reader import RuleFault
from sectors.rules.selection import SignalInfo

NO_SNAPSHOT = "none"
COMPLAINTS, HISTORY, OFFICE = "complaints", "history", "office"


@dataclass(frozen=True)
class Measured:
    """The wide frame and the days of the registers that it was measured from.

    frame
        The columns of `establish`, one Float64 column a signal (null is missing, a bin of its own, never a zero), and
        the counts and sums that it is made of, such as `late_dimona_share.of`.
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
    lake: ReadableLake,
    catalogue: Catalogue,
    on: date,
    complaints: pl.DataFrame | None = None,
    residuals: pl.DataFrame | None = None,
) -> Measured:
    """Return every signal of every workplace, from what the registers said by the end of `on`.

    A signal is missing where a register that it reads has no snapshot. No row that is dated later than `on` is looked
    at. Each signal is handed opaque keys and its own declared columns, and nothing more (`sight.py`).

    complaints
        One row a complaint that was kept: `workplace`, `kept_on`; None where the office does not know (missing).
    residuals
        What planned controls left, as `SignalSources.residuals`; None where the house does not learn (missing).
    Raises `RuleFault` where a signal reads, or is declared to read, what it may not.
    """
    frame = workplaces if isinstance(workplaces, pl.DataFrame) else workplaces.frame
    sources = sources_of(frame, lake, catalogue, on, complaints, residuals)
    days = snapshots_of(sources, catalogue)
    keys = sources.places.rename({"text": "name", "key": "workplace"})
    values = measure_sights(keys, Sights.from_registers(sources), catalogue, days.known)
    values = values.drop("workplace").rename({"name": "workplace"})
    return Measured(
        frame=frame.join(values, on="workplace", how="left", maintain_order="left").sort("workplace"),
        snapshots=days.of_registers,
        snapshot_of=days.of_signals,
    )


def sources_of(
    frame: pl.DataFrame,
    lake: ReadableLake,
    catalogue: Catalogue,
    on: date,
    complaints: pl.DataFrame | None,
    residuals: pl.DataFrame | None = None,
) -> SignalSources:
    """Return what signals of these workplaces are made from; raises `RuleFault` where a signal may not be measured."""
    check_signals(SIGNALS.keys(), catalogue)
    return SignalSources(Permitted(lake, catalogue, on), frame, catalogue.enabled_sectors(), complaints, residuals)


def measure_sights(
    workplaces: pl.DataFrame, sights: Sights, catalogue: Catalogue, registers: Collection[str]
) -> pl.DataFrame:
    """Return `workplaces` (by its opaque key `workplace`) with every signal: missing where a register is.

    registers
        Those that have a snapshot.
    """
    values = workplaces
    for key, info in sorted(catalogue.signals.items()):
        if not _registers(info).issubset(registers):
            values = values.with_columns(pl.lit(None, dtype=pl.Float64).alias(key))
        else:
            found = measured(key, SIGNALS[key], sights.of(info))
            values = values.join(found, on="workplace", how="left", maintain_order="left")
    return values


def measured(key: str, signal: Signal, sight: Sight) -> pl.DataFrame:
    """Return one signal by workplace key: its value under its own name, what it is made of as `key.part`.

    Raises `RuleFault` 512 where it asks for a column that it was not shown, 514 where it gives no numbers, 515 where
    it declares what it never asked for.
    """
    try:
        found = signal(sight)
    except ColumnNotFoundError as fault:
        raise forbidden({str(fault).splitlines()[0].strip('" ')}, f"signal {key}") from fault
    if sight.unread:
        raise RuleFault("RULE-515", who=f"signal {key}", columns=", ".join(sorted(sight.unread)))
    parts = [pl.col(c).alias(f"{key}.{c}") for c in found.columns if c not in ("workplace", "value")]
    wrong = [c for c, kind in found.schema.items() if not kind.is_numeric()]
    if wrong or found["workplace"].dtype != pl.UInt32 or found["workplace"].is_duplicated().any():
        raise RuleFault("RULE-514", signal=key)
    return found.select("workplace", pl.col("value").cast(pl.Float64).fill_nan(None).alias(key), *parts)


def _registers(info: SignalInfo) -> set[str]:
    return {read.split(".")[0] for read in info.reads}


@dataclass(frozen=True)
class Days:
    """The days of the registers that signals read, by ISO 8601, or "none".

    of_registers, of_signals
        As in `Measured`.
    known
        Registers, the office's own records among them, that have a day.
    """

    of_registers: dict[str, str]
    of_signals: dict[str, str]
    known: frozenset[str]


def snapshots_of(sources: SignalSources, catalogue: Catalogue) -> Days:
    """Return the day of each register that some signal reads; what the office knows itself is of the day."""
    named = {register for info in catalogue.signals.values() for register in _registers(info)}
    found = {name: sources.permitted.snapshot(name) for name in named - {COMPLAINTS, HISTORY, OFFICE}}
    ours = {
        OFFICE: sources.on,
        COMPLAINTS: None if sources.complaints is None else sources.on,
        HISTORY: None if sources.residuals is None else sources.on,
    }
    days = {name: day.isoformat() if day else NO_SNAPSHOT for name, day in sorted({**found, **ours}.items())}
    signals = sorted(catalogue.signals.items())
    return Days(
        of_registers={name: day for name, day in days.items() if name != OFFICE},
        of_signals={key: f"{info.register_key}@{days[info.register_key]}" for key, info in signals},
        known=frozenset(name for name, day in days.items() if day != NO_SNAPSHOT),
    )
