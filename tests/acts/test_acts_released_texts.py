"""Routes and patterns in words: two people stand for a text, nobody reads it before, and no case is in it."""

import pytest
from builders_acts import AT, later
from sqlmodel import select

from inspection.acts.context import Office
from inspection.acts.figures import approve_text, propose_text, released_texts
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.policy import ReleasedText

HEAD, OFFICE = "head-liege", "supervisor-liege"
WORDS = "Recruited by advertisement, brought by minibus in groups of eight, paid half of what was promised."


def proposed(house: Office, words: str = WORDS, recipient: str = "oe-br"):
    """A text that waits."""
    return propose_text(recipient, words, HEAD, at=AT, office=house)


def test_a_text_is_read_by_nobody_else_before_a_second_person_approved_it(house: Office) -> None:
    """Sealed in the store; shown to who wrote it and to who may approve it; afterwards to every reader."""
    made = proposed(house)
    with house.store.read() as session:
        row = session.exec(select(ReleasedText)).one()
        assert WORDS.encode() not in row.body
    seen = {who: released_texts(who, at=AT, office=house)[0].text for who in (HEAD, OFFICE, "insp-liege-1", "dpo-1")}
    assert seen == {HEAD: WORDS, OFFICE: WORDS, "insp-liege-1": None, "dpo-1": None}
    approve_text(made.reference, made.sha256, OFFICE, at=later(1), office=house)
    assert released_texts("insp-liege-1", at=AT, office=house)[0].text == WORDS


def test_who_wrote_it_does_not_approve_it_and_a_hash_binds(house: Office) -> None:
    """Four eyes, and exactly these words; a second approval changes nothing."""
    mine = propose_text("fps-fa", WORDS, OFFICE, at=AT, office=house)
    with pytest.raises(ReferralFault, match="REFER-813"):
        approve_text(mine.reference, mine.sha256, OFFICE, at=AT, office=house)
    with pytest.raises(ReferralFault, match="REFER-814"):
        approve_text(mine.reference, "0" * 64, "direction-1", at=AT, office=house)
    first = approve_text(mine.reference, mine.sha256, "direction-1", at=AT, office=house)
    again = approve_text(mine.reference, mine.sha256, "supervisor-namur", at=later(1), office=house)
    assert (again.approved_by, again.approved_at) == (first.approved_by, first.approved_at)


@pytest.mark.parametrize(
    ("words", "recipient", "code"),
    [
        (WORDS, "aud-liege", "REFER-810"),  # gets bundles, no texts
        (" ", "oe-br", "REFER-811"),
        ("He said 85.07.30-033.28 to us.", "oe-br", "REFER-812"),
        ("See R-26-000123-4.", "oe-br", "REFER-812"),
        ("At est:2123456789.", "oe-br", "REFER-812"),
    ],
)
def test_what_may_not_leave_is_refused(house: Office, words: str, recipient: str, code: str) -> None:
    """An office that gets no text, no text at all, and what names a person, a case or a workplace by number."""
    with pytest.raises(ReferralFault, match=code):
        proposed(house, words, recipient)


def test_an_inspector_proposes_none(house: Office) -> None:
    """Whoever heads a team writes, the office approves."""
    with pytest.raises(AccessRefused):
        propose_text("oe-br", WORDS, "insp-liege-1", at=AT, office=house)
    made = proposed(house)
    with pytest.raises(AccessRefused):
        approve_text(made.reference, made.sha256, HEAD, at=AT, office=house)
