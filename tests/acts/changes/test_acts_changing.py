"""Four eyes, and what never happens: nobody confirms their own change, and no office gets what it may not see."""

import json

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_orders import BY, INSPECTOR, OTHER
from sqlmodel import select

from inspection.acts.bundles import bundle_of
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
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.errors import AccessRefused, ReferralFault
from inspection.referral.bundle import MANIFEST, damaged
from inspection.referral.delivery import FileDrop
from inspection.store.queries import alerts, deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext

HEAD, DIRECTION = "head-liege", "direction-1"
WORDS = "SECRET-WORDS of the correction"


def sent(house: AppContext) -> str:
    """A referral that has left; its reference."""
    saved = save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=LIEGE)
    deliver(house.acting(at=later(minutes=1)), {"file_drop": FileDrop(house.settings.outbox)})
    return str(saved.reference)


@pytest.mark.parametrize("kind", ["correction", "withdrawal"])
def test_nobody_confirms_their_own_change(embedded: AppContext, kind: str) -> None:
    """Not even the head of the team; another person does, and until then nothing is sent."""
    reference = sent(embedded)
    made = propose_change(embedded.acting(HEAD, AT), reference, kind, WORDS)  # type: ignore[arg-type]
    with pytest.raises(AccessRefused) as refused:
        confirm_change(embedded.acting(HEAD, AT), made.id)
    assert refused.value.code == "ACCESS-041"
    assert len(deliveries(embedded.store)) == 2
    confirm_change(embedded.acting(BY, AT), made.id)
    assert len(deliveries(embedded.store)) == 4
    with pytest.raises(ReferralFault) as again:
        confirm_change(embedded.acting(BY, AT), made.id)
    assert again.value.code == "REFER-755"


def test_an_inspector_confirms_nothing(embedded: AppContext) -> None:
    """The second person is one who heads; another district's is not asked."""
    made = propose_change(embedded.acting(INSPECTOR, AT), sent(embedded), "withdrawal", WORDS)
    for by in ("insp-liege-2", "head-namur"):
        with pytest.raises(AccessRefused):
            confirm_change(embedded.acting(by, AT), made.id)


def test_a_dropped_change_sends_nothing(embedded: AppContext) -> None:
    """Who proposed it may drop it; it stays in the record as dropped."""
    reference = sent(embedded)
    made = propose_change(embedded.acting(INSPECTOR, AT), reference, "withdrawal", WORDS)
    drop_change(embedded.acting(INSPECTOR, AT), made.id)
    assert [one.outcome for one in changes_of(embedded.acting(HEAD, AT), reference)] == ["dropped"]
    assert len(deliveries(embedded.store)) == 2


@pytest.mark.parametrize("office_id", ["djsoc-thb", "fedpros", "pagasa", "pjf-liege", "nobody"])
@pytest.mark.few(2)
def test_an_office_that_may_not_see_a_case_is_never_added(embedded: AppContext, office_id: str) -> None:
    """Not the central cell, not the federal prosecutor, no centre, and none that has it already."""
    reference = sent(embedded)
    with pytest.raises(ReferralFault) as refused:
        propose_change(embedded.acting(INSPECTOR, AT), reference, "addition", "x", recipients=[office_id])
    assert refused.value.code == "REFER-754"
    with pytest.raises(ReferralFault) as misdirected:
        recall(embedded.acting(INSPECTOR, AT), reference, "pjf-liege", instead=office_id)
    assert misdirected.value.code == "REFER-722"


def test_a_correction_names_what_it_replaces(embedded: AppContext) -> None:
    """In the manifest by the key, in words beside the report, and every file still matches its hash."""
    reference = sent(embedded)
    made = propose_change(embedded.acting(INSPECTOR, AT), reference, "correction", WORDS)
    confirm_change(embedded.acting(DIRECTION, AT), made.id)
    with embedded.store.read() as session:
        rows = list(session.exec(select(DeliveryRow).order_by(DeliveryRow.id)))
        trail = str([entry.model_dump() for entry in session.exec(select(AuditEntryRow))])
    keys = {row.id: row.bundle_key for row in rows}
    for row in (one for one in rows if one.message == "correction"):
        files = dict(bundle_of(embedded.store, row).files)
        assert json.loads(files[MANIFEST])["replaces"] == keys[str(row.supplements)]
        assert WORDS in files["message.txt"].decode()
        assert damaged(files) == []
    assert WORDS not in trail


def test_a_withdrawn_referral_is_told_of_nothing_more_but_a_new_yes(embedded: AppContext) -> None:
    """Saving the control again sends nothing; nothing is deleted at ours."""
    control = a_suspicious_control("yes", left_at=None)
    reference = str(save(embedded.acting(INSPECTOR, AT), control, place=LIEGE).reference)
    deliver(embedded.acting(at=later(minutes=1)), {"file_drop": FileDrop(embedded.settings.outbox)})
    made = propose_change(embedded.acting(INSPECTOR, AT), reference, "withdrawal", WORDS)
    confirm_change(embedded.acting(DIRECTION, AT), made.id)
    before = len(deliveries(embedded.store))
    more = control.model_copy(update={"answers": {**control.answers, "q08_papers_held": True}})
    save(embedded.acting(INSPECTOR, later(hours=1)), more, place=LIEGE)
    assert len(deliveries(embedded.store)) == before == 4
    with pytest.raises(ReferralFault) as refused:
        propose_change(embedded.acting(INSPECTOR, AT), reference, "correction", WORDS)
    assert refused.value.code == "REFER-752"


def test_a_recall_is_made_once_and_the_wrong_office_learns_nothing_more(embedded: AppContext) -> None:
    """The message holds nothing of the case; the register kinds and counts; data officer and team head are told."""
    reference = sent(embedded)
    for _ in range(2):
        recall(embedded.acting(INSPECTOR, later(hours=1)), reference, "pjf-liege")
    told = [one for one in deliveries(embedded.store) if one.recipient == "pjf-liege"]
    assert [one.message for one in told] == ["report", "recall"]
    with embedded.store.read() as session:
        row = session.get_one(DeliveryRow, told[-1].id)
        files = dict(bundle_of(embedded.store, row).files)
    assert set(files) == {MANIFEST, "message.txt"}
    assert "papers held" not in str(files)
    (entry,) = breaches(embedded.acting("dpo-1", AT))
    assert (entry.recipient, entry.deleted_at) == ("pjf-liege", None)
    assert "suspicion" in entry.categories
    assert [a.for_role for a in alerts(embedded.store) if a.kind == "breach"] == ["auditor_dpo", "team_head"]
    with pytest.raises(AccessRefused):
        breaches(embedded.acting(INSPECTOR, AT))


def test_only_a_magistrates_office_asks_for_an_embargo_or_tells_an_outcome(embedded: AppContext) -> None:
    """The police cannot take a file out of its own list, nor say how it went on."""
    reference = sent(embedded)
    with pytest.raises(ReferralFault) as refused:
        embargo(embedded.acting(HEAD, AT), reference, "pjf-liege", "telephone")
    assert refused.value.code == "REFER-759"
    with pytest.raises(ReferralFault) as told:
        note_outcome(embedded.acting(INSPECTOR, AT), reference, "pjf-liege", "other")
    assert told.value.code == "REFER-759"
    with pytest.raises(AccessRefused):
        embargo(embedded.acting(INSPECTOR, AT), reference, "aud-liege", "telephone")
    with pytest.raises(ReferralFault) as late:
        embargo(embedded.acting(OTHER, AT), reference, "aud-liege", "telephone", until=AT.date().replace(day=1))
    assert late.value.code == "REFER-760"
