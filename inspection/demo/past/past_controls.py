"""The demo's past: complaints, approved weeks and controls, each through the act that a real one goes through.

Events are put in the order in which they happened, so that the trail reads like a year of work. Running it again adds
nothing: what is there already is recognised by its id, its week or its moment.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from inspection import acts
from inspection.control.checklists import Checklist, checklist
from inspection.control.reading import read_control
from inspection.demo.past.acting import acting
from inspection.demo.past.past_on_call import Event, on_call_events
from inspection.demo.past.past_outsiders import enrol_outsiders
from inspection.demo.past.past_weeks import PastWeek, past_weeks
from inspection.life_cycles import RefusalReason
from inspection.progress import say
from inspection.referral.delivery import Receipt
from inspection.reporting.week import WeekBook
from inspection.store.queries import complaints, controls, deliveries, running_clocks
from inspection.time_of import IsoWeek, day_in_brussels, moment_of, now, today
from inspection.trust import AppContext
from sectors import Catalogue

COPY_SENT_AFTER = timedelta(days=6)  # the demo's offices send the copy of the report in good time


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What the replay left in the store."""

    complaints: int
    controls: int
    referrals: int
    acknowledged: int
    refused: int
    unanswered: int


def replay_past(app: AppContext, folder: Path) -> Replayed:
    """Replay `complaints.json` and `controls.json` of the demo, and the duty rosters beside them (`roster/duty.json`).

    At its end somebody of an office outside is let in for each role that the portal has.
    Returns what the store holds afterwards.
    """
    files = folder / "complaints.json", folder / "controls.json", folder.parent / "roster" / "duty.json"
    received, made = (json.loads(acts.registers.content_of(file)) for file in files[:2])
    weeks = past_weeks(app, made)
    _remember(app, made)
    events = sorted(
        [
            *on_call_events(app, files[2]),
            *_complaint_events(app, received),
            *_week_events(app, weeks),
            *_control_events(app, made, weeks),
        ],
        key=lambda e: e[:2],
    )
    for done, (_, _, happen) in enumerate(events):
        if done % 20 == 0:
            say("past", done, len(events))
        happen()
    enrol_outsiders(app)
    for file in files:
        acts.registers.seal_what_was_read(app, file)
    say("past", len(events), len(events))
    return _counted(app)


def _remember(app: AppContext, made: Iterable[Mapping[str, Any]]) -> None:
    """Keep where the workplaces of the past are, as planning their weeks would have: whoever is told must find them.

    Those of controls that are there already stay as they were last known.
    """
    known = {control.id for control in controls(app.store)}
    new = [entry for entry in made if entry["control"]["control_id"] not in known]
    if new:
        first = min(datetime.fromisoformat(entry["control"]["entered_at"]) for entry in new)
        acts.workplaces.remember_workplaces(
            app.acting_as_flow("plan_week", first - timedelta(days=7)), map(_known_workplace, new)
        )


def _known_workplace(entry: Mapping[str, Any]) -> acts.workplaces.KnownWorkplace:
    control, place = entry["control"], entry["place"]
    return acts.workplaces.KnownWorkplace(
        id=control["workplace"],
        district=place["district"],
        sector=control["sector"],
        seen_on=date.fromisoformat(control["facts_on"]),
        enterprise=place["enterprise"],
        name=place["name"],
        address=place["street"],
        refnis=place["refnis"],
        canton=place["canton"],
    )


