"""How well signals tell where people come from: by municipality, out of sample, each signal alone and all together.

A table of municipalities says how many of their inhabitants have another nationality. What signals say on average of
the workplaces there is set against it: the part of the differences between municipalities that a straight line explains
in municipalities that it was not drawn through. Nothing is asked of a person or a workplace, and nothing that chooses
reads the table: it is a file of its own, in no lake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inspection.errors import LearningFault
from inspection.targeting.evaluating.draws import Interval
from sectors.rules.selection import MeasuringRules
from sectors.rules.watch import MeasuredTable

FOLDS: Final = 5
_LEAST: Final = 4 * FOLDS  # municipalities under which a line through the others says nothing: arithmetic, not policy
_RESAMPLES: Final = 400
_PENALTIES: Final = tuple(10.0**power for power in range(-2, 5))
_Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Told:
    """How much of the composition of municipalities something tells.

    signals
        Keys of the signals: one, or all.
    r2
        Part of the differences that is explained out of sample, with its interval; 0 or below: nothing.
    is_sure
        Whether the whole interval lies above 0.
    """

    signals: tuple[str, ...]
    r2: Interval
    is_sure: bool


@dataclass(frozen=True, kw_only=True)
class ProxiesTold:
    """What signals tell of the composition of municipalities.

    each, together
        By signal, the one that tells most first, and all signals at once.
    municipalities, left_out
        How many were compared, and how many had too few workplaces, or no line in the table.
    """

    each: tuple[Told, ...]
    together: Told
    municipalities: int
    left_out: int


def read_composition(file: Path, table: MeasuredTable) -> dict[str, float]:
    """Return the share of inhabitants of another nationality by REFNIS code, in [0, 1], from a CSV file.

    Arguments: `table` names the columns. A municipality without inhabitants is left out.
    Errors: `LearningFault` 122 where a column is lacking, a number is none, or a municipality stands twice.
    """
    try:
        rows = pl.read_csv(
            file, columns=[table.area, table.whole, table.part], schema_overrides={table.area: pl.String}
        )
        known = rows.with_columns(pl.col(table.whole, table.part).cast(pl.Int64))
    except (pl.exceptions.PolarsError, OSError) as fault:
        raise LearningFault(
            "LEARN-122", file=file.name, columns=f"{table.area}, {table.whole}, {table.part}"
        ) from fault
    wrong = (pl.col(table.part) < 0) | (pl.col(table.part) > pl.col(table.whole))
    if known.filter(wrong | pl.any_horizontal(pl.all().is_null())).height or known[table.area].is_duplicated().any():
        raise LearningFault("LEARN-122", file=file.name, columns=f"{table.area}, {table.whole}, {table.part}")
    lived = known.filter(pl.col(table.whole) > 0)
    return dict(zip(lived[table.area], lived[table.part] / lived[table.whole], strict=True))


def proxies_told(
    frame: pl.DataFrame,
    composition: Mapping[str, float],
    *,
    signals: Sequence[str],
    rules: MeasuringRules,
    seed: int = 0,
) -> ProxiesTold | None:
    """Measure how well signals tell the composition of municipalities; None where these are too few to say.

    Arguments: `frame` one row a workplace, `refnis` and a column a signal: only means by municipality are used, and
    only where at least `rules.least_group` workplaces stand behind one. `seed` of the resamples behind the intervals.
    """
    means = _means(frame, signals)
    kept = means.filter((pl.col("workplaces") >= rules.least_group) & pl.col("refnis").is_in(list(composition)))
    if kept.height < _LEAST:
        return None
    shares = np.array([composition[code] for code in kept["refnis"]], dtype=np.float64)
    each = [_told((key,), kept, shares, rules.interval_level, seed) for key in signals]
    return ProxiesTold(
        each=tuple(sorted(each, key=lambda one: (-one.r2.value, one.signals))),
        together=_told(tuple(signals), kept, shares, rules.interval_level, seed),
        municipalities=kept.height,
        left_out=means.height - kept.height,
    )


def _means(frame: pl.DataFrame, signals: Sequence[str]) -> pl.DataFrame:
    """Return one row a municipality: workplaces, and of each signal its mean and the part of which it is missing."""
    mean = [pl.col(key).cast(pl.Float64).mean().alias(key) for key in signals]
    missing = [pl.col(key).is_null().mean().alias(_missing(key)) for key in signals]
    known = frame.drop_nulls("refnis")
    return known.group_by("refnis").agg(pl.len().alias("workplaces"), *mean, *missing).sort("refnis")


def _missing(key: str) -> str:
    return f"{key} missing"


def _told(signals: tuple[str, ...], means: pl.DataFrame, shares: _Floats, level: float, seed: int) -> Told:
    columns = [name for key in signals for name in (key, _missing(key))]
    values = means.select(pl.col(columns).fill_null(strategy="mean").fill_null(0.0)).to_numpy()
    apart, spread = _out_of_sample(values, shares)
    r2 = 1 - apart.sum() / spread.sum() if spread.sum() > 0 else 0.0
    low, high = _interval(apart, spread, level, seed)
    return Told(signals=signals, r2=Interval(float(r2), low, high), is_sure=low > 0)


def _out_of_sample(values: _Floats, shares: _Floats) -> tuple[_Floats, _Floats]:
    """Return the squared error of each municipality by a line through the others, and by their mean."""
    apart, spread = np.empty_like(shares), np.empty_like(shares)
    fold = np.random.default_rng(len(shares)).permutation(len(shares)) % FOLDS
    for n in range(FOLDS):
        mine, others = fold == n, fold != n
        apart[mine] = (shares[mine] - _predicted(values[others], shares[others], values[mine])) ** 2
        spread[mine] = (shares[mine] - shares[others].mean()) ** 2
    return apart, spread


def _predicted(values: _Floats, shares: _Floats, asked: _Floats) -> _Floats:
    """Return what a line through known municipalities says of others, as steep as leaving one out each time allows."""
    middle, scale, mean = values.mean(axis=0), values.std(axis=0), float(shares.mean())
    moving = scale > 0
    if not moving.any():
        return np.full(len(asked), mean)
    known, others = ((rows[:, moving] - middle[moving]) / scale[moving] for rows in (values, asked))
    left, lengths, right = np.linalg.svd(known, full_matrices=False)
    shrunk = [lengths**2 / (lengths**2 + penalty) for penalty in _PENALTIES]
    best = min(range(len(shrunk)), key=lambda n: _left_out(left, shrunk[n], shares - mean))
    slope = right.T @ (lengths / (lengths**2 + _PENALTIES[best]) * (left.T @ (shares - mean)))
    found: _Floats = mean + others @ slope
    return found


def _left_out(left: _Floats, shrunk: _Floats, shares: _Floats) -> float:
    """Return the squared error of each municipality by the line through all others, added up."""
    fitted = (left * shrunk) @ (left.T @ shares)
    weight = np.square(left) @ shrunk + 1 / len(shares)
    return float(np.square((shares - fitted) / (1 - weight)).sum())


def _interval(apart: _Floats, spread: _Floats, level: float, seed: int) -> tuple[float, float]:
    """Return the interval of the explained part, by drawing municipalities anew."""
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(apart), size=(_RESAMPLES, len(apart)))
    below = spread[drawn].sum(axis=1)
    parts = 1 - apart[drawn].sum(axis=1) / np.where(below > 0, below, 1.0)
    low, high = np.quantile(parts, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
