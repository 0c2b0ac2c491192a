"""The checks of a control with every ground and its age, the drafts of arrears, and the extracts once they are asked.

An extract is read by a form of its own, and the act that reads it records the look; it never proves anything alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.inspections.opening import Opened, Part
from dashboards.office.inspections.words import Words
from dashboards.office.shared import for_reason
from inspection import acts
from inspection.control.checks import Check, Extract, Ground, arrears_texts, check_text, ground_text, result_text
from inspection.errors import InspectionError
from inspection.i18n import keys, money_text

if TYPE_CHECKING:
    from dashboards.office.asking import Asked

_SIGNS = {"ok": "✓", "not_ok": "✗", "unclear": "?", "no_proof": "–"}
_COLOURS = {"ok": "done", "not_ok": "late", "unclear": "soon", "no_proof": "soft"}
_UNSAID = ("lat", "lon")  # the address says it
_COLUMN = "extract.column."


@dataclass(frozen=True)
class ToldCheck:
    """A check in words: its sign and colour, what it is about, what it comes to, and what it rests on."""

    sign: str
    colour: str
    result: str
    domain: str
    text: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class ToldExtract:
    """An extract in words: of whom, from which register as of when, and its rows."""

    of: str
    age: str
    rows: tuple[str, ...]
    total: int


def _read(opened: Opened) -> Mapping[str, object]:
    words = opened.words
    said = acts.controls.control_checks(opened.context, opened.id)
    drafts = acts.controls.control_arrears(opened.context, opened.id)
    return {
        "checks": [
            (person or words.say("controls.place"), [_told(words, said, one) for one in checks])
            for person, checks in groupby(said.checks, key=lambda check: check.person)
        ],
        "arrears": [arrears_texts(one, words.rules.scales, words.asked.look.lang) for one in drafts],
        "extracts": None,
    }


def _with_extracts(opened: Opened) -> Mapping[str, object]:
    """Add what was frozen with the control; an extract of a person who was taken out since is left out."""
    control = opened.shown.control
    subjects = {"workplace", *(person.ref for person in control.persons)}
    found = acts.controls.control_extracts(opened.context, opened.id)
    told = [_extract(opened.words, one, control.entered_at) for one in found if one.subject in subjects]
    return {**_read(opened), "extracts": told}


CHECKS = Part("checks", _read)


def reveal(asked: Asked) -> Response:
    """Show names for a reason, or the extracts beside the checks; that somebody looked at them is recorded."""
    if asked.form.get("open") != "extracts":
        return CHECKS.reveal(asked)
    try:
        return CHECKS.drawn(asked, for_reason(asked), read=_with_extracts)
    except InspectionError as fault:
        return CHECKS.again(asked, fault, "extracts")


def _told(words: Words, said: acts.controls.Checked, check: Check) -> ToldCheck:
    law, lang = words.asked.app.catalogue(said.facts_on), words.asked.look.lang
    return ToldCheck(
        sign=_SIGNS[check.result],
        colour=_COLOURS[check.result],
        result=result_text(check, lang),
        domain=words.say(f"controls.domain.{check.domain}"),
        text=check_text(check, lang),
        grounds=tuple(ground_text(one, lang, entered_at=said.entered_at, catalogue=law) for one in check.grounds),
    )


def _extract(words: Words, one: Extract, entered_at: datetime) -> ToldExtract:
    ground = Ground(kind="register", what=one.register_key, as_of=one.as_of)
    return ToldExtract(
        of=words.say("controls.place") if one.subject == "workplace" else one.subject,
        age=ground_text(ground, words.asked.look.lang, entered_at=entered_at, catalogue=words.rules),
        rows=tuple(row_text(words, row) for row in one.rows),
        total=one.count,
    )


def row_text(words: Words, row: Mapping[str, object]) -> str:
    """Return a row of a register in words: what it has no value for is left out, codes stay the register's own."""
    told = ((name, value) for name, value in row.items() if value is not None and name not in _UNSAID)
    return " · ".join(f"{_column(words, name)}: {_cell(words, name, value)}" for name, value in told)


def _column(words: Words, name: str) -> str:
    key = f"{_COLUMN}{name}"
    return words.paper(key) if key in keys(words.asked.look.lang) else name


def _cell(words: Words, name: str, value: object) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return money_text(value, words.asked.look.lang)
    if isinstance(value, bool):
        return words.yes_no(value)
    if name.endswith(("_on", "_date", "_day")) and isinstance(value, str):
        return words.asked.day(date.fromisoformat(value))
    if name in ("received_at", "declared_at") and isinstance(value, str):
        return words.asked.moment(datetime.fromisoformat(value))
    return str(value)
