"""A fitted card decides nothing: it is proposed, a second person decides, and only then it is a dated rule."""

from datetime import date, timedelta

import pytest
import yaml
from builders_acts import AT, a_roster, a_user, later
from builders_learning import HEAD, SECOND, a_country, a_proposal, signed
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspection.acts.learning import (
    ProposedCard,
    approve_card,
    list_proposals,
    propose_card,
    reject_card,
    require_approved_cards,
    show_proposal,
)
from inspection.acts.learning.cards import rule_path
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused, LearningFault
from inspection.life_cycles import CardState
from inspection.trust import AppContext, verify_trail
from sectors import RuleFault, load_rules
from sectors.rules.selection import Card

TOMORROW = AT.date() + timedelta(days=1)


@pytest.fixture
def ready(house: AppContext) -> AppContext:
    """A house that may learn, with a second person of the head office."""
    roster = a_roster()
    import_roster(house.acting(at=AT), {**roster, "users": [*roster["users"], a_user(SECOND, "direction", None)]})
    signed(house)
    a_country(house)
    return house


def proposed(house: AppContext, by: str = "system", **fields) -> ProposedCard:
    """A proposal of the schedule."""
    return propose_card(house.acting(by, AT), a_proposal(**fields))


def card(house: AppContext, on: date) -> Card | None:
    """The card of restaurants by the rules of whoever starts now."""
    return load_rules([house.settings.rules]).on(on).sectors["restaurants"].card


@pytest.mark.few(1)
def test_an_approved_card_is_a_dated_rule_of_the_house(ready: AppContext) -> None:
    """Proposed it counts nothing; approved it holds from tomorrow on, calibrated, and yesterday is judged as it was."""
    made = proposed(ready)
    assert (made.state, made.sha256, made.proposed_by) == (CardState.PROPOSED, made.proposal.sha256, "system")
    assert proposed(ready) == made
    before = card(ready, TOMORROW)
    done = approve_card(ready.acting(HEAD, later(1)), made.reference, made.sha256, reason="ranks better, and as fair")
    assert (done.state, done.valid_from, done.decided_by, done.is_whole) == (CardState.APPROVED, TOMORROW, HEAD, True)
    now = card(ready, TOMORROW)
    assert now is not None
    assert (now.calibrated, now.base_rate, now.points_to_double) == (date(2026, 11, 1), 0.31, 3.5)
    assert [(step.start, step.points) for step in now.signals[0].bins] == [(None, 0), (0.0, 0), (0.02, 5)]
    assert made.reference in now.source
    assert card(ready, AT.date()) == before
    require_approved_cards(ready)
    assert verify_trail(ready.store).holds


@pytest.mark.few(1)
def test_nobody_decides_on_what_they_proposed(ready: AppContext) -> None:
    """Nor on what they had the schedule propose; a second person of the head office does, and nobody else."""
    by_hand = proposed(ready, by=HEAD)
    for name, code in ((HEAD, "ACCESS-041"), ("supervisor-liege", "ACCESS-0"), ("dpo-1", "ACCESS-0")):
        for decide in (approve_card, reject_card):
            with pytest.raises(AccessRefused, match=code):
                decide(ready.acting(name, later(1)), by_hand.reference, by_hand.sha256, reason="mine")
    done = approve_card(ready.acting(SECOND, later(1)), by_hand.reference, by_hand.sha256, reason="looked at")
    assert done.decided_by == SECOND
    other = a_proposal(valid_from=TOMORROW + timedelta(days=9), points_to_double=4.0)
    asked = propose_card(ready.acting(at=later(2)), other, asked_by=ready.acting(SECOND, AT).principal)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve_card(ready.acting(SECOND, later(3)), asked.reference, asked.sha256, reason="asked for it")


@pytest.mark.battery(reason="approving is tried in every run, and that nobody decides on their own")
def test_a_rejected_card_is_kept_with_its_reason(ready: AppContext) -> None:
    """No rule is written; it cannot be approved afterwards, and proposed again it is the one that was rejected."""
    made = proposed(ready)
    done = reject_card(ready.acting(HEAD, later(1)), made.reference, made.sha256, reason=" too few\ncontrols ")
    assert (done.state, done.reason, done.is_whole) == (CardState.REJECTED, "too few controls", True)
    assert not list(ready.settings.rules.glob("*"))
    with pytest.raises(LearningFault, match="LEARN-105"):
        approve_card(ready.acting(HEAD, later(2)), made.reference, made.sha256, reason="after all")
    assert proposed(ready) == done
    assert [one.reason for one in list_proposals(ready.acting("dpo-1", later(3)))] == ["too few controls"]


