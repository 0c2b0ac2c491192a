"""What stands in a field of a filled XForm, as a value of a control; a text that is none of its kind stays as it is.

So `read_control`, which reads strictly, refuses it by its name.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from inspection.control.expressions.xpath import XFORM_NO, XFORM_YES
from inspection.control.filled import AnswerValue
from inspection.time_of import BRUSSELS

_YES_NO: Final[Mapping[str, bool]] = {XFORM_YES: True, XFORM_NO: False}
_TIME: Final = re.compile(r"(\d\d:\d\d)(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(T.{1,40})?", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,15}", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_CENTS: Final = 100


def value_of(kind: str, text: str) -> AnswerValue:
    """Return an answer of a kind of question; a text that is none of that kind comes back as it is."""
    return _READ[kind](text)


def moment(text: str | None) -> str | None:
    """Return a moment in ISO 8601 with its zone; one without a zone stood on the wall clock of Brussels."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (read if read.tzinfo else read.replace(tzinfo=BRUSSELS)).isoformat()


def yes_no(text: str) -> bool | str:
    """Return yes as true and no as false."""
    return _YES_NO.get(text.strip(), text)


def cents(text: str) -> int | str:
    """Return an amount in euros as whole cents."""
    try:
        amount = Decimal(text.strip()) * _CENTS if _NUMBER.fullmatch(text.strip()) else None
    except InvalidOperation:
        amount = None
    return int(amount) if amount is not None and amount == int(amount) else text


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.fullmatch(text.strip())
    return found[1] if found else text


def _whole(text: str) -> AnswerValue:
    return int(text) if _WHOLE.fullmatch(text.strip()) else text


def _number(text: str) -> AnswerValue:
    if not _NUMBER.fullmatch(text.strip()):
        return text
    return float(text) if "." in text else int(text)


_READ: Final[Mapping[str, Callable[[str], AnswerValue]]] = {
    "yes_no": yes_no,
    "choice": str.strip,
    "choices": lambda text: text.split(),
    "integer": _whole,
    "number": _number,
    "text": lambda text: text,
    "time": lambda text: _matched(_TIME, text),
    "date": lambda text: _matched(_DAY, text),
    "identifier": lambda text: text,
}
