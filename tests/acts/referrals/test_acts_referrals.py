"""A decision, its deliveries, the answers, and the silence that is chased."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control, a_roster, a_suspicious_control, a_user, later, raised
from sqlmodel import select

from inspection.acts import records
from inspection.acts.access import audited_read
from inspection.acts.alerts import alerts_for, see_alert
from inspection.acts.changes import reroute
from inspection.acts.chasing import chase, overdue, stop_clock
from inspection.acts.controls import save
from inspection.acts.delivery import deliver, list_recipients, publish_list, referral_list
from inspection.acts.referrals import acknowledge, decide, decisions_open_to, log_call, refuse
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused, ControlFault, ReferralFault
from inspection.referral.delivery import FileDrop, Receipt
from inspection.referral.model import Bundle, Sent
from inspection.store.controls import ClockRow
from inspection.store.queries import controls, deliveries, referrals
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, verify_trail

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


def suspected(house: AppContext, decision: str | None = None) -> str:
    """Save a control with a positive pattern and return its id."""
    control = a_suspicious_control(decision)
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def test_a_decision_reads_the_control_once(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was filled in, and what follows from it, is opened once by the act; the referral gets what it has read."""
    control, read = suspected(house), []
    for name in ("load_control", "load_conclusion"):
        opens = getattr(records, name)

        def opened(store, row, *, name=name, opens=opens):
            read.append(name)
            return opens(store, row)

        monkeypatch.setattr(records, name, opened)
    assert decide(house.acting(BY, later(minutes=5)), control, "yes", grounds="papers held")
    assert read == ["load_control"]


def test_a_yes_opens_one_referral_whatever_is_decided_again(house: AppContext) -> None:
    """Yes twice, yes in other words (a supplement each), no after yes: one referral, and nothing is called back."""
    control = suspected(house)
    first = decide(house.acting(BY, later(minutes=5)), control, "yes", grounds="papers held")
    assert first.is_new
    assert first.recipients == ("pjf-liege", "aud-liege")
    same = decide(house.acting(BY, later(minutes=6)), control, "yes", grounds="papers held")
    more = decide(house.acting("head-liege", later(minutes=7)), control, "yes", grounds="and beds")
    assert (same.reference, more.reference) == (first.reference, first.reference)
    assert not same.is_new
    assert decide(house.acting(BY, later(minutes=8)), control, "no", grounds="explained") is None
    assert more.recipients == first.recipients
    assert len(referrals(house.store)) == 1
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"] * 2


@pytest.mark.parametrize(
    "by", ["insp-liege-2", "head-liege", "supervisor-liege", "direction-1", "head-namur", "system"]
)
@pytest.mark.few(3)
def test_nobody_else_decides(house: AppContext, by: str) -> None:
    """Neither a colleague nor a superior nor a schedule; and none of them needs to agree."""
    with pytest.raises(AccessRefused):
        decide(house.acting(by, AT), suspected(house), "no", grounds="no")


def test_a_screen_is_told_what_somebody_may_decide(house: AppContext) -> None:
    """What is offered is what the act takes: all of it to who made the control, a yes to the head of that team."""
    control = suspected(house)
    offered = {
        by: decisions_open_to(house.acting(by), control) for by in (BY, "head-liege", "head-namur", "direction-1")
    }
    assert offered == {
        BY: ("yes", "no", "undecided"),
        "head-liege": ("yes",),
        "head-namur": (),
        "direction-1": (),
    }
    with pytest.raises(AccessRefused):
        decisions_open_to(house.acting("gone"), control)
    assert decisions_open_to(house.acting(BY), "nothing") == ()


def test_an_alert_waits_for_whom_it_names_else_for_the_role_of_its_district(house: AppContext) -> None:
    """Nobody sees what waits for a colleague by name, or for a head of elsewhere."""
    suspected(house, "undecided")
    chase(house.acting(at=later(minutes=61)))
    waiting = {by: len(alerts_for(house.acting(by))) for by in (BY, "insp-liege-2", "head-liege", "head-namur")}
    assert len(raised(house)) == sum(waiting.values()) > 0
    assert (waiting["insp-liege-2"], waiting["head-namur"]) == (0, 0)
    with pytest.raises(AccessRefused):
        alerts_for(house.acting("gone"))


def test_no_needs_a_reason_and_an_unknown_control_is_named(house: AppContext) -> None:
    """What cannot be recorded is refused."""
    with pytest.raises(ControlFault, match="grounds"):
        decide(house.acting(BY, AT), suspected(house), "no", grounds="  ")
    with pytest.raises(ControlFault, match="No control"):
        decide(house.acting(BY, AT), "0" * 36, "yes", grounds="x")


