"""What every register's signals are computed from: the permitted lake and the workplaces of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from inspection.targeting.permission import Permitted
from inspection.targeting.signals.periods import empty_periods, periods
from sectors import Sector


@dataclass(frozen=True)
class Inputs:
    """One measuring of one day; what two registers' signals share is computed once."""

    permitted: Permitted
    workplaces: pl.DataFrame
    sectors: Sequence[Sector]

    @property
    def on(self) -> date:
        return self.permitted.on

    @cached_property
    def enterprises(self) -> pl.Series:
        return self.workplaces["enterprise"].unique()

    @cached_property
    def periods(self) -> pl.DataFrame:
        """Dimona's periods of these enterprises; none where the register has no snapshot yet."""
        if self.permitted.snapshot("dimona") is None:
            return empty_periods()
        return periods(self.permitted, self.enterprises)
