"""Outcomes are asked once each time, on the portal alone; a promised call that nobody noted is told to the head."""

from builders_acts import AT, later, raised
from builders_hearing import AUDITORATE, INSPECTOR, POLICE, a_referral, hears, with_people_outside
from sqlmodel import select

from inspection.acts import referrals
from inspection.acts.chasing import chase
from inspection.acts.portal.values import Acknowledges, TellsOutcome
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext


def asked(house: AppContext) -> list[tuple[str, int]]:
    with house.store.read() as session:
        found = [entry.facts for entry in session.exec(select(AuditEntryRow)) if entry.act == "outcome.ask"]
    return [(facts["recipient"], facts["months"]) for facts in found]


def told(house: AppContext, kind: str) -> list[tuple[str, int]]:
    return [(alert.for_role, alert.step) for alert in raised(house) if alert.kind == kind]


def test_an_outcome_is_asked_of_the_magistrate_once_each_time(house: AppContext) -> None:
    """Not of the cell; who has told an end is asked no more; the coordination hears of silence, once."""
    with_people_outside(house)
    reference = a_referral(house)
    for by in ("cell-1", "aud-1"):
        hears(house, by, reference, Acknowledges(taker="other"), later(hours=1))
    for days in (80, 93, 94):
        chase(house.acting(at=later(days=days)))
    assert asked(house) == [(AUDITORATE, 3)]
    assert told(house, "outcome_missing") == []
    for days in (130, 131):
        chase(house.acting(at=later(days=days)))
    assert told(house, "outcome_missing") == [("supervisor", 3)]
    hears(house, "aud-1", reference, TellsOutcome(outcome="investigation"), later(days=132))
    chase(house.acting(at=later(days=133)))
    assert told(house, "outcome_missing") == []  # it ended with the answer
    chase(house.acting(at=later(days=190)))
    assert asked(house) == [(AUDITORATE, 3), (AUDITORATE, 6)]
    hears(house, "aud-1", reference, TellsOutcome(outcome="dismissed"), later(days=191))
    chase(house.acting(at=later(days=400)))
    assert asked(house) == [(AUDITORATE, 3), (AUDITORATE, 6)]


def test_a_promised_call_that_nobody_noted_is_told_to_the_head_once(house: AppContext) -> None:
    """A later promise takes the place of the first, whose alert ends; a call that was noted keeps it."""
    with_people_outside(house)
    reference = a_referral(house)
    hears(house, "cell-1", reference, Acknowledges(taker="other", rings_back_at=later(hours=2)), later(hours=1))
    chase(house.acting(at=later(hours=2, minutes=30)))
    assert told(house, "ring_back_missed") == []
    for hours in (4, 5):
        chase(house.acting(at=later(hours=hours)))
    assert [role for role, _ in told(house, "ring_back_missed")] == ["team_head"]
    hears(house, "cell-1", reference, Acknowledges(taker="other", rings_back_at=later(hours=8)), later(hours=6))
    chase(house.acting(at=later(hours=7)))
    assert told(house, "ring_back_missed") == []
    delivery = next(one.id for one in deliveries(house.store) if one.recipient == POLICE)
    referrals.log_call(house.acting(INSPECTOR, later(hours=8)), delivery, "duty_officer", "Come.", True, number="101")
    chase(house.acting(at=later(hours=20)))
    assert told(house, "ring_back_missed") == []


def test_nothing_is_asked_of_who_has_not_taken_it_on(house: AppContext) -> None:
    """Silence is chased by its own deadline, and no outcome is due."""
    a_referral(house, AT)
    chase(house.acting(at=later(days=100)))
    assert asked(house) == []
