"""How old somebody found was on a day, as far as a date of birth or a number tells."""

from datetime import date

from inspection.control.filled import PersonFound, birth_date_of


def is_younger(person: PersonFound, on: date, years: int) -> bool:
    """Tell whether a person's known date of birth makes them younger than that; unknown is neither younger nor older.

    The date of birth as it was written down counts first, then that of the person's number.
    """
    born = born_on(person, on)
    return born is not None and (on.year - years, on.month, on.day) < (born.year, born.month, born.day)


def born_on(person: PersonFound, on: date) -> date | None:
    """Return a person's date of birth as it was written down, else that of their number; None where neither says."""
    return person.birth_date or birth_date_of(person.national_number or "", on)