def _complaint_events(app: AppContext, received: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
    store = app.store
    seen = {(c.workplace, c.received_at) for c in complaints(store)}
    for entry in received:
        at = moment_of(date.fromisoformat(entry["received_on"]), 10 * 60)
        if (entry["workplace"], at) not in seen:
            yield at, 0, partial(_complain, app, entry, at)


def _complain(app: AppContext, entry: Mapping[str, Any], at: datetime) -> None:
    by = f"head-{entry['district']}"
    registered = acts.workplaces.register_complaint(
        acting(app, by, at),
        acts.workplaces.NewComplaint(
            **{
                key: entry[key]
                for key in ("workplace", "district", "text", "language", "channel", "sector", "category")
            }
        ),
    )
    decided = at + timedelta(hours=5)
    if entry["kept"] is True:
        acts.workplaces.keep_complaint(acting(app, by, decided), registered.id)
    elif entry["kept"] is False:
        acts.workplaces.drop_complaint(acting(app, by, decided), registered.id, reason="unfounded")


def _week_events(app: AppContext, weeks: Mapping[str, PastWeek]) -> Iterator[Event]:
    for week in weeks.values():
        monday = IsoWeek.parse(week.week).monday
        yield moment_of(monday - timedelta(days=4), 6 * 60), 1, partial(_propose, app, week, monday)


def _propose(app: AppContext, week: PastWeek, monday: date) -> None:
    """Propose and approve a past week as it was carried out; nobody replans what is approved already."""
    thursday = moment_of(monday - timedelta(days=4), 6 * 60)
    asked = IsoWeek.parse(week.week)
    for part in week.parts:
        book = WeekBook.of(week.week, app.settings.service, [part.book])
        acts.weeks.propose_week(
            app.acting_as_flow("plan_week", thursday),
            asked,
            service=app.settings.service,
            parts=[part],
        )
        acts.weeks.approve_week(
            acting(app, f"supervisor-{part.district}", thursday + timedelta(hours=9)), asked, book.sha256
        )


def _control_events(
    app: AppContext, made: Iterable[Mapping[str, Any]], weeks: Mapping[str, PastWeek]
) -> Iterator[Event]:
    known = {control.id for control in controls(app.store)}
    for entry in made:
        if entry["control"]["control_id"] in known:
            continue
        left = datetime.fromisoformat(entry["control"]["left_at"])
        yield left, 2, partial(_save, app, entry, weeks, left)
        yield left + COPY_SENT_AFTER, 5, partial(_stop_clocks, app, entry, left + COPY_SENT_AFTER)
        if entry["after"]:
            yield left + timedelta(minutes=1), 3, partial(_deliver, app, left + timedelta(minutes=1))
            yield from _answer_events(app, entry, left)


def _save(app: AppContext, entry: Mapping[str, Any], weeks: Mapping[str, PastWeek], at: datetime) -> None:
    raw = {**entry["control"], "visit": _code(entry, weeks)}
    catalogue = app.catalogue(date.fromisoformat(raw["facts_on"]))
    control = read_control(raw, partial(_checklist, catalogue))
    acts.controls.save(acting(app, entry["by"], at), control)


def _stop_clocks(app: AppContext, entry: Mapping[str, Any], at: datetime) -> None:
    """Do what the clocks of a past control ask for, but for the long ones that nobody can stop."""
    if at > now():
        return
    day = day_in_brussels(at) + timedelta(days=30)
    for clock in running_clocks(app.store, day, entry["place"]["district"]):
        if clock.control_id == entry["control"]["control_id"]:
            acts.chasing.stop_clock(acting(app, entry["by"], at), clock.id)


def _checklist(catalogue: Catalogue, sector: str) -> Checklist:
    return checklist(catalogue.sectors[sector], catalogue)


def _code(entry: Mapping[str, Any], weeks: Mapping[str, PastWeek]) -> str | None:
    week = str(IsoWeek.of(date.fromisoformat(entry["control"]["facts_on"])))
    return weeks[week].codes.get(entry["control"]["control_id"]) if week in weeks else None


def _deliver(app: AppContext, at: datetime) -> None:
    acts.delivery.deliver(app.acting_as_flow("deliver_referrals", at), acts.outbox.transports(app))


def _answer_events(app: AppContext, entry: Mapping[str, Any], left: datetime) -> Iterator[Event]:
    """Yield how each addressee behaved: acknowledged, refused, rang, or nothing at all."""
    after, control_id = entry["after"], entry["control"]["control_id"]
    for kind, hours in after["hours"].items():
        at = left + timedelta(hours=float(hours))
        if kind in after["call"]:
            yield at, 4, partial(_call, app, control_id, kind, entry["by"], at, kind in after["acknowledge"])
        elif kind in after["acknowledge"] or kind in after["refuse"]:
            yield at, 4, partial(_answer, app, control_id, kind, entry["by"], at, kind in after["refuse"])


def _call(app: AppContext, control_id: str, kind: str, by: str, at: datetime, acknowledged: bool) -> None:
    for delivery in _of(app, control_id, kind):
        instruction = "Hear the persons apart, keep the documents; synthetic text of the demo."
        number = acts.alerts.number_on_call(acting(app, by, at), delivery.recipient)
        acts.referrals.log_call(
            acting(app, by, at), delivery.id, "duty_officer", instruction, acknowledged, number=number
        )


def _answer(app: AppContext, control_id: str, kind: str, by: str, at: datetime, refused: bool) -> None:
    for delivery in _of(app, control_id, kind):
        receipt = Receipt(reference=delivery.reference, recipient=delivery.recipient, by=by, at=at)
        if refused:
            acts.referrals.refuse(acting(app, by, at), receipt, RefusalReason.NOT_COMPETENT)
        else:
            acts.referrals.acknowledge(acting(app, by, at), receipt)


def _of(app: AppContext, control_id: str, kind: str) -> list[Any]:
    own = {c.reference for c in controls(app.store) if c.id == control_id}
    recipients = app.catalogue(today()).recipients
    return [d for d in deliveries(app.store) if d.reference in own and recipients[d.recipient].kind == kind]


def _counted(app: AppContext) -> Replayed:
    store = app.store
    states = Counter(delivery.state for delivery in deliveries(store))
    every = controls(store)
    return Replayed(
        complaints=len(complaints(store)),
        controls=len(every),
        referrals=sum(c.reference is not None for c in every),
        acknowledged=states["acknowledged"],
        refused=states["refused"],
        unanswered=sum(states[state] for state in ("queued", "sent", "delivered")),
    )
