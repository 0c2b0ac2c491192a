"""A raw delivery is recorded when it comes, kept while somebody may need it, and destroyed when its days are over."""

import contextlib
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT
from builders_deliveries import BORN, country
from builders_registers import pseudonym, rules, write
from sqlmodel import col, select

from inspection.acts import registers
from inspection.errors import AccessRefused, IntakeFault, RestFault
from inspection.files import put
from inspection.registers import delivered
from inspection.registers.delivered import receiving
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.settings import DEMO_MARK
from inspection.store.records import AuditEntryRow
from inspection.time_of import moment_of
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
    report = ingest("mandates", source, lake, rules=rules(), on=NEXT, pseudonym=pseudonym, is_demo=True)
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


def test_what_went_by_its_age_is_not_taken_in_again_from_its_files(embedded: AppContext) -> None:
    """The newest delivery is tried at every turn: of rows about persons whose days are over its files go too."""
    (embedded.settings.home / DEMO_MARK).touch()  # in which it may be kept: only its age speaks
    assert taken(embedded, BORN) == "current"
    later = moment_of(BORN + timedelta(days=93), 600)
    (gone,) = registers.prune(embedded.acting(at=later)).due
    assert (gone.why, gone.unlawful) == ("due", None)
    assert registers.receive(embedded.acting(at=later), ["mandates"]) == ()
    assert not left(embedded)


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
    for user in ("dpo-1", "insp-liege-1", "head-liege"):  # a delivery that looks ordinary is current by one person
        with pytest.raises(AccessRefused):
            registers.receive(embedded.acting(user, AT), ["mandates"])
    assert len(delivered.in_clear(embedded.settings.registers / "mandates")) == 2
    with pytest.raises(AccessRefused):
        registers.forget_deliveries(embedded.acting("direction-1", AT))


def delivered_again(app: AppContext, rows: int | None = None) -> None:
    """Let somebody send mandates, or the first rows of them."""
    files = country().files("mandates", BORN)
    files["mandates.csv"] = files["mandates.csv"][:rows]
    write(app.settings.registers / "mandates", files)


STEPS = ("note", "_sealed", "_remove_sealed", "destroy")


