"""Filling in a situation: the control as an inspector would have written it, under the checklist of its day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from inspection.control.checklists import Checklist, checklist
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.control.situations.reading import Situation
from inspection.errors import ControlFault
from inspection.territory import Competence, competence_of_line
from inspection.time_of import BRUSSELS
from sectors.reader import Rules

_CONTROL: Final = "01935c2e-7b00-7abc-8def-0123456789ab"  # a control that was never made
_WORKPLACE: Final = "est:2123456789"  # nobody's establishment
_ENTERED: Final = time(18, 30)
_OF_A_PERSON: Final = frozenset({"count", "born", "number", "employer"})
_TYPED: Final = frozenset({"facts_from", "offenders", "noted"})


def filled(situation: Situation, rules: Rules) -> Control:
    """Return the control of a situation, read under the rules given.

    Raises ControlFault where it answers what these rules do not ask, LookupError for an unknown sector.
    """
    found_on = _found_on(situation)
    form = rules.on(found_on)
    sector = situation.raw.get("sector", "restaurants")
    if sector not in form.sectors:
        raise ControlFault("CONTROL-886", kind="sector", name=sector, place=situation.place)
    made = checklist(form.sectors[sector], form)
    return read_control(_raw(situation, made, sector, found_on), lambda _: made)


def competence_in(situation: Situation, rules: Rules) -> Competence:
    """Return the offices of the area in which a situation lies, on the day of its control."""
    area = situation.raw.get("area", "brussels-capital")
    lines = rules.on(_found_on(situation)).offices
    line = next((line for line in lines if line.area == area), None)
    if line is None:
        raise ControlFault("CONTROL-886", kind="area", name=area, place=situation.place)
    return competence_of_line(line)


def _found_on(situation: Situation) -> date:
    day: date = situation.raw.get("found_on", situation.facts_on)
    return day


def _raw(situation: Situation, made: Checklist, sector: str, found_on: date) -> dict[str, Any]:
    raw = situation.raw
    at = time.fromisoformat(raw["entered"]) if "entered" in raw else _ENTERED
    entered = datetime.combine(found_on, at, BRUSSELS)
    fields: dict[str, Any] = {
        "control_id": _CONTROL,
        "checklist": made.ref.model_dump(),
        "workplace": _WORKPLACE,
        "sector": sector,
        "outcome": "done",
        "entered_at": entered.isoformat(),
        "left_at": (entered + timedelta(hours=1)).isoformat(),
        "facts_on": situation.facts_on.isoformat(),
        "report_language": raw.get("report_language", "fr"),
        "answers": {**_counted(made), **raw.get("answers", {})},
        "persons": list(_persons(raw.get("persons", []))),
        **{key: raw[key] for key in _TYPED & raw.keys()},
    }
    if "suspicion" in raw:
        fields["suspicion"] = {
            "decision": raw["suspicion"],
            "grounds": "the situation says so",
            "decided_at": entered.isoformat(),
        }
    return fields


def _counted(made: Checklist) -> dict[str, int]:
    """Answer the counts that no control may leave out, such as that of heads: a case says only what it is about."""
    return {
        one.id: 1 for one in made.by_id.values() if one.required and (one.scope, one.kind) == ("workplace", "integer")
    }


def _persons(lines: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    n = 0
    for line in lines:
        answers = {key: value for key, value in line.items() if key not in _OF_A_PERSON}
        fields = {"birth_date": line["born"].isoformat()} if "born" in line else {}
        fields |= {"national_number": line["number"]} if "number" in line else {}
        fields |= {"employer": line["employer"]} if "employer" in line else {}
        for _ in range(line.get("count", 1)):
            n += 1
            yield {"ref": f"P{n}", "answers": answers, **fields}
