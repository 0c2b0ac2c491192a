"""A raw delivery is recorded when it comes, kept while somebody may need it, and destroyed when its days are over."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT
from builders_deliveries import BORN, country
from builders_registers import pseudonym, rules, write
from sqlmodel import col, select

from inspection.acts import registers
from inspection.errors import AccessRefused
from inspection.registers import delivered
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail

NEXT = BORN + timedelta(days=7)
WHY = "The sender confirmed by telephone that this is the whole register"
DAYS = timedelta(days=14)


def taken(app: AppContext, day: object, rows: int | None = None) -> str:
    """Let a delivery of mandates come and be taken in, or its first rows; returns its state."""
    files = country().files("mandates", day)
    files["mandates.csv"] = files["mandates.csv"][:rows]
    write(app.settings.registers / "mandates", files)
    (one,) = registers.receive(app.acting(at=AT), ["mandates"])
    source, lake = registers.source_of(app, one.folder), Lake(app.settings.lake, app.store.keys)
    report = ingest("mandates", source, lake, rules=rules(), on=NEXT, pseudonym=pseudonym)
    registers.note_taken(app, one.folder, report, AT)
    return report.state


def acts_of(app: AppContext) -> list[str]:
    with app.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == "registers").order_by(col(AuditEntryRow.n))
        return [row.act for row in session.exec(mine)]


def left(app: AppContext) -> list[Path]:
    return list((app.settings.registers / "mandates").rglob("*.sealed"))


def test_a_delivery_is_recorded_sealed_and_destroyed(embedded: AppContext) -> None:
    """On the day after its last, and not before; the lake keeps its rows."""
    assert taken(embedded, BORN) == "current"
    assert not delivered.in_clear(embedded.settings.registers / "mandates")
    (told,) = registers.list_deliveries(embedded.acting("direction-1", AT))
    assert (told.state, told.day, told.destroyed_on) == ("current", BORN, (AT + DAYS).date())
    before = AT + DAYS - timedelta(minutes=1)
    assert registers.forget_deliveries(embedded.acting(at=before)) == 0
    assert left(embedded)
    assert registers.forget_deliveries(embedded.acting(at=AT + DAYS)) == 1
    assert not list((embedded.settings.registers / "mandates").glob("received-*"))
    assert acts_of(embedded) == ["register.receive", "register.forget"]
    assert Lake(embedded.settings.lake).newest("mandates") is not None
    assert verify_trail(embedded.store).holds


def test_a_held_delivery_is_kept_until_somebody_decided(embedded: AppContext) -> None:
    """However long that takes; its days begin with the decision, and until their end it can be read again."""
    taken(embedded, BORN)
    assert taken(embedded, NEXT, 150) == "held"
    later = AT + timedelta(days=40)
    assert registers.forget_deliveries(embedded.acting(at=later)) == 1  # the first one
    assert left(embedded)
    (held,) = registers.list_held(embedded.acting("direction-1", later))
    registers.release(embedded.acting("direction-1", later), "mandates", held.sha256, reason=WHY)
    assert registers.forget_deliveries(embedded.acting(at=later + DAYS - timedelta(hours=1))) == 0
    (one,) = registers.receive(embedded.acting(at=later), ["mandates"])
    again = ingest(
        "mandates",
        registers.source_of(embedded, one.folder),
        Lake(embedded.settings.lake, embedded.store.keys),
        rules=rules(),
        on=NEXT,
        pseudonym=pseudonym,
    )
    assert again.unchanged


def test_a_rejected_delivery_is_destroyed_after_its_days(embedded: AppContext) -> None:
    """Its account stays in the lake; its files go."""
    taken(embedded, BORN)
    taken(embedded, NEXT, 150)
    later = AT + timedelta(days=3)
    (held,) = registers.list_held(embedded.acting("direction-1", later))
    registers.reject(embedded.acting("direction-1", later), "mandates", held.sha256, reason=WHY)
    assert {one.state for one in registers.list_deliveries(embedded.acting("direction-1", later))} == {
        "current",
        "rejected",
    }
    assert registers.forget_deliveries(embedded.acting(at=later + DAYS)) == 2
    assert not left(embedded)
    assert len(Lake(embedded.settings.lake).closed("mandates")) == 1


def test_who_may_not_take_in_may_not_receive(embedded: AppContext) -> None:
    """And what was refused stays as it was delivered."""
    write(embedded.settings.registers / "mandates", country().files("mandates", BORN))
    with pytest.raises(AccessRefused):
        registers.receive(embedded.acting("dpo-1", AT), ["mandates"])
    assert len(delivered.in_clear(embedded.settings.registers / "mandates")) == 2
    with pytest.raises(AccessRefused):
        registers.forget_deliveries(embedded.acting("direction-1", AT))
