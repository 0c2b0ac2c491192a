"""Why a required visit has no place, what would help, and what could stand in for a visit: in the reader's language."""

from collections.abc import Mapping
from datetime import date

from inspection.i18n import Lang, keys, t
from inspection.reporting.pages.days import length_words, weekday_words
from inspection.reporting.week import BookAlternative, BookHelp, BookUnplaced
from inspection.time_of import clock_text

# what a sentence may mention; the planner gives those that it knows
DETAILS = (
    "languages", "skills", "needed", "largest", "days", "minutes_short", "available", "rules", "pinned", "pinned_on",
    "earlier", "later", "longer", "shorter", "before", "after", "opens", "closes", "further", "names",
)  # fmt: skip
_LENGTHS = frozenset({"minutes_short", "earlier", "later", "longer", "shorter", "before", "after"})
UNKNOWN = "–"


def why_text(missed: BookUnplaced, lang: Lang) -> str:
    """Return the sentence that says which rule kept a required visit out, and where it came closest."""
    sentences = [t(f"why.{missed.rule}", lang, **_said(missed, lang))]
    if "visits" in missed.detail and "names" in missed.detail:
        sentences.append(t("unplaced.crowd", lang, names=missed.detail["names"]))
    if missed.detail.get("also"):
        sentences.append(t("unplaced.also", lang, rules=_rules(str(missed.detail["also"]), lang)))
    return " ".join(sentences)


def help_texts(missed: BookUnplaced, lang: Lang) -> tuple[str, ...]:
    """Return what would give the visit its place, a sentence each; several conditions say first that all are needed."""
    texts = tuple(_help_text(remedy, lang) for remedy in missed.helps)
    needs_all = missed.rule == "several_conditions_fail" and len(texts) > 1
    return (t("help.all_of_these", lang), *texts) if needs_all else texts


def alternative_text(other: BookAlternative | None, lang: Lang) -> str:
    """Return what could stand in for a stop, and what it would cost the round."""
    if other is None:
        return t("alternative.none", lang)
    place = ", ".join(part for part in (other.name, other.municipality) if part)
    return t("alternative.sentence", lang, place=place, minutes=f"{other.minutes:+.0f}")


def _help_text(remedy: BookHelp, lang: Lang) -> str:
    kind = remedy.kind
    if kind == "longer_window":
        kind += next((f"_{name}" for name in ("before", "after") if name in remedy.detail), "_at")
    sentence = t(f"help.{kind}", lang, **_said(remedy, lang))
    teams = remedy.detail.get("teams")
    return f"{sentence} {t('help.each_team', lang, teams=_value('teams', teams, lang))}" if teams else sentence


def _said(told: BookUnplaced | BookHelp, lang: Lang) -> Mapping[str, object]:
    """Return every value that a sentence may mention, unknown ones as a dash."""
    said: dict[str, object] = dict.fromkeys(DETAILS, UNKNOWN)
    said |= {name: _value(name, value, lang) for name, value in told.detail.items()}
    return said | {"team": told.team or UNKNOWN, "day": weekday_words(told.day, lang) if told.day else UNKNOWN}


def known_rules(lang: Lang) -> frozenset[str]:
    """Return the rules for which `why_text` has a sentence in `lang`."""
    return frozenset(key.removeprefix("why.") for key in keys(lang) if key.startswith("why."))


def _value(name: str, value: str | float, lang: Lang) -> str:
    if name in ("opens", "closes"):
        return clock_text(float(value))
    if name in _LENGTHS and not isinstance(value, str):
        return length_words(value)
    if isinstance(value, float):
        return f"{value:g}"
    if name == "languages":
        return ", ".join(_word("language", word, lang) for word in value.split(", "))
    if name == "rules":
        return _rules(value, lang)
    if name in ("days", "pinned_on"):
        return ", ".join(weekday_words(date.fromisoformat(word), lang) for word in value.split(", "))
    return value


def _rules(names: str, lang: Lang) -> str:
    return ", ".join(_word("rule", name, lang) for name in names.split(", "))


def _word(kind: str, name: str, lang: Lang) -> str:
    return t(f"{kind}.{name}", lang) if f"{kind}.{name}" in keys(lang) else name.replace("_", " ")
