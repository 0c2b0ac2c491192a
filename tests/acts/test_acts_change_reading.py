"""What waits for a second person, and who reads its words."""

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control
from builders_orders import BY, INSPECTOR
from sqlmodel import select

from inspection.acts.changes import (
    change_reason,
    changes_of,
    drop_change,
    embargo,
    propose_change,
    recall,
    standing_of,
    waiting_changes,
)
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.records import AuditEntry

HEAD, WORDS = "head-liege", "SECRET-WORDS of the correction"


def a_referral(house: Office) -> str:
    """A referral that waits to leave; its reference."""
    return str(save_control(a_suspicious_control("yes"), INSPECTOR, place=LIEGE, at=AT, office=house).reference)


def test_what_waits_is_listed_in_its_district_until_somebody_ends_it(embedded: Office) -> None:
    """Its head, the office and the data officer see it; another district does not; no word is in the trail."""
    made = propose_change(a_referral(embedded), "correction", WORDS, INSPECTOR, at=AT, office=embedded)
    listed = {
        by: [one.id for one in waiting_changes(by, at=AT, office=embedded)]
        for by in (INSPECTOR, HEAD, BY, "dpo-1", "head-namur")
    }
    assert listed == {INSPECTOR: [made.id], HEAD: [made.id], BY: [made.id], "dpo-1": [made.id], "head-namur": []}
    drop_change(made.id, HEAD, at=AT, office=embedded)
    assert not waiting_changes(HEAD, at=AT, office=embedded)
    with embedded.store.read() as session:
        trail = [entry.model_dump() for entry in session.exec(select(AuditEntry))]
    assert sum(entry["act"] == "referral.changes" for entry in trail) == 6
    assert WORDS not in str(trail)


def test_its_words_are_for_who_wrote_them_and_who_may_confirm(embedded: Office) -> None:
    """Nobody confirms unread; a colleague, another district's head and the data officer read nothing."""
    made = propose_change(a_referral(embedded), "withdrawal", WORDS, INSPECTOR, at=AT, office=embedded)
    for by in (INSPECTOR, HEAD, BY):
        assert change_reason(made.id, by, at=AT, office=embedded) == WORDS
    for by in ("insp-liege-2", "head-namur", "dpo-1"):
        with pytest.raises(AccessRefused):
            change_reason(made.id, by, at=AT, office=embedded)
    with pytest.raises(ReferralFault) as refused:
        change_reason("nothing", HEAD, at=AT, office=embedded)
    assert refused.value.code == "REFER-755"


def test_how_a_referral_stands_is_for_its_district(embedded: Office) -> None:
    """Who has it, what was recalled and what a magistrate asked; nothing of it to another district's head."""
    reference = a_referral(embedded)
    propose_change(reference, "correction", WORDS, INSPECTOR, at=AT, office=embedded)
    recall(reference, "pjf-liege", INSPECTOR, instead="pjf-namur", at=AT, office=embedded)
    embargo(reference, "aud-liege", "letter", HEAD, at=AT, office=embedded)
    stands = standing_of(reference, INSPECTOR, at=AT, office=embedded)
    assert stands.offices == ("aud-liege", "pjf-namur")
    assert [(one.recipient, one.is_breach) for one in stands.recalls] == [("pjf-liege", False)]
    assert [one.asked_by for one in stands.embargoes] == ["aud-liege"]
    assert [one.kind for one in stands.changes] == ["correction"]
    for read in (standing_of, changes_of):
        with pytest.raises(AccessRefused):
            read(reference, "head-namur", at=AT, office=embedded)
