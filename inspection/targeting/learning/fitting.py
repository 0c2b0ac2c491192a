"""A card from a history: steps, an additive fit with the nuisance taken out, whole points, a calibrated probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

import numpy as np

from inspection.errors import LearningFault
from inspection.targeting.learning.additive import Additive, beside, choose_bend, fit_additive, fit_both
from inspection.targeting.learning.binning import Starts
from inspection.targeting.learning.calibrating import calibrated
from inspection.targeting.learning.history import History
from inspection.targeting.learning.measures import Numbers, auc, auc_interval, effective
from inspection.targeting.learning.model import Calibration, Fitted, Rises
from inspection.targeting.learning.rounding import Pointed, card_signals, rounded
from inspection.targeting.learning.rows import Rows, rows_of
from sectors.rules.selection import MISSING, Card, CardLimits, ObjectiveKey

FOLDS = 3  # a row's calibration comes from a fit on the other two thirds of the subjects
_PLENTY = 90_000  # rows of which one third tells as much as all
_EPOCH = date(1970, 1, 1)
_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How one card is fitted: what a caller of `fit_card` said, in one value."""

    limits: CardLimits
    monotone: Mapping[str, Rises]
    bins: Mapping[str, Starts]


def fit_card(
    history: History,
    *,
    signals: Sequence[str],
    label: str,
    date: date,
    limits: CardLimits,
    nuisance: Sequence[str] = (),
    weight: str | None = None,
    monotone: Mapping[str, Rises] | None = None,
    bins: Mapping[str, Starts] | None = None,
    sector: str | None = None,
    shares: frozenset[str] = frozenset(),
    replaces: Card | None = None,
) -> Fitted:
    """Fit the card of one sector to what was found: additive, monotone where said, in whole points.

    Scores that know the inspector learn who finds, not where there is something: inspector, team and kind of control
    are fitted beside the signals, averaged out, and stored nowhere.

    label
        The objective: a key of the history's labels, such as "any" or "serious".
    date
        The day of the fit. What was not known by then, or not ripe, is not looked at.
    nuisance
        Columns that decide how much is found, not what is there.
    weight
        The column of inclusion probabilities, in (0, 1]: a control weighs their inverse, cut at `limits.most_weight`
        for points and uncut for the base rate. None: all weigh the same, and the card is not calibrated.
    monotone
        Signal to "rises" or "falls": steps that go the other way are pooled with their neighbours.
    bins
        Signal to where its steps begin, as the card's author wrote them; a signal that is not named gets its own.
    sector
        Which rows, and whose card; None where the history knows one sector only.
    shares
        Signals in [0, 1] whose steps are written as per cent.
    replaces
        The card that holds today: its reasons ("why") stay on signals that go on counting.
    Raises `LearningFault` where too little was controlled or found (LEARN-010), or where what was found does not follow
    the signals (LEARN-011).
    """
    used = history if sector is None else history.of_sector(sector)
    ripe = used.matured(date, limits.maturity_days).within(date, limits.window_days)
    rows = rows_of(ripe, label, signals, nuisance, weight, limits.most_weight, FOLDS)
    _expect_enough(rows, limits, sector)
    plan = Plan(limits=limits, monotone=monotone or {}, bins=bins or {})
    tau = choose_bend(rows, plan.monotone, plan.bins)
    apart, nuisance_apart = scored_apart(rows, plan, tau)
    calibration, is_of_all = calibrated(rows, apart, nuisance_apart, limits.calibration_days, limits.least_found)
    if calibration.slope <= 0:
        raise LearningFault("LEARN-011", sector=sector or "all", slope=round(calibration.slope, 2))
    fitted = fit_additive(rows, limits, plan.monotone, plan.bins, tau)
    pointed = rounded(fitted, rows, limits)
    return Fitted(
        card=_card(
            fitted, pointed, rows, calibration, date, sector or "all", shares, plan, replaces, is_of_all
        ).model_copy(update={"objective": label if label in get_args(ObjectiveKey) else "any"}),
        objective=label,
        calibration=calibration,
        evidence=_evidence(rows, apart, fitted, pointed, calibration, tau),
        windows={"learnt": _window(rows.day), "calibrated": (calibration.first, calibration.last)},
        log_odds={one.signal: _told(one.starts, one.log_odds) for one in fitted.steps},
        replaces=replaces,
    )


