"""Builders of the people found: a control with persons, and what they say of the centres."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from builders_acts import AT, LIEGE, a_control, a_suspicious_control
from builders_control import a_person

from inspection.acts.controls import save
from inspection.control.filled import ConsentAsked, Control
from inspection.trust import AppContext
from sectors.reader import load_rules

BY = "insp-liege-1"
NAME = "Mircea Exemplu"
WITH_A_FOLDER = """
recipients:
  surya:
    dated:
      2026-01-01: {transports: [file_drop], source: "agreement with the centre", confidence: L}
"""


def with_people(*persons: dict[str, Any], decision: str | None = None, **fields: Any) -> Control:
    """A control with persons: ordinary, or suspicious with a decision; by default one grown-up with a name."""
    found = list(persons) or [a_person(1, name=NAME, hearing_language="ro")]
    if decision is None:
        return a_control(persons=found, **fields)
    return a_suspicious_control(decision, persons=found, **fields)


def saved_people(house: AppContext, *persons: dict[str, Any], **fields: Any) -> str:
    """Such a control, saved; its id."""
    return save(house.acting(BY, AT), with_people(*persons, **fields), place=LIEGE).control_id


def said(answer: Any = "given", at: datetime = AT, person: str = "P1", **fields: Any) -> ConsentAsked:
    """What a person said about the centres."""
    return ConsentAsked(person=person, answer=answer, at=at, language="ro", **fields)


def with_a_centre_that_is_written_to(house: AppContext, folder: Path) -> AppContext:
    """The same house, where Sürya has agreed to a folder instead of the telephone."""
    local = folder / "local.yaml"
    local.write_text(WITH_A_FOLDER, encoding="utf-8")
    return replace(house, rules=load_rules([local]))
