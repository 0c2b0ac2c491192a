"""The board: where each delivery stands and by which clock, for whom it is shown, and what the trail says of it."""

import pytest
from builders_acts import later
from builders_board import (
    AT,
    AUDITORATE,
    BY,
    CELL,
    DIRECTION,
    DPO,
    HEAD,
    a_case,
    a_roster_of,
    asks,
    delivery_to,
    opens,
    takes_on,
)
from builders_orders import ordered
from sqlmodel import col, select

from inspection import acts
from inspection.acts.board import Board, BoardRow, Filters, Span, board, late_answers, news
from inspection.errors import AccessRefused
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import QuestionRow
from inspection.trust import AppContext


def seen(house: AppContext, by: str = DIRECTION, days: float = 9, **filters: object) -> Board:
    """The board of somebody, so many days after the yes."""
    return board(house.acting(by, later(days=days)), Filters(**filters))  # type: ignore[arg-type]


def row_of(found: Board, recipient: str) -> BoardRow:
    """The row of an office."""
    (row,) = [row for row in found.rows if row.recipient == recipient]
    return row


def test_what_is_late_is_counted_in_days_and_comes_first(house: AppContext) -> None:
    """An older case stands above a younger one, and both above what is still to come; the heading has its number."""
    old, young = a_case(house, 1), a_case(house, 2, at=later(days=8, hours=12))
    found = seen(house)
    assert [row.reference for row in found.rows] == [old, old, young, young]
    cell = row_of(seen(house, text=old), CELL)
    assert (cell.group, cell.clock) == ("late", Span(is_late=True, n=8, unit="days"))
    assert (cell.place, cell.municipality) == ("Restaurant Exemple 1", "Liège / Luik")
    assert found.counts["late"] == late_answers(house.acting(DIRECTION, later(days=9))) == 2
    assert {row.group for row in found.rows if row.reference == young} == {"soon"}


def test_each_thing_that_is_said_moves_the_row(house: AppContext) -> None:
    """Opened answers nothing, a question waits for us, taken on waits for the ring back, and a call ends that."""
    reference = a_case(house)
    cell = delivery_to(house, reference)
    opens(house, cell, later(hours=1))
    row = row_of(seen(house, days=0.1), CELL)
    assert (row.group, row.opened_at) == ("soon", later(hours=1))
    asks(house, cell, "Which door?", later(hours=2))
    found = seen(house, days=0.1)
    assert (row_of(found, CELL).group, found.counts["question"]) == ("question", 1)
    acts.referrals.log_call(house.acting(BY, later(hours=3)), cell, "duty_officer", "We come.", True)
    takes_on(house, cell, later(hours=8), later(hours=3))
    row = row_of(seen(house, days=0.2), CELL)
    assert (row.state, row.group, row.calls) == ("acknowledged", "question", 1)
    with house.store.write() as session:
        session.exec(select(QuestionRow)).one().answered_at = later(hours=4)
    row = row_of(seen(house, days=0.5), CELL)
    assert (row.group, row.clock_at, row.clock) == ("follow", later(hours=8), Span(is_late=True, n=4, unit="hours"))
    acts.referrals.log_call(house.acting(BY, later(hours=13)), cell, "duty_officer", "They rang.", False)
    (row,) = [row for row in seen(house, days=1, tab="done").rows if row.recipient == CELL]
    assert row.taken is not None
    assert not row.taken.is_waited_for


def test_a_refusal_that_nobody_took_on_waits_for_us(house: AppContext) -> None:
    """With its reason and since when; sent on, it is done."""
    reference = a_case(house)
    acts.referrals.refuse(house.acting(BY, later(hours=2)), reference, "not_competent", recipient=CELL)  # type: ignore[arg-type]
    row = row_of(seen(house, days=0.5, tab="refused"), CELL)
    assert (row.refused_reason, row.clock_at) == ("not_competent", later(hours=2))
    acts.changes.reroute(house.acting(BY, later(hours=3)), delivery_to(house, reference), "pjf-namur")
    found = seen(house, days=0.5)
    assert found.counts["refused"] == 0
    assert {row.recipient for row in found.rows} == {AUDITORATE, "pjf-namur"}


