"""Text that is typed is kept: for whoever typed it alone, by version, sealed, until it was sent or nobody came back."""

from datetime import timedelta

import pytest
from builders_acts import AT
from builders_identity import an_account, signed_in, the_direction
from sqlmodel import select

from inspection import acts
from inspection.acts.texts import Sent, forget_old_texts, forget_sent, forget_texts, keep_text, kept_texts
from inspection.errors import AccessRefused, StoreFault
from inspection.store.people import KeptTextRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, audited_transaction, verify_trail

INSPECTOR, OTHER = "insp-liege-1", "insp-namur-1"
PAGE, FIELD, SECRET = "/case/a1b2", "question", "Where is SECRET-7 lodged?"
ENTRY = "/board/entry"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def rows(house: AppContext) -> list[KeptTextRow]:
    with house.store.read() as session:
        return list(session.exec(select(KeptTextRow)))


def trail(house: AppContext) -> list[tuple[str, str]]:
    with house.store.read() as session:
        found = session.exec(select(AuditEntryRow).where(AuditEntryRow.stream == "text").order_by(AuditEntryRow.n))
        return [(entry.act, entry.who) for entry in found]


def test_what_is_typed_comes_back_to_whoever_typed_it(house: AppContext) -> None:
    """On both databases: version by version, with the id of its form; nobody else gets it, and no other page."""
    first = keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "Where", 0, form="f-1")
    assert (first.version, first.words, first.is_stale, first.fresh) == (1, "Where", False, "")
    second = keep_text(house.acting(INSPECTOR, AT + MINUTE), PAGE, FIELD, SECRET, 1, form="f-1")
    assert (second.version, second.kept_at) == (2, AT + MINUTE)
    (kept,) = kept_texts(house.acting(INSPECTOR, AT + MINUTE), PAGE)
    assert (kept.field, kept.words, kept.form, kept.version) == (FIELD, SECRET, "f-1", 2)
    assert kept_texts(house.acting(OTHER, AT + MINUTE), PAGE) == []
    assert kept_texts(house.acting(INSPECTOR, AT + MINUTE), "/case/other") == []


def test_an_older_version_overwrites_nothing(house: AppContext) -> None:
    """A second window that knows an older text is told the newer one; with its version it may write over it."""
    keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "one", 0)
    stale = keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "two", 0)
    assert (stale.is_stale, stale.words, stale.version) == (True, "one", 1)
    assert [one.words for one in kept_texts(house.acting(INSPECTOR, AT), PAGE)] == ["one"]
    assert keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "two", stale.version).version == 2


def test_the_same_words_twice_are_kept_once(house: AppContext) -> None:
    """A call whose answer was lost is repeated: it is not stale, and no other version."""
    keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "one", 0)
    again = keep_text(house.acting(INSPECTOR, AT + MINUTE), PAGE, FIELD, "one", 0)
    assert (again.version, again.is_stale, again.kept_at) == (1, False, AT)


def test_what_was_sent_is_gone_and_the_rest_of_the_page_stays(house: AppContext) -> None:
    """Another form of the same page keeps its own; a window that types on begins a text of its own."""
    keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "one", 0)
    keep_text(house.acting(INSPECTOR, AT), PAGE, "refusal", "other", 0)
    keep_text(house.acting(OTHER, AT), PAGE, FIELD, "theirs", 0)
    assert forget_texts(house.acting(INSPECTOR, AT), PAGE, {FIELD}) == 1
    assert forget_texts(house.acting(INSPECTOR, AT), PAGE, {FIELD}) == 0
    assert [one.words for one in kept_texts(house.acting(INSPECTOR, AT), PAGE)] == ["other"]
    assert [one.words for one in kept_texts(house.acting(OTHER, AT), PAGE)] == ["theirs"]
    anew = keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "one more", 1)
    assert (len(anew.fresh), anew.is_stale, anew.version) == (36, False, 2)
    assert forget_texts(house.acting(INSPECTOR, AT), PAGE) == 2


