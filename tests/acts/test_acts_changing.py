"""Four eyes, and what never happens: nobody confirms their own change, and no office gets what it may not see."""

import json

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_orders import BY, INSPECTOR, OTHER
from sqlmodel import select

from inspection.acts.changes import (
    breaches,
    changes_of,
    confirm_change,
    drop_change,
    embargo,
    note_outcome,
    propose_change,
    recall,
)
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.delivery import deliver
from inspection.acts.referrals import bundle_of
from inspection.errors import AccessRefused, ReferralFault
from inspection.referral.bundle import MANIFEST, damaged
from inspection.referral.delivery import FileDrop
from inspection.store.queries import alerts, deliveries
from inspection.store.records import AuditEntry
from inspection.store.referrals import DeliveryRow

HEAD, DIRECTION = "head-liege", "direction-1"
WORDS = "SECRET-WORDS of the correction"


def sent(house: Office) -> str:
    """A referral that has left; its reference."""
    saved = save_control(a_suspicious_control("yes"), INSPECTOR, place=LIEGE, at=AT, office=house)
    deliver({"file_drop": FileDrop(house.settings.outbox)}, at=later(minutes=1), office=house)
    return str(saved.reference)


@pytest.mark.parametrize("kind", ["correction", "withdrawal"])
def test_nobody_confirms_their_own_change(embedded: Office, kind: str) -> None:
    """Not even the head of the team; another person does, and until then nothing is sent."""
    reference = sent(embedded)
    made = propose_change(reference, kind, WORDS, HEAD, at=AT, office=embedded)  # type: ignore[arg-type]
    with pytest.raises(ReferralFault) as refused:
        confirm_change(made.id, HEAD, at=AT, office=embedded)
    assert refused.value.code == "REFER-756"
    assert len(deliveries(embedded.store)) == 2
    confirm_change(made.id, BY, at=AT, office=embedded)
    assert len(deliveries(embedded.store)) == 4
    with pytest.raises(ReferralFault) as again:
        confirm_change(made.id, BY, at=AT, office=embedded)
    assert again.value.code == "REFER-755"


def test_an_inspector_confirms_nothing(embedded: Office) -> None:
    """The second person is one who heads; another district's is not asked."""
    made = propose_change(sent(embedded), "withdrawal", WORDS, INSPECTOR, at=AT, office=embedded)
    for by in ("insp-liege-2", "head-namur"):
        with pytest.raises(AccessRefused):
            confirm_change(made.id, by, at=AT, office=embedded)


def test_a_dropped_change_sends_nothing(embedded: Office) -> None:
    """Who proposed it may drop it; it stays in the record as dropped."""
    reference = sent(embedded)
    made = propose_change(reference, "withdrawal", WORDS, INSPECTOR, at=AT, office=embedded)
    drop_change(made.id, INSPECTOR, at=AT, office=embedded)
    assert [one.outcome for one in changes_of(reference, HEAD, at=AT, office=embedded)] == ["dropped"]
    assert len(deliveries(embedded.store)) == 2


@pytest.mark.parametrize("office_id", ["djsoc-thb", "fedpros", "pagasa", "pjf-liege", "nobody"])
def test_an_office_that_may_not_see_a_case_is_never_added(embedded: Office, office_id: str) -> None:
    """Not the central cell, not the federal prosecutor, no centre, and none that has it already."""
    reference = sent(embedded)
    with pytest.raises(ReferralFault) as refused:
        propose_change(reference, "addition", "x", INSPECTOR, recipients=[office_id], at=AT, office=embedded)
    assert refused.value.code == "REFER-754"
    with pytest.raises(ReferralFault) as misdirected:
        recall(reference, "pjf-liege", INSPECTOR, instead=office_id, at=AT, office=embedded)
    assert misdirected.value.code == "REFER-722"


