"""An entry of what is noted: as the fields of a form hold it, as a control holds it, and in words."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from dashboards.office.asking import Asked
from dashboards.office.control_form.decisions import read_decisions, written
from dashboards.office.control_form.onsite_fields import FIELDS, LETTER, Field
from dashboards.office.control_form.sheets import UNREAD, Raw, Wrong
from dashboards.office.paper import NO, TICKED, YES, Fields, Values, clock, moment_typed
from inspection.control.begun import refused_fields
from inspection.control.filled import TIME_PATTERN
from inspection.i18n import t
from inspection.time_of import day_in_brussels

LACKING: Final = "form.lacking"
_CENTS: Final = 100
_WHOLE: Final = re.compile(r"\d{1,9}")
_EUROS: Final = r"\d{1,9}(\.\d{1,2})?"  # three digits after a point are thousands, as people write them
_MOMENTS: Final = frozenset({"moment", "moment_or_day"})


def fields_of(asked: Asked, control: Mapping[str, Any], part: str, item: Mapping[str, Any]) -> Values:
    """Return what the fields of an entry hold; of a new one, the day of the entry where an hour is asked for."""
    made = Values()
    for field in FIELDS[part]:
        _put(made, asked, control, field, item.get(field.name))
    return made


def read_item(
    asked: Asked, control: Mapping[str, Any], part: str, typed: Fields, before: Mapping[str, Any]
) -> tuple[Raw, Wrong]:
    """Return an entry as it was typed, and why a field of it is not taken.

    before
        What it was; what no field shows of it stays.
    """
    shown = {field.name for field in FIELDS[part]}
    item: Raw = {name: value for name, value in before.items() if name not in shown}
    wrong: Wrong = {}
    for field in FIELDS[part]:
        try:
            value = _read(asked, control, field, typed, before.get(field.name))
        except (ValueError, ArithmeticError):
            wrong[field.name] = UNREAD
            continue
        if value is not None:
            item[field.name] = value
        elif field.required:
            wrong[field.name] = LACKING
    if not wrong:
        told = item if "ref" in item or part not in LETTER else {**item, "ref": f"{LETTER[part]}1"}
        wrong = dict.fromkeys(refused_fields(part, told), UNREAD)
    return item, wrong


def said(asked: Asked, control: Mapping[str, Any], part: str, item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an entry says, in words: label and value of each field that says something."""
    lang = asked.look.lang
    return [
        (t(field.label, lang), _words(asked, control, field, item[field.name]))
        for field in FIELDS[part]
        if item.get(field.name) not in (None, "", [])
    ]


def _put(made: Values, asked: Asked, control: Mapping[str, Any], field: Field, value: Any) -> None:
    name = field.name
    if field.kind in _MOMENTS:
        is_day = value is not None and "T" not in str(value)
        first = control["entered_at"] if field.kind == "moment" else None
        made.put(f"{name}.on", str(value) if is_day else _day(value or first))
        made.put(f"{name}.at", "" if is_day else clock(value))
    elif field.kind == "several" and field.options:
        for key in field.options(asked, control):
            made.put(f"{name}.{key}", TICKED if key in (value or ()) else "")
    elif value is None:
        made.put(name, "")
    elif field.kind == "yes_no":
        made.put(name, YES if value else NO)
    elif field.kind == "euros":
        made.put(name, f"{Decimal(value) / _CENTS:.2f}")
    else:
        made.put(name, written(value) if field.kind == "decisions" else str(value))


def _read(asked: Asked, control: Mapping[str, Any], field: Field, typed: Fields, before: Any) -> Any:
    """Return a value as a control holds it, None for one left open; ValueError for what cannot be read."""
    if field.kind in _MOMENTS:
        return _moment(field, typed, before)
    if field.kind == "several" and field.options:
        return [key for key in field.options(asked, control) if typed.get(f"{field.name}.{key}") == TICKED] or None
    text = typed.get(field.name, "").strip()
    if not text:
        return None
    if field.options:
        return _one_of(text, {*field.options(asked, control), *((before,) if before else ())})
    return _plain(field, text)


def _plain(field: Field, text: str) -> Any:
    if field.kind == "yes_no":
        return _one_of(text, {YES, NO}) == YES
    if field.kind == "decisions":
        return read_decisions(text)
    if field.kind == "time":
        return _matching(text, TIME_PATTERN)
    if field.kind == "day":
        return date.fromisoformat(text).isoformat()
    if field.kind == "whole":
        return int(_matching(text, _WHOLE.pattern))
    if field.kind in ("hours", "euros"):
        amount = re.sub(r"\s", "", text).replace(",", ".")
        return str(Decimal(amount)) if field.kind == "hours" else round(Decimal(_matching(amount, _EUROS)) * _CENTS)
    return text


def _moment(field: Field, typed: Fields, before: Any) -> str | None:
    """Return a moment; one that says what stood there keeps the seconds that no field shows."""
    on, at = typed.get(f"{field.name}.on", ""), typed.get(f"{field.name}.at", "")
    if not at:
        return date.fromisoformat(on).isoformat() if on and field.kind == "moment_or_day" else None
    if before and "T" in str(before) and (on, at) == (_day(before), clock(before)):
        return str(before)
    moment = moment_typed(on, at)
    if moment is None:
        raise ValueError(field.name)
    return moment.isoformat()


def _words(asked: Asked, control: Mapping[str, Any], field: Field, value: Any) -> str:
    if field.kind == "several":
        return ", ".join(value)
    if field.kind == "decisions":
        return written(value)
    if field.options:
        return field.options(asked, control).get(value, str(value))
    if field.kind == "yes_no":
        return asked.say("word.yes" if value else "word.no")
    if field.kind in _MOMENTS and "T" in str(value):
        return asked.moment(datetime.fromisoformat(value))
    if field.kind in ("day", "moment_or_day"):
        return asked.day(date.fromisoformat(value))
    return f"{Decimal(value) / _CENTS:.2f}\N{NO-BREAK SPACE}€" if field.kind == "euros" else str(value)


def _one_of(text: str, allowed: set[Any]) -> str:
    if text not in allowed:
        raise ValueError(text)
    return text


def _matching(text: str, pattern: str) -> str:
    if re.fullmatch(pattern, text, re.ASCII) is None:
        raise ValueError(text)
    return text


def _day(moment: object) -> str:
    return day_in_brussels(datetime.fromisoformat(str(moment))).isoformat() if moment else ""
