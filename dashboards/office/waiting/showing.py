"""The page of what waits: alerts to take on, overdue answers and near deadlines, each leading to where it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.referrals import case_address
from dashboards.office.shared import WAITING, Telling, control_address, look_of_session
from dashboards.office.waiting.naming import Subject, alert_subject, subjects_of
from inspection import acts
from inspection.errors import InspectionError

_AHEAD: Final = timedelta(days=14)
_MOST: Final = 50


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
    return asked.led(f"{WAITING}?told=seen")


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    telling, look = Telling(asked), look_of_session(asked, "waiting")
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
        office_name=telling.office,
        case_address=case_address,
        control_address=control_address,
        address=WAITING,
        told=asked.query("told") == "seen",
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
    )
