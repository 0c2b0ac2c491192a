"""What was withdrawn, recalled, or sent to the wrong place: nothing of it leaves later, and nobody is forgotten."""

import json
from datetime import datetime
from typing import Any

import pytest
from builders_acts import AT, LIEGE, NAMUR, SIGNS, Away, a_control, a_suspicious_control, a_yes, later
from builders_control import a_person
from builders_orders import BY, INSPECTOR
from sqlmodel import select

from inspection.acts.bundles import bundle_of
from inspection.acts.changes import confirm_change, confirm_deletion, propose_change, recall, reroute
from inspection.acts.chasing import chase
from inspection.acts.controls import correct_control, save
from inspection.acts.delivery import deliver, deliver_notices, reconcile
from inspection.acts.referrals import acknowledge, decide, log_call, refuse
from inspection.errors import ReferralFault
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent
from inspection.store.protection import NoticeRow
from inspection.store.queries import alerts, deliveries, referrals
from inspection.store.referrals import DeliveryRow
from inspection.store.views import DeliveryView
from inspection.trust import AppContext

WORDS = "SECRET-WORDS of whoever changed it"
POLICE, AUDITOR, GUARDIAN = "pjf-liege", "aud-liege", "guardianship"


@pytest.fixture
def house(embedded: AppContext) -> AppContext:
    """Give the house on the embedded database alone."""
    return embedded


def opened(house: AppContext, **fields: Any) -> tuple[str, str]:
    """A yes whose bundles wait; the reference and the control."""
    control = a_suspicious_control("yes", **fields)
    return str(save(house.acting(INSPECTOR, AT), control, place=LIEGE).reference), control.control_id


def hand_over(house: AppContext, hours: float, way: Any = None) -> None:
    """Send what is due."""
    deliver(house.acting(at=later(hours)), {"file_drop": way or FileDrop(house.settings.outbox)})


def change(house: AppContext, reference: str, kind: Any, hours: float = 1, to: tuple[str, ...] = ()) -> None:
    """Propose a change and let a second person confirm it."""
    made = propose_change(house.acting(INSPECTOR, later(hours)), reference, kind, WORDS, recipients=to)
    confirm_change(house.acting(BY, later(hours)), made.id)


def to(house: AppContext, recipient: str) -> list[DeliveryView]:
    """Every delivery to an office, the first one first."""
    return [one for one in deliveries(house.store) if one.recipient == recipient]


def files(house: AppContext, delivery: str) -> dict[str, bytes]:
    """What a bundle holds."""
    with house.store.read() as session:
        return dict(bundle_of(house.store, session.get_one(DeliveryRow, delivery)).files)


def grown(house: AppContext, control_id: str, hours: float) -> None:
    """Say yes again for one form more: whoever has the file gets a supplement."""
    forms = ("economic", "sexual")
    decide(house.acting(INSPECTOR, later(hours)), control_id, "yes", grounds="more", forms=forms)


@pytest.mark.parametrize("way", ["withdrawal", "recall"])
def test_nothing_of_a_withdrawn_or_recalled_report_leaves_later(house: AppContext, way: str) -> None:
    """The first report failed and waits, a supplement stands behind it: neither reaches the office afterwards."""
    reference, control_id = opened(house)
    hand_over(house, 0.1, Away())
    grown(house, control_id, 0.2)
    if way == "recall":
        recall(house.acting(INSPECTOR, later(1)), reference, POLICE)
    else:
        change(house, reference, "withdrawal")
    hand_over(house, 30)
    first, supplement, message = to(house, POLICE)
    assert [one.sent_at for one in (first, supplement)] == [None, None]
    assert (message.message, message.sent_at is not None) == (way, True)


