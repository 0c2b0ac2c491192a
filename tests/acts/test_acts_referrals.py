"""A decision, its deliveries, the answers, and the silence that is chased."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control, a_roster, a_suspicious_control, a_user, later, raised
from sqlmodel import select

from inspection.acts.access import consult
from inspection.acts.alerts import see_alert
from inspection.acts.answers import acknowledge, log_call, refuse
from inspection.acts.changes import reroute
from inspection.acts.chasing import chase, overdue, stop_clock
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.delivery import deliver, list_recipients, publish_list, referral_list
from inspection.acts.referrals import decide_suspicion
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused, ControlFault, ReferralFault
from inspection.referral.delivery import FileDrop, Receipt
from inspection.referral.model import Bundle, Sent
from inspection.store.controls import ClockRow
from inspection.store.queries import controls, deliveries, referrals
from inspection.store.records import AuditEntry
from inspection.time_of import IsoWeek
from inspection.trust import verify_trail

BY = "insp-liege-1"
THIS_WEEK = IsoWeek.of(AT.date())


@dataclass
class Faulty:
    """A transport that fails a number of times before it works."""

    failures: int
    name: str = "file_drop"
    deduplicates: bool = True
    keys: list[str] = field(default_factory=list)

    def send(self, bundle: Bundle, *, at) -> Sent:
        self.keys.append(bundle.key)
        if len(self.keys) <= self.failures:
            raise ReferralFault("REFER-601", recipient="test", kind="OSError")
        return Sent(state="delivered", at=at, receipt="ok")


def suspected(house: Office, decision: str | None = None) -> str:
    """Save a control with a positive pattern and return its id."""
    control = a_suspicious_control(decision)
    save_control(control, BY, place=LIEGE, at=AT, office=house)
    return control.control_id


def test_a_yes_opens_one_referral_whatever_is_decided_again(house: Office) -> None:
    """Yes twice, yes in other words (a supplement each), no after yes: one referral, and nothing is called back."""
    control = suspected(house)
    first = decide_suspicion(control, "yes", grounds="papers held", by=BY, at=later(minutes=5), office=house)
    assert first.is_new
    assert first.recipients == ("pjf-liege", "aud-liege")
    same = decide_suspicion(control, "yes", grounds="papers held", by=BY, at=later(minutes=6), office=house)
    more = decide_suspicion(control, "yes", grounds="and beds", by="head-liege", at=later(minutes=7), office=house)
    assert (same.reference, more.reference) == (first.reference, first.reference)
    assert not same.is_new
    assert decide_suspicion(control, "no", grounds="explained", by=BY, at=later(minutes=8), office=house) is None
    assert more.recipients == first.recipients
    assert len(referrals(house.store)) == 1
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"] * 2


@pytest.mark.parametrize(
    "by", ["insp-liege-2", "head-liege", "supervisor-liege", "direction-1", "head-namur", "system"]
)
def test_nobody_else_decides(house: Office, by: str) -> None:
    """Neither a colleague nor a superior nor a schedule; and none of them needs to agree."""
    with pytest.raises(AccessRefused):
        decide_suspicion(suspected(house), "no", grounds="no", by=by, at=AT, office=house)


def test_no_needs_a_reason_and_an_unknown_control_is_named(house: Office) -> None:
    """What cannot be recorded is refused."""
    with pytest.raises(ControlFault, match="grounds"):
        decide_suspicion(suspected(house), "no", grounds="  ", by=BY, at=AT, office=house)
    with pytest.raises(ControlFault, match="No control"):
        decide_suspicion("0" * 36, "yes", grounds="x", by=BY, at=AT, office=house)


def test_delivery_by_file_drop_has_one_effect_an_addressee(house: Office, tmp_path: Path) -> None:
    """Each bundle lands once, in its own folder; a second run finds nothing to do."""
    suspected(house, "yes")
    drop = FileDrop(tmp_path / "outbox")
    assert deliver([drop], at=AT, office=house).sent == 2
    assert deliver([drop], at=later(hours=1), office=house).sent == 0
    assert sorted(p.name for p in (tmp_path / "outbox").iterdir()) == ["aud-liege", "pjf-liege"]
    assert [len(list(p.iterdir())) for p in (tmp_path / "outbox").iterdir()] == [1, 1]
    assert {d.state for d in deliveries(house.store)} == {"delivered"}


def test_a_failed_delivery_is_tried_again_with_the_same_key(house: Office) -> None:
    """It waits longer each time, a person is told after the third, and the key never changes."""
    suspected(house, "yes")
    way = Faulty(failures=6)
    for minute in range(4):
        deliver({"file_drop": way}, at=later(minutes=minute), office=house)
    assert len(set(way.keys)) == 2
    assert {d.state for d in deliveries(house.store)} == {"delivered"}
    assert {d.attempts for d in deliveries(house.store)} == {4}
    assert {a.kind for a in raised(house)} == {"delivery_failing"}


def test_a_delivery_waits_before_it_is_tried_again(house: Office) -> None:
    """At the same moment nothing is tried twice."""
    suspected(house, "yes")
    way = Faulty(failures=9)
    assert deliver([way], at=AT, office=house).failed == 2
    assert deliver([way], at=AT, office=house).failed == 0


def test_a_way_that_nobody_allows_needs_a_person(house: Office) -> None:
    """A transport that the addressee does not use sends nothing, and says so."""
    suspected(house, "yes")
    assert deliver([Faulty(failures=0, name="pigeon")], at=AT, office=house).by_hand == 2


def test_a_referral_closes_when_both_have_acknowledged(house: Office, tmp_path: Path) -> None:
    """A receipt and a telephone call both count; the same answer twice is one answer."""
    suspected(house, "yes")
    deliver([FileDrop(tmp_path)], at=AT, office=house)
    (referral,) = referrals(house.store)
    receipt = Receipt(reference=referral.reference, recipient="pjf-liege", by=BY, at=later(hours=1))
    assert not acknowledge(receipt, BY, at=later(hours=1), office=house).is_closed
    assert not acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(hours=2), office=house).is_closed
    auditorate = next(d.id for d in referral.deliveries if d.recipient == "aud-liege")
    called = log_call(auditorate, "magistrate", "Bring them in.", True, BY, at=later(hours=2), office=house)
    assert called.is_closed
    assert referrals(house.store)[0].state == "closed"


def test_a_call_before_the_file_still_lets_the_file_go(house: Office, tmp_path: Path) -> None:
    """What was acknowledged on the telephone is handed over in writing, and stays acknowledged."""
    suspected(house, "yes")
    for delivery in deliveries(house.store):
        log_call(delivery.id, "duty_officer", "Coming.", True, BY, number="02 000 00 00", at=AT, office=house)
    assert deliver([FileDrop(tmp_path)], at=later(minutes=1), office=house).sent == 2
    assert {d.state for d in deliveries(house.store)} == {"acknowledged"}


def test_a_refusal_keeps_the_referral_open_and_cannot_be_taken_back(house: Office) -> None:
    """The reason is kept; an acknowledgement after it contradicts and is refused."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    said = refuse(referral.reference, "not_competent", BY, recipient="pjf-liege", at=AT, office=house)
    assert (said.state, said.is_closed) == ("refused", False)
    with pytest.raises(ReferralFault, match="cannot become"):
        acknowledge(referral.reference, BY, recipient="pjf-liege", at=AT, office=house)


