"""Sparse columns of ones: a column a step of each signal, and a column a level of each nuisance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from inspection.targeting.learning.measures import Codes


def design(codes: Sequence[Codes], sizes: Sequence[int], nuisance: Codes, levels: Sequence[int]) -> Any:
    """Return a sparse matrix, a row a control: a one for each signal and each nuisance."""
    from scipy.sparse import csr_matrix  # not before something is fitted

    rows = len(nuisance)
    columns = [*codes, *nuisance.T]
    offsets = np.cumsum([0, *sizes, *levels])
    if not columns:
        return csr_matrix((rows, 0))
    places = np.column_stack([code + offset for code, offset in zip(columns, offsets, strict=False)]).astype(np.int32)
    ends = np.arange(rows + 1, dtype=np.int32) * len(columns)
    return csr_matrix((np.ones(places.size), places.ravel(), ends), shape=(rows, int(offsets[-1])))
