"""The signals: one Polars expression a key, over a wide frame of counts and sums that each register's module gathers.

`SIGNALS` holds the expressions, `COLUMNS` the columns that they may name, `LINEAGE` the register columns from which
each of those is made (an empty tuple: the office's own), and `gather_all` computes them for the workplaces of a day.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from inspection.targeting.signals import complaints, dimona, dmfa, kbo, works
from inspection.targeting.signals.inputs import Inputs

GATHER: Mapping[str, Callable[[Inputs], pl.DataFrame]] = {
    kbo.REGISTER: kbo.gather,
    dimona.REGISTER: dimona.gather,
    dmfa.REGISTER: dmfa.gather,
    works.REGISTER: works.gather,
}
_MODULES = (kbo, dimona, dmfa, works, complaints)
COLUMNS: Mapping[str, Mapping[str, type[pl.DataType]]] = {m.REGISTER: m.COLUMNS for m in _MODULES}
SIGNALS: Mapping[str, pl.Expr] = MappingProxyType({key: e for m in _MODULES for key, e in m.SIGNALS.items()})
LINEAGE: Mapping[str, tuple[str, ...]] = MappingProxyType({c: s for m in _MODULES for c, s in m.LINEAGE.items()})


def gather_all(inputs: Inputs, kept: pl.DataFrame | None) -> pl.DataFrame:
    """Return the workplaces with every column of `COLUMNS`; those of a register without a snapshot are missing."""
    wide = inputs.workplaces.with_columns(pl.lit(inputs.on).alias("measured_on"))
    for register, gather in GATHER.items():
        if inputs.permitted.snapshot(register) is None:
            wide = wide.with_columns(_missing(register))
        else:
            wide = wide.join(gather(inputs), on="workplace", how="left", maintain_order="left")
    if kept is None:
        return wide.with_columns(_missing(complaints.REGISTER))
    counted = complaints.gather(kept, inputs.workplaces, inputs.on)
    return wide.join(counted, on="workplace", how="left", maintain_order="left")


def _missing(register: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=dtype).alias(column) for column, dtype in COLUMNS[register].items()]


__all__ = ["COLUMNS", "GATHER", "LINEAGE", "SIGNALS", "gather_all"]
