"""Routes and patterns in words: two people stand for a text, nobody reads it before, and no case is in it."""

import pytest
from builders_acts import AT, later
from sqlmodel import select

from inspection.acts.figures import approve_text, propose_text, released_texts
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.policy import ReleasedTextRow
from inspection.trust import AppContext

HEAD, OFFICE = "head-liege", "supervisor-liege"
WORDS = "Recruited by advertisement, brought by minibus in groups of eight, paid half of what was promised."


def proposed(house: AppContext, words: str = WORDS, recipient: str = "oe-br"):
    """A text that waits."""
    return propose_text(house.acting(HEAD, AT), recipient, words)


def test_a_text_is_read_by_nobody_else_before_a_second_person_approved_it(house: AppContext) -> None:
    """Sealed in the store; shown to who wrote it and to who may approve it; afterwards to every reader."""
    made = proposed(house)
    with house.store.read() as session:
        row = session.exec(select(ReleasedTextRow)).one()
        assert WORDS.encode() not in row.body
    seen = {who: released_texts(house.acting(who, AT))[0].text for who in (HEAD, OFFICE, "insp-liege-1", "dpo-1")}
    assert seen == {HEAD: WORDS, OFFICE: WORDS, "insp-liege-1": None, "dpo-1": None}
    approve_text(house.acting(OFFICE, later(1)), made.reference, made.sha256)
    assert released_texts(house.acting("insp-liege-1", AT))[0].text == WORDS


def test_who_wrote_it_does_not_approve_it_and_a_hash_binds(house: AppContext) -> None:
    """Four eyes, and exactly these words; a second approval changes nothing."""
    mine = propose_text(house.acting(OFFICE, AT), "fps-fa", WORDS)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve_text(house.acting(OFFICE, AT), mine.reference, mine.sha256)
    with pytest.raises(ReferralFault, match="REFER-814"):
        approve_text(house.acting("direction-1", AT), mine.reference, "0" * 64)
    first = approve_text(house.acting("direction-1", AT), mine.reference, mine.sha256)
    again = approve_text(house.acting("supervisor-namur", later(1)), mine.reference, mine.sha256)
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
def test_what_may_not_leave_is_refused(house: AppContext, words: str, recipient: str, code: str) -> None:
    """An office that gets no text, no text at all, and what names a person, a case or a workplace by number."""
    with pytest.raises(ReferralFault, match=code):
        proposed(house, words, recipient)


def test_an_inspector_proposes_none(house: AppContext) -> None:
    """Whoever heads a team writes, the office approves."""
    with pytest.raises(AccessRefused):
        propose_text(house.acting("insp-liege-1", AT), "oe-br", WORDS)
    made = proposed(house)
    with pytest.raises(AccessRefused):
        approve_text(house.acting(HEAD, AT), made.reference, made.sha256)
