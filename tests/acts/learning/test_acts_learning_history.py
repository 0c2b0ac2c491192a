"""What a house learns from: outcomes of planned controls, and nothing that could make a suspicion into a signal."""

import json

import polars as pl
import pytest
from builders_acts import AT, LIEGE, WEEK, a_control, a_suspicious_control, later
from builders_learning import AFTER, FOUND, HEAD, OBSTRUCTED, PARTS, POSTED, a_week, signals, signed, visited
from builders_orders import ordered
from builders_replans import CODES
from sqlmodel import select

from inspection.acts.controls import correct_control, save
from inspection.acts.learning import history, may_learn, own_history, sign_paper
from inspection.acts.learning.outcomes import PlannedOutcome, planned_outcomes
from inspection.errors import AccessRefused, LearningFault
from inspection.life_cycles import LearningPaper
from inspection.store.learning import CardProposalRow, EvaluationRow
from inspection.targeting.learning import History
from inspection.trust import AppContext

LABELS = {"any", "serious"}
COLUMNS = {
    "workplace", "enterprise", "on", "known_on", "sector", "arm", "inclusion", "inspector", "team", "kind", "points",
    "days_since_visit", *LABELS,
}  # fmt: skip


def learnt(house: AppContext) -> History:
    """The history of the week."""
    return history(house.acting(HEAD, AT), WEEK.monday, AFTER).history


def outcomes(house: AppContext) -> dict[str, PlannedOutcome]:
    """What came of the week's visits, by workplace."""
    with house.store.read() as session:
        return {one.workplace: one for one in planned_outcomes(session, house, WEEK.monday, AFTER)}


def test_nothing_is_learnt_before_both_papers_are_signed(house: AppContext) -> None:
    """By the direction, by hash; a house that lacks one says which. Own history is missing too."""
    a_week(house)
    with pytest.raises(LearningFault, match="impact_assessment, fundamental_rights"):
        learnt(house)
    assert own_history(house.acting(HEAD, AT), AFTER) is None
    sign_paper(house.acting(HEAD, AT), LearningPaper.IMPACT_ASSESSMENT, b"assessed")
    with pytest.raises(LearningFault, match=r"LEARN-102.*signed: fundamental_rights"):
        learnt(house)
    for name in ("supervisor-liege", "dpo-1", "head-liege"):
        with pytest.raises(AccessRefused):
            sign_paper(house.acting(name, AT), LearningPaper.FUNDAMENTAL_RIGHTS, b"noted")
    with pytest.raises(LearningFault, match="LEARN-103"):
        sign_paper(house.acting(HEAD, AT), LearningPaper.FUNDAMENTAL_RIGHTS, b"")
    signed(house)
    found = may_learn(house.acting("dpo-1", later(1)))
    assert (found.allowed, found.is_demo, found.lacking) == (True, False, ())
    assert found.signed[LearningPaper.IMPACT_ASSESSMENT].signed_by == HEAD
    assert learnt(house).frame.is_empty()


def test_a_demo_home_learns_without_papers_and_says_so(house: AppContext) -> None:
    """Nothing in it is real."""
    (house.home / "DEMO").write_text("")
    from inspection.settings import DEMO_MARK

    (house.home / DEMO_MARK).write_text("")
    found = may_learn(house.acting(HEAD, AT))
    assert (found.allowed, found.is_demo, len(found.lacking)) == (True, True, 2)


def test_a_history_holds_planned_controls_with_signals_of_the_choice(house: AppContext) -> None:
    """One row a control: labels, arm, chance, what was measured then; and no other column than these."""
    a_week(house)
    signed(house)
    drawn = visited(house, 1, persons=FOUND)
    chosen = visited(house, 3, by="insp-liege-2")
    found = learnt(house)
    assert set(found.frame.columns) == COLUMNS | set(signals(house))
    by_arm = {row["arm"]: row for row in found.frame.iter_rows(named=True)}
    assert {arm: (row["any"], row["inclusion"], row["kind"]) for arm, row in by_arm.items()} == {
        "random": (True, 0.1, "lot"),
        "risk": (False, None, "points"),
    }
    assert [round(by_arm[arm]["late_dimona_share"], 3) for arm in ("random", "risk")] == [0.2, 0.4]
    assert {found.roles.labels[key] for key in LABELS} == LABELS
    told = outcomes(house)
    assert (told[drawn].found, told[chosen].found) == (True, False)


