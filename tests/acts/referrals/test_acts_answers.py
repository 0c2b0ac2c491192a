"""What an answer is about, to the second: what had gone out by then."""

from datetime import datetime, timedelta

import pytest
from builders_acts import AT

from inspection.acts.referrals.answering import _meant
from inspection.life_cycles import RefusalReason
from inspection.referral.delivery import Receipt
from inspection.store.referrals import DeliveryRow


def gone(at: datetime | None, id: str) -> DeliveryRow:
    return DeliveryRow(id=id, state="queued" if at is None else "sent", sent_at=at)


@pytest.mark.parametrize(("seconds", "told"), [(-1, ["first"]), (0, ["added"]), (1, ["added"])])
def test_a_refusal_is_about_what_had_gone_out_in_that_second(seconds: int, told: list[str]) -> None:
    """What went out in the same second had gone; before that, the refusal is about the first report."""
    refused = Receipt(
        reference="R-26-000001-5",
        recipient="pjf-liege",
        by="insp-liege-1",
        at=AT + timedelta(seconds=seconds),
        answer="refused",
        reason=RefusalReason.NOT_COMPETENT,
    )
    rows = [gone(None, "first"), gone(AT, "added")]
    assert [row.id for row in _meant(rows, refused, ())] == told