def test_a_correction_names_what_it_replaces(embedded: Office) -> None:
    """In the manifest by the key, in words beside the report, and every file still matches its hash."""
    reference = sent(embedded)
    made = propose_change(reference, "correction", WORDS, INSPECTOR, at=AT, office=embedded)
    confirm_change(made.id, DIRECTION, at=AT, office=embedded)
    with embedded.store.read() as session:
        rows = list(session.exec(select(DeliveryRow).order_by(DeliveryRow.id)))
        trail = str([entry.model_dump() for entry in session.exec(select(AuditEntry))])
    keys = {row.id: row.bundle_key for row in rows}
    for row in (one for one in rows if one.message == "correction"):
        files = dict(bundle_of(embedded.store, row).files)
        assert json.loads(files[MANIFEST])["replaces"] == keys[str(row.supplements)]
        assert WORDS in files["message.txt"].decode()
        assert damaged(files) == []
    assert WORDS not in trail


def test_a_withdrawn_referral_is_told_of_nothing_more_but_a_new_yes(embedded: Office) -> None:
    """Saving the control again sends nothing; nothing is deleted at ours."""
    control = a_suspicious_control("yes", left_at=None)
    reference = str(save_control(control, INSPECTOR, place=LIEGE, at=AT, office=embedded).reference)
    deliver({"file_drop": FileDrop(embedded.settings.outbox)}, at=later(minutes=1), office=embedded)
    made = propose_change(reference, "withdrawal", WORDS, INSPECTOR, at=AT, office=embedded)
    confirm_change(made.id, DIRECTION, at=AT, office=embedded)
    before = len(deliveries(embedded.store))
    more = control.model_copy(update={"answers": {**control.answers, "q08_papers_held": True}})
    save_control(more, INSPECTOR, place=LIEGE, at=later(hours=1), office=embedded)
    assert len(deliveries(embedded.store)) == before == 4
    with pytest.raises(ReferralFault) as refused:
        propose_change(reference, "correction", WORDS, INSPECTOR, at=AT, office=embedded)
    assert refused.value.code == "REFER-752"


def test_a_recall_is_made_once_and_the_wrong_office_learns_nothing_more(embedded: Office) -> None:
    """The message holds nothing of the case; the register kinds and counts; data officer and team head are told."""
    reference = sent(embedded)
    for _ in range(2):
        recall(reference, "pjf-liege", INSPECTOR, at=later(hours=1), office=embedded)
    told = [one for one in deliveries(embedded.store) if one.recipient == "pjf-liege"]
    assert [one.message for one in told] == ["report", "recall"]
    with embedded.store.read() as session:
        row = session.get_one(DeliveryRow, told[-1].id)
        files = dict(bundle_of(embedded.store, row).files)
    assert set(files) == {MANIFEST, "message.txt"}
    assert "papers held" not in str(files)
    (entry,) = breaches("dpo-1", at=AT, office=embedded)
    assert (entry.recipient, entry.deleted_at) == ("pjf-liege", None)
    assert "suspicion" in entry.categories
    assert [a.for_role for a in alerts(embedded.store) if a.kind == "breach"] == ["auditor_dpo", "team_head"]
    with pytest.raises(AccessRefused):
        breaches(INSPECTOR, at=AT, office=embedded)


def test_only_a_magistrates_office_asks_for_an_embargo_or_tells_an_outcome(embedded: Office) -> None:
    """The police cannot take a file out of its own list, nor say how it went on."""
    reference = sent(embedded)
    with pytest.raises(ReferralFault) as refused:
        embargo(reference, "pjf-liege", "telephone", HEAD, at=AT, office=embedded)
    assert refused.value.code == "REFER-759"
    with pytest.raises(ReferralFault) as told:
        note_outcome(reference, "pjf-liege", "other", INSPECTOR, at=AT, office=embedded)
    assert told.value.code == "REFER-759"
    with pytest.raises(AccessRefused):
        embargo(reference, "aud-liege", "telephone", INSPECTOR, at=AT, office=embedded)
    with pytest.raises(ReferralFault) as late:
        embargo(reference, "aud-liege", "telephone", OTHER, until=AT.date().replace(day=1), at=AT, office=embedded)
    assert late.value.code == "REFER-760"
