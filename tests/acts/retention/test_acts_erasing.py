"""What is due is proposed, confirmed by a second person, destroyed to the last byte, and told by counts alone."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, a_control, a_suspicious_control, later
from builders_erasures import pages
from builders_orders import BY as SUPERVISOR
from builders_orders import TEAM, ordered
from houses import as_user
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlmodel import select

from inspection.acts.chasing import list_alerts
from inspection.acts.controls import begin_draft, control_extracts, correct_control, keep_attachment, save
from inspection.acts.history import take_checkpoint
from inspection.acts.orders import permit, withdraw_order
from inspection.acts.retention import (
    ErasureProposal,
    confirm_erasure,
    erasures,
    finish_erasures,
    legal_holds,
    lift_legal_hold,
    place_legal_hold,
    propose_erasure,
)
from inspection.acts.retention.erasable import ERASABLE
from inspection.acts.workplaces import place_hold
from inspection.errors import AccessRefused, StoreFault
from inspection.store.controls import AttachmentRow, ControlRow, ControlVersionRow, DecisionRow, DraftRow
from inspection.store.core import new_id
from inspection.store.orders import JudicialOrderRow, JudicialPermissionRow
from inspection.store.records import AuditEntryRow, ErasureOutcomeRow, ErasureRow, LegalHoldRow
from inspection.store.referrals import FollowUpRow
from inspection.store.weeks import HoldRow
from inspection.trust import AppContext, verify_trail

BY, DIRECTION = "insp-liege-1", "direction-1"
PHOTO = b"\xff\xd8\xff\xe0" + b"a photo of nobody" * 9
LONG = later(days=6000)
NOTHING = "01a215c0-f15b-7590-bd54-343c5bfc8095"
CANARY = "site:canary-7f3a9c"


def photo(house: AppContext, control_id: str) -> Path:
    """Let a photo arrive; returns its sealed file."""
    digest = hashlib.sha256(PHOTO).hexdigest()
    keep_attachment(house.acting(BY, AT), control_id, PHOTO, "image/jpeg", sha256=digest)
    return house.settings.attachments / control_id / f"{digest}.sealed"


def a_draft(house: AppContext, workplace: str = CANARY) -> str:
    """Begin a control that nobody finishes."""
    checklist = a_control().checklist.model_dump()
    raw = {"checklist": checklist, "sector": "restaurants", "workplace": workplace, "entered_at": AT.isoformat(),
           "persons": [{"ref": "P1", "name": "Canary Birdwood"}]}  # fmt: skip
    return begin_draft(house.acting(BY, AT), raw, place=LIEGE).id


def proposed(house: AppContext, at: datetime = LONG) -> ErasureProposal:
    """Propose what is due at a moment."""
    made = propose_erasure(house.acting("system", at))
    assert made is not None
    return made


def confirmed(house: AppContext, made: ErasureProposal, at: datetime = LONG) -> ErasureProposal:
    """Confirm it as the direction."""
    return confirm_erasure(house.acting(DIRECTION, at), made.reference, made.sha256)


def count(house: AppContext, table: type) -> int:
    """How many rows a table has."""
    with house.store.read() as session:
        return len(session.exec(select(table)).all())


def test_what_is_due_is_proposed_by_class_and_only_when_its_time_is_over(house: AppContext) -> None:
    """A day early there is nothing; the same again is the proposal that waits; nothing is destroyed by proposing."""
    file = photo(house, new_id())
    assert propose_erasure(house.acting("system", later(days=89))) is None
    made = proposed(house, later(days=91))
    assert made.due == {"attachment_without_control": 1}
    assert proposed(house, later(days=91)) == made
    assert (count(house, AttachmentRow), file.exists()) == (1, True)


def test_a_second_person_confirms_bound_to_the_hash(house: AppContext) -> None:
    """Neither who proposed it, nor an inspector, nor somebody with an older hash; twice changes nothing."""
    photo(house, new_id())
    made = propose_erasure(house.acting(SUPERVISOR, LONG))
    assert made is not None
    for by, sha256, code in ((SUPERVISOR, made.sha256, "ACCESS-041"), (DIRECTION, "0" * 64, "STORE-084")):
        with pytest.raises((AccessRefused, StoreFault)) as refused:
            confirm_erasure(house.acting(by, LONG), made.reference, sha256)
        assert refused.value.code == code
    with pytest.raises(AccessRefused):
        confirm_erasure(house.acting(BY, LONG), made.reference, made.sha256)
    done = confirmed(house, made)
    assert done.report == {"erased": {"attachment_without_control": 1}}
    assert confirmed(house, made) == done
    assert count(house, ErasureOutcomeRow) == 1


def test_a_newer_proposal_replaces_an_older_one(house: AppContext) -> None:
    """What was shown last is what is confirmed; the list holds no other."""
    photo(house, new_id())
    old = proposed(house)
    a_draft(house)
    new = proposed(house)
    with pytest.raises(StoreFault) as refused:
        confirmed(house, old)
    assert refused.value.code == "STORE-084"
    assert [one.reference for one in erasures(house.acting(DIRECTION, LONG))] == [new.reference]


def waiting(house: AppContext) -> list[str]:
    """The references of the proposals of which the direction is alerted."""
    about = [one.subject for one in list_alerts(house.acting(DIRECTION, LONG)) if one.kind == "erasure_waiting"]
    with house.store.read() as session:
        return [session.get_one(ErasureRow, id_).reference for id_ in about]


def test_the_alert_ends_with_what_waits(house: AppContext) -> None:
    """With its confirmation, with the proposal that replaces it, and where nothing is due any more."""
    photo(house, new_id())
    old = proposed(house)
    assert waiting(house) == [old.reference]
    a_draft(house)
    new = proposed(house)
    assert waiting(house) == [new.reference]
    confirmed(house, new)
    assert waiting(house) == []
    assert propose_erasure(house.acting("system", LONG)) is None
    draft = a_draft(house)
    held = proposed(house)
    place_legal_hold(house.acting(SUPERVISOR, LONG), draft, reason="appeal")
    assert propose_erasure(house.acting("system", LONG)) is None
    assert waiting(house) == []
    lift_legal_hold(house.acting(DIRECTION, LONG), draft)
    assert (proposed(house).reference, waiting(house)) == (held.reference, [held.reference])  # it waits once more


def test_attachments_go_with_their_files_and_a_late_control_saves_them(house: AppContext) -> None:
    """Looked at again when confirmed: the control that came meanwhile keeps its photo."""
    control = a_control(workplace=FIRM)
    lonely, saved = photo(house, new_id()), photo(house, control.control_id)
    made = proposed(house, later(days=100))
    save(house.acting(BY, AT), control, place=LIEGE)
    done = confirmed(house, made, later(days=100))
    assert done.report == {"erased": {"attachment_without_control": 1}, "gone": {"attachment_without_control": 1}}
    assert (lonely.exists(), saved.exists(), count(house, AttachmentRow)) == (False, True, 1)


def test_a_file_that_a_killed_process_left_goes_the_next_night(house: AppContext) -> None:
    """And one that a device sent again since then is another one, which stays."""
    control_id = new_id()
    file = photo(house, control_id)
    confirmed(house, proposed(house))
    file.parent.mkdir()
    file.write_bytes(b"left behind")
    assert (finish_erasures(house.acting()), file.exists()) == (1, False)
    again = photo(house, control_id)
    assert (finish_erasures(house.acting()), again.exists()) == (0, True)


def test_a_legal_hold_blocks_until_it_is_lifted(house: AppContext) -> None:
    """Placed before, nothing is proposed; placed after, nothing is destroyed; the report says so."""
    draft = a_draft(house)
    made = proposed(house)
    place_legal_hold(house.acting(SUPERVISOR, LONG), draft, reason="appeal")
    assert confirmed(house, made).report == {"held": {"draft": 1}}
    assert propose_erasure(house.acting("system", LONG)) is None
    assert [held.reason for held in legal_holds(house.acting(DIRECTION, LONG))] == ["appeal"]
    lift_legal_hold(house.acting(DIRECTION, LONG), draft)
    assert confirmed(house, proposed(house)).report == {"erased": {"draft": 1}}


def test_a_hold_on_a_control_keeps_its_attachments(house: AppContext) -> None:
    """One id for all that belongs to it."""
    control_id = new_id()
    file = photo(house, control_id)
    place_legal_hold(house.acting(SUPERVISOR, AT), control_id, reason="investigation")
    assert propose_erasure(house.acting("system", LONG)) is None
    assert file.exists()


def test_a_hold_on_any_part_of_a_case_holds_the_case(house: AppContext) -> None:
    """On a follow-up, as on its decision, the control is kept and told; either id lifts it."""
    control = a_suspicious_control("no")
    save(house.acting(BY, AT), control, place=LIEGE)
    with house.store.read() as session:
        parts = [session.exec(select(FollowUpRow.id)).first(), session.exec(select(DecisionRow.id)).first()]
    for part in parts:
        held = place_legal_hold(house.acting(SUPERVISOR, LONG), str(part), reason="appeal")
        assert held.subject == control.control_id
        assert named(house, control.control_id) is None
        lift_legal_hold(house.acting(DIRECTION, LONG), str(part))
    assert legal_holds(house.acting(DIRECTION, LONG)) == ()
    assert named(house, control.control_id) is not None


def named(house: AppContext, control_id: str) -> ErasureProposal | None:
    """Propose a case whose person asks for it; None where it is held."""
    return propose_erasure(house.acting(SUPERVISOR, LONG), class_key="subject_request", subjects=[control_id])


def test_a_hold_of_before_on_a_part_of_a_case_holds_it_too(house: AppContext) -> None:
    """It was taken as it was given; now it holds what it was meant for."""
    control = a_suspicious_control("no")
    save(house.acting(BY, AT), control, place=LIEGE)
    with house.store.write() as session:
        part = str(session.exec(select(FollowUpRow.id)).first())
        told = {"service": "ONSS", "reason": "appeal", "placed_by": SUPERVISOR, "placed_at": AT}
        session.add(LegalHoldRow(id=new_id(), subject=part, **told))
    assert named(house, control.control_id) is None


def test_a_hold_that_would_hold_nothing_is_refused(embedded: AppContext) -> None:
    """A mistyped id, or a record of another service."""
    entered = a_control()
    save(as_user(embedded, BY, AT), entered, place=LIEGE)
    with embedded.store.write() as session:
        session.get_one(ControlRow, entered.control_id).service = "TSW"
    for subject in (NOTHING, entered.control_id):
        with pytest.raises(StoreFault) as refused:
            place_legal_hold(as_user(embedded, SUPERVISOR, AT), subject, reason="appeal")
        assert refused.value.code == "STORE-087"
    assert legal_holds(as_user(embedded, DIRECTION, AT)) == ()


@pytest.mark.parametrize(("subject", "reason"), [("Jan Peeters", "appeal"), (NOTHING, "he complained"), (NOTHING, "")])
def test_a_legal_hold_says_nothing_about_anybody(house: AppContext, subject: str, reason: str) -> None:
    """An id of ours and one word."""
    with pytest.raises(StoreFault) as refused:
        place_legal_hold(house.acting(SUPERVISOR, AT), subject, reason=reason)
    assert refused.value.code == "STORE-080"


def test_a_control_goes_with_everything_that_was_kept_of_it(house: AppContext) -> None:
    """Its versions, words and photos too, though nobody else may delete them; the trail keeps that it took place."""
    control = a_control(workplace=FIRM)
    save(house.acting(BY, AT), control, place=LIEGE)
    file = photo(house, control.control_id)
    mended = control.model_copy(update={"answers": {**control.answers, "fm_head_count": 3}})
    correct_control(house.acting(BY, AT), mended, "miscounted", place=LIEGE)
    checkpoint = take_checkpoint(house.acting_as_flow("history", AT))
    with pytest.raises((DatabaseError, DBAPIError)), house.store.write() as session:
        session.connection().execute(text("DELETE FROM control_version"))
    assert propose_erasure(house.acting("system", later(days=729))) is None
    done = confirmed(house, proposed(house))
    assert done.report is not None
    (kind,) = done.report["erased"]
    assert kind.startswith("control_with")
    assert (count(house, ControlRow), count(house, ControlVersionRow), file.exists()) == (0, 0, False)
    with house.store.read() as session:
        acts = session.exec(select(AuditEntryRow.act).where(AuditEntryRow.subject == control.control_id)).all()
    assert {"control.save", "control.correct", "control.erase"} <= set(acts)
    assert verify_trail(house.store, checkpoint).holds
    with pytest.raises(AccessRefused):
        control_extracts(house.acting(BY, LONG), control.control_id)


def test_a_control_of_which_something_runs_waits_for_a_person(house: AppContext) -> None:
    """A referral, an undecided suspicion: no time alone ends them. Only the keys of old links go."""
    for decision in ("yes", "undecided"):
        save(house.acting(BY, AT), a_suspicious_control(decision, workplace=f"site:{decision}"), place=LIEGE)
    assert proposed(house).due == {"link_key": 1}


def test_an_order_is_emptied_when_a_person_names_it(house: AppContext) -> None:
    """Never by itself; what stays is who could see it. One that is open is refused."""
    order, still = ordered(house), ordered(house, "est:2999999999")
    permit(house.acting(SUPERVISOR, AT), order.id, "team", TEAM)
    withdraw_order(house.acting(SUPERVISOR, later(1)), order.id, reason="withdrawn_by_magistrate")
    assert propose_erasure(house.acting("system", LONG)) is None
    with pytest.raises(StoreFault) as refused:
        propose_erasure(house.acting(SUPERVISOR, LONG), class_key="judicial_order", subjects=[still.id])
    assert refused.value.code == "STORE-083"
    with pytest.raises(StoreFault) as refused:  # whoever confirms it must be somebody else than who named it
        propose_erasure(house.acting("system", LONG), class_key="judicial_order", subjects=[order.id])
    assert refused.value.code == "STORE-086"
    made = propose_erasure(house.acting(SUPERVISOR, LONG), class_key="judicial_order", subjects=[order.id])
    assert made is not None
    assert confirmed(house, made).report == {"erased": {"judicial_order": 1}}
    with house.store.read() as session:
        row = session.get_one(JudicialOrderRow, order.id)
    assert row.workplace_key == ""
    assert house.store.unseal("judicial_order.workplace", row.id, row.workplace) == ""
    assert count(house, JudicialPermissionRow) >= 2


def test_a_class_that_has_a_time_is_not_destroyed_by_name(house: AppContext) -> None:
    """Nobody makes a draft disappear before its time."""
    draft = a_draft(house)
    for key in ("draft", "nonsense"):
        with pytest.raises(StoreFault) as refused:
            propose_erasure(house.acting(SUPERVISOR, AT), class_key=key, subjects=[draft])
        assert refused.value.code == "STORE-082"


def test_a_hold_on_a_place_goes_a_year_after_it_ended(house: AppContext) -> None:
    """By its last day, or by the day on which it was lifted."""
    place_hold(house.acting(SUPERVISOR, AT), "workplace", FIRM, date(2026, 12, 1))
    assert propose_erasure(house.acting("system", later(days=370))) is None
    confirmed(house, proposed(house, later(days=373)), later(days=373))
    assert count(house, HoldRow) == 0


def test_kept_travel_times_are_files_and_go_too(house: AppContext) -> None:
    """They hold coordinates of places under enquiry."""
    file = house.settings.cache / "roads" / "edition" / "table.npz"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    confirmed(house, proposed(house))
    assert not file.exists()


def test_every_class_that_is_destroyed_has_a_time_in_the_rules(house: AppContext) -> None:
    """Or says that a person decides."""
    assert set(ERASABLE) <= set(house.catalogue(AT.date()).retention)


def test_after_an_erasure_no_byte_of_it_is_in_the_database(house: AppContext) -> None:
    """Neither in a free page nor in the journal: looked for in every page, decrypted, sealed text and all."""
    if not house.store.is_embedded:
        pytest.skip("PostgreSQL overwrites by VACUUM, on its own disk")
    for n in range(30):
        a_draft(house, f"{CANARY}-{n}")
    with house.store.read() as session:
        sealed = [row.body for row in session.exec(select(DraftRow))]
    file, key = house.settings.store_file, house.store.keys.database

    def found() -> int:
        journal = file.with_name(f"{file.name}-wal")
        whole = b"".join((*pages(file, key), *pages(journal, key, head=32, between=24)))
        return whole.count(CANARY.encode()) + sum(body[-40:] in whole for body in sealed)

    assert found() >= 60
    confirmed(house, proposed(house))
    assert found() == 0
