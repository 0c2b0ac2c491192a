"""A cell of a district sends its case on: the central cell reads what the cell was sent, and is asked for nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_acts import AT
from builders_portals import AUDITORATE, BY, POLICE, Twin, a_person_outside, a_yes_on_site, with_a_portal
from sqlmodel import col, select

from inspection.acts import board, changes, delivery, portal
from inspection.acts.portal.packing import FILES, unpacked_file
from inspection.acts.portal.values import Acknowledges, Opens, SendsOn
from inspection.errors import PortalFault
from inspection.referral.delivery import FileDrop
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import OpeningRow, SentOnRow
from inspection.trust import AppContext

CENTRAL, SECOND = "djsoc-thb", "direction-1"
LATER, AFTER = AT + timedelta(hours=1), AT + timedelta(hours=2)


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    with house.store.write() as session:
        session.add(a_person_outside(house, "central-1", "central_cell", CENTRAL))
    yield made
    made.portal.store.close()


def sent_on(twin: Twin, words: str = "Same firm as in Ghent.", by: str = "cell-1") -> str:
    """Let the cell send its case on, and return the code with which the office refused it."""
    (row,) = twin.rows(POLICE, "case")
    said = twin.say(by, row, SendsOn(words=words), LATER)
    twin.take(LATER)
    twin.publish(LATER)
    return twin.word(said).fault


def test_the_central_cell_reads_what_the_cell_was_sent(twin: Twin) -> None:
    """The same facts and files, who sent it and why; no clock, no word of the others, and Vigie wrote to nobody."""
    reference = a_yes_on_site(twin.office)
    twin.publish(AT)
    assert not twin.rows(CENTRAL)
    assert sent_on(twin) == ""
    (row,) = twin.rows(CENTRAL)
    got, mine = twin.case(CENTRAL), twin.case(POLICE)
    assert (row.kind, row.state, row.due_at, row.is_over, row.reference) == ("case", "sent_on", None, False, reference)
    assert (got.data, got.files, got.bundle_key) == (mine.data, mine.files, mine.bundle_key)
    assert [(one.sent_by, one.sent_to, one.words) for one in got.sent_on] == [
        (POLICE, CENTRAL, "Same firm as in Ghent.")
    ]
    assert (got.others, got.questions, got.outcomes, got.read_back, got.taken_on) == ((), (), (), "", None)
    assert [(one.what, one.who) for one in got.story] == [("sent_on", POLICE)]
    assert ("sent_on", CENTRAL) in [(one.what, one.who) for one in mine.story]
    assert twin.case(AUDITORATE).sent_on == ()
    files = twin.portal.store.unseal_bytes(FILES, row.id, row.files or b"")
    assert mine.bundle_key.encode() in (unpacked_file(files, "manifest.json") or b"")


def test_it_lies_with_what_is_open_and_asks_for_no_answer(twin: Twin) -> None:
    """The central cell finds it on its first page; a word that answers it is refused there and in the office."""
    a_yes_on_site(twin.office)
    twin.publish(AT)
    sent_on(twin)
    (row,) = twin.rows(CENTRAL)
    mine = twin.portal.acting("central-1", LATER)
    assert [one.id for one in portal.pages.my_copies(mine, "open").held] == [row.id]
    assert not portal.pages.my_copies(mine).held
    with pytest.raises(PortalFault, match="PORTAL-303"):
        portal.pages.say(mine, row.id, portal.pages.new_word_id(), Acknowledges(taker="other"))
    said = twin.say("central-1", row, Acknowledges(taker="other"), AFTER)
    twin.take(AFTER)
    assert twin.word(said).fault == "REFER-703"


def test_a_look_of_the_central_cell_is_on_record_and_is_no_opening_of_the_cell(twin: Twin) -> None:
    """The trail says which office looked."""
    a_yes_on_site(twin.office)
    twin.publish(AT)
    sent_on(twin)
    (row,) = twin.rows(CENTRAL)
    twin.say("central-1", row, Opens(what="page"), AFTER)
    twin.take(AFTER)
    with twin.office.store.read() as session:
        assert session.exec(select(OpeningRow)).all() == []
        looks = session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "portal.open")).all()
        assert [one.facts.get("recipient") for one in looks] == [CENTRAL]


@pytest.mark.battery(reason="what the central cell reads, and nothing under an embargo, is tried in every run")
def test_twice_is_once_and_the_words_are_sealed(twin: Twin) -> None:
    """A second press of the button changes nothing; the office reads why on its own page of the case."""
    reference = a_yes_on_site(twin.office)
    twin.publish(AT)
    assert (sent_on(twin), sent_on(twin, "again"), sent_on(twin, by="cell-2")) == ("", "", "")
    with twin.office.store.read() as session:
        (kept,) = session.exec(select(SentOnRow)).all()
    assert b"Ghent" not in bytes(kept.words or b"")
    mine = twin.office.acting(BY, AFTER).because("handle_referral", reference)
    (line,) = [one for one in board.case_page(mine, reference).story if one.what == "sent_on"]
    assert (line.who, line.how) == (POLICE, (CENTRAL,))


@pytest.mark.battery(reason="what the central cell reads, and nothing under an embargo, is tried in every run")
def test_what_is_withdrawn_is_withdrawn_there_too(twin: Twin) -> None:
    """Nothing is asked of either."""
    reference = a_yes_on_site(twin.office)
    twin.publish(AT)
    sent_on(twin)
    made = changes.propose_change(twin.office.acting(BY, LATER), reference, "withdrawal", "another firm", recipients=())
    changes.confirm_change(twin.office.acting(SECOND, LATER), made.id)
    twin.publish(AFTER)
    (row,) = twin.rows(CENTRAL)
    assert (row.is_over, twin.case(CENTRAL).is_withdrawn) == (True, True)


def test_what_is_recalled_from_the_cell_is_emptied_there_too(twin: Twin) -> None:
    """Of a case that the cell should never have had, the central cell keeps no fact either."""
    reference = a_yes_on_site(twin.office)
    delivery.deliver(twin.office.acting(at=AT), [FileDrop(twin.office.settings.outbox)])
    twin.publish(AT)
    sent_on(twin)
    changes.recall(twin.office.acting(BY, LATER), reference, POLICE, instead="pjf-namur")
    twin.publish(AFTER)
    (row,), got = twin.rows(CENTRAL), twin.case(CENTRAL)
    assert (row.is_over, row.files, got.data, got.place, got.files) == (True, None, {}, "", ())


def test_under_an_embargo_nothing_is_sent_on(twin: Twin) -> None:
    """The magistrate decides who else is told; what was sent on before stays, out of every list."""
    reference = a_yes_on_site(twin.office)
    twin.publish(AT)
    changes.embargo(twin.office.acting(SECOND, AT), reference, AUDITORATE, "telephone")
    twin.publish(AT)
    assert sent_on(twin) == "PORTAL-213"
    assert not twin.rows(CENTRAL)


def test_only_the_police_sends_on(twin: Twin) -> None:
    """An auditorate has its own ways; a right that is not there is a word that is not taken."""
    a_yes_on_site(twin.office)
    twin.publish(AT)
    (row,) = twin.rows(AUDITORATE, "case")
    said = twin.say("auditor-1", row, SendsOn(), LATER)
    twin.take(LATER)
    assert twin.word(said).fault.startswith("ACCESS-")
