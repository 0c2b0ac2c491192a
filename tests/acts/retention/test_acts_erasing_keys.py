"""Keys of cases go with the last thing that they seal, at no moment while something lives, and do not come back."""

from hashlib import sha256
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, later
from builders_erasures import DIRECTION, DPO, a_draft_of
from houses import as_user
from sqlmodel import delete

from inspection.acts.controls import attaching, attachment, drop_draft, keep_attachment, save
from inspection.acts.openrosa.parts import keep_parts
from inspection.acts.retention import (
    ErasureProposal,
    cases,
    confirm_erasure,
    finish_erasures,
    lift_legal_hold,
    place_legal_hold,
    propose_erasure,
)
from inspection.errors import StoreFault
from inspection.keyring import Keyring, case_named
from inspection.store.controls import ControlRow, OpenRosaPartRow, OpenRosaSubmissionRow
from inspection.store.core import new_id
from inspection.trust import AppContext

BY, LONG = "insp-liege-1", later(days=6000)
PHOTO = b"\xff\xd8\xff\xe0" + b"a photo of nobody" * 9
DIGEST = sha256(PHOTO).hexdigest()
NAMED = "subject_request"


def a_photo(app: AppContext, control_id: str) -> bool:
    """Let a photo arrive; tell whether it is new."""
    return keep_attachment(as_user(app, BY, AT), control_id, PHOTO, "image/jpeg", sha256=DIGEST).is_new


def confirmed(app: AppContext, made: ErasureProposal | None) -> Any:
    """Confirm a proposal as the direction; returns the report."""
    assert made is not None
    return confirm_erasure(as_user(app, DIRECTION, LONG), made.reference, made.sha256).report


def one_event(app: AppContext) -> tuple[str, str]:
    """Make a control that went on as another; returns both ids."""
    entered, own = a_control(), a_control(workplace="site:own")
    for control in (entered, own):
        save(as_user(app, BY, AT), control, place=LIEGE)
    with app.store.write() as session:
        row = session.get_one(ControlRow, entered.control_id)
        row.continued_as = own.control_id
        session.add(row)
    return entered.control_id, own.control_id


def test_a_hold_on_an_entry_keeps_the_control_that_took_its_place(house: AppContext) -> None:
    """Both are one event: nothing of it is proposed, and nothing is destroyed where the hold came later."""
    entered, own = one_event(house)
    made = propose_erasure(as_user(house, DPO, LONG), class_key=NAMED, subjects=[own])
    place_legal_hold(as_user(house, DPO, LONG), entered, reason="appeal")
    assert confirmed(house, made) == {"held": {NAMED: 2}}
    assert propose_erasure(as_user(house, "system", LONG)) is None
    assert propose_erasure(as_user(house, DPO, LONG), class_key=NAMED, subjects=[own]) is None
    lift_legal_hold(as_user(house, DPO, LONG), entered)
    assert confirmed(house, propose_erasure(as_user(house, DPO, LONG), class_key=NAMED, subjects=[entered])) == {
        "erased": {NAMED: 2}
    }
    assert {entered, own} <= house.store.keyring.tombstones().keys()


