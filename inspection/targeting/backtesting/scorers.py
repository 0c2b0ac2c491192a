"""What can be taught and then ranks: a card, a challenger, a logistic regression, and baselines that learn nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np
import polars as pl

from inspection.targeting.assessing import points_of
from inspection.targeting.learning import (
    FOLDS,
    History,
    Numbers,
    Rises,
    boosted,
    fit_card,
    logistic,
    rows_of,
)
from sectors.rules.selection import Card, CardLimits

_STEPS = 60
_OF_ALL = "all"


class Ranker(Protocol):
    """Something that was taught: the higher the score, the sooner the visit."""

    def score(self, frame: pl.DataFrame) -> Numbers:
        """Return a score for each row of a frame with the history's columns; it does not look at labels."""

    def chance(self, frame: pl.DataFrame) -> Numbers | None:
        """Return the probability of a finding, where the score is made for one; else None."""


class Scorer(Protocol):
    """Something that can be taught by a history."""

    def taught(self, history: History, label: str, on: date) -> Ranker:
        """Return what ranks rows, having seen `history` as of `on` and nothing later."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A ranker without a probability."""

    by: Any = field(repr=False)

    def score(self, frame: pl.DataFrame) -> Numbers:
        """Return what `by` gives."""
        given: Numbers = self.by(frame)
        return given

    def chance(self, frame: pl.DataFrame) -> Numbers | None:  # noqa: ARG002  of a protocol
        """Return None: what it gives is no probability."""
        return None


@dataclass(frozen=True, kw_only=True)
class Carded:
    """A fitted card a sector, with the level at which its probabilities begin (None: not calibrated)."""

    cards: Mapping[str, tuple[Card, float | None]]
    sector: str | None

    def score(self, frame: pl.DataFrame) -> Numbers:
        """Return the log-odds beyond the sector's mean, so that points of two cards can be put in one list."""
        return self._each(frame, lambda points, card, _: (points - points.mean()) * _per_point(card))

    def chance(self, frame: pl.DataFrame) -> Numbers | None:
        """Return the probability of a finding; None where a card is not calibrated."""
        if any(level is None for _, level in self.cards.values()):
            return None
        return self._each(frame, lambda points, card, level: logistic(points * _per_point(card) + level))

    def _each(self, frame: pl.DataFrame, give: Any) -> Numbers:
        found = np.zeros(frame.height)
        for sector, (card, level) in self.cards.items():
            mine = (frame[self.sector] == sector).to_numpy() if self.sector else np.ones(frame.height, dtype=bool)
            if mine.any():
                found[mine] = give(points_by(card, frame.filter(mine)), card, level)
        return found


@dataclass(frozen=True, kw_only=True)
class CardScorer:
    """A card, fitted anew each time as `fit_card` fits it, for each sector of the history."""

    limits: CardLimits
    signals: tuple[str, ...]
    nuisance: tuple[str, ...] = ()
    weight: str | None = None
    monotone: Mapping[str, Rises] = field(default_factory=dict)
    bins: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def taught(self, history: History, label: str, on: date) -> Carded:
        """Fit a card for each sector; LEARN-010 where one has too few controls yet."""
        cards = {}
        for sector in history.sectors or (None,):
            mine = history if sector is None else history.of_sector(sector)
            fitted = fit_card(
                mine,
                signals=self.signals,
                label=label,
                date=on,
                limits=self.limits,
                nuisance=self.nuisance,
                weight=self.weight,
                monotone=self.monotone,
                bins=self.bins,
                sector=sector,
            )
            cards[sector or _OF_ALL] = (fitted.card, _level(fitted.card, mine, self.weight))
        return Carded(cards=cards, sector=history.roles.sector)


@dataclass(frozen=True, kw_only=True)
class FixedCard:
    """A card that somebody wrote: it learns nothing. Its points are compared, its probabilities are not."""

    card: Card

    def taught(self, history: History, label: str, on: date) -> Scored:  # noqa: ARG002  of a protocol
        """Return the card as it is."""
        return Scored(by=lambda frame: points_by(self.card, frame))


@dataclass(frozen=True, kw_only=True)
class BoostedScorer:
    """The challenger; `nuisance` empty: it is not told who came."""

    limits: CardLimits
    signals: tuple[str, ...]
    nuisance: tuple[str, ...] = ()
    weight: str | None = None
    threads: int = 1

    def taught(self, history: History, label: str, on: date) -> Scored:  # noqa: ARG002  of a protocol
        """Fit the trees."""
        rows = rows_of(history, label, self.signals, self.nuisance, self.weight, self.limits.most_weight, FOLDS)
        return Scored(by=boosted(rows, self.threads).score)


@dataclass(frozen=True, kw_only=True)
class LogisticScorer:
    """Plain logistic regression on the signals as they are: missing values at the mean, nothing else taken care of."""

    signals: tuple[str, ...]

    def taught(self, history: History, label: str, on: date) -> Scored:  # noqa: ARG002  of a protocol
        """Fit it, unweighted and without the inspector: what a first attempt would be."""
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        seen = history.seen(label)
        model = make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler(), LogisticRegression())
        model.fit(_matrix(seen.frame, self.signals), seen.frame[seen.label(label)].to_numpy())
        return Scored(by=lambda frame: model.decision_function(_matrix(frame, self.signals)))


@dataclass(frozen=True, kw_only=True)
class ColumnScorer:
    """A column as it stands: size, days since the last visit, the team head's list. A missing value comes last."""

    column: str

    def taught(self, history: History, label: str, on: date) -> Scored:  # noqa: ARG002  of a protocol
        """Return the column."""
        return Scored(by=lambda frame: np.nan_to_num(_matrix(frame, (self.column,))[:, 0], nan=-np.inf))


@dataclass(frozen=True, kw_only=True)
class ChanceScorer:
    """The lot: what anything must beat."""

    seed: int

    def taught(self, history: History, label: str, on: date) -> Scored:  # noqa: ARG002  of a protocol
        """Return a lot that is drawn anew for each day."""
        lots = np.random.default_rng([self.seed, on.toordinal()])
        return Scored(by=lambda frame: lots.random(frame.height))


def baselines(history: History, seed: int) -> dict[str, Scorer]:
    """Return the lot, and each baseline that the history has a column for."""
    named: dict[str, Scorer] = {name: ColumnScorer(column=column) for name, column in history.roles.baselines.items()}
    return {"random": ChanceScorer(seed=seed), **named}


def points_by(card: Card, frame: pl.DataFrame) -> Numbers:
    """Return the points of each row by one card."""
    total = np.zeros(frame.height, dtype=np.int64)
    for one in card.signals:
        total += points_of(one, frame[one.signal])
    return total.astype(np.float64)


def _per_point(card: Card) -> float:
    return float(np.log(2)) / card.points_to_double


def _level(card: Card, history: History, weight: str | None) -> float | None:
    """Return where log-odds begin for the mean over everybody to be the base rate: controls stand for the unseen."""
    if card.calibrated is None or weight is None:
        return None
    known = history.frame.filter(pl.col(weight).is_not_null())
    odds, stands_for = points_by(card, known) * _per_point(card), 1 / known[weight].to_numpy()
    low, high = -50.0, 50.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        is_low = float(np.average(logistic(odds + middle), weights=stands_for)) < card.base_rate
        low, high = (middle, high) if is_low else (low, middle)
    return (low + high) / 2


def _matrix(frame: pl.DataFrame, columns: Sequence[str]) -> Numbers:
    found: Numbers = frame.select(pl.col(columns).cast(pl.Float64).fill_null(float("nan"))).to_numpy()
    return found
