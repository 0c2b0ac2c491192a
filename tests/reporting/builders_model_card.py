"""Builders for model cards: a house that has learnt for a year, with bounds, flagged groups and a proposed card."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspection.life_cycles import CardState, LearningPaper
from inspection.reporting.model_card import (
    CardLine,
    ModelCard,
    PaperLine,
    ProposalLine,
    RegisterDay,
    SignalPoints,
    StepPoints,
    model_card,
)
from inspection.targeting.evaluating import (
    Calibration,
    Disparity,
    Estimate,
    Interval,
    Standing,
    WhatIf,
    disparities,
)
from inspection.targeting.evaluating.calibration import Bin
from inspection.targeting.evaluating.fairness import Judged
from sectors.rules.selection import MeasuringRules

PROXY = {
    "proxy": "night_opening", "signal": "same_day_dimona_share", "approved_by": "strategic committee",
    "approved_on": "2026-10-01", "until": "2027-09-30",
    "effect": {"by": "region", "group": "04000", "measure": "selection_rate", "ratio": 1.12, "low": 0.96, "high": 1.3},
}  # fmt: skip


def an_estimate(share: float = 0.31, **fields: Any) -> Estimate:
    """What 212 seen draws of 240 say."""
    known: dict[str, Any] = {
        "prevalence": Interval(share, share - 0.06, share + 0.07), "if_alike": None, "is_bounds": False, "bounds": None,
        "lift": Interval(1.84, 1.42, 2.31), "lift_is_bounds": False, "non_response": 0.117, "drawn": 241, "seen": 212,
        "targeted": 1893, "targeted_unseen": 104,
    }  # fmt: skip
    return Estimate(**known | fields)


def a_calibration(least: int = 21, **fields: Any) -> Calibration:
    """Ten groups near the diagonal, of `least` visits and more."""
    said = [0.04, 0.08, 0.12, 0.17, 0.22, 0.28, 0.35, 0.42, 0.53, 0.68]
    bins = tuple(Bin(s, max(0.0, s + 0.04 * (-1) ** n), 0.1 + 0.01 * (n % 3), least + n) for n, s in enumerate(said))
    known: dict[str, Any] = {
        "slope": Interval(0.97, 0.81, 1.13), "intercept": Interval(-0.03, -0.2, 0.15),
        "error": Interval(0.022, 0.011, 0.034), "bins": bins, "n": 212, "is_good": True,
    }  # fmt: skip
    return Calibration(**known | fields)


def some_groups(rules: MeasuringRules, n: int = 400) -> tuple[Disparity, ...]:
    """Draws of three regions and five sizes, one of them of too few."""
    dice = random.Random(4)
    draws = []
    for _ in range(n):
        region = dice.choice(["02000", "03000", "03000", "04000"])
        size = dice.choice(["0-4", "0-4", "5-9", "10-19", "20-49"]) if dice.random() < 0.97 else "50+"
        groups = {
            "region": region, "size_class": size, "sector": dice.choice(["restaurants", "construction", "garment"]),
            "legal_form": dice.choice(["legal_person", "may_be_natural_person"]),
            "language_role": {"02000": "nl", "03000": "fr", "04000": "fr+nl"}[region],
        }  # fmt: skip
        chosen = dice.random() < (0.3 if region == "04000" else 0.15)
        draws.append(Judged(groups=groups, chosen=chosen, has_finding=dice.random() < 0.3, inclusion_probability=0.01))
    return disparities(draws, rules=rules)


HELPS = Standing(says="helps", lift=Interval(1.8, 1.3, float("inf")), since="2026-W21", compared=312)


@dataclass
class AnEvaluation:
    """What a model card reads of an evaluation."""

    on: date = date(2026, 12, 1)
    first: date = date(2025, 12, 1)
    last: date = date(2026, 11, 23)
    visits: dict[str, tuple[int, int]] = field(
        default_factory=lambda: {"mandated": (212, 188), "random": (241, 212), "risk": (1997, 1893)}
    )
    any_infringement: Estimate = field(default_factory=an_estimate)
    serious: Estimate = field(default_factory=lambda: an_estimate(0.09, lift=None))
    stop_rule: Standing = HELPS
    calibration: Calibration | None = field(default_factory=a_calibration)
    fairness: tuple[Disparity, ...] = ()
    what_if: tuple[WhatIf, ...] = (
        WhatIf(
            signal="late_dimona_share", moved=0.214, precision_with=Interval(0.52, 0.4, 0.63),
            precision_without=Interval(0.41, 0.31, 0.52), with_it=(), without_it=(),
        ),
    )  # fmt: skip
    approved_proxies: tuple[dict[str, Any], ...] = (PROXY,)
    proxies_told: None = None
    rules_sha256: str = "ab" * 32


def some_points(*, in_force: int | None = None) -> tuple[SignalPoints, ...]:
    """Two signals with steps that nobody outside may read."""
    late = tuple(
        StepPoints(start=start, label=label, points=points, in_force=in_force)
        for start, label, points in (("missing", "—", 0), ("0", "< 2,7 %", 0), ("0.027", "≥ 2,7 %", 7))
    )
    staff = (StepPoints(start="0", label="< 41,5 %", points=0), StepPoints(start="0.415", label="≥ 41,5 %", points=3))
    return (
        SignalPoints(signal="late_dimona_share", category="dimona", least=0, most=7, steps=late),
        SignalPoints(signal="part_time_share", category="dmfa", least=0, most=3, steps=staff),
    )


EVIDENCE = {
    "controls": 4120, "found": 1270, "auc": 0.664, "auc_low": 0.641, "auc_high": 0.687, "auc_within_inspector": 0.671,
    "challenger": "LightGBM", "challenger_auc": 0.668, "challenger_auc_within_inspector": 0.672, "scrambled_auc": 0.503,
    "rounding_loss": 0.014, "calibration_slope": 1.02, "base_rate": 0.301, "backtest_windows": 4,
    "backtest_controls": 2011, "backtest_precision": 0.561, "backtest_recall": 0.362, "backtest_auc": 0.659,
    "backtest_auc_gain": 0.043, "backtest_days_earlier": 31.5, "backtest_precision_over_random": 0.244,
    "backtest_precision_over_random_low": 0.201, "backtest_auc_over_in_force": 0.043,
    "backtest_auc_over_in_force_low": 0.018, "place_workplaces": 5000, "place_points_changed": 0,
}  # fmt: skip


def a_proposal_line(**fields: Any) -> ProposalLine:
    """A proposed card of restaurants."""
    known: dict[str, Any] = {
        "reference": "CARD-7K3MPA", "sector": "restaurants", "objective": "any", "state": CardState.PROPOSED,
        "proposed_on": date(2026, 12, 1), "valid_from": date(2027, 1, 4), "replaces": "restaurants@2017-01-01",
        "learnt": (date(2024, 10, 1), date(2026, 7, 1)), "evidence": EVIDENCE, "categories": ("dimona", "dmfa"),
        "signals": some_points(in_force=4), "sha256": "cd" * 32, "proposed_by": "system", "asked_by": "direction-1",
    }  # fmt: skip
    return ProposalLine(**known | fields)


def a_model_card(rules: MeasuringRules, **fields: Any) -> ModelCard:
    """The card of a house that has learnt for a year; `fields` replace what was measured."""
    cards = [
        CardLine(
            sector=sector, key=f"{sector}@{day}", calibrated=calibrated, categories=("dimona", "dmfa"),
            signals=some_points(), reference=reference, approved_by=by, approved_on=on,
        )
        for sector, day, calibrated, reference, by, on in (
            ("construction", "2026-09-01", date(2026, 8, 1), "CARD-1A2B3C", "direction-2", date(2026, 8, 20)),
            ("restaurants", "2017-01-01", None, "", "", None),
        )
    ]  # fmt: skip
    measured = AnEvaluation(**{"fairness": some_groups(rules), **fields})
    return model_card(
        measured,
        is_demo=False,
        cards=cards,
        proposals=[a_proposal_line()],
        papers=[
            PaperLine(
                kind=LearningPaper.IMPACT_ASSESSMENT,
                signed_on=date(2026, 3, 2),
                sha256="ef" * 32,
                signed_by="direction-1",
            ),
            PaperLine(kind=LearningPaper.FUNDAMENTAL_RIGHTS),
        ],
        registers=[RegisterDay(register="dimona", day=date(2026, 11, 28)), RegisterDay(register="works", day=None)],
    )
