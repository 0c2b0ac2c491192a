"""Rows of an XLSForm: one question or group each, its texts in the four languages of the house."""

from collections.abc import Mapping
from typing import Any, Final

from inspection.i18n import LANGUAGES, OWN_NAMES, Lang, t
from sectors.rules.values import Text

Row = dict[str, Any]

TONGUES: Final[Mapping[Lang, str]] = {lang: f"{OWN_NAMES[lang]} ({lang})" for lang in LANGUAGES}


def row(kind: str, name: str, label: str, **more: str) -> Row:
    """Return a row with its label from the catalogues."""
    return {"type": kind, "name": name, **said(label), **more}


def begin(name: str, titles: Row, relevant: str | None = None) -> Row:
    """Return the row that begins a group shown as one page."""
    shown = {"relevant": relevant} if relevant else {}
    return {"type": "begin group", "name": name, **titles, "appearance": "field-list", **shown}


def end(name: str) -> Row:
    """Return the row that ends a group."""
    return {"type": "end group", "name": name}


def noted_at(name: str, *, of: str) -> Row:
    """Return the row of the moment at which another field was filled in."""
    return {"type": "dateTime", "name": name, "calculation": "now()", "trigger": f"${{{of}}}"}


def limited(constraint: str, message: str = "xform.out_of_range") -> Row:
    """Return a limit, and what is said of an answer beyond it."""
    return {"constraint": constraint, **said(message, "constraint_message")}


def no_longer_than(length: int) -> Row:
    """Return the limit of a text, in characters."""
    return limited(f"string-length(.) <= {length}")


def labels(text: Text, column: str = "label") -> Row:
    """Return a text of the rules as the columns of its four languages."""
    return {f"{column}::{tongue}": text.say(lang) for lang, tongue in TONGUES.items()}


def said(key: str, column: str = "label") -> Row:
    """Return a text of the catalogues as the columns of its four languages."""
    return {f"{column}::{TONGUES[lang]}": t(key, lang) for lang in LANGUAGES}
