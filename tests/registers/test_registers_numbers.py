"""Numbers of a whole column are judged as each alone would be."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.registers import holds_person_number
from inspection.registers.readers.numbers import holds_person_numbers, plain_number, plain_numbers

RIGHT, WRONG = "0403.170.701", "0403.170.702"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([RIGHT, WRONG, "2.000.000.045", "", None, "0403170701"]), max_size=12))
def test_a_number_that_stands_in_several_rows_is_judged_in_each(values: list[str | None]) -> None:
    """Whatever stands before it, the first row among them, and whether or not it is the same."""
    raw = pl.Series("n", values, dtype=pl.String)
    alone = [pl.select(plain_number(pl.lit(v, pl.String), "entity_number", dotted=True)).item() for v in values]
    found = plain_numbers(raw, "entity_number", dotted=True)
    assert (found.name, found.to_list()) == ("n", alone)


def test_right_and_wrong_are_told_apart() -> None:
    """Check digits decide; the dots go."""
    told = plain_numbers(pl.Series("n", [RIGHT, RIGHT, WRONG, RIGHT]), "entity_number", dotted=True)
    assert told.to_list() == ["0403170701", "0403170701", None, "0403170701"]


SOMEBODY = f"850730033{97 - 850_730_033 % 97:02d}"
TEXTS = [
    SOMEBODY,
    f"{SOMEBODY[:6]}-{SOMEBODY[6:]}",
    f"12/{SOMEBODY}",
    f"{SOMEBODY}1",
    "12345678901",
    "2026/0000123",
    "",
    None,
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=8))
def test_a_column_is_looked_through_as_each_text_would_be(values: list[str | None]) -> None:
    """Also one in which nothing looks like a number of a person, and an empty one."""
    found = pl.DataFrame({"n": pl.Series(values, dtype=pl.String)}).select(holds_person_numbers(pl.col("n")))
    assert found.to_series().to_list() == [value is not None and holds_person_number(value) for value in values]
