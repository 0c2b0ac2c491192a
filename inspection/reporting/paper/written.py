"""How money, labels and counts are written on paper, and what their signs mean."""

from inspection.i18n import Lang, t
from sectors.rules.values import Text

TO_VERIFY = "°"
HASH_SHOWN = 16  # signs of a file's hash that a paper shows


def range_text(key: str, cents: tuple[int, int] | None, lang: Lang) -> str:
    """Return the sentence of `key` with a fine's range in whole euros; nothing where no range is known."""
    if cents is None:
        return ""
    low, high = (f"{each // 100:,}".replace(",", "\N{NO-BREAK SPACE}") for each in cents)
    return t(key, lang, low=low, high=high)


def fine_text(cents: tuple[int, int] | None, lang: Lang) -> str:
    """Return an administrative fine's range in whole euros; nothing where no range is known."""
    return range_text("dossier.fine", cents, lang)


def marked(label: Text, lang: Lang) -> str:
    """Return a label of the rules, with the mark of what is to be verified where its wording is ours."""
    return label.say(lang) + (f" {TO_VERIFY}" if label.is_to_verify(lang) else "")