def test_text_goes_with_the_act_that_took_it_or_not_at_all(house: AppContext) -> None:
    """An act that is refused in the end leaves it."""

    class Fails(Exception):
        pass

    keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "one", 0)
    sent = Sent(PAGE, frozenset({FIELD}))
    with pytest.raises(Fails):
        _taken_and_refused(house, sent, Fails)
    assert len(kept_texts(house.acting(INSPECTOR, AT), PAGE)) == 1
    with audited_transaction(house.acting(INSPECTOR, AT)) as tx:
        forget_sent(tx, sent)
        forget_sent(tx, None)
        tx.record("question.ask", "x", stream="text")
    assert kept_texts(house.acting(INSPECTOR, AT), PAGE) == []


def _taken_and_refused(house: AppContext, sent: Sent, fault: type[Exception]) -> None:
    with audited_transaction(house.acting(INSPECTOR, AT)) as tx:
        forget_sent(tx, sent)
        tx.record("question.ask", "x", stream="text")
        raise fault


def test_text_of_no_case_is_closed_in_every_copy_once_it_was_sent(house: AppContext) -> None:
    """It comes back until then, on a page that is about no case yet; the next text of the page has another key."""
    keep_text(house.acting(INSPECTOR, AT), ENTRY, "grounds", SECRET, 0)
    keep_text(house.acting(INSPECTOR, AT), ENTRY, "door", "At the back", 0)
    (copy,) = [row for row in rows(house) if row.field == "grounds"]
    forget_texts(house.acting(INSPECTOR, AT), ENTRY, {"door"})
    assert [one.words for one in kept_texts(house.acting(INSPECTOR, AT), ENTRY)] == [SECRET]
    forget_texts(house.acting(INSPECTOR, AT), ENTRY, {"grounds"})
    keep_text(house.acting(INSPECTOR, AT), ENTRY, "grounds", "another", 1)
    assert [one.words for one in kept_texts(house.acting(INSPECTOR, AT), ENTRY)] == ["another"]
    with pytest.raises(StoreFault):
        house.store.unseal("kept_text.words", copy.id, copy.words)


def test_a_key_that_nobody_destroyed_goes_with_the_next_text_or_in_the_night(house: AppContext) -> None:
    """The act that took the text was killed before its key went; what another page keeps stays open."""
    keep_text(house.acting(INSPECTOR, AT), ENTRY, "grounds", SECRET, 0)
    keep_text(house.acting(OTHER, AT), ENTRY, "grounds", "theirs", 0)
    with audited_transaction(house.acting(INSPECTOR, AT)) as tx:
        forget_sent(tx, Sent(ENTRY, frozenset({"grounds"})))
        tx.record("question.ask", "x", stream="text")
    assert len(set(house.store.keyring.cases())) == 2
    forget_old_texts(house.acting_as_flow("keep", AT + DAY))
    assert len(set(house.store.keyring.cases())) == 1
    assert [one.words for one in kept_texts(house.acting(OTHER, AT), ENTRY)] == ["theirs"]


def test_words_whose_key_was_destroyed_are_no_words_any_more(house: AppContext) -> None:
    """As in a database that was restored: the page shows none, and whoever types begins a text of their own."""
    keep_text(house.acting(INSPECTOR, AT), ENTRY, "grounds", SECRET, 0)
    for case in list(house.store.keyring.cases()):
        house.store.keyring.destroy(case, AT, may_return=True)
    assert kept_texts(house.acting(INSPECTOR, AT), ENTRY) == []
    anew = keep_text(house.acting(INSPECTOR, AT), ENTRY, "grounds", "another", 1)
    assert (anew.is_stale, len(anew.fresh)) == (False, 36)
    assert [one.words for one in kept_texts(house.acting(INSPECTOR, AT), ENTRY)] == ["another"]