def test_serious_is_a_level_and_what_stands_for_nationality_teaches_nothing(house: AppContext) -> None:
    """Obstruction is serious, a late declaration is not; a missing Limosa counts for prevalence and for no card."""
    a_week(house)
    signed(house)
    obstructed, posted = visited(house, 1, answers=OBSTRUCTED), visited(house, 3, persons=POSTED)
    told = outcomes(house)
    assert (told[obstructed].found, told[obstructed].serious, told[obstructed].taught_serious) == (True, True, True)
    assert (told[posted].found, told[posted].serious, told[posted].taught, told[posted].taught_serious) == (
        True,
        True,
        False,
        False,
    )
    labels = {row["arm"]: (row["any"], row["serious"]) for row in learnt(house).frame.iter_rows(named=True)}
    assert labels == {"random": (True, True), "risk": (False, False)}
    left = own_history(house.acting(HEAD, AT), AFTER)
    assert left is not None
    assert left.filter(pl.col("subject") == posted)["residual"].item() < 0


def test_a_finding_that_a_correction_took_away_is_none(house: AppContext) -> None:
    """Dropped later, it was never a label."""
    a_week(house)
    signed(house)
    workplace = PARTS[0].selection.chosen[1].workplace
    first = a_control(workplace=workplace, visit=CODES[workplace], on=WEEK.monday, answers=OBSTRUCTED)
    save(house.acting("insp-liege-1", later(days=7)), first, place=LIEGE)
    mended = first.model_copy(update={"answers": {}})
    correct_control(house.acting("insp-liege-1", later(days=8)), mended, "the wrong form", place=LIEGE)
    (row,) = learnt(house).frame.iter_rows(named=True)
    assert (row["any"], row["serious"]) == (False, False)
    assert row["known_on"] == later(days=8).date()


def test_mandated_visits_keep_a_mark_of_their_own(house: AppContext) -> None:
    """What a complaint or a clock asked for is neither chance nor points."""
    a_week(house)
    signed(house)
    visited(house, 2)
    (row,) = learnt(house).frame.iter_rows(named=True)
    assert (row["arm"], row["inclusion"]) == ("mandated", None)
    assert row["kind"] not in ("lot", "points")


def test_a_suspicion_a_referral_or_an_indicator_changes_nothing_that_is_learnt(house: AppContext) -> None:
    """The same week twice, once with a positive pattern, a yes and a referral: equal to the last bit."""
    a_week(house)
    signed(house)
    workplace = visited(house, 1)
    before = learnt(house).frame
    told = outcomes(house)[workplace]
    again = a_suspicious_control("yes", workplace=PARTS[0].selection.chosen[3].workplace, on=WEEK.monday)
    again = again.model_copy(update={"visit": CODES[again.workplace]})
    save(house.acting("insp-liege-1", later(days=7)), again, place=LIEGE)
    after = learnt(house).frame
    (new,) = after.filter(pl.col("arm") == "risk").iter_rows(named=True)
    assert (new["any"], new["serious"]) == (bool(_offences(house, again.control_id)), False)
    assert (
        after.filter(pl.col("arm") == "random")
        .drop("workplace", "inspector", "team", "enterprise")
        .equals(before.drop("workplace", "inspector", "team", "enterprise"))
    )
    assert outcomes(house)[workplace] == told
    fields = set(PlannedOutcome.__dataclass_fields__)
    assert not [
        name for name in fields if any(w in name for w in ("positive", "suspic", "referr", "indicat", "decision"))
    ]