class Underway(FileDrop):
    """A folder to which something is on its way when two persons withdraw it; then it arrives, or a fault does."""

    def __init__(self, house: AppContext, reference: str, *, arrives: bool) -> None:
        super().__init__(house.settings.outbox)
        self._house, self._reference, self._arrives = house, reference, arrives

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Withdraw it, then go on."""
        if not any(one.ended_at for one in to(self._house, POLICE)):
            change(self._house, self._reference, "withdrawal")
        if not self._arrives:
            raise RuntimeError
        return super().send(bundle, at=at)


@pytest.mark.parametrize("arrives", [True, False])
def test_what_is_withdrawn_under_way_is_recorded_if_it_left_and_is_nobodys_errand_if_not(
    house: AppContext, arrives: bool
) -> None:
    """Whatever left is in the records as sent; nobody is asked to carry what did not, since it must not leave."""
    reference, _ = opened(house)
    deliver(house.acting(at=later(0.1)), {"file_drop": Underway(house, reference, arrives=arrives)}, limit=1)
    first, *_ = (one for one in deliveries(house.store) if one.attempts)
    assert first.ended_at is not None
    assert (first.sent_at is not None) == arrives
    assert [a for a in alerts(house.store) if (a.kind, a.subject) == ("delivery_failing", first.id)] == []


def test_after_a_confirmed_deletion_nobody_is_awaited(house: AppContext) -> None:
    """The report that was recalled is not chased, and its folder may be empty."""
    reference, control_id = opened(house)
    hand_over(house, 0.1)
    grown(house, control_id, 0.2)
    hand_over(house, 0.3)
    recall(house.acting(INSPECTOR, later(1)), reference, POLICE)
    hand_over(house, 1.1)
    confirm_deletion(house.acting(INSPECTOR, later(2)), reference, POLICE, "telephone")
    assert [one.ended_at is not None or one.answered_at is not None for one in to(house, POLICE)] == [True] * 3
    for folder in (house.settings.outbox / POLICE).glob("R-*"):
        for file in sorted(folder.iterdir()):
            file.unlink()
        folder.rmdir()
    reconcile(house.acting(at=later(24)), [FileDrop(house.settings.outbox)])
    assert "delivery_missing" not in {alert.kind for alert in alerts(house.store)}


def test_a_report_after_a_call_that_was_taken_stays_here_once_withdrawn(house: AppContext) -> None:
    """Taken on by telephone, its bundle not yet gone: a withdrawal keeps it."""
    reference, _ = opened(house)
    (first,) = to(house, POLICE)
    log_call(house.acting(INSPECTOR, later(0.1)), first.id, "duty_officer", "Wait.", True, number="+32 2 000 00 01")
    change(house, reference, "withdrawal")
    hand_over(house, 2)
    assert [one.message for one in to(house, POLICE) if one.sent_at is not None] == ["withdrawal"]


def test_one_person_alone_stops_no_report_before_it_left(house: AppContext) -> None:
    """A recall names who is to have it instead, unless somebody has seen it: a yes is held back by nobody."""
    reference, _ = opened(house)
    with pytest.raises(ReferralFault) as refused:
        recall(house.acting("insp-liege-2", later(1)), reference, POLICE)
    assert refused.value.code == "REFER-762"
    recall(house.acting("insp-liege-2", later(1)), reference, POLICE, instead="pjf-namur")
    hand_over(house, 2)
    assert (to(house, POLICE)[0].sent_at, to(house, "pjf-namur")[0].sent_at is not None) == (None, True)


def test_a_recall_by_mistake_is_undone_by_two_persons(house: AppContext) -> None:
    """The office gets the whole report again under another key, and can be recalled from again."""
    reference, _ = opened(house)
    hand_over(house, 0.1)
    recall(house.acting(INSPECTOR, later(1)), reference, POLICE)
    change(house, reference, "addition", 2, (POLICE,))
    hand_over(house, 3)
    first, _, again = to(house, POLICE)
    assert (again.message, again.sent_at is not None) == ("report", True)
    keys = [json.loads(files(house, one.id)["manifest.json"])["key"] for one in (first, again)]
    assert keys[0] != keys[1]
    recall(house.acting(INSPECTOR, later(4)), reference, POLICE)
    assert to(house, POLICE)[-1].message == "recall"


@pytest.mark.parametrize("words", ["papers held", "other words"])
@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.few(2)
def test_a_yes_after_a_withdrawal_reaches_everybody_whole(house: AppContext, words: str, gone: bool) -> None:
    """In the same words or in others, whether or not the withdrawn one had left; and the referral lives again."""
    reference, control_id = opened(house)
    if gone:
        hand_over(house, 0.1)
    change(house, reference, "withdrawal")
    decide(house.acting(INSPECTOR, later(2)), control_id, "yes", grounds=words)
    hand_over(house, 3)
    for office in (POLICE, AUDITOR):
        last = to(house, office)[-1]
        assert (last.message, last.sent_at is not None) == ("report", True)
        assert json.loads(files(house, last.id)["data.json"])["grounds"]
    assert referrals(house.store)[0].state == "open"
    decide(house.acting(INSPECTOR, later(4)), control_id, "yes", grounds=words)
    assert len(to(house, POLICE)) == (3 if gone else 2), "the same again is idle"
    grown(house, control_id, 5)
    assert len(to(house, POLICE)) == (4 if gone else 3), "what is added later leaves as well"
    change(house, reference, "correction", 6)


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.few(1)
def test_a_minor_is_told_of_though_the_suspicion_is_withdrawn(house: AppContext, gone: bool) -> None:
    """By a notice of its own: the child is still alone."""
    reference, _ = opened(house, persons=[a_person(1, name="Synthetic Child", birth_date="2012-01-01")])
    assert [one.recipient for one in deliveries(house.store)].count(GUARDIAN) == 1
    if gone:
        hand_over(house, 0.1)
    change(house, reference, "withdrawal")
    with house.store.read() as session:
        (notice,) = session.exec(select(NoticeRow)).all()
    assert (notice.kind, notice.persons) == ("guardian", ["P1"])


@pytest.mark.parametrize("kind", ["withdrawal", "correction"])
@pytest.mark.few(1)
def test_the_guardianship_service_reads_no_reason(house: AppContext, kind: str) -> None:
    """What was corrected or why it is withdrawn is written for the magistrate, and may tell of the case."""
    reference, _ = opened(house, persons=[a_person(1, name="Synthetic Child", birth_date="2012-01-01")])
    hand_over(house, 0.1)
    change(house, reference, kind)
    said = {office: files(house, to(house, office)[-1].id)["message.txt"].decode() for office in (AUDITOR, GUARDIAN)}
    assert WORDS in said[AUDITOR]
    assert WORDS not in said[GUARDIAN]


def test_the_guardianship_service_gets_the_minors_only_whoever_adds_it(house: AppContext) -> None:
    """Added by hand, as an office instead, or after a refusal: never the case."""
    reference, _ = opened(house)
    hand_over(house, 0.1)
    change(house, reference, "addition", 1, (GUARDIAN,))
    told = json.loads(files(house, to(house, GUARDIAN)[-1].id)["data.json"])
    assert "grounds" not in told
    assert told["persons"] == []


def test_a_correction_is_not_sent_to_an_office_that_refused(house: AppContext) -> None:
    """It said that it is not competent, and another has the case since."""
    reference, _ = opened(house)
    hand_over(house, 0.1)
    refuse(house.acting(INSPECTOR, later(0.5)), reference, "not_competent", recipient=POLICE)
    reroute(house.acting(INSPECTOR, later(0.6)), to(house, POLICE)[0].id, "pjf-namur")
    hand_over(house, 0.7)
    change(house, reference, "correction")
    assert [len(to(house, office)) for office in (POLICE, "pjf-namur", AUDITOR)] == [1, 2, 2]


def test_a_corrected_place_moves_the_referral_and_tells_the_head(house: AppContext) -> None:
    """The right offices are written to, the wrong ones hear nothing more, and alerts go to the right district."""
    control = a_control(answers=dict(SIGNS), suspicion=a_yes())
    saved = save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    hand_over(house, 0.1)
    moved = control.model_copy(update={"answers": {**control.answers, "q14_safety": ["danger"]}})
    correct_control(house.acting(INSPECTOR, later(1)), moved, "wrong place", place=NAMUR)
    assert to(house, "pjf-namur")
    assert len(to(house, POLICE)) == 1
    (referral,) = referrals(house.store)
    assert (referral.reference, referral.district) == (saved.reference, "namur")
    (told,) = [alert for alert in alerts(house.store) if alert.kind == "referral_moved"]
    assert (told.for_role, told.district) == ("team_head", "namur")


def test_a_duplicate_is_settled_by_the_office_that_has_the_case(house: AppContext) -> None:
    """Nothing is sent a second time, nobody is chased, and the referral closes when the others have answered."""
    reference, _ = opened(house)
    hand_over(house, 0.1)
    refuse(house.acting(INSPECTOR, later(0.5)), reference, "duplicate", recipient=POLICE)
    (refused,) = to(house, POLICE)
    for _ in range(2):
        assert reroute(house.acting(INSPECTOR, later(0.6)), refused.id, AUDITOR).recipient == AUDITOR
    assert len(deliveries(house.store)) == 2
    assert acknowledge(house.acting(INSPECTOR, later(0.7)), reference, recipient=AUDITOR).is_closed


def test_a_refusal_is_not_settled_by_another_that_refused(house: AppContext) -> None:
    """Somebody must have it."""
    reference, _ = opened(house)
    hand_over(house, 0.1)
    for office in (POLICE, AUDITOR):
        refuse(house.acting(INSPECTOR, later(0.5)), reference, "not_competent", recipient=office)
    with pytest.raises(ReferralFault) as refused:
        reroute(house.acting(INSPECTOR, later(0.6)), to(house, POLICE)[0].id, AUDITOR)
    assert refused.value.code == "REFER-721"


def test_a_notice_that_does_not_leave_is_told_after_some_attempts(house: AppContext) -> None:
    """A child who is alone does not wait for the deadline of a day."""
    control = a_control(persons=[a_person(1, name="Synthetic Child", birth_date="2012-01-01")])
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    for hours in range(1, 4):
        deliver_notices(house.acting(at=later(hours)), {"file_drop": Away()})
    assert [alert.for_role for alert in alerts(house.store) if alert.kind == "notice_failing"] == ["team_head"]
    deliver_notices(house.acting(at=later(9)), [FileDrop(house.settings.outbox)])
    chase(house.acting(at=later(9)))
    assert "notice_failing" not in {alert.kind for alert in alerts(house.store)}