def test_a_refused_referral_is_rerouted_and_closes_with_the_new_office(house: Office) -> None:
    """It ends with an office that took it on; only a refused delivery goes elsewhere, and to a new office only."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    police, auditorate = referral.deliveries
    with pytest.raises(ReferralFault, match="Only a refused"):
        reroute(police.id, "pjf-namur", BY, at=AT, office=house)
    acknowledge(referral.reference, BY, recipient=auditorate.recipient, at=AT, office=house)
    refuse(referral.reference, "not_competent", BY, recipient="pjf-liege", at=AT, office=house)
    for wrong in ("aud-liege", "cic", "nobody"):
        with pytest.raises(ReferralFault):
            reroute(police.id, wrong, BY, at=AT, office=house)
    first = reroute(police.id, "pjf-namur", BY, at=later(hours=1), office=house)
    assert reroute(police.id, "pjf-namur", BY, at=later(hours=2), office=house) == first
    assert acknowledge(referral.reference, BY, recipient="pjf-namur", at=later(hours=2), office=house).is_closed


@pytest.mark.parametrize(
    ("reference", "recipient"),
    [
        ("R-26-000001-0", "pjf-liege"),  # wrong check digit
        ("R-26-000999", "pjf-liege"),  # no check digit
        (None, "pjf-namur"),  # an office that got nothing
        (None, None),  # nobody named
    ],
)
def test_an_answer_that_fits_nothing_is_refused(house: Office, reference: str | None, recipient: str | None) -> None:
    """It never lands on somebody else's file."""
    suspected(house, "yes")
    typed = reference or referrals(house.store)[0].reference
    if typed == referrals(house.store)[0].reference and recipient == "pjf-liege":
        typed = typed[:-1] + str((int(typed[-1]) + 1) % 10)
    with pytest.raises(ReferralFault):
        acknowledge(typed, BY, recipient=recipient, at=AT, office=house)
    assert {d.state for d in deliveries(house.store)} == {"queued"}


