"""A model card is proposed with what was measured, published by a second person, and helps nobody to evade."""

from datetime import UTC, date, datetime

import pytest
from builders_acts import AT, a_roster, a_user
from builders_learning import HEAD, SECOND, a_proposal, a_week, signed, visited

from inspection.acts.learning import propose_card, sign_paper
from inspection.acts.reports import approve_report, propose_report, report_drafts
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused
from inspection.life_cycles import CardState, LearningPaper
from inspection.trust import AppContext

NEW_YEAR = datetime(2027, 1, 2, 6, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 1, 6, tzinfo=UTC)


@pytest.fixture
def learnt(house: AppContext) -> AppContext:
    """A house with a week that was visited, both papers and a proposed card."""
    roster = a_roster()
    import_roster(house.acting(at=AT), {**roster, "users": [*roster["users"], a_user(SECOND, "direction", None)]})
    a_week(house)
    visited(house, 1)
    signed(house)
    propose_card(house.acting(at=AT), a_proposal(valid_from=date(2027, 3, 1)))
    return house


def test_one_approval_publishes_what_was_measured(learnt: AppContext) -> None:
    """Proposed by the system for the month that ended; the same again is the draft that waits."""
    draft = propose_report(learnt.acting(at=NEW_YEAR), "model_card", "2026-12")
    assert propose_report(learnt.acting(at=NEW_YEAR), "model_card", "2026-12").sha256 == draft.sha256
    assert [one.sha256 for one in report_drafts(learnt.acting(HEAD, NEW_YEAR))] == [draft.sha256]
    made = approve_report(learnt.acting(SECOND, NEW_YEAR), "model_card", "2026-12", draft.sha256)
    card = made.report.targeting
    assert made.is_published
    assert card is not None
    assert (card.on, card.edition, card.stop_rule.says) == (date(2027, 1, 1), "internal", "cannot_tell_yet")
    assert {one.arm: (one.chosen, one.made) for one in card.visits}["random"][0] > 0
    assert [(one.sector, one.state) for one in card.proposals] == [("restaurants", CardState.PROPOSED)]
    assert {one.kind for one in card.papers if one.signed_on} == set(LearningPaper)
    assert [one.what for one in card.changes] == ["first"]


def test_the_next_card_says_what_changed(learnt: AppContext) -> None:
    """A paper that was signed anew is named; what is as it was is not."""
    draft = propose_report(learnt.acting(HEAD, NEW_YEAR), "model_card", "2026-12")
    with pytest.raises(AccessRefused):
        approve_report(learnt.acting(HEAD, NEW_YEAR), "model_card", "2026-12", draft.sha256)
    approve_report(learnt.acting(SECOND, NEW_YEAR), "model_card", "2026-12", draft.sha256)
    sign_paper(learnt.acting(HEAD, NEW_YEAR), LearningPaper.FUNDAMENTAL_RIGHTS, b"another")
    card = propose_report(learnt.acting(at=FEBRUARY), "model_card", "2027-01").report.targeting
    assert card is not None
    assert ("paper", "fundamental_rights") in {(one.what, one.subject) for one in card.changes}
    assert "paper" not in {one.what for one in card.changes if one.subject == "impact_assessment"}


@pytest.mark.battery(reason="what is published of a card is read in every run by the test above")
def test_a_meeting_reads_the_proposed_card_without_its_steps(learnt: AppContext) -> None:
    """Its file tells prevalence, lift and the proposal with its evidence; no step, and nobody who signed."""
    draft = propose_report(learnt.acting(HEAD, NEW_YEAR), "cell", "2027-01-10")
    card = draft.report.targeting
    assert card is not None
    assert card.edition == "partners"
    (proposal,) = card.proposals
    assert proposal.evidence["auc"] == 0.61
    assert [(one.signal, one.most, one.steps) for one in proposal.signals] == [("late_dimona_share", 5, ())]
    assert {one.signed_by for one in card.papers} == {""}
    assert not any(one.steps for each in card.cards for one in each.signals)
