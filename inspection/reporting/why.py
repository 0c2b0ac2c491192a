"""Why a required visit has no place, as a sentence in the reader's language."""

from datetime import date

from inspection.i18n import Lang, keys, t
from inspection.reporting.week_book import BookUnplaced

# what a sentence may mention; the planner gives those that it knows
DETAILS = ("languages", "skills", "needed", "largest", "days", "minutes_short", "available", "rules")
UNKNOWN = "–"


def why_text(missed: BookUnplaced, lang: Lang) -> str:
    """Return the sentence that says which rule kept a required visit out, and what would help elsewhere."""
    said: dict[str, object] = dict.fromkeys(DETAILS, UNKNOWN)
    said |= {name: _value(name, value, lang) for name, value in missed.detail.items()}
    said |= {"team": missed.team or UNKNOWN, "day": _day(missed.day) if missed.day else UNKNOWN}
    sentence = t(f"why.{missed.rule}", lang, **said)
    also = missed.detail.get("also")
    return f"{sentence} {t('unplaced.also', lang, rules=_rules(str(also), lang))}" if also else sentence


def known_rules(lang: Lang) -> frozenset[str]:
    """Return the rules for which `why_text` has a sentence in `lang`."""
    return frozenset(key.removeprefix("why.") for key in keys(lang) if key.startswith("why."))


def _value(name: str, value: str | float, lang: Lang) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if name == "languages":
        return ", ".join(_word("language", word, lang) for word in value.split(", "))
    if name == "rules":
        return _rules(value, lang)
    if name == "days":
        return ", ".join(_day(date.fromisoformat(word)) for word in value.split(", "))
    return value


def _rules(names: str, lang: Lang) -> str:
    return ", ".join(_word("rule", name, lang) for name in names.split(", "))


def _word(kind: str, name: str, lang: Lang) -> str:
    return t(f"{kind}.{name}", lang) if f"{kind}.{name}" in keys(lang) else name.replace("_", " ")


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
