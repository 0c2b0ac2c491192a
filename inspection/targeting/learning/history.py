"""What cards are learnt from: one row a control, what the signals said on the day of the choice, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import polars as pl

from inspection.errors import LearningFault


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Which column of a history plays which part; a table of anybody's keeps its own names.

    subject
        Who was controlled: an opaque key. Two controls of one subject never lie on both sides of a test.
    on
        The day of the choice: as of which the signals were measured.
    known_on
        The day on which the outcome was known; nothing is learnt from it before.
    labels
        Objective ("any", "serious") to a column of true, false and null (not seen).
    sector
        None where all rows are of one.
    inclusion
        Probability of having been controlled in that period, in (0, 1]; null where nobody knows it.
    arm
        What chose it: "random", "mandated", "risk", or another inspectorate's own words.
    inspector
        An opaque number of who controlled; it enters a fit as a nuisance and leaves with it.
    nuisance
        What decides how much is found and not what is there: inspector, team, kind of control, announced.
    keys
        Columns of opaque keys by which own history is gathered: workplace, enterprise, address, chain.
    baselines
        Name to column of what cards are measured against: size, days since the last visit, the team head's list.
    """

    signals: tuple[str, ...]
    labels: Mapping[str, str]
    subject: str = "workplace"
    on: str = "on"
    known_on: str = "known_on"
    sector: str | None = None
    inclusion: str | None = None
    arm: str | None = None
    inspector: str | None = None
    nuisance: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    baselines: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, str]:
        """Return every column that is named, with its part."""
        single = ("subject", "on", "known_on", "sector", "inclusion", "arm", "inspector")
        found = {name: part for part in single if (name := getattr(self, part)) is not None}
        found |= dict.fromkeys(self.baselines.values(), "baseline") | dict.fromkeys(self.keys, "key") | found
        found |= {name: "nuisance" for name in self.nuisance if name not in found}
        return found | dict.fromkeys(self.labels.values(), "label") | dict.fromkeys(self.signals, "signal")


@dataclass(frozen=True, kw_only=True)
class History:
    """Controls and what came of them, as a frame whose columns have roles.

    frame
        One row a control. Signals are numbers, null is missing; labels are true, false, or null where nothing was seen;
        days are dates. A nuisance or a key is a whole number or a text that says nothing of anybody.
    Raises `LearningFault` where a column is lacking or is not what its role asks (LEARN-001, 002), a day is wrong
    (003), a chance is none (004), or a control stands twice (005).
    """

    frame: pl.DataFrame = field(repr=False)
    roles: Roles

    def __post_init__(self) -> None:
        self._expect_columns()
        self._expect_days()
        self._expect_chances()
        self._expect_once()

    def __len__(self) -> int:
        return self.frame.height

    def with_frame(self, frame: pl.DataFrame) -> History:
        """Return the same roles over other rows."""
        return replace(self, frame=frame)

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors of its rows, sorted, but for rows that have none; empty where the history knows no sector."""
        return tuple(sorted(self.frame[self.roles.sector].drop_nulls().unique())) if self.roles.sector else ()

    def of_sector(self, sector: str) -> History:
        """Return the rows of one sector."""
        if self.roles.sector is None:
            return self
        return self.with_frame(self.frame.filter(pl.col(self.roles.sector) == sector))

    def seen(self, objective: str) -> History:
        """Return the rows in which somebody saw whether there was something."""
        return self.with_frame(self.frame.filter(pl.col(self.label(objective)).is_not_null()))

    def matured(self, on: date, maturity_days: int) -> History:
        """Return the rows that may teach on a day: old enough to have ripened, and their outcome known.

        Younger rows are left out even where their outcome is known: what is known fast is not like the rest.
        """
        old = pl.col(self.roles.on) <= on - timedelta(days=maturity_days)
        return self.with_frame(self.frame.filter(old & (pl.col(self.roles.known_on) <= on)))

    def within(self, on: date, days: int) -> History:
        """Return the rows chosen in the last `days` before `on`."""
        return self.with_frame(self.frame.filter(pl.col(self.roles.on) >= on - timedelta(days=days)))

    def between(self, first: date, last: date) -> History:
        """Return the rows chosen from `first` to the day before `last`."""
        return self.with_frame(self.frame.filter(pl.col(self.roles.on).is_between(first, last, closed="left")))

    def label(self, objective: str) -> str:
        """Return the column of an objective; LEARN-006 where the history has no such label."""
        if objective not in self.roles.labels:
            raise LearningFault("LEARN-006", label=objective, known=", ".join(self.roles.labels))
        return self.roles.labels[objective]

    def _expect_columns(self) -> None:
        schema, asked = self.frame.schema, self.roles.columns()
        if lacking := sorted(asked.keys() - schema.keys()):
            raise LearningFault("LEARN-001", columns=", ".join(lacking), known=", ".join(schema))
        for name, part in asked.items():
            is_right = {
                "signal": schema[name].is_numeric(),
                "inclusion": schema[name].is_numeric(),
                "label": schema[name] == pl.Boolean,
                "on": schema[name] == pl.Date,
                "known_on": schema[name] == pl.Date,
            }.get(part, True)
            if not is_right:
                raise LearningFault("LEARN-002", column=name, kind=schema[name], part=part)

    def _expect_days(self) -> None:
        on, known = pl.col(self.roles.on), pl.col(self.roles.known_on)
        wrong = self.frame.select((on.is_null() | (known < on)).fill_null(value=False).sum()).item()
        if wrong:
            raise LearningFault("LEARN-003", rows=wrong, on=self.roles.on, known_on=self.roles.known_on)

    def _expect_chances(self) -> None:
        if (name := self.roles.inclusion) is None:
            return
        chance = pl.col(name)
        wrong = self.frame.select(((chance <= 0) | (chance > 1) | chance.is_nan()).fill_null(value=False).sum()).item()
        if wrong:
            raise LearningFault("LEARN-004", rows=wrong, column=name)

    def _expect_once(self) -> None:
        twice = self.frame.height - self.frame.select(self.roles.subject, self.roles.on).n_unique()
        if twice:
            raise LearningFault("LEARN-005", rows=twice, subject=self.roles.subject, on=self.roles.on)