def test_delivery_by_file_drop_has_one_effect_an_addressee(house: AppContext, tmp_path: Path) -> None:
    """Each bundle lands once, in its own folder; a second run finds nothing to do."""
    suspected(house, "yes")
    drop = FileDrop(tmp_path / "outbox")
    assert deliver(house.acting(at=AT), [drop]).sent == 2
    assert deliver(house.acting(at=later(hours=1)), [drop]).sent == 0
    assert sorted(p.name for p in (tmp_path / "outbox").iterdir()) == ["aud-liege", "pjf-liege"]
    assert [len(list(p.iterdir())) for p in (tmp_path / "outbox").iterdir()] == [1, 1]
    assert {d.state for d in deliveries(house.store)} == {"delivered"}


def test_a_failed_delivery_is_tried_again_with_the_same_key(house: AppContext) -> None:
    """It waits longer each time, a person is told after the third, and the key never changes."""
    suspected(house, "yes")
    way = Faulty(failures=6)
    for minute in range(4):
        deliver(house.acting(at=later(minutes=minute)), {"file_drop": way})
    assert len(set(way.keys)) == 2
    assert {d.state for d in deliveries(house.store)} == {"delivered"}
    assert {d.attempts for d in deliveries(house.store)} == {4}
    assert {a.kind for a in raised(house)} == {"delivery_failing"}


def test_a_delivery_waits_before_it_is_tried_again(house: AppContext) -> None:
    """At the same moment nothing is tried twice."""
    suspected(house, "yes")
    way = Faulty(failures=9)
    assert deliver(house.acting(at=AT), [way]).failed == 2
    assert deliver(house.acting(at=AT), [way]).failed == 0


def test_a_way_that_nobody_allows_needs_a_person(house: AppContext) -> None:
    """A transport that the addressee does not use sends nothing, and says so."""
    suspected(house, "yes")
    assert deliver(house.acting(at=AT), [Faulty(failures=0, name="pigeon")]).by_hand == 2


def test_a_referral_closes_when_both_have_acknowledged(house: AppContext, tmp_path: Path) -> None:
    """A receipt and a telephone call both count; the same answer twice is one answer."""
    suspected(house, "yes")
    deliver(house.acting(at=AT), [FileDrop(tmp_path)])
    (referral,) = referrals(house.store)
    receipt = Receipt(reference=referral.reference, recipient="pjf-liege", by=BY, at=later(hours=1))
    assert not acknowledge(house.acting(BY, later(hours=1)), receipt).is_closed
    assert not acknowledge(house.acting(BY, later(hours=2)), referral.reference, recipient="pjf-liege").is_closed
    auditorate = next(d.id for d in referral.deliveries if d.recipient == "aud-liege")
    called = log_call(house.acting(BY, later(hours=2)), auditorate, "magistrate", "Bring them in.", True)
    assert called.is_closed
    assert referrals(house.store)[0].state == "closed"


def test_a_call_before_the_file_still_lets_the_file_go(house: AppContext, tmp_path: Path) -> None:
    """What was acknowledged on the telephone is handed over in writing, and stays acknowledged."""
    suspected(house, "yes")
    for delivery in deliveries(house.store):
        log_call(house.acting(BY, AT), delivery.id, "duty_officer", "Coming.", True, number="02 000 00 00")
    assert deliver(house.acting(at=later(minutes=1)), [FileDrop(tmp_path)]).sent == 2
    assert {d.state for d in deliveries(house.store)} == {"acknowledged"}


def test_a_refusal_keeps_the_referral_open_and_cannot_be_taken_back(house: AppContext) -> None:
    """The reason is kept; an acknowledgement after it contradicts and is refused."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    said = refuse(house.acting(BY, AT), referral.reference, "not_competent", recipient="pjf-liege")
    assert (said.state, said.is_closed) == ("refused", False)
    with pytest.raises(ReferralFault, match="cannot become"):
        acknowledge(house.acting(BY, AT), referral.reference, recipient="pjf-liege")


def test_a_refused_referral_is_rerouted_and_closes_with_the_new_office(house: AppContext) -> None:
    """It ends with an office that took it on; only a refused delivery goes elsewhere, and to a new office only."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    police, auditorate = referral.deliveries
    with pytest.raises(ReferralFault, match="Only a refused"):
        reroute(house.acting(BY, AT), police.id, "pjf-namur")
    acknowledge(house.acting(BY, AT), referral.reference, recipient=auditorate.recipient)
    refuse(house.acting(BY, AT), referral.reference, "not_competent", recipient="pjf-liege")
    for wrong in ("aud-liege", "cic", "nobody"):
        with pytest.raises(ReferralFault):
            reroute(house.acting(BY, AT), police.id, wrong)
    first = reroute(house.acting(BY, later(hours=1)), police.id, "pjf-namur")
    assert reroute(house.acting(BY, later(hours=2)), police.id, "pjf-namur") == first
    assert acknowledge(house.acting(BY, later(hours=2)), referral.reference, recipient="pjf-namur").is_closed