def test_no_other_case_is_looked_at_where_some_are_named(embedded: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """To name a few costs what those cost, to propose and to confirm."""
    ids, looked = [], []
    for n in range(4):
        control = a_suspicious_control("no", workplace=f"site:{n}")
        save(as_user(embedded, BY, AT), control, place=LIEGE)
        ids.append(control.control_id)
    one_event = cases.one_event
    monkeypatch.setattr(cases, "one_event", lambda session, id_: looked.append(id_) or one_event(session, id_))
    made = propose_erasure(as_user(embedded, DPO, LONG), class_key=NAMED, subjects=[ids[2]])
    assert confirmed(embedded, made) == {"erased": {NAMED: 1}}
    assert looked == [ids[2]] * 2
    with pytest.raises(StoreFault, match="STORE-083"):
        propose_erasure(as_user(embedded, DPO, LONG), class_key=NAMED, subjects=[new_id()])


def test_a_receipt_is_of_a_file_that_opens(embedded: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its key, or all of it, goes between the file and its row: it is written anew; also where it is known already."""
    control_id = new_id()
    keyring, place = embedded.store.keyring, embedded.settings.attachments / control_id

    def destroyed(name: str) -> None:
        keyring.destroy(control_id, AT, may_return=True)

    monkeypatch.setattr(attaching, "failpoint", destroyed)
    assert a_photo(embedded, control_id)
    assert attachment(as_user(embedded, BY, AT), control_id, DIGEST) == PHOTO
    (place / f"{DIGEST}.sealed").unlink()
    assert not a_photo(embedded, control_id)
    assert attachment(as_user(embedded, BY, AT), control_id, DIGEST) == PHOTO


def test_a_key_is_destroyed_where_nobody_writes(embedded: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the transaction that looked: a device that sends its photo again waits, and gets a new key."""
    destroy, tried = Keyring.destroy, []

    def held(keyring: Keyring, *args: Any, **kwargs: Any) -> bool:
        with pytest.raises(StoreFault) as fault, embedded.store.write():
            pass
        tried.append(fault.value.code)
        return destroy(keyring, *args, **kwargs)

    a_photo(embedded, new_id())
    monkeypatch.setattr(Keyring, "destroy", held)
    confirmed(embedded, propose_erasure(as_user(embedded, "system", LONG)))
    assert tried == ["STORE-020"]
    assert list(embedded.store.keyring.cases()) == []


def test_what_was_begun_and_never_finished_leaves_no_key(house: AppContext) -> None:
    """Parts of a submission whose time is over, and a draft that is given up; while another part waits, it stays."""
    first, second = (case_named(f"openrosa uuid:{n}") for n in (1, 2))
    keep_parts(as_user(house, BY, later(days=-40)), "uuid:1", {"a.jpg": PHOTO})
    keep_parts(as_user(house, BY, later(days=-20)), "uuid:1", {"b.jpg": PHOTO})
    keep_parts(as_user(house, BY, AT), "uuid:2", {"a.jpg": PHOTO})
    draft = a_draft_of(house, "canary")
    assert set(house.store.keyring.cases()) == {first, second, draft}
    drop_draft(as_user(house, BY, AT), draft, because="given_up")
    assert set(house.store.keyring.cases()) == {first, second}
    keep_parts(as_user(house, BY, later(days=15)), "uuid:2", {"b.jpg": PHOTO})
    assert set(house.store.keyring.cases()) == {second}
    confirmed(house, propose_erasure(as_user(house, "system", LONG)))
    assert list(house.store.keyring.cases()) == []


def test_a_key_that_a_killed_process_left_behind_goes_by_the_next_night(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft was given up, or parts whose time was over went; its key opens what backups hold of it."""
    keep_parts(as_user(house, BY, later(days=-40)), "uuid:1", {"a.jpg": PHOTO})
    given_up, with_photo = a_draft_of(house, "canary"), a_draft_of(house, "another")
    a_photo(house, with_photo)
    with monkeypatch.context() as patched:
        patched.setattr("inspection.acts.records.forget_unfinished", _killed)
        for draft in (given_up, with_photo):
            with pytest.raises(KeyboardInterrupt):
                drop_draft(as_user(house, BY, AT), draft, because="given_up")
        with pytest.raises(KeyboardInterrupt):
            keep_parts(as_user(house, BY, AT), "uuid:2", {"a.jpg": PHOTO})
    first, second = (case_named(f"openrosa uuid:{n}") for n in (1, 2))
    assert set(house.store.keyring.cases()) == {given_up, with_photo, first, second}
    assert finish_erasures(as_user(house, "system", AT)) == 2
    assert set(house.store.keyring.cases()) == {with_photo, second}, "a photo and a part wait"
    assert finish_erasures(as_user(house, "system", AT)) == 0


def test_a_key_of_which_no_row_is_here_may_be_of_a_case_all_the_same(house: AppContext) -> None:
    """Of one that is just being saved, or that an older database, put back for a while, does not know.

    Nor does that of a submission go before the control that it became.
    """
    control = a_suspicious_control("no")
    save(as_user(house, BY, AT), control, place=LIEGE)
    keep_parts(as_user(house, BY, AT), "uuid:1", {"a.jpg": PHOTO})
    with house.store.write() as session:
        session.exec(delete(OpenRosaPartRow))
        session.add(a_submission("uuid:1", control.control_id))
    unknown = new_id()
    house.store.keyring.make(unknown)
    assert finish_erasures(as_user(house, "system", later(days=400))) == 0
    kept = {control.control_id, case_named("openrosa uuid:1"), unknown}
    assert set(house.store.keyring.cases()) == kept


def a_submission(instance: str, control_id: str) -> OpenRosaSubmissionRow:
    """A submission that became a control."""
    told = {"form": "control", "version": "1", "content_key": "", "media": {}, "device_id": "device"}
    ids = {"id": new_id(), "instance": instance, "control_id": control_id}
    return OpenRosaSubmissionRow(**told, **ids, user_id=BY, received_at=AT)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_key_that_a_copy_brought_back_goes_again(embedded: AppContext) -> None:
    """Of an erased case, by the next night."""
    control = a_suspicious_control("no")
    save(as_user(embedded, BY, AT), control, place=LIEGE)
    keyring, id_ = embedded.store.keyring, control.control_id
    file = keyring.folder / id_[-2:] / f"{id_}.key"
    body = file.read_bytes()
    confirmed(embedded, propose_erasure(as_user(embedded, DPO, LONG), class_key=NAMED, subjects=[id_]))
    assert finish_erasures(as_user(embedded, "system", LONG)) == 0
    file.write_bytes(body)
    assert (finish_erasures(as_user(embedded, "system", LONG)), file.exists()) == (1, False)
