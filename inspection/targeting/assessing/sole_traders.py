"""Whose facts count: an enterprise that may be a natural person is judged by facts of the workplace only.

That holds wherever outcomes are learnt from: in what learning reads, and in points of a card that was fitted. Points
that people wrote on a card count all that the card says.
"""

from collections.abc import Collection

import polars as pl

from sectors import Catalogue

KNOWN = "is_legal_person"


def signals_of_enterprise(catalogue: Catalogue) -> frozenset[str]:
    """Return the keys of the signals that tell of an enterprise with all its workplaces."""
    return frozenset(key for key, signal in catalogue.signals.items() if signal.level == "enterprise")


def workplace_facts(rows: pl.DataFrame, of_enterprise: Collection[str]) -> pl.DataFrame:
    """Return `rows` with every signal of the enterprise missing where the register names no legal person.

    Rows that do not say who is one are taken for natural persons.

    of_enterprise
        Keys of signals; those that `rows` does not have are passed over, and the parts of one (`key.of`) go with it.
    """
    gone = [c for c in rows.columns if c.partition(".")[0] in of_enterprise]
    kept = pl.col(KNOWN).fill_null(value=False) if KNOWN in rows.columns else pl.lit(value=False)
    return rows.with_columns(pl.when(kept).then(pl.col(column)).alias(column) for column in gone)
