"""An alert about a state ends with the state, unseen and on the trail; the same state once more is told once more."""

import re
from pathlib import Path

from builders_acts import AT, FIRM, LIEGE, a_control, a_suspicious_control, later, raised
from sqlmodel import select

from inspection.acts.alerts import end_alerts_about, raise_alert, see_alert
from inspection.acts.changes import reroute
from inspection.acts.chasing import chase, list_alerts, stop_clock
from inspection.acts.controls import save
from inspection.acts.history import tell, tell_over
from inspection.acts.history.telling import UNSIGNED
from inspection.acts.referrals import acknowledge, decide, refuse
from inspection.errors import HistoryFault
from inspection.i18n import keys
from inspection.life_cycles import AlertState, FollowUpKind
from inspection.store.queries import deliveries, referrals
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.trust import AppContext, audited_transaction, verify_trail

BY, DIRECTION = "insp-liege-1", "direction-1"
KIND, SUBJECT = "erasure_waiting", "one"


def tells(house: AppContext, subject: str = SUBJECT) -> bool:
    """Raise an alert of the direction; whether it is new."""
    with audited_transaction(house.acting(at=AT)) as tx:
        tx.require("deadlines.chase")
        made = raise_alert(tx, KIND, subject, 0, "", "ONSS", role="direction")
        if not made:
            tx.mark_unchanged()
    return made


def ends(house: AppContext, *subjects: str) -> int:
    """End the alerts about some subjects an hour later; how many."""
    with audited_transaction(house.acting(at=later(hours=1))) as tx:
        tx.require("deadlines.chase")
        gone = end_alerts_about(tx, KIND, *subjects)
        if not gone:
            tx.mark_unchanged()
    return gone


def kinds(house: AppContext) -> set[str]:
    """The kinds of what waits for anybody."""
    return {alert.kind for alert in raised(house)}


def test_what_ends_is_on_the_trail_and_leaves_the_list_of_whoever_waited(house: AppContext) -> None:
    """Nobody saw it, and the row says so; another subject waits on; a second end changes nothing."""
    assert (tells(house), tells(house, "two")) == (True, True)
    assert (ends(house, SUBJECT), ends(house, SUBJECT)) == (1, 0)
    assert [alert.subject for alert in list_alerts(house.acting(DIRECTION, AT))] == ["two"]
    with house.store.read() as session:
        row = session.exec(select(AlertRow).where(AlertRow.subject == SUBJECT)).one()
        closed = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "alert.close")).one()
    assert (row.state, row.seen_by, row.seen_at) == (AlertState.SEEN, None, later(hours=1))
    assert (closed.subject, closed.facts) == (SUBJECT, {"kind": KIND, "step": 0})
    assert verify_trail(house.store).broken is None


def test_what_ended_is_told_again_when_it_comes_back_and_what_somebody_saw_is_not(house: AppContext) -> None:
    """Else a state that comes back would be silent; whoever took one on is not asked twice."""
    tells(house)
    ends(house, SUBJECT)
    assert (tells(house), tells(house)) == (True, False)
    (alert,) = list_alerts(house.acting(DIRECTION, AT))
    see_alert(house.acting(DIRECTION, AT), alert.id)
    assert (ends(house, SUBJECT), tells(house)) == (0, False)


def test_silence_and_refusal_end_with_their_answers(house: AppContext) -> None:
    """One office answers after all; the other refuses, and takes nothing on until somebody sends it elsewhere."""
    save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    chase(house.acting(at=later(days=30)))
    reference = referrals(house.store)[0].reference
    other, one = sorted(deliveries(house.store), key=lambda sent: sent.recipient != "pjf-liege")
    about = {alert.subject for alert in raised(house) if alert.kind in ("delivery_reminder", "delivery_overdue")}
    assert about == {one.id, other.id}
    acknowledge(house.acting(BY, later(days=30)), reference, recipient=one.recipient)
    assert chase(house.acting(at=later(days=30, hours=1))).ended == 4  # the reminder and three rungs
    assert one.id not in {alert.subject for alert in raised(house)}
    refuse(house.acting(BY, later(days=31)), reference, recipient=other.recipient, reason="not_competent")
    chase(house.acting(at=later(days=31, hours=1)))
    assert {alert.kind for alert in raised(house) if alert.subject == other.id} == {"delivery_refused"}
    reroute(house.acting(BY, later(days=31, hours=2)), other.id, "pjf-namur")
    chase(house.acting(at=later(days=31, hours=3)))
    assert other.id not in {alert.subject for alert in raised(house)}


def test_an_undecided_suspicion_ends_with_the_decision(house: AppContext) -> None:
    """Both alerts, of the inspector and of the head; a decision that is taken back is told anew."""
    control = a_suspicious_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    chase(house.acting(at=later(hours=2)))
    assert [alert.kind for alert in raised(house)] == ["undecided"] * 2
    decide(house.acting(BY, later(hours=3)), control.control_id, "no", grounds="papers held")
    assert chase(house.acting(at=later(hours=4))).ended == 2
    assert "undecided" not in kinds(house)
    decide(house.acting(BY, later(hours=5)), control.control_id, "undecided", grounds="new facts")
    assert "undecided" in kinds(house)


def test_a_clock_that_is_stopped_ends_its_alerts(house: AppContext) -> None:
    """All three steps of it; that of another clock stays."""
    person = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    for workplace in (FIRM, "est:2000000002"):
        save(house.acting(BY, AT), a_control(workplace=workplace, persons=[person]), place=LIEGE)
    chase(house.acting(at=later(days=400)))
    first, *others = sorted({alert.subject for alert in raised(house) if alert.kind == "clock"})
    assert others
    stop_clock(house.acting(BY, later(days=400)), first)
    assert chase(house.acting(at=later(days=400, hours=1))).ended == 3
    assert {alert.subject for alert in raised(house) if alert.kind == "clock"} == set(others)


def test_a_fault_of_the_house_ends_once_the_same_went_well(house: AppContext) -> None:
    """Of every day and code of its kind, but for what is there all the same, and for the portal's own."""
    there, gone = HistoryFault("HISTORY-136", kind="x"), HistoryFault("HISTORY-113", kind="y")
    for days in (0, 1):
        tell(house.acting_as_flow("history", later(days=days)), UNSIGNED, gone)
    tell(house.acting_as_flow("history", AT), UNSIGNED, there)
    tell(house.acting_as_flow("history", AT), UNSIGNED, gone, of="portal")
    assert len(raised(house)) == 4
    tell_over(house.acting_as_flow("history", later(days=2)), UNSIGNED, still=there)
    assert {alert.subject for alert in raised(house)} == {"ONSS:HISTORY-136", "portal:HISTORY-113"}
    tell_over(house.acting_as_flow("history", later(days=2)), UNSIGNED)
    assert {alert.subject for alert in raised(house)} == {"portal:HISTORY-113"}


def test_the_reference_says_of_every_kind_whether_it_ends_by_itself() -> None:
    """Each that the office has words for stands there once, as a state or as an event."""
    page = (Path(__file__).parents[3] / "docs/reference/alerts.md").read_text(encoding="utf-8")
    first = [line.split("|")[1] for line in page.split("## States")[1].splitlines() if line.startswith("| `")]
    told = [kind for cell in first for kind in re.findall(r"`(\w+)`", cell) if kind != "_late"]
    told += [f"{kind}_late" for kind in told if kind.removeprefix("follow_up_") in set(FollowUpKind)]
    known = [key.removeprefix("screen.alert.") for key in keys("en") if key.startswith("screen.alert.")]
    assert sorted(told) == sorted(known)