def killed(app: AppContext, at: int) -> bool:
    """Receive until the step of that number, and tell whether it came to it."""
    left = [at]

    def step(function: Callable[..., Any]) -> Callable[..., Any]:
        def stops(*args: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            return function(*args, **named)

        return stops

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(receiving, name, step(getattr(receiving, name)))
        patch.setattr(Path, "unlink", step(Path.unlink))
        with contextlib.suppress(KeyboardInterrupt):
            registers.receive(app.acting(at=AT), ["mandates"])
    return left[0] <= 0


def test_a_receipt_killed_anywhere_is_ended_by_the_next(embedded: AppContext) -> None:
    """Also where nothing lies in clear any more: whole, in the trail, and what came meanwhile is another delivery."""
    folder, steps = embedded.settings.registers / "mandates", 0
    delivered_again(embedded, 100)
    while killed(embedded, steps := steps + 1):
        later = embedded.acting(at=AT + timedelta(hours=1))
        put(folder / "other.csv", b"came meanwhile")
        registers.receive(later, ["mandates"])
        every = delivered.deliveries(folder)
        assert {one.state for one in every} == {delivered.RawState.RECEIVED}
        assert not delivered.in_clear(folder)
        content = {name: one.sealed(embedded.store.keys).read(name) for one in every for name in one.files}
        assert content.keys() >= {"mandates.csv", "other.csv"}
        assert len(set(acts_of(embedded))) == 1
        shutil.rmtree(folder)
        delivered_again(embedded, 100 + steps)
    assert steps > 8


def test_whoever_is_killed_late_leaves_no_delivery_without_its_entry(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clear files are gone and the history was not written: the next one writes it, with nothing in clear."""
    delivered_again(embedded)
    with monkeypatch.context() as patch:
        patch.setattr("inspection.acts.registers.receiving._record", _stops)
        with pytest.raises(KeyboardInterrupt):
            registers.receive(embedded.acting(at=AT), ["mandates"])
    assert not delivered.in_clear(embedded.settings.registers / "mandates")
    assert acts_of(embedded) == []
    (one,) = registers.receive(embedded.acting(at=AT + timedelta(hours=1)), ["mandates"])
    assert (one.state, one.received_at) == (delivered.RawState.RECEIVED, AT)
    assert acts_of(embedded) == ["register.receive"]


def test_a_begun_delivery_that_is_whole_takes_no_new_name(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came since is a delivery of its own."""
    folder = embedded.settings.registers / "mandates"
    delivered_again(embedded)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_remove_sealed", _stops)
        with pytest.raises(KeyboardInterrupt):
            registers.receive(embedded.acting(at=AT), ["mandates"])
    put(folder / "other.csv", b"x")
    registers.receive(embedded.acting(at=AT), ["mandates"])
    first, second = delivered.deliveries(folder)
    assert "other.csv" not in first.files
    assert set(second.files) == {"other.csv"}


@pytest.mark.parametrize("at", range(1, 16))
@pytest.mark.few(6)
def test_a_duplicate_killed_anywhere_leaves_the_first_one_readable(embedded: AppContext, at: int) -> None:
    """The newest delivery has its key at every moment, and in the end there is one."""
    delivered_again(embedded)
    (first,) = registers.receive(embedded.acting(at=AT), ["mandates"])
    delivered_again(embedded)
    killed(embedded, at)
    folder = embedded.settings.registers / "mandates"
    assert [one.id for one in delivered.deliveries(folder) if one.is_received] == [first.id]
    (again,) = registers.receive(embedded.acting(at=AT), ["mandates"])
    assert again == first
    assert len(delivered.deliveries(folder)) == 1
    assert acts_of(embedded) == ["register.receive"]


def test_only_a_delivery_that_is_wrong_is_refused(embedded: AppContext) -> None:
    """A fault of the disk leaves it waiting, and what the week reads stays what it was."""
    delivered_again(embedded)
    (one,) = registers.receive(embedded.acting(at=AT), ["mandates"])
    registers.note_refused(one.folder, RestFault("REST-104", recipient="x"), AT)
    assert delivered.reading(one.folder).state == delivered.RawState.RECEIVED
    wrong = IntakeFault("INTAKE-056", named="x")
    registers.note_refused(one.folder, wrong, AT)
    assert delivered.reading(one.folder).state == delivered.RawState.REFUSED
    delivered.note(one, state=delivered.RawState.CURRENT)
    registers.note_refused(one.folder, wrong, AT)
    assert delivered.reading(one.folder).state == delivered.RawState.CURRENT


def extract(app: AppContext, number: int) -> None:
    """Let an archive of the Crossroads Bank come."""
    put(app.settings.registers / f"kbo/KboOpenData_{number:04d}.zip", f"extract {number}".encode())


def given(app: AppContext, at: datetime = AT) -> list[tuple[str, str]]:
    """Receive what came, and return the archives that are to be taken in, with what is noted of each."""
    return [(*one.files, str(one.state)) for one in registers.receive(app.acting(at=at), ["kbo"])]  # type: ignore[misc]


def test_updates_that_wait_are_given_in_their_order_until_they_follow(embedded: AppContext) -> None:
    """However long somebody takes to decide about their base; then as the newest, and no more once they are in."""
    folder, names = embedded.settings.registers / "kbo", [f"KboOpenData_{n:04d}.zip" for n in (11, 12, 13)]
    extract(embedded, 11)
    assert given(embedded) == [(names[0], "received")]
    (base,) = delivered.deliveries(folder)
    delivered.note(base, state=delivered.RawState.HELD)
    extract(embedded, 12)
    extract(embedded, 13)
    assert given(embedded) == [(names[1], "received"), (names[2], "received")]
    behind = IntakeFault("INTAKE-026", first=11, last=11, held="", where="x", extract=12, earlier=10)
    for one in delivered.deliveries(folder)[1:]:
        assert registers.note_refused(one.folder, behind, AT) == "waits"
    later = AT + timedelta(days=40)
    delivered.note(base, state=delivered.RawState.CURRENT, settled_at=later)
    assert registers.forget_deliveries(embedded.acting(at=later)) == 0
    extract(embedded, 12)  # fetched once more: it lies there already
    assert given(embedded, later) == [(names[1], "waiting"), (names[2], "waiting")]
    for one in delivered.deliveries(folder)[1:]:
        delivered.note(one, state=delivered.RawState.CURRENT, settled_at=later)
    assert given(embedded, later) == [(names[2], "current")]


def test_an_update_that_was_overtaken_while_it_waited_is_nobodys_trouble(embedded: AppContext) -> None:
    """A newer full file is current, or one of its day: it is closed; one that comes too late at once is refused."""
    older = IntakeFault("INTAKE-023", newest="x", earlier=13, where="x", day="x", extract=12)
    of_its_day = IntakeFault("INTAKE-024", day="x", where="x")
    for number, state, fault, became, after in (
        (11, "received", older, "refused", "refused"),
        (12, "waiting", older, "passed", "superseded"),
        (13, "current", older, "passed", "current"),
        (14, "received", of_its_day, "refused", "refused"),
        (15, "waiting", of_its_day, "passed", "superseded"),
    ):
        extract(embedded, number)
        one = registers.receive(embedded.acting(at=AT), ["kbo"])[-1]
        delivered.note(one, state=delivered.RawState(state))
        assert registers.note_refused(one.folder, fault, AT) == became
        assert delivered.reading(one.folder).state == after


def _stops(*_: object) -> None:
    raise KeyboardInterrupt
