"""Cards fitted to what a house found, a sector each, by the rules of a day; nothing is decided or kept here.

A signal may go one way only where the people who wrote the card in force let it go one way, and its steps begin where
theirs do: what is proposed differs from what is known by the points, and can be read beside it. A challenger, a leak
test and a backtest against the card in force stand beside every fit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspection.acts.learning.histories import NUISANCE, learnt_until
from inspection.errors import LearningFault
from inspection.targeting.backtesting import Backtest, CardScorer, Compared, FixedCard, Windows, backtest, baselines
from inspection.targeting.learning import (
    CardProposal,
    Challenge,
    Fitted,
    History,
    Leak,
    Rises,
    challenge,
    fit_card,
    leak_test,
)
from inspection.trust import Context
from sectors import Catalogue
from sectors.rules.selection import Card, CardSignal, LearningRules

_SHARE = "share"  # how the unit of a signal in [0, 1] begins
_OWN_HISTORY = "own_history_"
_CARD, _IN_FORCE = "card", "in_force"
_WEIGHT = "inclusion"


@dataclass(frozen=True, kw_only=True)
class SectorFit:
    """What a sector's outcomes say.

    controls
        Controls of the sector that had a frame, ripe or not.
    fitted
        None where they teach no card.
    gain
        By how much the card ranked better than the card in force in the backtest; None where that cannot be told. Its
        interval stands in the evidence (`backtest_auc_over_in_force_low`).
    is_better
        Whether the lower end of that interval is above what the rules ask, and nothing leaks: only then is it proposed.
        A gain that chance may have given is none.
    code, why
        Of the `LearningFault` that says why nothing is proposed; empty else.
    """

    sector: str
    controls: int
    fitted: Fitted | None = field(default=None, repr=False)
    challenger: Challenge | None = None
    leak: Leak | None = None
    backtest: Backtest | None = field(default=None, repr=False)
    gain: float | None = None
    is_better: bool = False
    code: str = ""
    why: str = ""

    def evidence(self) -> dict[str, float | int | str | None]:
        """Return every figure by name, as a proposal holds it."""
        found = dict(self.fitted.evidence) if self.fitted else {}
        for part in (self.challenger, self.leak):
            found |= part.evidence() if part else {}
        return {**found, **(self.backtest.evidence(_CARD) if self.backtest else {}), "backtest_auc_gain": self.gain}

    def proposal(self) -> CardProposal:
        """Return what a second person is asked to approve; ValueError where nothing was fitted."""
        if self.fitted is None:
            raise ValueError(f"outcomes teach no card of {self.sector}: {self.code}")
        return self.fitted.proposal(self.evidence())


@dataclass(frozen=True, kw_only=True)
class Fits:
    """The fits of one day, with how much they could learn from."""

    on: date
    objective: str
    controls: int
    without_frame: int
    sectors: tuple[SectorFit, ...]

    @property
    def better(self) -> tuple[SectorFit, ...]:
        """The sectors for which a card is worth proposing."""
        return tuple(one for one in self.sectors if one.is_better)


def fit_sectors(context: Context, on: date, *, objective: str | None = None, sector: str | None = None) -> Fits:
    """Fit the card of every sector that is switched on and has one, or of one sector, to what was known by a day.

    Arguments: `objective` what the weeks of the day serve, where none is given: a card for something else would have no
    probability there.
    Errors: `LearningFault` 102 before both papers are signed, 112 for a sector without a card; `AccessRefused`.
    """
    catalogue = context.app.catalogue(on)
    cards = {one.key: one.card for one in catalogue.enabled_sectors() if one.card is not None}
    if sector is not None and sector not in cards:
        raise LearningFault("LEARN-112", sector=sector, known=", ".join(sorted(cards)))
    label = objective or catalogue.selection.objective
    known = learnt_until(context, on)
    asked = sorted(cards) if sector is None else [sector]
    fits = tuple(fit_sector(known.history, cards[key], catalogue, on, label) for key in asked)
    return Fits(on=on, objective=label, controls=known.controls, without_frame=known.without_frame, sectors=fits)


def fit_sector(history: History, card: Card, catalogue: Catalogue, on: date, objective: str) -> SectorFit:
    """Fit one sector's card to a history, with its challenger, leak test and backtest; plain values in and out."""
    mine, rules = history.of_sector(card.sector), catalogue.learning
    signals = sorted(catalogue.signals)
    same = {"signals": signals, "label": objective, "limits": rules, "date": on}
    same |= {"nuisance": NUISANCE, "weight": _WEIGHT}
    shaped = {"monotone": _monotone(card, signals), "bins": {one.signal: _starts(one) for one in card.signals}}
    shares = frozenset(key for key in signals if catalogue.signals[key].unit.startswith(_SHARE))
    try:
        fitted = fit_card(mine, **same, **shaped, sector=card.sector, shares=shares, replaces=card)  # type: ignore[arg-type]
    except LearningFault as fault:
        return SectorFit(sector=card.sector, controls=len(mine), code=fault.code, why=fault.what)
    leak = leak_test(mine, **same, **shaped, seed=on.toordinal(), most_alone=rules.most_alone)  # type: ignore[arg-type]
    tested = _tested(mine, card, shaped, rules, on, objective)
    gain = _gain(tested)
    found = SectorFit(
        sector=card.sector,
        controls=len(mine),
        fitted=fitted,
        challenger=challenge(mine, **same),  # type: ignore[arg-type]
        leak=leak,
        backtest=tested,
        gain=gain.difference if gain else None,
        is_better=not leak.leaks and gain is not None and gain.low > rules.least_auc_gain,
    )
    return _refused(found, leak) if leak.leaks else found


