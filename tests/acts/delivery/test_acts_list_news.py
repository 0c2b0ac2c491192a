"""The weekly list of the acts: late days, what changed since the last list, whom to ring; never kept with the list."""

import json

from builders_acts import AT, WEEK, later
from builders_hearing import INSPECTOR, POLICE, a_referral, hears, with_people_outside
from sqlmodel import select

from inspection.acts import changes, referrals
from inspection.acts.delivery import publish_list
from inspection.acts.delivery.list_sending import shown_list
from inspection.acts.portal.values import Acknowledges, Asks
from inspection.reporting.cases import ListRow
from inspection.store.referrals import PublishedListRow, QuestionRow
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

FIRST = IsoWeek.of(AT.date())
NEXT = WEEK


def listed(house: AppContext, week: IsoWeek) -> ListRow:
    """The one row of the cell's list, published the morning after its week."""
    at = moment_of(week.days[-1], 24 * 60 + 7 * 60)
    content = publish_list(house.acting("system", at), week, POLICE)
    return shown_list(house, content, at).rows[0]


def test_a_new_referral_changed_nothing_and_a_late_one_counts_its_days(house: AppContext) -> None:
    """New in the week of its decision; a week later it is a week late and unchanged but for that."""
    a_referral(house)
    first = listed(house, FIRST)
    assert (first.group, first.changed, first.ring) == ("overdue", (), "+32 2 000 00 00")
    late = listed(house, NEXT)
    assert (late.group, late.changed) == ("overdue", ())
    assert late.late_days is not None
    assert first.late_days is not None
    assert late.late_days - first.late_days == 7


def test_what_happened_since_the_last_list_is_said_once(house: AppContext) -> None:
    """A question, our answer, who takes it on and the state: in the next list, and not in the one after."""
    with_people_outside(house)
    reference = a_referral(house)
    listed(house, FIRST)
    hears(house, "cell-1", reference, Asks(words="Which floor?"), later(days=6))
    with house.store.read() as session:
        asked = session.exec(select(QuestionRow)).one()
    referrals.answer_question(house.acting(INSPECTOR, later(days=6, hours=1)), asked.id, "The second.")
    assert listed(house, NEXT).changed == ("question", "answer")
    hears(house, "cell-1", reference, Acknowledges(taker="investigator"), later(days=13))
    last = listed(house, IsoWeek(2026, 50))
    assert (last.group, last.state, last.changed) == ("answered", "acknowledged", ("state", "taken_on"))


def test_a_correction_is_said_and_no_number_is_kept(house: AppContext) -> None:
    """What was published holds no number: it is read from the bundle when the list leaves."""
    reference = a_referral(house)
    listed(house, FIRST)
    proposed = changes.propose_change(house.acting(INSPECTOR, later(days=6)), reference, "correction", "the number")
    changes.confirm_change(house.acting("direction-1", later(days=6)), proposed.id)
    assert "correction" in listed(house, NEXT).changed
    with house.store.read() as session:
        kept = [json.dumps(row.body) for row in session.exec(select(PublishedListRow))]
    assert kept
    assert not [body for body in kept if "000 00 00" in body]
