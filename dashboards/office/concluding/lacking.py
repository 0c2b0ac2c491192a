"""What keeps a control from being saved: each thing by its name, with the page on which it is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboards.office.asking import Asked
from dashboards.office.concluding.addresses import page_of, page_of_part
from dashboards.office.control_form import VISIT
from dashboards.office.faults import said_of_code
from dashboards.office.shared import form_address
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.begun import is_leaving_said, is_outcome_said
from inspection.control.checklists import Checklist
from inspection.control.reading import Objection, objections_to
from inspection.i18n import keys
from inspection.life_cycles import ControlOutcome

_ANSWERS: Final = "answers"
_WHY: Final[Mapping[str, str]] = {"CONTROL-049": "unanswered", "CONTROL-050": "unaccepted"}
_CALLED: Final[Mapping[str, str]] = {
    "attachments": "onsite.part.photos",
    "comments": "onsite.part.photos",
    "consents": "people.consent",
}


@dataclass(frozen=True)
class Lacking:
    """One thing that is missing or wrong.

    what
        Its name: a question, or a sentence where it is no question.
    why
        What is wrong with it, "" where its name says it.
    places
        Of whom ("" for the place itself), each with the page on which it is mended.
    """

    what: str
    why: str
    places: tuple[tuple[str, str], ...]


def lacking(asked: Asked, filling: Filling, form: Checklist, at: datetime) -> list[Lacking]:
    """Return what keeps a draft from being saved as a control that ends now, if nobody said when; in its order."""
    control, visit = filling.control, form_address(filling.id, VISIT)
    found: list[Lacking] = []
    if not is_outcome_said(control):
        found.append(Lacking(asked.say("control.no_outcome"), "", (("", visit),)))
    if not is_leaving_said(control, asked.today):
        found.append(Lacking(asked.say("control.no_leaving"), "", (("", visit),)))
    return [*found, *told(asked, filling, form, {"left_at": control.get("left_at") or at.isoformat()})]


def lacking_to_leave(asked: Asked, filling: Filling, form: Checklist) -> list[Lacking]:
    """Return what keeps a suspicion from leaving now: what is not answered yet does not."""
    return told(asked, filling, form, {"left_at": None})


def told(asked: Asked, filling: Filling, form: Checklist, moments: Mapping[str, Any]) -> list[Lacking]:
    """Return every objection to a draft, with `moments` in place of its own; one a question, with all whom it is of."""
    raw = {**filling.control, "outcome": filling.control["outcome"] or ControlOutcome.DONE, **moments}
    known = acts.records.checklist_for(asked.acting(), raw)
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for one in objections_to(raw, known):
        found.setdefault(_named(asked, form, one), {})[_place(filling, one)] = None
    return [Lacking(what, why, tuple(places)) for (what, why), places in found.items()]


def _named(asked: Asked, form: Checklist, one: Objection) -> tuple[str, str]:
    question = form.by_id.get(one.question or "")
    if question is not None:
        return question.label.say(asked.look.lang), asked.say(f"ending.why.{_WHY.get(one.code, 'unread')}")
    said = said_of_code(one.code, asked.look.lang)
    own = f"fault.{one.code}"
    if said == own:
        return asked.say(own), ""
    part = _CALLED.get(one.part, f"onsite.part.{one.part}")
    name = asked.say(part if f"screen.{part}" in keys(asked.look.lang) else "ending.part.other")
    return name, asked.say("ending.why.unfit")


def _place(filling: Filling, one: Objection) -> tuple[str, str]:
    if one.part == _ANSWERS:
        return one.person or "", page_of(filling, one.question or "", one.person)
    return one.person or "", page_of_part(filling, one.part, one.person)
