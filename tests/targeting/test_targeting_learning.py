"""A card fitted to outcomes: what it finds of a known truth, what it never sees, and what is proposed of it."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import polars as pl
import pytest
import yaml
from builders_cards import DAY, LIMITS, SMALL, STRICT, told
from scipy.stats import spearmanr

from inspection.demo.histories import Generated, generate
from inspection.errors import LearningFault
from inspection.targeting import assess
from inspection.targeting.backtesting import points_by
from inspection.targeting.evaluating import expected_calibration_error, fit_line
from inspection.targeting.learning import (
    CardProposal,
    Fitted,
    History,
    Roles,
    auc,
    card_of,
    challenge,
    fit_card,
    leak_test,
)
from inspection.targeting.learning.binning import best_starts, coded, round_quantiles
from inspection.targeting.learning.calibrating import averaged
from inspection.targeting.learning.proposing import card_line
from sectors.reader import load_rules


@pytest.fixture(scope="module")
def strict() -> Generated:
    """Strict inspectors are sent where signal 2 is high, which says nothing of a workplace."""
    return generate(STRICT, 3)


@pytest.fixture(scope="module")
def fitted(strict: Generated) -> Fitted:
    """A card that was told who came, how, and how likely."""
    return fit(strict.history, strict.end)


def fit(history: History, on: date, **given) -> Fitted:
    """Fit as the product does; what a test names is said otherwise."""
    roles = history.roles
    usual = {"nuisance": roles.nuisance, "weight": roles.inclusion, "limits": LIMITS, "sector": "a"}
    return fit_card(history, signals=roles.signals, label="any", date=on, **{**usual, **given})


def ranks(made: Generated, fitted: Fitted) -> float:
    """How alike the card and the truth order all workplaces, visited or not."""
    return float(spearmanr(points_by(fitted.card, made.everybody), made.everybody["truth"])[0])


def test_a_card_ranks_by_workplaces_where_a_naive_one_ranks_by_inspectors(strict, fitted):
    """Not told who came, a fit believes the signal that strict inspectors were sent by."""
    naive = fit(strict.history, strict.end, nuisance=(), weight=None)
    assert ranks(strict, fitted) > 0.85
    assert ranks(strict, fitted) > ranks(strict, naive) + 0.05
    most = {one.signal: max(step.points for step in one.bins) * 1.0 for one in naive.card.signals}
    fair = {one.signal: max(step.points for step in one.bins) * 1.0 for one in fitted.card.signals}
    assert most["s2"] / max(most.values()) > 0.5 > fair.get("s2", 0.0) / max(fair.values())


def test_a_probability_is_true_of_places_that_nobody_visited(strict, fitted):
    """A month in which everybody is visited by an average inspector: the calibrated chance holds."""
    names = strict.everybody.with_columns(pl.col("workplace").cast(pl.String).str.zfill(6))
    said = assess(names, fitted.card).frame["probability"].to_numpy()
    true = strict.everybody["chance"].to_numpy()
    assert fitted.card.calibrated == strict.end
    assert abs(said.mean() - true.mean()) < 0.05
    assert fitted.calibration.low - 0.01 < true.mean() < fitted.calibration.high + 0.01
    assert float(np.abs(said - true).mean()) < 0.09
    found = np.random.default_rng(0).random(len(true)) < true
    assert expected_calibration_error(said, found, np.ones(len(said))) < 0.05


def test_where_no_chance_of_a_visit_is_known_there_is_no_probability(strict):
    """The rate of places that somebody aimed at is no probability of a place."""
    card = fit(strict.history, strict.end, weight=None).card
    assert card.calibrated is None
    assert "aimed at" in card.base_rate_source


def test_a_known_chance_of_a_few_visits_makes_no_probability(strict):
    """Of a few drawn visits no base rate of all places follows: one alone would have called a card calibrated."""
    ripe = strict.end - timedelta(days=LIMITS.maturity_days + 30)
    frame = strict.history.frame.sort("on")
    first = frame["on"].search_sorted(ripe)

    def known(few: int):
        drawn = pl.int_range(pl.len()).is_between(first - few, first - 1)
        return fit(strict.history.with_frame(frame.with_columns(pl.when(drawn).then("inclusion"))), strict.end).card

    assert known(LIMITS.least_found - 1).calibrated is None
    assert "aimed at" in known(LIMITS.least_found - 1).base_rate_source
    assert known(2 * LIMITS.least_found).calibrated == strict.end


def test_what_was_not_known_on_the_day_teaches_nothing(strict, fitted):
    """Rows of later, and rows too young to be ripe, change no figure, however they lie."""
    frame = strict.history.frame
    later = frame.head(300).with_columns(
        workplace=pl.int_range(1_000_000, 1_000_300),
        on=pl.lit(strict.end - timedelta(days=5)),
        known_on=pl.lit(strict.end),
        any=True,
    )
    unknown = frame.head(300).with_columns(
        workplace=pl.int_range(2_000_000, 2_000_300), known_on=pl.lit(strict.end + timedelta(days=1)), any=True
    )
    again = fit(strict.history.with_frame(pl.concat([frame, later, unknown])), strict.end)
    assert again.proposal().sha256 == fitted.proposal().sha256


def test_points_go_the_way_that_was_said_and_steps_begin_where_the_author_wrote(strict):
    """Signal 3 speaks for a workplace: told that it may only rise, its values are all alike."""
    made = fit(strict.history, strict.end, monotone={"s3": "rises", "s0": "rises"}, bins={"s1": (-9.0, 0.0, 1.0)})
    signals = {one.signal: one for one in made.card.signals}
    assert "s3" not in signals or len(signals["s3"].bins) == 2  # missing, and any
    rising = [step.points for step in signals["s0"].bins[1:]]
    assert rising == sorted(rising)
    assert {step.start for step in signals["s1"].bins} == {None, -9.0, 0.0, 1.0}
    assert all(one.bins[0].start is None for one in signals.values())
    assert max(step.points for one in signals.values() for step in one.bins) <= LIMITS.most_points


def test_nothing_of_an_inspector_or_a_workplace_is_in_a_proposal(strict, fitted):
    """Inspectors renamed, the same card; and no key of one stands in what is proposed."""
    renamed = strict.history.frame.with_columns(inspector=pl.format("inspector-{}", "inspector"))
    again = fit(strict.history.with_frame(renamed), strict.end).proposal()
    assert "inspector-" not in again.canonical()
    assert again.card["signals"] == fitted.proposal().card["signals"]


def test_whole_points_lose_little_and_say_how_much(fitted):
    """The evidence holds both sides of the rounding."""
    told_of = fitted.evidence
    assert told_of["rounding_loss"] <= LIMITS.most_rounding_loss
    assert told_of["auc_exact"] - told_of["auc_points"] < 0.01
    assert told_of["log_loss_nothing"] > told_of["log_loss_exact"]


def test_an_approved_proposal_is_a_rule_file_that_gives_the_same_card(tmp_path):
    """Signals of the product, a sector of the product: laid over, the reader reads the card that was fitted."""
    made = generate(replace(SMALL, signals=3, weights=(1.0, 0.8, -0.6)), 5)
    old = load_rules().on(date(2026, 12, 1)).card("garment")
    names = {"s0": "late_dimona_share", "s1": "worker_turnover", "s2": "enterprise_age_years"}
    frame = made.history.frame.rename(names)
    signals = tuple(names.values())
    roles = Roles(signals=signals, labels={"any": "any"}, inclusion="inclusion", nuisance=("inspector",))
    fitted = fit_card(
        History(frame=frame, roles=roles), signals=signals, label="any", date=made.end, limits=LIMITS, sector="garment",
        weight="inclusion", nuisance=("inspector",), shares=frozenset({"late_dimona_share"}), replaces=old,
    )  # fmt: skip
    proposal = fitted.proposal({"challenger_auc": 0.5})
    (tmp_path / "garment.yaml").write_text(yaml.safe_dump(proposal.rule_file(), allow_unicode=True))
    card = load_rules((tmp_path,)).on(made.end).card("garment")
    assert card == fitted.card.model_copy(update={"signals": card.signals})
    assert {one.signal: one.bins for one in card.signals} == {one.signal: one.bins for one in fitted.card.signals}
    assert (proposal.replaces, proposal.evidence["challenger_auc"]) == (old.key, 0.5)
    assert proposal.sha256 != fitted.proposal().sha256


def test_a_proposed_card_is_the_card_that_was_fitted():
    """Also what it serves and why each signal counts, so that it is told the same before anybody approved it."""
    day = date(2026, 12, 1)
    fitted = load_rules().on(day).card("garment").model_copy(update={"calibrated": day, "objective": "serious"})
    assert any(one.why for one in fitted.signals)
    proposal = CardProposal(
        sector=fitted.sector, objective="serious", valid_from=fitted.valid_from, replaces=None, card=card_line(fitted),
        evidence={}, windows={},
    )  # fmt: skip
    assert card_of(proposal) == fitted


@pytest.mark.parametrize(
    ("code", "rows", "roles"),
    [
        ("LEARN-001", [{}], {"nuisance": ("team",)}),
        ("LEARN-002", [{"s": "high"}], {}),
        ("LEARN-002", [{"any": 1}], {}),
        ("LEARN-003", [{"known_on": date(2026, 3, 1)}], {}),
        ("LEARN-004", [{"p": 0.0}], {"inclusion": "p"}),
        ("LEARN-004", [{"p": 1.5}], {"inclusion": "p"}),
        ("LEARN-005", [{"workplace": 1}, {"workplace": 1}], {}),
    ],
)
def test_a_history_that_cannot_be_one_is_refused(code, rows, roles):
    """Each has one thing wrong; a copy of a control would count twice."""
    with pytest.raises(LearningFault, match=code):
        told(rows, **roles)


def test_a_row_without_a_sector_belongs_to_no_card():
    """An empty cell is no sector of its own."""
    history = told([{"branch": "b"}, {"branch": None}, {"branch": "a"}], sector="branch")
    assert history.sectors == ("a", "b")
    assert len(history.of_sector("a")) == 1


def test_too_little_and_nothing_to_tell_apart_teach_no_card():
    """Few controls, few findings, a label that is not there, a signal that is the same everywhere."""
    few = told([{"any": n % 2 == 0, "on": DAY + timedelta(days=n % 9)} for n in range(299)])
    rare = told([{"any": n < 29, "on": DAY} for n in range(400)])
    same = told([{"any": n % 3 == 0, "on": DAY} for n in range(400)])
    for code, history, label in (
        ("LEARN-010", few, "any"),
        ("LEARN-010", rare, "any"),
        ("LEARN-011", same, "any"),
        ("LEARN-006", same, "serious"),
    ):
        with pytest.raises(LearningFault, match=code):
            fit_card(history, signals=("s",), label=label, date=date(2026, 9, 1), limits=LIMITS)


def test_a_leak_is_found_where_there_is_one_and_not_where_there_is_none(strict):
    """A signal that was measured after the visit, and an own history that holds the outcome itself."""
    roles, frame = strict.history.roles, strict.history.frame
    usual = {"label": "any", "date": strict.end, "limits": LIMITS, "seed": 1, "most_alone": 0.9}
    assert not leak_test(strict.history, signals=roles.signals, **usual).leaks
    late = frame.with_columns(s5=pl.col("any").cast(pl.Float64) + pl.col("s0").fill_null(0.0) * 0.01)
    found = leak_test(strict.history.with_frame(late), signals=roles.signals, **usual)
    assert (found.telling, found.leaks) == (("s5",), True)

    def own(history: History) -> History:
        share = pl.col("any").cast(pl.Float64).mean().over(pl.col("workplace") // 40)
        return history.with_frame(history.frame.with_columns(s5=share + pl.col("any").cast(pl.Float64) * 0.05))

    assert leak_test(strict.history, signals=("s0", "s5"), derive=own, **{**usual, "most_alone": 1.0}).low > 0.5


@pytest.mark.battery(reason="it fits a model of LightGBM; cards are fitted in every run")
def test_the_challenger_says_which_library_it_is(strict, monkeypatch):
    """Where LightGBM cannot be loaded scikit-learn stands in, and the evidence says so."""
    roles = strict.history.roles
    usual = {"signals": roles.signals[:2], "label": "any", "date": strict.end, "limits": LIMITS}
    there = challenge(strict.history, **usual)
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    gone = challenge(strict.history, **usual)
    assert there.name.startswith("LightGBM")
    assert "LightGBM is not here" in str(gone.evidence()["challenger"])
    assert abs(there.auc - gone.auc) < 0.03


def test_the_area_under_the_curve_is_the_share_of_pairs():
    """Counted pair by pair: ties half, weights multiplied, other groups' pairs left out."""
    lots = np.random.default_rng(4)
    score, found = lots.integers(0, 5, 60).astype(float), lots.random(60) < 0.4
    weight, group = lots.random(60) + 0.1, lots.integers(0, 3, 60)
    for w, g in product((np.ones(60), weight), (np.zeros(60, dtype=int), group)):
        pairs = [(a, b) for a, b in product(np.flatnonzero(found), np.flatnonzero(~found)) if g[a] == g[b]]
        won = sum(w[a] * w[b] * ((score[a] > score[b]) + (score[a] == score[b]) / 2) for a, b in pairs)
        assert auc(score, found, w, g) == pytest.approx(won / sum(w[a] * w[b] for a, b in pairs))