def _refused(found: SectorFit, leak: Leak) -> SectorFit:
    fault = LearningFault("LEARN-114", sector=found.sector, signals=", ".join(leak.telling) or "none alone")
    return SectorFit(sector=found.sector, controls=found.controls, leak=leak, code=fault.code, why=fault.what)


def _tested(
    mine: History, card: Card, shaped: Mapping[str, object], rules: LearningRules, on: date, objective: str
) -> Backtest:
    """Return what the card, the card in force and the baselines would have found in windows that they had not seen."""
    again = CardScorer(
        limits=rules,
        signals=mine.roles.signals,
        nuisance=NUISANCE,
        weight=_WEIGHT,
        **shaped,  # type: ignore[arg-type]
    )
    return backtest(
        mine,
        {_CARD: again, _IN_FORCE: FixedCard(card=card), **baselines(mine, on.toordinal())},
        label=objective,
        date=on,
        maturity_days=rules.maturity_days,
        capacity=rules.capacity,
        windows=Windows(count=rules.windows, days=rules.test_days),
        seed=on.toordinal(),
    )


def _gain(tested: Backtest) -> Compared | None:
    """Return the difference over the windows in which both were judged: a mean over others would compare seasons."""
    pairs = (one for one in tested.compared if (one.better, one.than, one.figure) == (_CARD, _IN_FORCE, "auc"))
    return next((one for one in pairs if not math.isnan(one.difference)), None)


def _monotone(card: Card, signals: Sequence[str]) -> dict[str, Rises]:
    """Return the way that each signal may go: the card's, where its steps all go one way; own history rises."""
    found: dict[str, Rises] = {key: "rises" for key in signals if key.startswith(_OWN_HISTORY)}
    for one in card.signals:
        points = [step.points for step in one.bins if step.start is not None]
        if len(set(points)) > 1 and points == sorted(points):
            found[one.signal] = "rises"
        elif len(set(points)) > 1 and points == sorted(points, reverse=True):
            found[one.signal] = "falls"
    return found


def _starts(one: CardSignal) -> tuple[float, ...]:
    """Return where the steps of a card begin, the first among them."""
    return tuple(sorted(step.start for step in one.bins if step.start is not None))
