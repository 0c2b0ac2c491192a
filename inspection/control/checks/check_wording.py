"""Checks and their grounds in the reader's language; the age of an extract is always said."""

from collections.abc import Mapping
from datetime import date, datetime

from inspection.control.checks.results import Check, Ground
from inspection.i18n import Lang, keys, t
from inspection.time_of import day_in_brussels, day_text, moment_text
from sectors import Catalogue


def check_text(check: Check, lang: Lang) -> str:
    """Return the sentence that says what the grounds of a check show."""
    said = {name: _shown(value) for name, value in check.values.items()}
    if check.about is not None:
        said["what"] = check.about.say(lang)
    text = t(f"check.{check.key}", lang, **said)
    return f"{text} ({t('check.to_verify', lang)})" if check.to_verify else text


def result_text(check: Check, lang: Lang) -> str:
    """Return the result of a check in two or three words."""
    return t(f"check.result.{check.result}", lang)


def ground_text(ground: Ground, lang: Lang, *, entered_at: datetime, catalogue: Catalogue) -> str:
    """Return what a ground is and how old it is.

    entered_at
        The moment of entry, to which the age of an extract is counted.
    """
    said: Mapping[str, object] = {
        "what": _name(ground, lang, catalogue),
        "ref": ground.ref,
        "at": moment_text(ground.at) if ground.at else "",
    }
    if ground.kind == "register" and ground.as_of is not None:
        days = (day_in_brussels(entered_at) - ground.as_of).days
        return t("check.ground.register", lang, **said, as_of=day_text(ground.as_of), days=days)
    kind = "entry" if ground.what == "entry" else ground.kind
    return t(f"check.ground.{kind}", lang, **said)


def _shown(value: date | str | int) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    return day_text(value) if isinstance(value, date) else str(value)


def _name(ground: Ground, lang: Lang, catalogue: Catalogue) -> str:
    if ground.kind in ("document", "observation"):
        question = catalogue.questions.get(ground.what)
        return question.label.say(lang) if question else ground.what
    register = catalogue.registers.get(ground.what)
    if register is not None:
        return register.label.say(lang)
    key = f"check.register.{ground.what}"
    return t(key, lang) if key in keys(lang) else ground.what