def _offences(house: AppContext, control_id: str) -> list[str]:
    from inspection.store.controls import FindingRow

    with house.store.read() as session:
        return list(session.exec(select(FindingRow.offence).where(FindingRow.control_id == control_id)))


def test_a_control_that_nobody_planned_teaches_nothing(house: AppContext) -> None:
    """Somebody aimed it, also where its workplace was eligible that week."""
    a_week(house)
    signed(house)
    control = a_control(workplace=PARTS[0].selection.chosen[4].workplace, on=WEEK.monday, persons=FOUND)
    save(house.acting("insp-liege-1", later(days=7)), control, place=LIEGE)
    assert learnt(house).frame.is_empty()
    assert all(one.found is None for one in outcomes(house).values())


def test_a_workplace_that_a_magistrate_ordered_is_not_there_and_leaves_no_gap(house: AppContext) -> None:
    """Neither its control nor its draw; no figure of the history says that something was left out."""
    a_week(house)
    signed(house)
    workplace = visited(house, 1, persons=FOUND)
    visited(house, 3)
    assert workplace in outcomes(house)
    ordered(house, workplace)
    found = history(house.acting(HEAD, AT), WEEK.monday, AFTER)
    assert workplace not in outcomes(house)
    assert (len(found.history), found.controls, found.without_frame) == (1, 1, 0)
    assert found.history.frame["workplace"].to_list() == [0]
    left = own_history(house.acting(HEAD, AT), AFTER)
    assert left is not None
    assert workplace not in left["subject"].to_list()


def test_inspectors_are_numbers_that_no_row_of_the_store_keeps(house: AppContext) -> None:
    """Other numbers for another history; nothing that learning writes down has a place for one."""
    a_week(house)
    signed(house)
    visited(house, 1)
    visited(house, 3, by="insp-liege-2")
    frame = learnt(house).frame
    assert (frame.schema["inspector"], frame["inspector"].n_unique()) == (pl.UInt32, 2)
    assert "insp-liege" not in frame.write_json()
    kept = {name for row in (CardProposalRow, EvaluationRow) for name in row.model_fields}
    assert not [name for name in kept if "inspector" in name or "team" in name]


def test_own_history_is_a_number_by_workplace_and_by_enterprise(house: AppContext) -> None:
    """Found beyond expected is above zero, a clean visit below; it knows only what was known before the day."""
    a_week(house)
    signed(house)
    found, clean = visited(house, 1, persons=FOUND), visited(house, 3)
    left = own_history(house.acting(HEAD, AT), AFTER)
    assert left is not None
    told = dict(left.filter(pl.col("level") == "workplace").select("subject", "residual").iter_rows())
    assert told[found] > 0 > told[clean]
    early = own_history(house.acting(HEAD, AT), WEEK.monday)
    assert early is not None
    assert early.is_empty()


def test_a_replanned_week_is_learnt_from_once_by_the_frame_of_the_first_plan(house: AppContext) -> None:
    """The version in force holds the visits; the frame lies with the plan that was drawn."""
    from builders_replans import approve, replanned

    from inspection.store.queries import plans

    a_week(house)
    signed(house)
    visited(house, 1)
    new = replanned(house, plans(house.store)[0])
    approve(house, new)
    assert len(learnt(house)) == 1


def test_only_the_head_office_and_the_data_officer_read_what_is_learnt_from(house: AppContext) -> None:
    """No inspector and no team head."""
    a_week(house)
    signed(house)
    for name in ("insp-liege-1", "head-liege"):
        with pytest.raises(AccessRefused):
            history(house.acting(name, AT), WEEK.monday, AFTER)
    with pytest.raises(LearningFault, match="LEARN-110"):
        history(house.acting(HEAD, AT), AFTER, WEEK.monday)
    assert json.dumps(len(learnt(house))) == "0"
