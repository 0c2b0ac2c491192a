"""A lost lease has one meaning: what was sent is recorded once, what failed is said by who holds the lease."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from builders_acts import AT, a_suspicious_control
from builders_control import a_person
from builders_protection import saved_people
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.delivery import deliver, deliver_lists, deliver_notices, publish_list
from inspection.acts.outbox import Delivered
from inspection.referral.model import Bundle, Sent
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

Hand = Callable[..., Delivered]
MONDAY = moment_of(IsoWeek.after(AT.date()).monday, 7 * 60)


class Slow:
    """A way on which the lease runs out, and another process takes over before this one comes back."""

    name = "file_drop"
    deduplicates = True

    def __init__(self, other: Callable[[], object] = lambda: None, *, fails: bool = False) -> None:
        self._other, self._fails, self.keys = other, fails, list[str]()

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Let the other process do its turn, then come back."""
        self.keys.append(bundle.key)
        self._other()
        if self._fails:
            raise OSError(5, "cut")
        return Sent(state="delivered", at=at, receipt="slow")


def bundles(house: AppContext) -> None:
    save(house.acting("insp-liege-1", AT), a_suspicious_control("yes"), place="62063")


def notices(house: AppContext) -> None:
    saved_people(house, a_person(1, name="Mircea Exemplu", under_age=True, whereabouts="With the police"))


def lists(house: AppContext) -> None:
    publish_list(house.acting(at=MONDAY), IsoWeek.of(AT.date()), "pjf-liege")


KINDS: dict[str, tuple[Hand, Callable[[AppContext], None]]] = {
    "delivery": (deliver, bundles),
    "notice": (deliver_notices, notices),
    "list": (deliver_lists, lists),
}


def told(house: AppContext, kind: str) -> list[str]:
    """What the trail says of the sendings, in order."""
    with house.store.read() as session:
        entries = session.exec(select(AuditEntryRow)).all()
    wanted = (f"{kind}.sent", f"{kind}.failed")
    return [one.act.rpartition(".")[2] for one in sorted(entries, key=lambda e: (e.at, e.n)) if one.act in wanted]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.few(2)
def test_who_took_over_has_recorded_and_nothing_is_added(house: AppContext, kind: str, fails: bool) -> None:
    """Sent twice with one key, recorded once; that the slow one failed is not said over what was sent."""
    hand, prepare = KINDS[kind]
    prepare(house)
    fast, start = Slow(), MONDAY + timedelta(days=1)
    slow = Slow(lambda: hand(house.acting(at=start + timedelta(hours=1)), [fast], limit=1), fails=fails)
    hand(house.acting(at=start), [slow], limit=1)
    assert slow.keys == fast.keys
    assert told(house, kind) == ["sent"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(2)
def test_who_comes_back_first_records_what_was_sent(house: AppContext, kind: str) -> None:
    """The other one fails and waits; what this one sent has arrived, and is not sent again."""
    hand, prepare = KINDS[kind]
    prepare(house)
    start = MONDAY + timedelta(days=1)
    away = Slow(fails=True)
    slow = Slow(lambda: hand(house.acting(at=start + timedelta(hours=1)), [away], limit=1))
    assert hand(house.acting(at=start), [slow], limit=1).sent == 1
    assert told(house, kind) == ["sent", "failed"]
    again = Slow()
    hand(house.acting(at=start + timedelta(days=3)), [again])
    assert slow.keys[0] not in again.keys


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(2)
def test_a_failure_of_who_lost_the_lease_is_not_recorded(house: AppContext, kind: str) -> None:
    """Both fail: the one that holds the lease says so, the other says nothing."""
    hand, prepare = KINDS[kind]
    prepare(house)
    start = MONDAY + timedelta(days=1)
    away = Slow(fails=True)
    slow = Slow(lambda: hand(house.acting(at=start + timedelta(hours=1)), [away], limit=1), fails=True)
    hand(house.acting(at=start), [slow], limit=1)
    assert told(house, kind) == ["failed"]
