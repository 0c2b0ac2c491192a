"""All that can be learnt from a table at once: a card a sector, its backtest, a challenger, a leak test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspection.errors import LearningFault
from inspection.targeting.backtesting.model import Backtest, Windows
from inspection.targeting.backtesting.scorers import CardScorer, baselines
from inspection.targeting.backtesting.testing import backtest
from inspection.targeting.learning import Challenge, Fitted, History, Leak, Study, challenge, fit_card, leak_test

_ONE = "all"


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What a table taught about one sector; `why` says so in an error's words where it taught no card."""

    sector: str
    controls: int
    fitted: Fitted | None
    challenge: Challenge | None
    leak: Leak | None
    backtest: Backtest | None
    why: str | None = None

    def evidence(self) -> dict[str, float | int | str | None]:
        """Return every figure by name, as a proposal holds it."""
        parts = (self.challenge.evidence() if self.challenge else {}, self.leak.evidence() if self.leak else {})
        return {**(self.fitted.evidence if self.fitted else {}), **parts[0], **parts[1], **self._backtested()}

    def _backtested(self) -> Mapping[str, float | int | str | None]:
        return self.backtest.evidence("card") if self.backtest else {}


def learn(history: History, study: Study) -> tuple[Learnt, ...]:
    """Fit, challenge, test for leaks and backtest each sector of a history as a configuration says."""
    return tuple(_learnt(history.of_sector(sector), study, sector) for sector in history.sectors or (_ONE,))


def _learnt(history: History, study: Study, sector: str) -> Learnt:
    roles, limits = history.roles, study.limits
    same = {"signals": roles.signals, "label": study.objective, "limits": limits, "date": study.day}
    same |= {"nuisance": roles.nuisance, "weight": roles.inclusion}
    shaped = {"monotone": study.monotone, "bins": study.bins}
    try:
        fitted = fit_card(history, **same, **shaped, sector=sector, shares=study.shares)  # type: ignore[arg-type]
    except LearningFault as fault:
        history.label(study.objective)  # a label that is not there is no lack of controls
        return Learnt(
            sector=sector, controls=len(history), fitted=None, challenge=None, leak=None, backtest=None, why=fault.what
        )
    leak = leak_test(history, **same, **shaped, seed=study.seed, most_alone=study.most_alone)  # type: ignore[arg-type]
    return Learnt(
        sector=sector,
        controls=len(history),
        fitted=fitted,
        challenge=challenge(history, **same),  # type: ignore[arg-type]
        leak=leak,
        backtest=_tested(history, study),
    )


def _tested(history: History, study: Study) -> Backtest:
    roles, said = history.roles, study.backtest
    card = CardScorer(
        limits=study.limits,
        signals=roles.signals,
        nuisance=roles.nuisance,
        weight=roles.inclusion,
        monotone=study.monotone,
        bins=study.bins,
    )
    return backtest(
        history,
        {"card": card, **baselines(history, study.seed)},
        label=study.objective,
        date=study.day,
        maturity_days=study.limits.maturity_days,
        capacity=said.capacity,
        windows=Windows(count=said.windows, days=said.days),
        seed=study.seed,
    )
