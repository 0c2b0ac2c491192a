"""Opaque keys: numbers that join rows and say nothing of whom they stand for.

An enterprise number tells its age, an address everything. A signal gets neither: each is exchanged for its place in a
shuffled row, the same for the same day and set, and of no use outside it.
"""

import hashlib

import numpy as np
import polars as pl


def opaque(values: pl.Series, salt: str) -> pl.DataFrame:
    """Return each different value once with its key: `text`, `key` (from 0 on, in an order that means nothing)."""
    known = values.drop_nulls().unique().sort()
    seed = int.from_bytes(hashlib.sha256(salt.encode()).digest()[:8], "big")
    keys = np.random.default_rng(seed).permutation(len(known)).astype(np.uint32)
    return pl.DataFrame({"text": known, "key": keys}, schema={"text": pl.String, "key": pl.UInt32})


def keyed(rows: pl.DataFrame, column: str, keys: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return `rows` with a column's texts exchanged for their keys, under `name`; null where it has none."""
    named = keys.rename({"text": column, "key": "its key"})
    found = rows.join(named, on=column, how="left", maintain_order="left")
    return found.drop(column).rename({"its key": name})
