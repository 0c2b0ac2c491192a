"""The end of a control that is filled in: what is missing, the suspicion, what follows by the rules, and the saving."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.concluded import Concluded
from dashboards.office.concluding.addresses import end_address, files_address, site_address
from dashboards.office.concluding.exhibits import expected
from dashboards.office.concluding.lacking import Lacking, lacking
from dashboards.office.control_form import END, filled, framed
from dashboards.office.faults import said_of, status_of
from dashboards.office.referrals import Words, case_address, dialled
from dashboards.office.shared import Telling
from inspection import acts
from inspection.acts.board import CasePage
from inspection.acts.controls import Filling
from inspection.control import Control
from inspection.control.checklists import Checklist
from inspection.control.filled import Form
from inspection.errors import AccessRefused, ControlFault, InspectionError
from inspection.life_cycles import Decision

_TOLD: Final = frozenset({"decided", "referred", "unchanged"})
_UNREADABLE: Final = "ending.unreadable"
_OUT_OF_REACH: Final = "CONTROL-419"
_WRONG: Final = 422


def show(asked: Asked, filling: Filling, form: Checklist) -> Response:
    """Show the end of a draft."""
    return drawn(asked, filling, form)


def drawn(
    asked: Asked,
    filling: Filling,
    form: Checklist,
    *,
    fault: InspectionError | None = None,
    part: str = "",
    wrong: list[Lacking] | None = None,
    is_refused: bool = False,
) -> Response:
    """Return the page.

    part
        Which of its forms was refused: "decision" or "save".
    wrong
        What keeps the suspicion from leaving.
    is_refused
        Whether the control was to be saved and lacks something.
    """
    told = asked.query("told") if asked.query("told") in _TOLD and not part else ""
    lacks = lacking(asked, filling, form, asked.acting().at)
    control = _read(asked, filling)
    concluded, unread = _concluded(asked, filling, control) if control else (None, _UNREADABLE)
    may_decide = asked.known.may("suspicion.decide") and not filling.corrects
    return asked.page(
        "control_end.html",
        status_of(fault) if fault else _WRONG if wrong or is_refused else 200,
        **framed(asked, filling, form, END),
        lacks=lacks,
        expected=expected(asked, control, form, filling) if control else [],
        concluded=concluded,
        unread=unread,
        is_owed=may_decide and not (filling.control.get("suspicion") or {}).get("decision"),
        said=_said(asked, filling, part),
        decisions=tuple(Decision),
        forms=get_args(Form),
        may_decide=may_decide,
        offenders=_offenders(asked, filling),
        files=len(filling.control.get("attachments") or ()) + len(filling.control.get("comments") or ()),
        case=_case(asked, filling) if told == "referred" else None,
        words=Words(asked),
        dialled=dialled,
        case_address=case_address,
        end_address=end_address(filling.id),
        files_address=files_address(filling.id),
        offenders_address=site_address(filling.id, "offenders"),
        because=asked.form.get("because", ""),
        of=filling.kept_at.isoformat() if filling.kept_at else "",
        told=told,
        wrong=wrong or [],
        is_refused=is_refused,
        part=part,
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
    )


def _read(asked: Asked, filling: Filling) -> Control | None:
    """Return the draft as the control that it is so far; None where it cannot be read, which is told elsewhere."""
    going_on = {**filling.control, "left_at": None}
    with suppress(ControlFault):
        return filled(asked, Filling(id=filling.id, control=going_on, place=filling.place))
    return None


def _concluded(asked: Asked, filling: Filling, control: Control) -> tuple[Concluded | None, str]:
    """Return what follows by the rules as far as the control goes; else None with the text that says why not."""
    left = filling.control.get("left_at")
    ended = control.model_copy(update={"left_at": datetime.fromisoformat(left) if left else None})
    try:
        made = acts.controls.preview_control(asked.acting(), ended, place=filling.place)
    except (ControlFault, AccessRefused) as fault:
        return None, said_of(fault, asked.look.lang) if fault.code == _OUT_OF_REACH else _UNREADABLE
    return Concluded(Telling(asked), made, control.facts_on), ""


def _case(asked: Asked, filling: Filling) -> CasePage | None:
    """Return the case that the suspicion opened, with the numbers of its offices."""
    if filling.referral is None:
        return None
    with suppress(InspectionError):
        return acts.board.case_page(asked.acting(), filling.referral)
    return None


def _said(asked: Asked, filling: Filling, part: str) -> Mapping[str, Any]:
    """Return what stands in the form of the decision: what was typed where it was refused, else what is kept."""
    kept: Mapping[str, Any] = filling.control.get("suspicion") or {}
    if part != "decision":
        return {"decision": "", "grounds": "", "forms": ["economic"], **kept}
    sent = asked.form
    chosen = [one for one in get_args(Form) if sent.get(f"form.{one}")]
    return {"decision": sent.get("decision", ""), "grounds": sent.get("grounds", ""), "forms": chosen}


def _offenders(asked: Asked, filling: Filling) -> list[tuple[str, str, str, int]]:
    """Return reference, capacity, name and number of earlier decisions of each offender that was typed."""
    roles, lang = asked.catalogue.offender_roles, asked.look.lang
    return [
        (
            one["ref"],
            roles[one["role"]].label.say(lang) if one["role"] in roles else one["role"],
            one.get("name") or one.get("person") or "",
            len(one.get("earlier") or ()),
        )
        for one in filling.control.get("offenders") or ()
    ]