@pytest.mark.parametrize(
    ("reference", "recipient"),
    [
        ("R-26-000001-0", "pjf-liege"),  # wrong check digit
        ("R-26-000999", "pjf-liege"),  # no check digit
        (None, "pjf-namur"),  # an office that got nothing
        (None, None),  # nobody named
    ],
)
@pytest.mark.few(2)
def test_an_answer_that_fits_nothing_is_refused(
    house: AppContext, reference: str | None, recipient: str | None
) -> None:
    """It never lands on somebody else's file."""
    suspected(house, "yes")
    typed = reference or referrals(house.store)[0].reference
    if typed == referrals(house.store)[0].reference and recipient == "pjf-liege":
        typed = typed[:-1] + str((int(typed[-1]) + 1) % 10)
    with pytest.raises(ReferralFault):
        acknowledge(house.acting(BY, AT), typed, recipient=recipient)
    assert {d.state for d in deliveries(house.store)} == {"queued"}


def test_silence_is_chased_once_a_step(house: AppContext) -> None:
    """Reminder, then one rung of the ladder for each further period; asking again raises nothing anew."""
    suspected(house, "yes")
    assert chase(house.acting(at=later(hours=3))).raised == 4  # what the report lacks: told, and three rungs
    assert chase(house.acting(at=later(hours=9))).raised == 2  # a reminder each
    assert overdue(house.acting(at=later(hours=9))) == []
    assert chase(house.acting(at=later(hours=25))).raised == 2
    assert chase(house.acting(at=later(hours=26))).raised == 0
    late = overdue(house.acting(at=later(hours=26)))
    assert [o.recipient for o in late] == ["pjf-liege", "aud-liege"]
    chase(house.acting(at=later(days=30)))
    mine = [a for a in raised(house) if a.subject == late[0].delivery_id]
    rungs = [a.for_role for a in mine if a.kind == "delivery_overdue"]
    assert rungs == ["team_head", "supervisor", "direction"]


def test_an_undecided_pattern_reaches_the_team_head_after_an_hour(house: AppContext) -> None:
    """Not before, once only, and never the addressees."""
    control = suspected(house)
    assert chase(house.acting(at=later(minutes=59))).raised == 0
    assert chase(house.acting(at=later(minutes=61))).raised == 1
    assert chase(house.acting(at=later(minutes=90))).raised == 0
    assert [(a.subject, a.for_role) for a in raised(house)] == [(control, "inspector"), (control, "team_head")]
    assert referrals(house.store) == []


def test_a_clock_warns_and_stops(house: AppContext) -> None:
    """Half gone, last day, missed: three alerts; a stopped clock is silent."""
    person = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    save(house.acting(BY, AT), a_control(persons=[person]), place=LIEGE)
    with house.store.read() as session:
        clocks = list(session.exec(select(ClockRow)))
    assert clocks
    clock = min(clocks, key=lambda c: c.due_on)
    for other in clocks:
        if other.id != clock.id:
            stop_clock(house.acting(BY, AT), other.id)
    chase(house.acting(at=later(days=400)))
    assert [(a.kind, a.step) for a in raised(house)] == [("clock", 1), ("clock", 2), ("clock", 3)]
    stop_clock(house.acting(BY, later(days=400)), clock.id)
    see_alert(house.acting(BY, later(days=400)), raised(house)[0].id)
    assert len(raised(house)) == 2


def test_the_weekly_list_is_published_once_and_also_when_empty(house: AppContext) -> None:
    """References and states only, grouped; the same week again gives the same list, whatever happened since."""
    suspected(house, "yes")
    (referral,) = referrals(house.store)
    first = publish_list(house.acting(at=later(days=5)), THIS_WEEK, "pjf-liege")
    assert [(r.group, r.reference, r.state) for r in first.rows] == [("overdue", referral.reference, "queued")]
    acknowledge(house.acting(BY, later(days=5, hours=1)), referral.reference, recipient="pjf-liege")
    assert publish_list(house.acting(at=later(days=6)), THIS_WEEK, "pjf-liege") == first
    assert referral_list(house.acting(), "pjf-liege", THIS_WEEK) == first
    assert publish_list(house.acting(at=later(days=5)), THIS_WEEK, "pjf-namur").rows == ()
    after = publish_list(house.acting(at=later(days=12)), IsoWeek.of(later(days=7).date()), "pjf-liege")
    assert [r.group for r in after.rows] == ["answered"]


