"""Identifiers as the registers write them, and their check digits, a whole column at a time.

Enterprise, establishment and branch numbers have ten digits, the last two being 97 minus the first eight modulo 97; the
first digit tells which of the three it is (`0123.456.789`, `2.123.456.789`, `9.123.456.789`). A person's number has
eleven and is checked for both centuries.
"""

from typing import Final

import polars as pl

from inspection.registers.identifiers import LIKE_PERSON_NUMBER, holds_person_number

_PLAIN: Final = {
    "enterprise_number": "^[01][0-9]{9}$",
    "establishment_number": "^[2-8][0-9]{9}$",
    "branch_number": "^9[0-9]{9}$",
    "entity_number": "^[0-9]{10}$",
}
_GROUPS: Final = r"[.][0-9]{3}[.][0-9]{3}"
_DOTTED: Final = {
    "enterprise_number": rf"^[01][0-9]{{3}}{_GROUPS}$",
    "establishment_number": rf"^[2-8][.][0-9]{{3}}{_GROUPS}$",
    "branch_number": rf"^9[.][0-9]{{3}}{_GROUPS}$",
    "entity_number": rf"^(?:[01][0-9]{{3}}|[2-9][.][0-9]{{3}}){_GROUPS}$",
}
_BORN_SINCE_2000 = 2_000_000_000
_PERSON_DIGITS = 11


def plain_number(raw: pl.Expr, check: str, *, dotted: bool) -> pl.Expr:
    """Return the ten digits of a number whose form and check digits are right, else null."""
    shape = _DOTTED[check] if dotted else _PLAIN[check]
    digits = raw.str.replace_all(".", "", literal=True) if dotted else raw
    number = digits.cast(pl.Int64, strict=False)
    right = raw.str.contains(shape) & (number // 100 % 97 + number % 100 == 97)
    return pl.when(right).then(digits)


def plain_numbers(raw: pl.Series, check: str, *, dotted: bool) -> pl.Series:
    """Return `plain_number` of a column; where a number stands in several rows on end, as registers do, only once."""
    column = pl.col(raw.name)
    frame = raw.to_frame().with_columns(is_new=column.ne_missing(column.shift()).fill_null(True))
    if frame.height:
        frame[0, "is_new"] = True
    firsts = frame.filter("is_new").select(plain_number(column, check, dotted=dotted)).to_series()
    return firsts if len(firsts) == frame.height else firsts.gather(frame["is_new"].cum_sum() - 1)


def is_person_number_form(raw: pl.Expr) -> pl.Expr:
    """Tell whether a value has eleven digits."""
    return raw.str.contains("^[0-9]{11}$")


def is_person_number_checked(raw: pl.Expr) -> pl.Expr:
    """Tell whether the check digits are right in either century, so that the number may belong to somebody."""
    number = raw.cast(pl.Int64, strict=False)
    first, check = number // 100, number % 100
    return (check == 97 - first % 97) | (check == 97 - (_BORN_SINCE_2000 + first) % 97)


def holds_person_numbers(raw: pl.Expr) -> pl.Expr:
    """Tell of texts whether a number of a person stands in them, whatever parts its groups: by `holds_person_number`.

    What looks like one is rare, and is looked at by itself.
    """
    like = pl.when(raw.str.contains(LIKE_PERSON_NUMBER)).then(raw)
    return like.map_batches(_held, return_dtype=pl.Boolean)


def _held(like: pl.Series) -> pl.Series:
    raw = pl.col("raw")
    digits = raw.str.replace_all("[^0-9]", "")
    # check digits of a column at once: one value after the other took a minute for a year of running numbers
    may_be = (digits.str.len_bytes() != _PERSON_DIGITS) | is_person_number_checked(digits)
    found = like.rename("raw").drop_nulls().unique().to_frame().filter(may_be).to_series()
    somebodys = [one for one in found if holds_person_number(one)]
    return like.is_in(somebodys).fill_null(False) if somebodys else like.is_null() & False