def test_silence_is_chased_once_a_step(house: Office) -> None:
    """Reminder, then one rung of the ladder for each further period; asking again raises nothing anew."""
    suspected(house, "yes")
    assert chase(later(hours=3), office=house).raised == 0
    assert chase(later(hours=9), office=house).raised == 2  # a reminder each
    assert overdue(later(hours=9), office=house) == []
    assert chase(later(hours=25), office=house).raised == 2
    assert chase(later(hours=26), office=house).raised == 0
    late = overdue(later(hours=26), office=house)
    assert [o.recipient for o in late] == ["pjf-liege", "aud-liege"]
    chase(later(days=30), office=house)
    mine = [a for a in raised(house) if a.subject == late[0].delivery_id]
    rungs = [a.for_role for a in mine if a.kind == "delivery_overdue"]
    assert rungs == ["team_head", "supervisor", "direction"]


def test_an_undecided_pattern_reaches_the_team_head_after_an_hour(house: Office) -> None:
    """Not before, once only, and never the addressees."""
    control = suspected(house)
    assert chase(later(minutes=59), office=house).raised == 0
    assert chase(later(minutes=61), office=house).raised == 1
    assert chase(later(minutes=90), office=house).raised == 0
    assert [(a.subject, a.for_role) for a in raised(house)] == [(control, "inspector"), (control, "team_head")]
    assert referrals(house.store) == []


def test_a_clock_warns_and_stops(house: Office) -> None:
    """Half gone, last day, missed: three alerts; a stopped clock is silent."""
    person = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    save_control(a_control(persons=[person]), BY, place=LIEGE, at=AT, office=house)
    with house.store.read() as session:
        clocks = list(session.exec(select(ClockRow)))
    assert clocks
    clock = min(clocks, key=lambda c: c.due_on)
    for other in clocks:
        if other.id != clock.id:
            stop_clock(other.id, BY, at=AT, office=house)
    chase(later(days=400), office=house)
    assert [(a.kind, a.step) for a in raised(house)] == [("clock", 1), ("clock", 2), ("clock", 3)]
    stop_clock(clock.id, BY, at=later(days=400), office=house)
    see_alert(raised(house)[0].id, BY, at=later(days=400), office=house)
    assert len(raised(house)) == 2


