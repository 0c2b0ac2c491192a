"""What an inspector told on the telephone, and the unfinished control that it makes in their name."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inspection.acts import bundles, records
from inspection.control.filled import Control, Form, PersonFound
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.referral.report import EMPLOYER_KNOWS
from inspection.store.core import new_id
from inspection.territory import unnumbered_site
from inspection.time_of import day_in_brussels
from inspection.trust import Context
from sectors import RuleFault
from sectors.rules.values import Lang


@dataclass(frozen=True, kw_only=True)
class Told:
    """The least that a first report needs, as the inspector told it; what is not known stays out.

    workplace
        Its id; "" for a door that no register knows.
    place
        A REFNIS code or a canton's id, where the workplace is not known.
    danger_now, employer_knows
        None, and empty: the inspector did not say.
    """

    told_at: datetime
    grounds: str = field(repr=False)
    sector: str
    report_language: Lang
    forms: tuple[Form, ...] = ("economic",)
    workplace: str = ""
    place: str | None = None
    door: str = field(default="", repr=False)
    danger_now: bool | None = None
    employer_knows: tuple[str, ...] = ()
    persons: tuple[PersonFound, ...] = field(default=(), repr=False)


def control_told(context: Context, told: Told) -> Control:
    """Return an unfinished control with what was told, under the checklist of that day; its yes is a colleague's.

    Errors: `ControlFault` as `read_control`, 419 for a day to which no rules reach; LookupError for a sector without a
    checklist.
    """
    day, id = day_in_brussels(told.told_at), new_id()  # noqa: A001
    try:
        form = records.checklist_on(context.app, told.sector, day)
    except RuleFault:
        raise ControlFault("CONTROL-419", control_id=id) from None
    asked = {question.id for question in form.questions}
    said = {bundles.DANGER_NOW: told.danger_now, EMPLOYER_KNOWS: list(told.employer_knows) or None}
    raw: dict[str, Any] = {
        "control_id": id,
        "checklist": {"id": form.id, "version": form.version, "sha256": form.sha256},
        "workplace": told.workplace or unnumbered_site(id),
        "sector": told.sector,
        "outcome": "done",
        "entered_at": told.told_at.isoformat(),
        "facts_on": day.isoformat(),
        "report_language": told.report_language,
        "answers": {key: value for key, value in said.items() if value is not None and key in asked},
        "persons": [one.model_dump(mode="json") for one in told.persons],
        "place": told.place,
        "door": told.door,
        "suspicion": {
            "decision": "yes",
            "grounds": told.grounds,
            "forms": list(told.forms),
            "decided_at": context.at.isoformat(),
        },
    }
    return read_control(raw, records.checklist_for(context, raw))
