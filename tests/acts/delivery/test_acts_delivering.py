"""One bad delivery holds up nothing: whatever fails is noted, waits and is told, and the next one leaves."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later, raised
from sqlmodel import col, select

from inspection.acts.chasing import chase
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent
from inspection.store.queries import deliveries
from inspection.store.referrals import AttemptRow, DeliveryRow
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"
SECRET = "Vasil Exempel sleeps above the kitchen"
KINDS = {
    "value": (ValueError(SECRET), "ValueError", True),
    "key": (KeyError(SECRET), "KeyError", True),
    "memory": (MemoryError(), "MemoryError", True),
    "recursion": (RecursionError(), "RecursionError", True),
    "full disk": (OSError(28, SECRET), "OSError", False),
    "away": (ReferralFault("REFER-601", recipient="test", kind="OSError"), "REFER-601", False),
}


@dataclass
class Picky:
    """A transport with a fault of its own for one addressee, and none for the others."""

    fault: Exception
    to: str = "pjf-liege"
    name: str = "file_drop"
    deduplicates: bool = True
    sent: list[str] = field(default_factory=list)

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        if bundle.recipient == self.to:
            raise self.fault
        self.sent.append(bundle.recipient)
        return Sent(state="delivered", at=at, receipt="ok")


class Silent:
    """A transport that gives back nothing at all."""

    name = "file_drop"
    deduplicates = True

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        return None  # type: ignore[return-value]


def referred(house: AppContext) -> None:
    """Two referrals of the same two offices, one after the other."""
    for minute in (0, 1):
        save(house.acting(BY, later(minutes=minute)), a_suspicious_control("yes"), place=LIEGE)


def faults(house: AppContext) -> set[str | None]:
    """What was noted of each failed attempt."""
    with house.store.read() as session:
        return set(session.exec(select(AttemptRow.fault).where(col(AttemptRow.outcome) == "failed")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(2)
def test_a_transport_with_a_fault_of_its_own_holds_up_nothing(house: AppContext, kind: str) -> None:
    """The first in the queue fails in any way; the others leave in the same run, and it is tried again later."""
    fault, noted, at_once = KINDS[kind]
    referred(house)
    way = Picky(fault)
    done = deliver(house.acting(at=later(minutes=2)), [way])
    assert (done.sent, done.failed) == (2, 2)
    assert way.sent == ["aud-liege", "aud-liege"]
    assert faults(house) == {noted}
    assert [a.kind for a in raised(house)] == (["delivery_failing"] * 2 if at_once else [])
    assert deliver(house.acting(at=later(minutes=2)), [way]).failed == 0
    assert deliver(house.acting(at=later(minutes=3)), [Picky(fault, to="nobody")]).sent == 2
    assert verify_trail(house.store).holds


def test_a_bundle_that_does_not_open_holds_up_nothing(house: AppContext, tmp_path: Path) -> None:
    """A damaged row first in the queue: noted by its code, told at once, and the three others are delivered."""
    referred(house)
    with house.store.write() as session:
        first, other = session.exec(
            select(DeliveryRow).order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
        ).all()[:2]
        first.bundle = other.bundle
        session.add(first)
    done = deliver(house.acting(at=later(minutes=2)), [FileDrop(tmp_path / "outbox")])
    assert (done.sent, done.failed) == (3, 1)
    assert faults(house) == {"STORE-041"}
    assert [(a.kind, a.for_role) for a in raised(house)] == [("delivery_failing", "team_head")]
    assert len(list((tmp_path / "outbox").glob("*/*"))) == 3
    with house.store.write() as session:  # it leaves after all
        session.get_one(DeliveryRow, first.id).state = DeliveryState.SENT
    chase(house.acting(at=later(minutes=3)))
    assert "delivery_failing" not in {a.kind for a in raised(house)}


def test_a_transport_that_reports_nothing_has_failed(house: AppContext) -> None:
    """What cannot be recorded as sent is tried again, with a longer wait each time."""
    referred(house)
    assert deliver(house.acting(at=later(minutes=2)), [Silent()]).failed == 4
    assert {d.state for d in deliveries(house.store)} == {"queued"}
    with house.store.read() as session:
        assert {row.next_at for row in session.exec(select(DeliveryRow))} == {later(minutes=2, hours=1 / 3600)}


def test_what_went_wrong_is_never_told_in_words(house: AppContext) -> None:
    """An error's text may hold a name: neither attempt, trail nor alert has it."""
    referred(house)
    deliver(house.acting(at=AT), [Picky(ValueError(SECRET))])
    with house.store.read() as session:
        kept = [row.model_dump_json(exclude={"bundle"}) for row in session.exec(select(AttemptRow))]
    assert kept
    assert not any("Vasil" in text for text in kept)