def test_every_cell_and_auditorate_gets_a_list_and_nobody_else(house: AppContext) -> None:
    """Fourteen police directorates and nine auditorates; a policy body is refused."""
    recipients = list_recipients(house.acting(), THIS_WEEK)
    assert len(recipients) == 23
    with pytest.raises(ReferralFault, match="no referral list"):
        publish_list(house.acting(at=later(days=5)), THIS_WEEK, "cic")


def test_no_log_no_look(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is committed before anything is read; when it cannot be written, nothing is read."""
    seen: list[int] = []

    def read() -> str:
        seen.append(verify_trail(house.store).entries)
        return "what it says"

    control = suspected(house)
    before = verify_trail(house.store).entries
    assert audited_read(house.acting(BY, AT), "control", control, read=read) == "what it says"
    assert seen == [before + 1]
    monkeypatch.setattr("inspection.trust.audit.entry_hash", lambda entry: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        audited_read(house.acting(BY, AT), "control", control, read=read)
    with pytest.raises(AccessRefused):
        audited_read(house.acting("system", AT), "control", control, read=read)
    assert len(seen) == 1


def test_everything_that_was_done_is_in_the_trail(house: AppContext, tmp_path: Path) -> None:
    """From the control to the closed referral each step has its entry, and the chain holds."""
    suspected(house, "yes")
    deliver(house.acting(at=AT), [FileDrop(tmp_path)])
    for delivery in deliveries(house.store):
        acknowledge(house.acting(BY, later(hours=1)), delivery.reference, recipient=delivery.recipient)
    with house.store.read() as session:
        acts = [e.act for e in session.exec(select(AuditEntryRow)) if e.stream in ("control", "referral")]
    assert sorted(acts) == sorted(
        ["control.save", "suspicion.decide", "referral.open", "referral.close", "follow_up.open"]
        + ["delivery.queue", "delivery.start", "delivery.sent", "delivery.answer"] * 2
    )
    assert verify_trail(house.store).holds


def test_a_team_head_may_add_a_yes_and_nothing_else(house: AppContext) -> None:
    """The yes of the control's own team leaves at once; the inspector's decision stays the recorded one."""
    control = suspected(house, "undecided")
    for decision in ("no", "undecided"):
        with pytest.raises(AccessRefused, match="only add a yes"):
            decide(house.acting("head-liege", AT), control, decision, grounds="no")
    assert chase(house.acting(at=later(minutes=61))).raised == 1
    made = decide(house.acting("head-liege", later(hours=2)), control, "yes", grounds="papers held")
    again = decide(house.acting("head-liege", later(hours=3)), control, "yes", grounds="papers held")
    assert made.is_new
    assert (again.reference, again.is_new) == (made.reference, False)
    (row,) = controls(house.store)
    assert (row.decision, row.reference) == ("undecided", made.reference)
    assert decide(house.acting(BY, later(hours=4)), control, "no", grounds="explained") is None
    assert (controls(house.store)[0].decision, len(referrals(house.store))) == ("no", 1)


def test_a_head_of_another_team_adds_nothing(house: AppContext) -> None:
    """Not of the same district's other team, and not a head without a team."""
    people = [
        *a_roster()["users"],
        a_user("head-two", "team_head", "liege", "liege-2"),
        a_user("head-none", "team_head", "liege"),
    ]
    teams = [*a_roster()["teams"], {**a_roster()["teams"][0], "id": "liege-2"}]
    import_roster(house.acting("system", AT), a_roster(users=people, teams=teams))
    control = suspected(house)
    for by, said in (("head-two", "only add a yes"), ("head-none", "only add a yes"), ("head-namur", "No control")):
        with pytest.raises(AccessRefused, match=said):
            decide(house.acting(by, AT), control, "yes", grounds="papers held")
    assert referrals(house.store) == []


def test_once_a_heads_yes_has_left_nobody_is_asked_again(house: AppContext) -> None:
    """The hour passes in silence: what it would ask for has been done, and what asked for it ends."""
    control = suspected(house)
    decide(house.acting("head-liege", later(minutes=10)), control, "yes", grounds="papers held")
    chase(house.acting(at=later(minutes=61)))
    assert [a.step for a in raised(house) if a.kind == "undecided"] == []
