"""Which registers a week was planned from an older delivery of, and why: a sentence each, in the reader's language."""

from inspection.i18n import Lang, t
from inspection.reporting.week import BookHeldRegister, WeekBook
from sectors.rules import Catalogue

_NOTHING = "–"


def held_texts(book: WeekBook, catalogue: Catalogue, lang: Lang) -> tuple[str, ...]:
    """Return a sentence for each delivery that was held when the week was made."""
    return tuple(_text(one, catalogue, lang) for one in book.held_registers)


def _text(one: BookHeldRegister, catalogue: Catalogue, lang: Lang) -> str:
    known, limits = catalogue.registers.get(one.register), catalogue.register_limits
    what = ", ".join(limits[key].label.say(lang) if key in limits else key for key in one.measures)
    register = known.label.say(lang) if known else one.register
    used, day = (_day(text) for text in (one.used, one.day))
    return t("office.register_held", lang, register=register, used=used, day=day, what=what)


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-"))) if text else _NOTHING