def test_an_embargo_keeps_an_answered_case_in_view(house: AppContext) -> None:
    """With its last day; and what is late stays late under it."""
    reference = a_case(house)
    acts.referrals.log_call(
        house.acting(BY, later(hours=1)), delivery_to(house, reference, AUDITORATE), "magistrate", "Wait.", True
    )
    until = later(days=20).date()
    acts.changes.embargo(house.acting(DIRECTION, later(hours=1)), reference, AUDITORATE, "telephone", until=until)
    found = seen(house, tab="embargo")
    assert (row_of(found, AUDITORATE).group, row_of(found, AUDITORATE).embargo_until) == ("follow", until)
    assert (row_of(found, CELL).group, found.counts["embargo"]) == ("late", 2)


def test_the_filters_narrow_and_the_counts_follow(house: AppContext) -> None:
    """District, office, one's own, a piece of text: of the name, the reference or the municipality."""
    here, there = a_case(house, 1), a_case(house, 2, "namur")
    assert {row.reference for row in seen(house, district="namur").rows} == {there}
    assert {row.recipient for row in seen(house, office=CELL).rows} == {CELL}
    assert {row.reference for row in seen(house, text="exemple 2").rows} == {there}
    assert {row.reference for row in seen(house, text="luik").rows} == {here}
    assert {row.reference for row in seen(house, BY, mine=True).rows} == {here}
    assert seen(house, mine=True).rows == ()
    assert seen(house, office=CELL).counts["late"] == 1
    assert seen(house, district="liege").districts == ("liege",)
    assert seen(house).offices == (AUDITORATE, CELL, "pjf-namur")


def test_whoever_works_in_a_district_sees_that_one(house: AppContext) -> None:
    """A head sees theirs and may not ask for another; each look that was let in stands in the trail."""
    here, _ = a_case(house, 1), a_case(house, 2, "namur")
    assert {row.reference for row in seen(house, HEAD).rows} == {here}
    assert late_answers(house.acting(HEAD, later(days=9))) == 2
    with pytest.raises(AccessRefused):
        seen(house, HEAD, district="namur")
    assert len({row.reference for row in seen(house, DPO).rows}) == 2
    with house.store.read() as session:
        looks = select(AuditEntryRow).where(AuditEntryRow.act == "record.list").order_by(col(AuditEntryRow.n))
        told = session.exec(looks).all()
    assert [(one.who, one.facts["kind"]) for one in told] == [(HEAD, "deliveries"), (DPO, "deliveries")]


def test_ordered_work_is_shown_to_whom_it_was_permitted(house: AppContext) -> None:
    """Not to another office of the house: neither a row, nor a number in the heading."""
    order = ordered(house, "est:2000000001")
    acts.orders.permit(house.acting("supervisor-liege", AT), order.id, "team", "liege-1")
    reference = a_case(house)
    assert {row.reference for row in seen(house, BY).rows} == {reference}
    assert {row.reference for row in seen(house, "supervisor-liege").rows} == {reference}
    for by in ("supervisor-namur", DIRECTION, DPO):
        assert (seen(house, by).rows, seen(house, by).counts["late"]) == ((), 0), by
        assert late_answers(house.acting(by, later(days=9))) == 0


def test_whom_to_ring_is_the_duty_entry_with_its_last_test_or_its_absence(house: AppContext) -> None:
    """No roster, no number is guessed; with a roster the number, stale until a test call reached it."""
    a_case(house)
    duty = row_of(seen(house), CELL).duty
    assert duty is not None
    assert (duty.is_of_roster, duty.lack) == (False, "no_roster")
    a_roster_of(house)
    duty = row_of(seen(house), CELL).duty
    assert duty is not None
    assert (duty.number, duty.is_of_roster, duty.tried_at, duty.is_stale, duty.lack) == (
        "02 000 00 31", True, None, True, None,
    )  # fmt: skip


def test_the_mark_changes_with_an_act_and_not_with_a_look(house: AppContext) -> None:
    """So that a page that is open asks for its rows again when something happened, and only then."""
    reference = a_case(house)
    before = news(house.acting(HEAD))
    seen(house)
    assert news(house.acting(HEAD)) == before
    acts.referrals.log_call(house.acting(BY), delivery_to(house, reference), "duty_officer", "Yes.", False)
    assert news(house.acting(HEAD)) != before
    with pytest.raises(AccessRefused):
        news(house.acting("nobody"))
