"""The page of what waits: alerts to take on, overdue answers and near deadlines, each leading to where it is done."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.referrals import case_address
from dashboards.office.telling import Telling, control_address
from dashboards.office.waiting.naming import Subject, alert_subject, office_name, subjects_of
from inspection import acts
from inspection.acts.access import ListLook
from inspection.errors import InspectionError

_AHEAD: Final = timedelta(days=14)
_MOST, _MOST_LOOKS = 50, 2_000
_looks: OrderedDict[str, ListLook] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, kw_only=True)
class ShownAlert:
    """An alert as the page tells it."""

    id: str
    text: str
    subject: Subject
    district: str
    raised_at: datetime


def show(asked: Asked) -> Response:
    """Show it."""
    return _drawn(asked)


def take_on(asked: Asked) -> Response:
    """Note that somebody takes an alert on."""
    try:
        acts.alerts.see_alert(asked.acting(), asked.form.get("alert", ""))
    except InspectionError as fault:
        return _drawn(asked, fault)
    return asked.led("/waiting?told=seen")


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    telling, look = Telling(asked), _look(asked)
    found = acts.chasing.what_waits(asked.acting(), telling.day + _AHEAD, again=look)
    known = subjects_of(asked, telling, look) if found.alerts else {}
    return asked.page(
        "waiting.html",
        status_of(fault) if fault else 200,
        alerts=[
            ShownAlert(
                id=one.id,
                text=asked.say(f"alert.{one.kind}"),
                subject=alert_subject(one, known, telling),
                district=telling.district(one.district) or asked.say("word.everywhere"),
                raised_at=one.raised_at,
            )
            for one in found.alerts[:_MOST]
        ],
        counts=(len(found.alerts), len(found.overdue), len(found.clocks)),
        overdue=found.overdue[:_MOST],
        clocks=found.clocks[:_MOST],
        most=_MOST,
        telling=telling,
        office_name=lambda key: office_name(telling, key),
        case_address=case_address,
        control_address=control_address,
        told=asked.query("told") == "seen",
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
    )


def _look(asked: Asked) -> ListLook:
    """Return the look at what waits, recorded once in a session; rights are asked every time."""
    credential = asked.known.principal.credential
    with _lock:
        before = _looks.get(credential)
    look = acts.access.list_look(asked.acting(), "waiting", None, again=before)
    with _lock:
        _looks[credential] = look
        _looks.move_to_end(credential)
        while len(_looks) > _MOST_LOOKS:
            _looks.popitem(last=False)
    return look
