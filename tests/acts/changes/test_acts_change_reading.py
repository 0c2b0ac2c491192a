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
from inspection.acts.controls import save
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

HEAD, WORDS = "head-liege", "SECRET-WORDS of the correction"


def a_referral(house: AppContext) -> str:
    """A referral that waits to leave; its reference."""
    return str(save(house.acting(INSPECTOR, AT), a_suspicious_control("yes"), place=LIEGE).reference)


def test_what_waits_is_listed_in_its_district_until_somebody_ends_it(embedded: AppContext) -> None:
    """Its head, the office and the data officer see it; another district does not; no word is in the trail."""
    made = propose_change(embedded.acting(INSPECTOR, AT), a_referral(embedded), "correction", WORDS)
    listed = {
        by: [one.id for one in waiting_changes(embedded.acting(by, AT))]
        for by in (INSPECTOR, HEAD, BY, "dpo-1", "head-namur")
    }
    assert listed == {INSPECTOR: [made.id], HEAD: [made.id], BY: [made.id], "dpo-1": [made.id], "head-namur": []}
    drop_change(embedded.acting(HEAD, AT), made.id)
    assert not waiting_changes(embedded.acting(HEAD, AT))
    with embedded.store.read() as session:
        trail = [entry.model_dump() for entry in session.exec(select(AuditEntryRow))]
    assert sum(entry["act"] == "referral.changes" for entry in trail) == 6
    assert WORDS not in str(trail)


def test_its_words_are_for_who_wrote_them_and_who_may_confirm(embedded: AppContext) -> None:
    """Nobody confirms unread; a colleague, another district's head and the data officer read nothing."""
    made = propose_change(embedded.acting(INSPECTOR, AT), a_referral(embedded), "withdrawal", WORDS)
    assert change_reason(embedded.acting(INSPECTOR, AT), made.id) == WORDS
    for by in (HEAD, BY):
        assert change_reason(embedded.acting(by, AT).because("handle_referral", made.reference), made.id) == WORDS
        with pytest.raises(AccessRefused) as unsaid:
            change_reason(embedded.acting(by, AT), made.id)
        assert unsaid.value.code == "ACCESS-090"
    for by in ("insp-liege-2", "head-namur", "dpo-1"):
        with pytest.raises(AccessRefused):
            change_reason(embedded.acting(by, AT), made.id)
    with pytest.raises(ReferralFault) as refused:
        change_reason(embedded.acting(HEAD, AT), "nothing")
    assert refused.value.code == "REFER-755"


def test_how_a_referral_stands_is_for_its_district(embedded: AppContext) -> None:
    """Who has it, what was recalled and what a magistrate asked; nothing of it to another district's head."""
    reference = a_referral(embedded)
    propose_change(embedded.acting(INSPECTOR, AT), reference, "correction", WORDS)
    recall(embedded.acting(INSPECTOR, AT), reference, "pjf-liege", instead="pjf-namur")
    embargo(embedded.acting(HEAD, AT), reference, "aud-liege", "letter")
    stands = standing_of(embedded.acting(INSPECTOR, AT), reference)
    assert stands.offices == ("aud-liege", "pjf-namur")
    assert [(one.recipient, one.is_breach) for one in stands.recalls] == [("pjf-liege", False)]
    assert [one.asked_by for one in stands.embargoes] == ["aud-liege"]
    assert [one.kind for one in stands.changes] == ["correction"]
    for read in (standing_of, changes_of):
        with pytest.raises(AccessRefused):
            read(embedded.acting("head-namur", AT), reference)
