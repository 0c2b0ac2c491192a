"""The codes that a register says exist: those listed in registers.yaml, or those of its own code file."""

import re
from dataclasses import dataclass

import polars as pl

from sectors.rules import Column


@dataclass(frozen=True)
class CodeBook:
    """Categories and codes of a code file, as `category|code`."""

    pairs: pl.Series

    @classmethod
    def of(cls, code: pl.DataFrame) -> "CodeBook":
        """Make it from the lake's code table."""
        return cls(code.select(pair=pl.concat_str("category", "code", separator="|"))["pair"].unique().sort())

    @classmethod
    def empty(cls) -> "CodeBook":
        """A register without a code file."""
        return cls(pl.Series("pair", [], dtype=pl.String))


def is_known(column: Column, value: pl.Expr, book: CodeBook) -> pl.Expr | None:
    """Return whether `value` is a code of `column`; None where the column has no codes."""
    if column.codes:
        return value.is_in(list(column.codes))
    if column.codes_from is None:
        return None
    pair = pl.concat_str(*_category(column.codes_from), pl.lit("|"), value)
    return pair.is_in(book.pairs.implode())


def _category(template: str) -> list[pl.Expr]:
    """Turn `Nace{NaceVersion}` into the text and the column that it is made of."""
    parts = re.split(r"\{(\w+)\}", template)
    return [pl.col(part) if place % 2 else pl.lit(part) for place, part in enumerate(parts) if part]
