"""Answers as OpenRosa clients write them, as the JSON face writes them."""

import pytest

from inspection.control.xforms.reading_xform import moment, value_of


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("yes_no", "true", "true"),  # no choice of ours: the reader refuses it
        ("choice", " present ", "present"),
        ("choices", "a b  c", ["a", "b", "c"]),
        ("integer", "12", 12),
        ("integer", "1.5", "1.5"),
        ("integer", "٣", "٣"),  # another script's digit is not one that the JSON face would have
        ("number", "12", 12),
        ("number", "12.50", 12.5),
        ("number", "NaN", "NaN"),
        ("number", "1e3", "1e3"),
        ("text", " as it stands ", " as it stands "),
        ("time", "18:30:00.000+01:00", "18:30"),
        ("time", "18:30", "18:30"),
        ("time", "23:59:59.999Z", "23:59"),  # the hour on the wall, whatever zone stands beside it
        ("time", "half past six", "half past six"),
        ("date", "2026-11-25", "2026-11-25"),
        ("date", "2026-11-25T00:00:00.000+01:00", "2026-11-25"),
        ("identifier", "0123.456.789", "0123.456.789"),
    ],
)
def test_a_value_is_that_of_the_json_face(kind: str, text: str, value: object) -> None:
    """What is none of its kind comes back as it was: it is refused by the same reader as JSON is."""
    assert value_of(kind, text) == value
    assert type(value_of(kind, text)) is type(value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-25T18:30:00.000+01:00", "2026-11-25T18:30:00+01:00"),
        ("2026-11-25T17:30:00.000Z", "2026-11-25T17:30:00+00:00"),
        ("2026-11-25T18:30:00.000", "2026-11-25T18:30:00+01:00"),  # no zone: the wall clock of Brussels in winter
        ("2026-07-25T18:30:00", "2026-07-25T18:30:00+02:00"),  # and in summer
        ("soon", "soon"),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_has_its_zone(text: str | None, read: str | None) -> None:
    """A client that forgets the zone stood in Belgium."""
    assert moment(text) == read
