"""The page of what waits: alerts, changes for a second person, what is owed, answers, deadlines, each with its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals import Words, case_address, change_named, changes_address
from dashboards.office.shared import WAITING, Telling, control_address, look_of_session
from dashboards.office.suspicions import owed_line
from dashboards.office.waiting.follow_ups import follow_ups_of
from dashboards.office.waiting.naming import Subject, alert_subject, subjects_of
from dashboards.office.waiting.ordering import sortings
from inspection import acts
from inspection.acts.changes import Change
from inspection.errors import InspectionError

_AHEAD: Final = timedelta(days=14)
_MOST: Final = 50
_TOLD: Final = {"seen": "home.seen", "done": "after.done"}


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
    changes, words = _changes(asked), Words(asked)
    owed = follow_ups_of(asked) if asked.known.may("follow_up.list") else []
    owing = {one.id for one in owed}
    found = acts.chasing.what_waits(asked.acting(), telling.day + _AHEAD, again=look)
    names = telling.names([*(one.workplace for one in owed), *(one.workplace for one in found.clocks)])
    alerts = [one for one in found.alerts if one.subject not in owing]  # what is owed says so itself, and until when
    known = subjects_of(asked, telling, look, alerts) if alerts else {}
    by = sortings(asked, words, telling, names)
    return asked.page(
        "waiting.html",
        fault,
        by=by,
        alerts=by["alerts"].rows(
            ShownAlert(
                id=one.id,
                text=asked.say(f"alert.{one.kind}"),
                subject=alert_subject(one, known, telling),
                district=telling.district(one.district) or asked.say("word.everywhere"),
                raised_at=one.raised_at,
            )
            for one in alerts
        )[:_MOST],
        counts=(len(alerts), len(found.overdue), len(found.clocks), len(changes), len(owed)),
        changes=by["changes"].rows(changes)[:_MOST],
        change_named=lambda one: change_named(asked, words, one),
        changes_address=changes_address,
        owed=by["owed"].rows(owed_line(one, telling, names.get(one.workplace, "")) for one in owed)[:_MOST],
        overdue=by["overdue"].rows(found.overdue)[:_MOST],
        names=names,
        clocks=by["clocks"].rows(found.clocks)[:_MOST],
        most=_MOST,
        telling=telling,
        office_name=telling.office,
        case_address=case_address,
        control_address=control_address,
        address=WAITING,
        told=_TOLD.get(asked.query("told"), ""),
    )


def _changes(asked: Asked) -> Sequence[Change]:
    """Return the changes that wait for a second person: a head's to confirm, and one's own."""
    known = asked.known
    if not known.may("referral.change"):
        return ()
    found = acts.changes.waiting_changes(asked.acting(), again=look_of_session(asked, "changes"))
    return [one for one in found if one.proposed_by == known.user.id or known.may("referral.confirm")]