def test_the_weekly_list_is_published_once_and_also_when_empty(house: Office) -> None:
    """References and states only, grouped; the same week again gives the same list, whatever happened since."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    first = publish_list(THIS_WEEK, "pjf-liege", at=later(days=5), office=house)
    assert [(r.group, r.reference, r.state) for r in first.rows] == [("overdue", referral.reference, "queued")]
    acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(days=5, hours=1), office=house)
    assert publish_list(THIS_WEEK, "pjf-liege", at=later(days=6), office=house) == first
    assert referral_list("pjf-liege", THIS_WEEK, office=house) == first
    assert publish_list(THIS_WEEK, "pjf-namur", at=later(days=5), office=house).rows == ()
    after = publish_list(IsoWeek.of(later(days=7).date()), "pjf-liege", at=later(days=12), office=house)
    assert [r.group for r in after.rows] == ["answered"]


def test_every_cell_and_auditorate_gets_a_list_and_nobody_else(house: Office) -> None:
    """Fourteen police directorates and nine auditorates; a policy body is refused."""
    recipients = list_recipients(THIS_WEEK, office=house)
    assert len(recipients) == 23
    with pytest.raises(ReferralFault, match="no referral list"):
        publish_list(THIS_WEEK, "cic", at=later(days=5), office=house)


def test_no_log_no_look(house: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is committed before anything is read; when it cannot be written, nothing is read."""
    seen: list[int] = []

    def read() -> str:
        seen.append(verify_trail(house.store).entries)
        return "what it says"

    control = suspected(house)
    before = verify_trail(house.store).entries
    assert consult("control", control, BY, purpose="inspection", read=read, at=AT, office=house) == "what it says"
    assert seen == [before + 1]
    monkeypatch.setattr("inspection.trust.audit.entry_hash", lambda entry: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        consult("control", control, BY, purpose="inspection", read=read, at=AT, office=house)
    with pytest.raises(AccessRefused):
        consult("control", control, "system", purpose="inspection", read=read, at=AT, office=house)
    assert len(seen) == 1


def test_everything_that_was_done_is_in_the_trail(house: Office, tmp_path: Path) -> None:
    """From the control to the closed referral each step has its entry, and the chain holds."""
    suspected(house, "yes")
    deliver([FileDrop(tmp_path)], at=AT, office=house)
    for delivery in deliveries(house.store):
        acknowledge(delivery.reference, BY, recipient=delivery.recipient, at=later(hours=1), office=house)
    with house.store.read() as session:
        acts = [e.act for e in session.exec(select(AuditEntry)) if e.stream in ("control", "referral")]
    assert sorted(acts) == sorted(
        ["control.save", "suspicion.decide", "referral.open", "referral.close"]
        + ["delivery.queue", "delivery.start", "delivery.sent", "delivery.answer"] * 2
    )
    assert verify_trail(house.store).holds


def test_a_team_head_may_add_a_yes_and_nothing_else(house: Office) -> None:
    """The yes of the control's own team leaves at once; the inspector's decision stays the recorded one."""
    control = suspected(house, "undecided")
    for decision in ("no", "undecided"):
        with pytest.raises(AccessRefused, match="only add a yes"):
            decide_suspicion(control, decision, grounds="no", by="head-liege", at=AT, office=house)
    assert chase(later(minutes=61), office=house).raised == 1
    made = decide_suspicion(control, "yes", grounds="papers held", by="head-liege", at=later(hours=2), office=house)
    again = decide_suspicion(control, "yes", grounds="papers held", by="head-liege", at=later(hours=3), office=house)
    assert made.is_new
    assert (again.reference, again.is_new) == (made.reference, False)
    (row,) = controls(house.store)
    assert (row.decision, row.reference) == ("undecided", made.reference)
    assert decide_suspicion(control, "no", grounds="explained", by=BY, at=later(hours=4), office=house) is None
    assert (controls(house.store)[0].decision, len(referrals(house.store))) == ("no", 1)


def test_a_head_of_another_team_adds_nothing(house: Office) -> None:
    """Not of the same district's other team, and not a head without a team."""
    people = [
        *a_roster()["users"],
        a_user("head-two", "team_head", "liege", "liege-2"),
        a_user("head-none", "team_head", "liege"),
    ]
    teams = [*a_roster()["teams"], {**a_roster()["teams"][0], "id": "liege-2", "members": []}]
    import_roster(a_roster(users=people, teams=teams), by="system", at=AT, office=house)
    control = suspected(house)
    for by in ("head-two", "head-none", "head-namur"):
        with pytest.raises(AccessRefused, match="only add a yes"):
            decide_suspicion(control, "yes", grounds="papers held", by=by, at=AT, office=house)
    assert referrals(house.store) == []


def test_once_a_heads_yes_has_left_nobody_is_asked_again(house: Office) -> None:
    """The hour passes in silence: what it would ask for has been done."""
    control = suspected(house)
    decide_suspicion(control, "yes", grounds="papers held", by="head-liege", at=later(minutes=10), office=house)
    assert chase(later(minutes=61), office=house).raised == 0