def test_steps_begin_where_a_curve_jumps():
    """A curve of three levels over ten cells; a step too small to hold its share is not made."""
    edges = np.arange(1.0, 10.0)
    curve, mass = np.repeat([0.0, 1.0, 3.0], [4, 3, 3]), np.ones(10)
    assert best_starts(edges, curve, mass, 6, 0.05, 0.0) == (4.0, 7.0)
    assert best_starts(edges, curve, mass, 2, 0.05, 0.0) == (7.0,)
    assert best_starts(edges, curve, mass, 6, 0.6, 0.0) == ()
    assert list(coded(np.array([np.nan, 3.9, 4.0, 99.0]), (4.0, 7.0))) == [0, 1, 2, 3]
    assert all(float(f"{edge:.2g}") == edge for edge in round_quantiles(np.random.default_rng(0).gamma(2, 7, 500)))


def test_a_line_finds_the_slope_that_was_planted():
    """Twice too flat a score has slope 2, weights or not."""
    lots = np.random.default_rng(2)
    odds = lots.normal(size=8000)
    found = lots.random(8000) < 1 / (1 + np.exp(-(odds - 0.5)))
    line = fit_line(odds / 2, found, lots.random(8000) + 0.5)
    assert abs(line.slope - 2) < 3 * line.error < 0.4
    assert abs(line.level + 0.5) < 0.1


def test_a_score_is_not_praised_for_the_inspectors_who_were_sent_by_it():
    """Strict ones go where the score is high: a plain line is twice too steep, the averaged one is anybody's."""
    lots = np.random.default_rng(3)
    score = lots.normal(size=20_000)
    strict = 0.8 * score + 0.6 * lots.normal(size=20_000)
    found = lots.random(20_000) < 1 / (1 + np.exp(-(0.6 * score + strict - 1)))
    sent, one = strict[lots.permutation(20_000)], np.ones(20_000)
    anybody = lots.random(20_000) < 1 / (1 + np.exp(-(0.6 * score + sent - 1)))
    true = fit_line(score, anybody, one)
    assert fit_line(score, found, one).slope > 2 * true.slope
    assert averaged(score, found, one, strict).slope == pytest.approx(true.slope, abs=4 * true.error)
