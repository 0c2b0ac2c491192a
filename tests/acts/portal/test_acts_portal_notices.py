"""Separate doors: a centre sees the contact request alone; a list goes to its addressee."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_acts import AT, LIEGE
from builders_portals import BY, POLICE, Twin, a_yes_on_site, with_a_portal
from builders_protection import said, with_people

from inspection.acts import protection
from inspection.acts.controls import save
from inspection.acts.delivery import publish_list
from inspection.acts.portal.packing import packed_copy
from inspection.acts.portal.values import AnswersContact, ContactCopy, ListCopy
from inspection.store.portal import PortalWordRow
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    yield made
    made.portal.store.close()


def agreed(twin: Twin) -> str:
    """A control with somebody who agreed to be rung by a centre; its id."""
    control = with_people(decision="yes")
    made = save(twin.office.acting(BY, AT), control, place=LIEGE)
    protection.record_consent(twin.office.acting(BY, AT), made.control_id, said("given", AT))
    twin.publish(AT)
    return made.control_id


def test_a_centre_sees_the_request_and_nothing_of_the_case(twin: Twin) -> None:
    """Language, age group, number to ring; no employer, no grounds, no address, no name."""
    agreed(twin)
    (row,) = twin.rows(kind="contact")
    copy = twin.copy(row)
    assert isinstance(copy, ContactCopy)
    assert (copy.persons, copy.languages, copy.ages) == (1, ("ro",), ("adult",))
    assert copy.callback == "+32 2 000 00 00"
    text = packed_copy(copy)
    assert not any(word in text for word in ("Mircea", "est:", "grounds", "papers held", "R-26"))
    assert {one.kind for one in twin.rows(row.office)} == {"contact"}


def test_a_withdrawal_empties_it_at_the_next_turn(twin: Twin) -> None:
    """Nothing of the request is left in the portal's database."""
    control_id = agreed(twin)
    protection.withdraw_consent(twin.office.acting(BY, LATER), control_id, "P1")
    twin.publish(LATER)
    (row,) = twin.rows(kind="contact")
    copy = twin.copy(row)
    assert isinstance(copy, ContactCopy)
    assert (row.is_over, copy.persons, copy.languages, copy.callback, copy.state) == (True, 0, (), "", "stopped")


@pytest.mark.battery(reason="the same by the command in every run (test_flows_protection.py)")
def test_a_centre_that_is_full_gives_way_to_the_next(twin: Twin) -> None:
    """The first sees nothing more; the next one has the request."""
    agreed(twin)
    (first,) = twin.rows(kind="contact")
    protection.log_notice(twin.office.acting(BY, LATER), first.reference, "full")
    twin.publish(LATER)
    rows = {row.office: row for row in twin.rows(kind="contact")}
    assert len(rows) == 2
    assert rows.pop(first.office).is_over
    (other,) = rows.values()
    assert not other.is_over


def test_who_took_a_person_in_stands_nowhere_on_the_portal(twin: Twin) -> None:
    """Neither the request nor what the centre said of it is left, whichever database somebody holds."""
    agreed(twin)
    (row,) = twin.rows(kind="contact")
    word = twin.say("centre-1", row, AnswersContact(answer="reached"), LATER)
    assert row.office == "surya"
    assert twin.take(LATER) == 1
    twin.publish(LATER)
    assert twin.rows(kind="contact") == []
    with twin.portal.store.read() as session:
        assert session.get(PortalWordRow, word) is None
    assert twin.take(LATER) == 0


def test_it_is_forgotten_also_where_publishing_comes_before_the_word_is_told(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two turns at once, or one that was cut between its effect here and what is told there."""
    from inspection.acts.portal.crossing import taking

    agreed(twin)
    (row,) = twin.rows(kind="contact")
    word = twin.say("centre-1", row, AnswersContact(answer="reached"), LATER)
    real = taking._heard

    def published_between(context: Context, portal: AppContext, said: taking._Word) -> str:
        fault = real(context, portal, said)
        twin.publish(LATER)
        return fault

    monkeypatch.setattr(taking, "_heard", published_between)
    assert twin.take(LATER) == 1
    assert twin.rows(kind="contact") == []
    with twin.portal.store.read() as session:
        assert session.get(PortalWordRow, word) is None


def test_a_list_is_on_the_portal_of_its_addressee_alone(twin: Twin) -> None:
    """As it was published: references and states."""
    reference = a_yes_on_site(twin.office)
    week = IsoWeek.of(AT.date())
    publish_list(twin.office.acting(at=AT + timedelta(days=7)), week, POLICE)
    twin.publish(AT + timedelta(days=7))
    (row,) = twin.rows(kind="list")
    copy = twin.copy(row)
    assert isinstance(copy, ListCopy)
    assert (row.office, copy.week) == (POLICE, str(week))
    assert [one["reference"] for one in copy.rows] == [reference]
