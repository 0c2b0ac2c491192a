"""Numbers that look like a person's and can never be one, and numbers of enterprises in ranges that are not in use."""

import numpy as np
import polars as pl

from inspection.demo.registers.parts import WHOLE, Part
from inspection.demo.registers.places import Ints

_YEARS, _MONTHS, _DAYS, _SERIALS = 58, 12, 28, 997
CAPACITY = _YEARS * _MONTHS * _DAYS * _SERIALS
_STRIDE = 7_368_787  # a prime that does not divide CAPACITY: neighbours in serial do not look alike
_CENTURY = 2_000_000_000
_ENTERPRISE_BASE, _ESTABLISHMENT_BASE, _BRANCH_BASE = 18_000_000, 80_000_000, 99_000_000


def impossible_numbers(serials: Ints) -> pl.Series:
    """Return for each serial a number of eleven digits whose check is wrong for a birth in either century.

    The first nine digits are a date and a counter as in the National Register, so that readers are tried on the real
    shape; the last two are valid neither for 19xx nor for 20xx, so that no person and no BIS number has it. Serials
    from 0 to `CAPACITY` − 1 give different numbers.
    """
    mixed = serials % CAPACITY * _STRIDE % CAPACITY
    rest, counter = np.divmod(mixed, _SERIALS)
    rest, day = np.divmod(rest, _DAYS)
    year, month = np.divmod(rest, _MONTHS)
    birth = ((50 + year) % 100 * 100 + month + 1) * 100 + day + 1
    nine = birth * 1000 + counter + 1
    check = nine % 97  # (the true one is 97 minus this)
    for _ in range(2):
        wrong = (check != 97 - nine % 97) & (check != 97 - (nine + _CENTURY) % 97) & (check > 0)
        check = np.where(wrong, check, check % 97 + 1)
    return _digits(nine * 100 + check, 11)


def impossible_number(serial: int) -> str:
    """Return the impossible person's number of one serial; see `impossible_numbers`."""
    return str(impossible_numbers(np.array([serial], dtype=np.int64))[0])


def enterprise_numbers(count: int, part: Part = WHOLE) -> pl.Series:
    """Return valid enterprise numbers from 1800.000.xxx upwards, some 770 million above the last one given out."""
    return _checked(_ENTERPRISE_BASE + part.lane(np.arange(count, dtype=np.int64)))


def establishment_numbers(count: int, part: Part = WHOLE) -> pl.Series:
    """Return valid establishment numbers from 8.000.000.0xx upwards; real ones begin with 2."""
    return _checked(_ESTABLISHMENT_BASE + part.lane(np.arange(count, dtype=np.int64)))


def branch_numbers(count: int, part: Part = WHOLE) -> pl.Series:
    """Return valid branch numbers from 9.900.000.0xx upwards; real ones begin with 9.0."""
    return _checked(_BRANCH_BASE + part.lane(np.arange(count, dtype=np.int64)))


def _checked(eight: Ints) -> pl.Series:
    return _digits(eight * 100 + 97 - eight % 97, 10)


def _digits(values: Ints, width: int) -> pl.Series:
    return pl.Series(values).cast(pl.String).str.zfill(width)


def dotted(column: str, first: int) -> pl.Expr:
    """Return a number of ten digits with the dots of the published files: `first` digits (4 or 1), then threes."""
    digits = pl.col(column)
    cuts = [(0, first), *((start, 3) for start in range(first, 10, 3))]
    return pl.concat_str([digits.str.slice(start, length) for start, length in cuts], separator=".")
