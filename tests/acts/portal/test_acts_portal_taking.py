"""Taking words in: each once, as whoever said it, and refused where the office does not let them speak for theirs."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_acts import AT
from builders_portals import AUDITORATE, BY, POLICE, Twin, a_yes_on_site, with_a_portal
from sqlmodel import col, select

from inspection.acts import portal, referrals
from inspection.acts.portal import hearing
from inspection.acts.portal.values import Acknowledges, Refuses
from inspection.errors import StoreFault
from inspection.life_cycles import RefusalReason
from inspection.store.people import UserRow
from inspection.store.portal import WordTakenRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

LATER = AT + timedelta(minutes=30)
YES = Acknowledges(taker="duty_officer")


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    yield made
    made.portal.store.close()


@pytest.fixture
def told(twin: Twin) -> Twin:
    """A case that is on the portal."""
    a_yes_on_site(twin.office)
    twin.publish(AT)
    return twin


def test_a_word_has_its_effect_once_and_comes_back(told: Twin) -> None:
    """The clock stands at the moment at which it was said; the next turn shows what became of it."""
    word = told.say("cell-1", told.rows(POLICE)[0], YES, LATER)
    assert portal.crossing.words_waiting(told.office.acting_as_flow("portal", LATER), told.portal) == {word}
    assert told.take(LATER) == 1
    assert told.take(LATER) == 0
    told.publish(LATER)
    assert (told.case(POLICE).state, told.case(POLICE).answered_at) == ("acknowledged", LATER)
    assert (told.word(word).taken_at, told.word(word).fault) == (LATER, "")


def test_whoever_said_it_stands_in_the_trail(told: Twin) -> None:
    """The answer is theirs, by the portal, with no right but those of the portal."""
    told.say("cell-1", told.rows(POLICE)[0], YES, LATER)
    told.take(LATER)
    with told.office.store.read() as session:
        mine = select(AuditEntryRow.act).where(col(AuditEntryRow.who) == "cell-1").order_by(col(AuditEntryRow.stream))
        assert {"delivery.answer", "portal.take"} <= set(session.exec(mine))


@pytest.mark.battery(reason="a word has its effect once, and nobody speaks for another office, in every run")
def test_two_words_are_taken_in_the_order_in_which_they_were_said(told: Twin) -> None:
    """The first stands; the second is told that it came too late, by its code."""
    row = told.rows(POLICE)[0]
    late = told.say("cell-2", row, Refuses(reason=RefusalReason.NOT_COMPETENT), LATER + timedelta(seconds=1))
    first = told.say("cell-1", row, YES, LATER)
    assert told.take(LATER + timedelta(minutes=1)) == 2
    assert told.word(first).fault == ""
    assert told.word(late).fault.startswith("REFER-")
    told.publish(LATER)
    assert told.case(POLICE).state == "acknowledged"


@pytest.mark.parametrize("by", ["cell-elsewhere", "auditor-1", "centre-1", "system", BY])
@pytest.mark.few(2)
def test_nobody_speaks_for_another_office(told: Twin, by: str) -> None:
    """Whoever took the portal over and wrote words there says nothing in the name of an office that is not theirs."""
    with told.portal.store.write() as session:
        if session.get(UserRow, by) is None:
            session.add(UserRow(id=by, service="ONSS", role="inspector", language="fr"))
    word = told.say(by, told.rows(POLICE)[0], YES, LATER)
    told.take(LATER)
    assert told.word(word).fault == "PORTAL-104"
    told.publish(LATER)
    assert told.case(POLICE).state == "queued"


def test_a_word_for_an_office_that_is_not_that_of_the_copy_is_never_taken(told: Twin) -> None:
    """Office and copy must be one: such a row is no word at all."""
    word = told.say("auditor-1", told.rows(POLICE)[0], YES, LATER, office=AUDITORATE)
    assert told.take(LATER) == 0
    assert told.word(word).taken_at is None


def test_somebody_who_left_says_nothing_more(told: Twin) -> None:
    """The portal's process may not know it yet: the office asks by its own list of people."""
    with told.office.store.write() as session:
        session.get_one(UserRow, "cell-1").last_day = AT.date()
    late = told.say("cell-1", told.rows(POLICE)[0], YES, LATER + timedelta(days=1))
    told.take(LATER + timedelta(days=2))
    assert told.word(late).fault == "PORTAL-104"


def test_an_act_without_the_right_is_refused_in_the_office_too(told: Twin) -> None:
    """The portal may have let it pass: the office asks again."""
    with told.office.store.write() as session:
        session.get_one(UserRow, "cell-1").role = "reception_centre"
    word = told.say("cell-1", told.rows(POLICE)[0], YES, LATER)
    told.take(LATER)
    assert told.word(word).fault == "ACCESS-020"


@pytest.mark.battery(reason="a word has its effect once, and nobody speaks for another office, in every run")
def test_an_answer_after_one_on_the_telephone_is_told_so(told: Twin) -> None:
    """Whichever way is first counts."""
    reference = told.rows(POLICE)[0].reference
    referrals.acknowledge(told.office.acting(BY, AT), reference, recipient=POLICE)
    word = told.say("cell-1", told.rows(POLICE)[0], YES, LATER)
    told.take(LATER)
    assert told.word(word).taken_at == LATER
    told.publish(LATER)
    assert told.case(POLICE).answered_at == AT


def test_a_database_that_is_away_leaves_the_word_where_it_is(told: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no refusal: the next turn takes it, and what others said is taken meanwhile."""
    word = told.say("cell-1", told.rows(POLICE)[0], YES, LATER)
    other = told.say("auditor-1", told.rows(AUDITORATE)[0], YES, LATER + timedelta(seconds=1))
    real = hearing.hear

    def away(tx, said):  # type: ignore[no-untyped-def]
        if said.office == POLICE:
            raise StoreFault("STORE-023")
        return real(tx, said)

    monkeypatch.setattr(hearing, "hear", away)
    with pytest.raises(StoreFault):
        told.take(LATER + timedelta(minutes=1))
    assert told.word(word).taken_at is None
    assert told.word(other).fault == ""
    monkeypatch.setattr(hearing, "hear", real)
    assert told.take(LATER + timedelta(minutes=2)) == 1
    with told.office.store.read() as session:
        assert len(session.exec(select(WordTakenRow.word_id)).all()) == 2
