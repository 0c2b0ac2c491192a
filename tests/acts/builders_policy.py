"""Builders for policy: measures of the cell, initiatives, a joint action that took place, and a chapter."""

import io
from datetime import date, datetime
from functools import cache
from typing import Any

from builders_acts import AT, FIRM
from openpyxl import load_workbook

from inspection.acts.reports import NewInitiative, NewMeasure
from inspection.reporting.reports import chapter_workbook
from inspection.store.core import new_id
from inspection.store.weeks import JointActionRow
from inspection.trust import AppContext

BY, DIRECTION = "supervisor-liege", "direction-1"
GOOD: dict[str, Any] = {
    "chapter B4": "Politique.\nSecond alinéa.", "chapter C11": "Meer tolken.",
    "initiatives A4": "2026-03-31", "initiatives C4": "training", "initiatives E4": "Opleiding",
    "initiatives H4": "opgeleid", "initiatives I4": "40", "initiatives J4": "nota 12",
    "initiatives A6": datetime(2025, 5, 2), "initiatives B6": "10/05/2025", "initiatives C6": "campaign",  # noqa: DTZ001
    "initiatives D6": "Affiches", "initiatives H6": "affiches", "initiatives I6": 2000, "initiatives J6": "site",
}  # fmt: skip
MEASURE_TYPED = {  # as the page of the office sends one
    "kind": "decision",
    "meeting": "cell",
    "decided_on": "2026-01-12",
    "words_en": "Publish the protocol",
    "owner": "spc-dsb",
    "due_on": "2026-02-01",
}


@cache
def template(lang: str) -> bytes:
    """The empty workbook of the Immigration Office, made once for each language."""
    return chapter_workbook("oe-minteh", "Office", "2025-2026", lang)  # type: ignore[arg-type]


def filled(cells: dict[str, Any], lang: str = "fr") -> bytes:
    """The workbook of the Immigration Office with these cells written."""
    book = load_workbook(io.BytesIO(template(lang)))
    for place, value in cells.items():
        sheet, cell = place.split()
        book[sheet][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def a_measure(**fields: Any) -> NewMeasure:
    """A recommendation of the cell's meeting of October, owed by the ONSS by the end of the year."""
    known: dict[str, Any] = {
        "kind": "recommendation",
        "meeting": "cell",
        "decided_on": date(2026, 10, 6),
        "title": {"fr": "Former les nouveaux inspecteurs", "nl": "De nieuwe inspecteurs opleiden"},
        "owner": "onss",
        "due_on": date(2026, 12, 31),
    }
    return NewMeasure(**known | fields)


def an_initiative(**fields: Any) -> NewInitiative:
    """A day of training of the ONSS."""
    known: dict[str, Any] = {
        "department": "onss",
        "kind": "training",
        "first_day": date(2026, 11, 3),
        "what": {"fr": "Journée sur les indicateurs"},
        "figures": (("personnes formées", 40),),
        "source": "note 2026/12",
    }
    return NewInitiative(**known | fields)


def a_joint_action(house: AppContext, **fields: Any) -> None:
    """Put a joint action of two teams into the store, carried out unless told otherwise."""
    day = date(2026, 11, 5)
    known: dict[str, Any] = {
        "id": new_id(), "service": "ONSS", "district": "liege", "shares": {"liege": 2}, "workplace": FIRM,
        "sector": "restaurants", "minutes": 60.0, "week": "2026-W45", "first_day": day, "last_day": day, "day": day,
        "minute": 600.0, "days": [day.isoformat()], "windows": [[600, 600]], "languages": [], "skills": [],
        "team_size": 2, "required": True, "state": "carried_out", "booked_by": BY, "booked_at": AT,
        "carried_out_by": new_id(),
    }  # fmt: skip
    with house.store.write() as session:
        session.add(JointActionRow(reference=f"ACT-{new_id()[-6:]}", **known | fields))
