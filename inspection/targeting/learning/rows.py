"""The rows of a fit as arrays: values, findings, weights, nuisance codes, folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.targeting.learning.history import History
from inspection.targeting.learning.measures import Bools, Codes, Numbers

Frame = pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a fit reads of a history, a row a control, sorted by day.

    values
        (rows, signals), nan is missing.
    weight, cut
        Inverse inclusion, and the same cut at so many times the least; both ones where no chance is known.
    is_known
        Whether the chance of the row is known: others teach points, and calibrate nothing.
    nuisance
        (rows, columns) whole numbers from 0.
    fold
        Which part the row's subject fell into: one subject is never learnt from and tested on.
    """

    signals: tuple[str, ...]
    values: Numbers
    found: Bools
    weight: Numbers
    cut: Numbers
    is_known: Bools
    nuisance: Codes
    levels: tuple[int, ...]
    inspector: Codes | None
    fold: Codes
    day: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.found)

    def where(self, chosen: npt.NDArray[np.bool_] | slice) -> Rows:
        """Return some of the rows."""
        cut = {
            field.name: value[chosen]
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), np.ndarray)
        }
        return Rows(**{**{field.name: getattr(self, field.name) for field in fields(self)}, **cut})

    @cached_property
    def even(self) -> Numbers:
        """The cut weights, scaled so that they add up to the rows of equal weight that would say as much."""
        scaled: Numbers = self.cut * (self.cut.sum() / (self.cut @ self.cut))
        return scaled


def rows_of(
    history: History,
    label: str,
    signals: Sequence[str],
    nuisance: Sequence[str],
    inclusion: str | None,
    most_weight: float,
    folds: int,
) -> Rows:
    """Return the rows in which `label` was seen; what cannot be told apart is left as it is."""
    roles = history.roles
    frame = history.seen(label).frame.sort(roles.on, roles.subject)
    chance = frame[inclusion].cast(pl.Float64).to_numpy() if inclusion else np.full(frame.height, np.nan)
    is_known = ~np.isnan(chance)
    weight = np.where(np.isnan(chance), 1.0, 1 / chance)
    codes = [_codes(frame[name]) for name in nuisance]
    return Rows(
        signals=tuple(signals),
        values=matrix(frame, signals),
        found=frame[history.label(label)].to_numpy().astype(bool),
        weight=weight,
        cut=np.minimum(weight, most_weight * weight.min(initial=np.inf)),
        is_known=is_known,
        nuisance=np.column_stack(codes) if codes else np.empty((frame.height, 0), dtype=np.int64),
        levels=tuple(int(code.max(initial=-1)) + 1 for code in codes),
        inspector=_codes(frame[roles.inspector]) if roles.inspector else None,
        fold=_parts(frame[roles.subject], folds),
        day=frame[roles.on].to_physical().to_numpy().astype(np.int64),
    )


def matrix(frame: Frame, signals: Sequence[str]) -> Numbers:
    """Return signals as an array, nan where missing."""
    columns = frame.select(pl.col(signals).cast(pl.Float64).fill_null(float("nan")))
    found: Numbers = columns.to_numpy()
    return found


def _codes(values: pl.Series) -> npt.NDArray[np.int64]:
    """Return each value's number from 0; null has one of its own."""
    return (values.cast(pl.String).fill_null("").rank("dense").cast(pl.Int64) - 1).to_numpy().copy()


def _parts(subject: pl.Series, folds: int) -> npt.NDArray[np.int64]:
    """Return a fold of each subject, even and without chance: by the order of its key's hash."""
    place = subject.cast(pl.String).hash(seed=0).rank("dense").cast(pl.Int64)
    return (place % folds).to_numpy().copy()
