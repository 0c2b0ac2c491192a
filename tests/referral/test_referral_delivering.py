"""The life of a delivery, and the answers that move it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from referral.reports import AT, addressees_of
from sqlmodel import col

from inspection.acts.alerts import steps
from inspection.errors import ReferralFault
from inspection.referral.delivery import (
    TRANSITIONS,
    CallRecord,
    Receipt,
    due_at,
    is_closed,
    is_open,
    is_overdue,
    is_past,
    is_reminder_due,
    left_after_refusal,
    next_state,
    open_delivery,
)
from inspection.referral.references import new_reference
from inspection.store.referrals import DeliveryRow

HOUR = timedelta(hours=1)


@pytest.fixture
def delivery(catalogue):
    """A queued delivery to the police directorate of Liège."""
    return open_delivery("d1", addressees_of(catalogue)[0], AT)


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "acknowledged"])))
def test_messages_may_overtake_each_other(order):
    """In whatever order sending, delivery and answer are reported, the end is the same."""
    state = "queued"
    for event in order:
        state = next_state(state, event)
    assert state == "acknowledged"


def test_a_repeated_message_changes_nothing():
    """The same event again leaves every state as it is."""
    assert all(next_state(state, state) == state for state in TRANSITIONS)


@pytest.mark.parametrize(("state", "event"), [("acknowledged", "refused"), ("refused", "acknowledged")])
def test_a_contradicting_answer_is_refused(state, event):
    """Who has acknowledged cannot refuse afterwards: a new delivery and a call settle it."""
    with pytest.raises(ReferralFault) as caught:
        next_state(state, event)
    assert caught.value.code == "REFER-302"


def test_nothing_returns_to_the_queue():
    """No state leads back to queued."""
    assert all("queued" not in following for following in TRANSITIONS.values())


def test_an_answer_is_overdue_after_its_deadline_only(delivery):
    """At the deadline not yet, a second later yes; acknowledged never."""
    due = delivery.answer_due_at
    assert due == AT + timedelta(hours=24)
    assert not is_overdue(delivery, due)
    assert is_overdue(delivery, due + timedelta(seconds=1))
    assert not is_overdue(replace(delivery, state="acknowledged"), due + 99 * HOUR)


def test_one_rule_says_of_a_moment_and_of_a_column_whether_a_deadline_has_passed():
    """At the deadline not yet; a query asks by the same comparison."""
    assert [is_past(AT, AT + timedelta(seconds=seconds)) for seconds in (-1, 0, 1)] == [False, False, True]
    asked = is_past(col(DeliveryRow.answer_due_at), AT)
    assert str(asked) == str(col(DeliveryRow.answer_due_at) < AT)
    assert steps(AT - HOUR, AT, AT) == 0
    assert steps(AT - HOUR, AT, AT + timedelta(seconds=1)) == 1


def test_what_was_never_sent_is_overdue_too(delivery):
    """The clock runs from the queue: an outbox that is down raises the alarm as well."""
    assert delivery.state == "queued"
    assert is_overdue(delivery, AT + 25 * HOUR)


def test_the_deadline_is_counted_in_hours_over_the_change_of_clocks():
    """24 hours are 24 hours on the night of 25 October 2026."""
    queued = datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert due_at(queued, 24) - queued == timedelta(hours=24)


def test_a_reminder_comes_before_the_deadline(delivery):
    """Somebody rings while there is still time."""
    assert not is_reminder_due(delivery, AT)
    assert is_reminder_due(delivery, delivery.reminder_at)
    assert delivery.reminder_at < delivery.answer_due_at
    assert not is_reminder_due(replace(delivery, state="refused"), delivery.answer_due_at)


def test_no_answer_awaited_is_never_overdue(delivery):
    """An addressee without a deadline is neither open nor late."""
    silent = replace(delivery, answer_due_at=None, reminder_at=None)
    assert not is_open(silent)
    assert not is_overdue(silent, AT + 999 * HOUR)


def test_referral_is_closed_only_when_both_addressees_answered(delivery):
    """Sent to police and auditorate at once; closed when both have acknowledged."""
    other = replace(delivery, id="d2", recipient="aud-liege")
    answered = replace(delivery, state="acknowledged")
    assert not is_closed([answered, other])
    assert is_closed([answered, replace(other, state="acknowledged")])


def test_a_refusal_closes_only_when_rerouted(delivery):
    """A refused delivery must have a successor, and that one must answer."""
    refused = replace(delivery, state="refused")
    successor = replace(delivery, id="d3", recipient="pjf-namur", replaces="d1")
    assert not is_closed([refused])
    assert not is_closed([refused, successor])
    assert is_closed([refused, replace(successor, state="acknowledged")])
    assert left_after_refusal([refused]) == {"d1"}
    assert left_after_refusal([refused, successor]) == set()
    for settled in ({"answer_due_at": None}, {"ended_at": AT}, {"message": "withdrawal"}, {"message": "recall"}):
        assert left_after_refusal([replace(refused, **settled)]) == set()


def test_nobody_awaits_an_answer_to_what_was_withdrawn(delivery):
    """Neither on the screen nor in the chase: both ask here."""
    assert is_overdue(delivery, AT + timedelta(days=9))
    assert not is_overdue(replace(delivery, ended_at=AT), AT + timedelta(days=9))


def test_a_referral_to_nobody_is_not_closed():
    """Nothing sent is nothing answered."""
    assert not is_closed([])


def a_call(**changes):
    values = {
        "reference": new_reference(2026, 123).lower(),
        "recipient": "pjf-liege",
        "number": "+32 4 000 00 00",
        "spoken_with": "duty_officer",
        "by": "u-1",
        "at": AT,
        "instruction": "Keep the persons apart, a patrol is coming.",
        "acknowledged": True,
    }
    return CallRecord(**(values | changes))


def test_a_call_keeps_its_reference_and_hides_its_instruction():
    """The reference is brought to its one form; what was said shows in no repr."""
    call = a_call()
    assert call.reference == new_reference(2026, 123)
    assert "patrol" not in repr(call)


@pytest.mark.parametrize(
    "change",
    [
        {"at": datetime(2026, 11, 24, 21, 15)},  # noqa: DTZ001  no time zone: an hour's doubt
        {"number": "the usual one"},  # not a number
        {"instruction": "  "},  # nothing said
        {"instruction": "x" * 4001},  # a report, not an instruction
        {"reference": "R-26-000123-0"},  # wrong check digit
        {"by": " "},  # nobody
    ],
)
def test_a_call_that_proves_nothing_is_refused(change):
    """A logged call may be the acknowledgement, so each part must be there."""
    with pytest.raises(ReferralFault):
        a_call(**change)


def test_a_receipt_is_checked_when_built():
    """A typed reference becomes a receipt, a mistyped one or a refusal without reason does not."""
    kept = Receipt(reference=" r26 000123" + new_reference(2026, 123)[-1], recipient="aud-liege", by="u-1", at=AT)
    assert (kept.reference, kept.answer) == (new_reference(2026, 123), "acknowledged")
    with pytest.raises(ReferralFault):
        Receipt(reference=kept.reference, recipient="aud-liege", by="u-1", at=AT, answer="refused")
    with pytest.raises(ReferralFault):
        Receipt(reference=kept.reference, recipient="aud-liege", by="u-1", at=AT, reason="duplicate")