def scored_apart(rows: Rows, plan: Plan, tau: float) -> tuple[Numbers, Numbers]:
    """Return the log-odds of each row by a fit that saw nothing of its subject, and what the nuisance adds to them.

    Of very many rows a third is enough to judge by: the others are nan.
    """
    scores, added = np.full(len(rows), np.nan), np.zeros(len(rows))
    for fold in range(1 if len(rows) > _PLENTY else FOLDS):
        held = rows.fold == fold
        if held.any() and not held.all():
            fitted, levels = fit_both(rows.where(~held), plan.limits, plan.monotone, plan.bins, tau)
            scores[held], added[held] = fitted.of(rows.values[held]), beside(rows.where(held), levels)
    return scores, added


def _expect_enough(rows: Rows, limits: CardLimits, sector: str | None) -> None:
    found = int(rows.found.sum())
    if len(rows) < limits.least_controls or min(found, len(rows) - found) < limits.least_found:
        raise LearningFault(
            "LEARN-010",
            sector=sector or "all",
            controls=len(rows),
            found=found,
            least=limits.least_controls,
            least_found=limits.least_found,
        )


def _card(
    fitted: Additive,
    pointed: Pointed,
    rows: Rows,
    calibration: Calibration,
    on: date,
    sector: str,
    shares: frozenset[str],
    plan: Plan,
    replaces: Card | None,
    is_of_all: bool,
) -> Card:
    """Return the card; without a known chance of having been controlled it is not calibrated."""
    first = {signal: min(starts) for signal, starts in plan.bins.items() if starts}
    reasons = {one.signal: one.why for one in replaces.signals} if replaces else {}
    signals = card_signals(fitted, pointed, rows, shares, first)
    days = _window(rows.day)
    source = f"fitted to {len(rows)} controls of {days[0]} to {days[1]}"
    return Card(
        sector=sector,
        valid_from=on,
        signals=tuple(one.model_copy(update={"why": reasons.get(one.signal)}) for one in signals),
        base_rate=round(calibration.base_rate, _DIGITS),
        points_to_double=round(_points_to_double(fitted, pointed, rows, calibration), 2),
        base_rate_source=f"found in {calibration.controls} controls of {calibration.first} to {calibration.last}"
        + (", by inverse inclusion" if is_of_all else ", of places that were aimed at"),
        base_rate_confidence="L",
        calibrated=on if is_of_all else None,
        source=source,
        confidence="L",
        origin="ours",
    )


def _points_to_double(fitted: Additive, pointed: Pointed, rows: Rows, calibration: Calibration) -> float:
    """Return how many points double the odds: as rounded, then by what rounding and calibration made of the scale."""
    exact, points = fitted.of(rows.values), pointed.of(fitted, rows.values)
    if np.ptp(points) == 0:
        raise LearningFault("LEARN-011", sector="all", slope=0.0)
    per_point = float(np.cov(exact, points)[0, 1] / np.var(points, ddof=1))
    return float(np.log(2) / (per_point * calibration.slope))


def _evidence(
    rows: Rows, apart: Numbers, fitted: Additive, pointed: Pointed, calibration: Calibration, tau: float
) -> dict[str, float | int | str | None]:
    """Return figures by name; none of them is of an inspector."""
    held = ~np.isnan(apart)
    value = auc(apart[held], rows.found[held])
    low, high = auc_interval(rows.found[held], value)
    figures = {
        "controls": len(rows),
        "controls_effective": round(effective(rows.cut), 1),
        "found": int(rows.found.sum()),
        "auc": value,
        "auc_low": low,
        "auc_high": high,
        "auc_within_inspector": auc(apart[held], rows.found[held], group=rows.inspector[held])
        if rows.inspector is not None
        else None,
        "auc_exact": auc(fitted.of(rows.values), rows.found),
        "auc_points": auc(pointed.of(fitted, rows.values), rows.found),
        "log_loss_exact": pointed.loss_exact,
        "log_loss_points": pointed.loss_points,
        "log_loss_nothing": pointed.loss_nothing,
        "rounding_loss": pointed.loss_share,
        "bend": tau,
        "calibration_slope": calibration.slope,
        "calibration_slope_low": calibration.slope_low,
        "calibration_slope_high": calibration.slope_high,
        "base_rate": calibration.base_rate,
        "base_rate_low": calibration.low,
        "base_rate_high": calibration.high,
    }
    return {name: _plain(figure) for name, figure in figures.items()}


def _plain(figure: float | int | None) -> float | int | None:
    if isinstance(figure, float):
        return None if np.isnan(figure) else round(figure, _DIGITS)
    return figure


def _told(starts: Starts, log_odds: Numbers) -> dict[str, float]:
    names = (MISSING, "first", *(f"{start:g}" for start in starts))
    return {name: round(float(given), _DIGITS) for name, given in zip(names, log_odds, strict=True)}


def _window(days: Any) -> tuple[date, date]:
    return _EPOCH + timedelta(days=int(days.min())), _EPOCH + timedelta(days=int(days.max()))
