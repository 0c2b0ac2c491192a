"""Which workplaces are at one address, whatever the address register knows of it."""

import polars as pl

from inspection.territory.addresses import folded


def house_number(text: pl.Expr) -> pl.Expr:
    """`12 A` and `12a` are one house number."""
    return text.str.to_lowercase().str.replace_all(r"[^a-z0-9/-]+", "")


def address_key(postcode: pl.Expr, street: pl.Expr, number: pl.Expr) -> pl.Expr:
    """One text for one door, boxes apart; null where a part is missing."""
    return pl.concat_str(postcode, folded(street), house_number(number), separator="|", ignore_nulls=False)
