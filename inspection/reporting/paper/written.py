"""How days, moments, money and labels are written on paper."""

from datetime import date, datetime

from inspection.i18n import Lang, t
from inspection.time_of import BRUSSELS
from sectors.rules import Text

TO_VERIFY = "°"


def day_text(day: date) -> str:
    """Return a day as people write it here."""
    return f"{day:%d/%m/%Y}"


def moment_text(at: datetime) -> str:
    """Return a moment in the time of Brussels."""
    return f"{at.astimezone(BRUSSELS):%d/%m/%Y %H:%M}"


def fine_text(cents: tuple[int, int] | None, lang: Lang) -> str:
    """Return an administrative fine's range in whole euros; nothing where no range is known."""
    if cents is None:
        return ""
    low, high = (f"{each // 100:,}".replace(",", "\N{NO-BREAK SPACE}") for each in cents)
    return t("dossier.fine", lang, low=low, high=high)


def marked(label: Text, lang: Lang) -> str:
    """Return a label of the rules, with the mark of what is to be verified where its wording is ours."""
    return label.say(lang) + (f" {TO_VERIFY}" if label.is_to_verify(lang) else "")