@pytest.mark.few(1)
def test_a_decision_is_bound_to_what_was_looked_at(ready: AppContext) -> None:
    """By hash, with a reason, on a proposal that is there; an older one of the sector is overtaken."""
    old = proposed(ready)
    new = propose_card(ready.acting(at=later(1)), a_proposal(points_to_double=4.0))
    for reference, sha256, reason, code in (
        (new.reference, old.sha256, "fine", "LEARN-106"),
        (new.reference, new.sha256, " ", "LEARN-107"),
        ("CARD-AAAAAA", new.sha256, "fine", "LEARN-104"),
        (old.reference, old.sha256, "fine", "LEARN-105"),
    ):
        with pytest.raises(LearningFault, match=code):
            approve_card(ready.acting(HEAD, later(2)), reference, sha256, reason=reason)
    assert show_proposal(ready.acting(HEAD, later(2)), old.reference).state == CardState.OVERTAKEN
    assert (
        show_proposal(ready.acting(HEAD, later(2)), new.reference).proposal.card
        == a_proposal(points_to_double=4.0).card
    )


def test_an_unapproved_card_is_refused(ready: AppContext) -> None:
    """A calibrated card that somebody laid into the rules, or changed since its approval, stops the assessment."""
    made = proposed(ready)
    there = rule_path(ready.settings, made.reference)
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text(yaml.safe_dump(made.proposal.rule_file()))
    with pytest.raises(LearningFault, match=r"LEARN-109.*restaurants@2026-11-25"):
        require_approved_cards(ready)
    approve_card(ready.acting(HEAD, later(1)), made.reference, made.sha256, reason="looked at")
    require_approved_cards(ready)
    kept = there.read_text()
    there.write_text(kept.replace("points: 5", "points: 50"))
    with pytest.raises(LearningFault, match="LEARN-109"):
        require_approved_cards(ready)
    assert not show_proposal(ready.acting(HEAD, later(2)), made.reference).is_whole
    approve_card(ready.acting(HEAD, later(3)), made.reference, made.sha256, reason="mended")
    assert there.read_text() == kept
    written = ready.settings.rules / "own.yaml"
    by_people = {"key": "garment", "card": {TOMORROW: {**made.proposal.line(), "calibrated": None}}}
    written.write_text(yaml.safe_dump(by_people))
    require_approved_cards(ready)  # a card that people wrote, and that shows no probability, is theirs to write


def test_what_the_rules_refuse_is_refused_as_it_is_proposed(ready: AppContext) -> None:
    """A signal that nobody knows, a card without calibration, points that are none; nothing is left of the attempt."""
    bins = {"missing": {"points": 0, "label": "—"}, "0": {"points": 1, "label": "any"}}
    for fields, code in (
        ({"signals": {"nationality": {"bins": bins}}}, "LEARN-108"),
        ({"calibrated": None}, "LEARN-111"),
    ):
        with pytest.raises(LearningFault, match=code):
            proposed(ready, **fields)
    with pytest.raises(RuleFault):
        proposed(ready, base_rate={"value": 2, "source": "x", "origin": "ours", "confidence": "L"})
    assert list_proposals(ready.acting(HEAD, AT)) == ()
    assert not list((ready.home / "cache").rglob("*.yaml"))


def test_no_card_is_proposed_or_approved_without_the_papers(house: AppContext) -> None:
    """And inspectors propose none."""
    with pytest.raises(LearningFault, match="LEARN-102"):
        proposed(house)
    signed(house)
    for name in ("insp-liege-1", "head-liege", "supervisor-liege", "dpo-1"):
        with pytest.raises(AccessRefused):
            proposed(house, by=name)


def test_proposals_and_decisions_are_never_changed(ready: AppContext) -> None:
    """By whoever owns the database."""
    made = proposed(ready)
    reject_card(ready.acting(HEAD, later(1)), made.reference, made.sha256, reason="no")
    for table in ("card_proposal", "card_decision", "learning_paper"):
        for change in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), owned(ready.store).write() as session:
                session.execute(text(change))
