"""Builders of filled controls: give only what matters; the rest is an ordinary control without any fault."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from inspection.control.checklists import Checklist, asking_of, checklist
from inspection.control.conclusions import Conclusion, conclude
from inspection.control.evidence import gather, without_unasked_answers
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.control.trafficking import propose
from inspection.territory import Competence
from inspection.time_of import day_in_brussels
from sectors.reader import Rules, load_rules

CONTROL_ID = "01935c2e-7b00-7abc-8def-0123456789ab"
DAY = date(2026, 3, 10)
BRUSSELS = ZoneInfo("Europe/Brussels")


@cache
def the_rules() -> Rules:
    """The rules that ship with the product, read once."""
    return load_rules()


@cache
def the_checklist(sector: str, day: date = DAY) -> Checklist:
    """The checklist of a sector; KeyError for a sector that does not exist."""
    catalogue = the_rules().on(day)
    return checklist(catalogue.sectors[sector], catalogue)


def a_competence(languages: Sequence[str] = ("fr", "nl")) -> Competence:
    """The offices of a workplace in Brussels."""
    return Competence(
        area="brussels-capital",
        arrondissement="brussel",
        judicial_area="brussel",
        auditorate="aud-bruxelles",
        prosecutor="parquet-bruxelles",
        police_directorate="pjf-bruxelles",
        labour_courts=("tt-bruxelles",),
        general_auditorate="auditorat-general-bruxelles",
        report_languages=tuple(languages),
        reception_centre="pagasa",
    )


def a_person(n: int = 1, answers: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Somebody found at work, as JSON values."""
    return {"ref": f"P{n}", "answers": dict(answers or {}), **fields}


def a_raw_control(
    *, answers: Mapping[str, Any] | None = None, sector: str = "restaurants", on: date = DAY, **fields: Any
) -> dict[str, Any]:
    """A finished control as the form writes it: entered at 18:30 on `on`, left two hours later."""

    def at(hour: int, minute: int) -> str:
        return datetime.combine(on, time(hour, minute), BRUSSELS).isoformat()

    return {
        "control_id": CONTROL_ID,
        "checklist": the_checklist(sector, on).ref.model_dump(),
        "workplace": "est:2123456789",
        "sector": sector,
        "outcome": "done",
        "entered_at": at(18, 30),
        "left_at": at(20, 30),
        "facts_on": on.isoformat(),
        "report_language": "fr",
        "answers": {"fm_head_count": 1, **(answers or {})},
        **fields,
    }


def a_suspicion(decision: str = "yes", grounds: str = "papers held", **fields: Any) -> dict[str, Any]:
    """A decision about trafficking, as JSON values."""
    return {"decision": decision, "grounds": grounds, "decided_at": "2026-03-10T18:00:00Z", **fields}


def a_control(**fields: Any) -> Control:
    """A control that was read and accepted, under the checklist of its day."""
    on = fields.get("on", DAY)
    return read_control(a_raw_control(**fields), lambda sector: the_checklist(sector, on))


def what_follows(**fields: Any) -> Conclusion:
    """What follows from a control by the shipped rules."""
    return conclude(a_control(**fields), the_rules(), a_competence())


def is_proposed(control: Control, rules: Rules | None = None) -> bool:
    """Whether the rules propose trafficking: what `conclude` says of it, without working out what is still open."""
    form = (rules or the_rules()).on(day_in_brussels(control.entered_at))
    control = without_unasked_answers(control, asking_of(form.questions))
    return propose(control, gather(control, form.questions), form).positive


def positive_dimensions(conclusion: Conclusion) -> list[str]:
    """The dimensions that the rule calls positive, in its order."""
    return [result.dimension for result in conclusion.proposal.dimensions if result.positive]
