"""What somebody wants learnt from a table of their own, as a configuration file says it: columns, signals, limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspection.errors import LearningFault
from inspection.targeting.learning.history import Roles
from inspection.targeting.learning.model import Rises
from sectors.rules.selection import Alone, Capacity, CardLimits, Windows


class _Said(BaseModel):
    """A part of the file; what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TableSaid(_Said):
    """How the table is written; a Parquet file needs none of it.

    separator, decimal
        Of columns and of numbers.
    days
        How a day is written, as strftime does.
    yes, no
        Words for true and false, in small letters.
    """

    separator: str = ","
    decimal: str = "."
    days: str = "%Y-%m-%d"
    yes: tuple[str, ...] = ("true", "yes", "1")
    no: tuple[str, ...] = ("false", "no", "0")


class ColumnsSaid(_Said):
    """Which column plays which part; see `Roles`. `chosen_on` is its `on`."""

    subject: str
    chosen_on: str
    known_on: str
    labels: Mapping[str, str] = Field(min_length=1)
    sector: str | None = None
    inclusion: str | None = None
    arm: str | None = None
    inspector: str | None = None
    nuisance: tuple[str, ...] = ()
    baselines: Mapping[str, str] = {}


class SignalSaid(_Said):
    """How a signal may count.

    way
        "rises" or "falls", where its points may only go one way.
    bins
        Where its steps begin, where somebody wants to say so.
    share
        Whether it is a part of one, whose steps read as per cent.
    """

    way: Rises | None = None
    bins: tuple[float, ...] | None = None
    share: bool = False


class BacktestSaid(_Said):
    """How the past is held back: so many windows of so many days, and the part of the visits that counts."""

    windows: Windows
    days: int = Field(ge=1)
    capacity: Capacity


class Study(_Said):
    """A whole configuration file.

    day
        Of the fit: nothing that was known later is looked at.
    objective
        Which label is learnt.
    most_alone
        Area under the curve that no signal reaches alone unless it was measured after the control.
    """

    day: date
    objective: str
    columns: ColumnsSaid
    signals: Mapping[str, SignalSaid | None] = Field(min_length=1)
    limits: CardLimits
    backtest: BacktestSaid
    most_alone: Alone
    table: TableSaid = TableSaid()
    seed: int = 0

    @property
    def roles(self) -> Roles:
        """The columns with their parts."""
        said = self.columns.model_dump()
        return Roles(signals=tuple(self.signals), on=said.pop("chosen_on"), **said)

    @property
    def monotone(self) -> dict[str, Rises]:
        """Signals whose points may only go one way."""
        return {name: said.way for name, said in self._said().items() if said.way}

    @property
    def bins(self) -> dict[str, tuple[float, ...]]:
        """Signals whose steps somebody wrote."""
        return {name: said.bins for name, said in self._said().items() if said.bins}

    @property
    def shares(self) -> frozenset[str]:
        """Signals that are a part of one."""
        return frozenset(name for name, said in self._said().items() if said.share)

    def _said(self) -> dict[str, SignalSaid]:
        return {name: said or SignalSaid() for name, said in self.signals.items()}


class _PlainWords(yaml.SafeLoader):
    """YAML in which only true and false are truths: `no` is a word of many languages, and `on` of this file."""


_PlainWords.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in kinds if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, kinds in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_study(file: Path) -> Study:
    """Return what a configuration file says; LEARN-020 where it is none, LEARN-021 where a part of it is wrong."""
    try:
        said: Any = yaml.load(file.read_text(encoding="utf-8"), _PlainWords)  # noqa: S506  it is the safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise LearningFault("LEARN-020", file=file.name) from fault
    if not isinstance(said, dict):
        raise LearningFault("LEARN-020", file=file.name)
    try:
        return Study.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise LearningFault("LEARN-021", place=place, wrong=first["msg"], file=file.name) from None
