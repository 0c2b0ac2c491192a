"""Names of streets and house numbers in the form in which two registers can be compared."""

import polars as pl


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, without accents, punctuation or what stands in brackets; null stays null."""
    plain = text.str.to_lowercase().str.replace_all("œ", "oe", literal=True).str.replace_all("ß", "ss", literal=True)
    plain = plain.str.normalize("NFKD").str.replace_all(r"\p{M}|\(.*?\)", "")
    return plain.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def house_number(text: pl.Expr) -> pl.Expr:
    """`12 A` and `12a` are one house number."""
    return text.str.to_lowercase().str.replace_all(r"[^a-z0-9/-]+", "")


def leading_number(text: pl.Expr) -> pl.Expr:
    """The digits a house number begins with: `12a` and `12-14` lie at 12."""
    return text.str.extract(r"^\D*(\d+)")


def address_key(postcode: pl.Expr, street: pl.Expr, number: pl.Expr) -> pl.Expr:
    """One text for one door, boxes apart; null where a part is missing."""
    return pl.concat_str(postcode, folded(street), house_number(number), separator="|", ignore_nulls=False)
