"""Days and lengths inside a sentence, in the reader's language: no short form, whose point would stand twice."""

from datetime import date
from math import ceil

from babel.dates import format_date

from inspection.i18n import Lang

_HOUR = 60


def day_words(on: date, lang: Lang) -> str:
    """Return a day with its year."""
    return format_date(on, "d. MMMM y" if lang == "de" else "d MMMM y", locale=lang)


def weekday_words(on: date, lang: Lang) -> str:
    """Return a day of a week of which the year is said elsewhere, with its weekday."""
    return format_date(on, "EEEE d. MMMM" if lang == "de" else "EEEE d MMMM", locale=lang)


def length_words(minutes: float) -> str:
    """Return a length, such as `45 min` or `2 h 43`; a part of a minute counts as one, since less would not do."""
    hours, rest = divmod(ceil(minutes), _HOUR)
    return f"{hours} h {rest:02d}" if hours else f"{rest} min"