def test_nothing_of_a_text_stands_in_clear_and_a_keystroke_leaves_no_entry(house: AppContext) -> None:
    """One entry for the page, one for the forgetting; the trail holds, and says nothing of what was typed."""
    for n in range(5):
        keep_text(house.acting(INSPECTOR, AT + n * MINUTE), PAGE, FIELD, f"{SECRET} {n}", n)
    keep_text(house.acting(INSPECTOR, AT), PAGE, "refusal", SECRET, 0)
    assert not [row for row in rows(house) if b"SECRET" in row.words]
    assert {"SECRET" in repr(one) for one in kept_texts(house.acting(INSPECTOR, AT), PAGE)} == {False}
    forget_texts(house.acting(INSPECTOR, AT), PAGE)
    assert trail(house) == [("text.keep", INSPECTOR), ("text.forget", INSPECTOR)]
    assert verify_trail(house.store).broken is None


def test_what_nobody_comes_back_for_goes_by_itself(house: AppContext) -> None:
    """At once for its owner, in the night for the house; the class of retention says the same days."""
    rules = house.catalogue(AT.date())
    days = rules.identity.kept_text_days
    assert rules.retention["kept_text"].days == days
    keep_text(house.acting(INSPECTOR, AT), PAGE, FIELD, "old", 0)
    later = AT + (days + 1) * DAY
    assert kept_texts(house.acting(INSPECTOR, later), PAGE) == []
    assert forget_old_texts(house.acting_as_flow("keep", AT + (days - 1) * DAY)) == 0
    keep_text(house.acting(INSPECTOR, later), "/case/new", FIELD, "new", 0)  # typing anew clears one's own away
    assert [row.page for row in rows(house)] == ["/case/new"]
    assert forget_old_texts(house.acting_as_flow("keep", later + (days + 1) * DAY)) == 1
    assert rows(house) == []


def test_the_night_alone_clears_for_everybody(house: AppContext) -> None:
    with pytest.raises(AccessRefused):
        forget_old_texts(house.acting(INSPECTOR, AT))
    with pytest.raises(AccessRefused):
        keep_text(house.acting_as_flow("keep", AT), PAGE, FIELD, "x", 0)


@pytest.mark.battery(reason="texts are kept, taken up and forgotten in every run")
def test_somebody_has_only_so_many_texts(house: AppContext) -> None:
    """The oldest goes first."""
    most = house.catalogue(AT.date()).identity.kept_texts_each
    for n in range(most + 3):
        keep_text(house.acting(INSPECTOR, AT + n * MINUTE), f"/case/{n}", FIELD, "x", 0)
    assert {row.page for row in rows(house)} == {f"/case/{n}" for n in range(3, most + 3)}


@pytest.mark.parametrize(
    ("page", "field", "words", "code"),
    [
        ("case/1", FIELD, "x", "ACCESS-123"),
        ("/case/1?x=2", FIELD, "x", "ACCESS-123"),
        ("/" + "a/" * 9, FIELD, "x", "ACCESS-123"),
        (PAGE, "Question\n", "x", "ACCESS-123"),
        (PAGE, "", "x", "ACCESS-123"),
        (PAGE, FIELD, "x" * 20_001, "ACCESS-124"),
    ],
)
def test_what_cannot_be_kept_is_said(embedded: AppContext, page: str, field: str, words: str, code: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        keep_text(embedded.acting(INSPECTOR, AT), page, field, words, 0)
    assert refused.value.code == code
    assert rows(embedded) == []


def test_signing_out_everywhere_and_losing_every_proof_forget_all(house: AppContext) -> None:
    """A sign-out of one browser does not: whoever comes back tomorrow goes on."""
    for user in (INSPECTOR, OTHER):
        an_account(house, user)
    mine = signed_in(house, INSPECTOR, AT)
    keep_text(house.acting_as(mine.principal, AT), PAGE, FIELD, "one", 0)
    acts.identity.sign_out(house.at_the_door(AT), mine.token)
    assert len(rows(house)) == 1
    mine = signed_in(house, INSPECTOR, AT)
    acts.identity.sign_out_everywhere(house.acting_as(mine.principal, AT))
    assert rows(house) == []
    keep_text(house.acting(OTHER, AT), PAGE, FIELD, "one", 0)
    acts.identity.withdraw_proofs(the_direction(house), OTHER)
    assert rows(house) == []
