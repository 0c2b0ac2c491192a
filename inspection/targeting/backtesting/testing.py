"""Rolling windows of the past: each scorer is taught by what was ripe the day before, and judged by what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from inspection.errors import LearningFault
from inspection.targeting.backtesting.comparing import compared
from inspection.targeting.backtesting.figures import jaccard, measured, order_of
from inspection.targeting.backtesting.model import Backtest, Measured, Windows
from inspection.targeting.backtesting.scorers import Ranker, Scorer
from inspection.targeting.evaluating import Bin, groups_of
from inspection.targeting.learning import History, Numbers

_FIGURES = ("precision", "recall", "auc", "auc_within", "ndcg", "days_earlier", "ece", "slope", "same")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A window with what each scorer said of it, for comparing; `scores` is empty of scorers not taught yet.

    chances
        Of scorers that give a probability.
    stands_for
        Inverse inclusion of each row, 1 where nobody knows it.
    """

    found: Any = field(repr=False)
    capacity: int
    scores: Mapping[str, Numbers] = field(repr=False)
    chances: Mapping[str, Numbers] = field(repr=False)
    stands_for: Numbers = field(repr=False)


def backtest(
    history: History,
    scorers: Mapping[str, Scorer],
    *,
    label: str,
    date: date,
    maturity_days: int,
    capacity: float,
    windows: Windows,
    seed: int = 0,
    repeats: int = 200,
) -> Backtest:
    """Return what each scorer would have found in the last windows before `date`.

    A scorer is taught by controls that were ripe on the first day of a window, and their outcomes known by then. Judged
    are controls that took place: where nobody went, nobody knows. `estimate` of the random arm says the rest.

    label
        The objective: a key of the history's labels.
    maturity_days
        Between the last control that is judged and `date`, and between the last that teaches and the window.
    capacity
        Part of a window's controls that could have been made, in (0, 1]: precision and recall are of the list's head.
    seed, repeats
        Of the ties' lot and of the bootstrap.
    Raises `LearningFault` LEARN-012 where capacity is no part of one.
    """
    if not 0 < capacity <= 1:
        raise LearningFault("LEARN-012", capacity=capacity)
    spans = _spans(date - timedelta(days=maturity_days), windows)
    by_window: dict[str, list[Measured | None]] = {name: [] for name in scorers}
    before: dict[str, Ranker] = {}
    seen: list[Seen] = []
    for span in spans:
        teaching = history.seen(label).matured(span[0], maturity_days)
        shown = history.seen(label).between(*span).matured(date, 0)
        rankers = {name: _taught(scorer, teaching, label, span[0]) for name, scorer in scorers.items()}
        scores: dict[str, Numbers] = {}
        chances: dict[str, Numbers] = {}
        for name, ranker in rankers.items():
            told = None if ranker is None or not len(shown) else ranker.score(shown.frame)
            if told is None or ranker is None:
                by_window[name].append(None)
                continue
            chance = ranker.chance(shown.frame)
            by_window[name].append(_figures(shown, label, told, chance, before.get(name), capacity, seed))
            scores[name] = told
            chances |= {} if chance is None else {name: chance}
        before = {name: ranker for name, ranker in rankers.items() if ranker is not None}
        found = shown.frame[shown.label(label)].to_numpy().astype(bool)
        seen.append(
            Seen(
                found=found,
                capacity=_room(len(shown), capacity),
                scores=scores,
                chances=chances,
                stands_for=_stands_for(shown),
            )
        )
    return Backtest(
        label=label,
        maturity_days=maturity_days,
        capacity=capacity,
        windows=tuple(spans),
        by_window={name: tuple(figures) for name, figures in by_window.items()},
        overall={name: _mean([one for one in figures if one is not None]) for name, figures in by_window.items()},
        compared=compared(seen, tuple(scorers), seed, repeats),
        groups={name: points for name in scorers if (points := _groups(seen, name))},
    )


def _spans(end: date, windows: Windows) -> list[tuple[date, date]]:
    length = timedelta(days=windows.days)
    return [(end - length * (n + 1), end - length * n) for n in reversed(range(windows.count))]


def _taught(scorer: Scorer, history: History, label: str, on: date) -> Ranker | None:
    """Return a ranker, or None where the past before a window teaches too little."""
    try:
        return scorer.taught(history, label, on) if len(history) else None
    except LearningFault:
        return None


def _room(controls: int, capacity: float) -> int:
    return max(1, round(controls * capacity)) if controls else 0


def _figures(
    shown: History,
    label: str,
    scores: Numbers,
    chance: Numbers | None,
    before: Ranker | None,
    capacity: float,
    seed: int,
) -> Measured:
    roles, frame, room = shown.roles, shown.frame, _room(len(shown), capacity)
    same = None
    if before is not None:
        same = jaccard(order_of(scores, seed)[:room], order_of(before.score(frame), seed)[:room])
    inspector = (
        None
        if roles.inspector is None
        else frame[roles.inspector].cast(pl.String).rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    )
    return measured(
        scores=scores,
        found=frame[shown.label(label)].to_numpy().astype(bool),
        day=frame[roles.on].to_physical().to_numpy().astype(np.int64),
        capacity=room,
        seed=seed,
        inspector=inspector,
        chance=chance,
        stands_for=_stands_for(shown),
        same=same,
    )


def _stands_for(shown: History) -> Numbers:
    """Return for how many workplaces each row stands: 1 where nobody knows the chance of its visit."""
    inclusion, frame = shown.roles.inclusion, shown.frame
    if inclusion is None:
        return np.ones(len(frame))
    found: Numbers = (1 / frame[inclusion].cast(pl.Float64).fill_null(1.0)).to_numpy()
    return found


def _groups(seen: Sequence[Seen], name: str) -> tuple[Bin, ...]:
    """Return what a scorer said beside what was found, over all windows in which it gave a probability."""
    told = [(one.chances[name], one.found, one.stands_for) for one in seen if name in one.chances]
    if not told:
        return ()
    said, found, weight = (np.concatenate(part) for part in zip(*told, strict=True))
    return groups_of(said, found, weight)


def _mean(figures: Sequence[Measured]) -> Measured:
    """Return the mean over windows, each weighing as many controls as it had; None where none could tell."""
    means: dict[str, float | None] = {}
    for name in _FIGURES:
        told = [(getattr(one, name), one.controls) for one in figures if getattr(one, name) is not None]
        whole = sum(size for _, size in told)
        means[name] = sum(value * size for value, size in told) / whole if whole else None
    return Measured(controls=sum(one.controls for one in figures), found=sum(one.found for one in figures), **means)
