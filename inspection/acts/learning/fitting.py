"""Cards fitted to what a house found, a sector each, by the rules of a day; nothing is decided or kept here.

A signal may go one way only where the people who wrote the card in force let it go one way, and its steps begin where
theirs do: what is proposed differs from what is known by the points, and can be read beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from inspection.acts.learning.histories import NUISANCE, Learnable, learnt_until
from inspection.errors import LearningFault
from inspection.targeting.learning import CardLimits, CardProposal, Fitted, History, Rises, auc, fit_card
from inspection.trust import Context
from sectors import Catalogue
from sectors.rules.selection import Card, CardSignal, LearningRules

_SHARE = "share"  # how the unit of a signal in [0, 1] begins
_DIGITS = 4
_OWN_HISTORY = "own_history_"


@dataclass(frozen=True, kw_only=True)
class SectorFit:
    """What a sector's outcomes say.

    controls
        Ripe controls of the sector of which the outcome is known.
    fitted
        None where they teach no card.
    auc_in_force
        How well the points that visits were chosen by ranked the same controls; None where that cannot be told.
    is_better
        Whether the fitted card ranks controls that it was not fitted to better than that, by what the rules ask.
    code, why
        Of the `LearningFault` then; empty else.
    """

    sector: str
    controls: int
    fitted: Fitted | None = field(default=None, repr=False)
    auc_in_force: float | None = None
    is_better: bool = False
    code: str = ""
    why: str = ""

    def proposal(self) -> CardProposal:
        """Return what a second person is asked to approve; ValueError where nothing was fitted."""
        if self.fitted is None:
            raise ValueError(f"outcomes teach no card of {self.sector}: {self.code}")
        return self.fitted.proposal({"auc_in_force": self.auc_in_force})


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


def fit_sectors(context: Context, on: date, *, objective: str = "any", sector: str | None = None) -> Fits:
    """Fit the card of every sector that is switched on and has one, or of one sector, to what was known by a day.

    Errors: `LearningFault` 102 before both papers are signed, 112 for a sector without a card; `AccessRefused`.
    """
    catalogue = context.app.catalogue(on)
    cards = {one.key: one.card for one in catalogue.enabled_sectors() if one.card is not None}
    if sector is not None and sector not in cards:
        raise LearningFault("LEARN-112", sector=sector, known=", ".join(sorted(cards)))
    known = learnt_until(context, on)
    asked = sorted(cards) if sector is None else [sector]
    fits = tuple(_fit(known, cards[key], catalogue, on, objective) for key in asked)
    return Fits(on=on, objective=objective, controls=known.controls, without_frame=known.without_frame, sectors=fits)


def _fit(known: Learnable, card: Card, catalogue: Catalogue, on: date, objective: str) -> SectorFit:
    signals = sorted(catalogue.signals)
    ripe = known.history.of_sector(card.sector).matured(on, catalogue.learning.maturity_days).seen(objective)
    try:
        fitted = fit_card(
            known.history,
            signals=signals,
            label=objective,
            date=on,
            limits=_limits(catalogue.learning),
            nuisance=NUISANCE,
            weight="inclusion",
            monotone=_monotone(card, signals),
            bins={one.signal: _starts(one) for one in card.signals},
            sector=card.sector,
            shares=frozenset(key for key in signals if catalogue.signals[key].unit.startswith(_SHARE)),
            replaces=card,
        )
    except LearningFault as fault:
        return SectorFit(sector=card.sector, controls=len(ripe), code=fault.code, why=fault.what)
    before, after = _auc_of_points(ripe, objective), fitted.evidence.get("auc")
    gain = after - before if isinstance(after, float) and before is not None else None
    return SectorFit(
        sector=card.sector,
        controls=len(ripe),
        fitted=fitted,
        auc_in_force=before,
        is_better=gain is None or gain >= catalogue.learning.least_auc_gain,
    )


def _auc_of_points(ripe: History, objective: str) -> float | None:
    """Return how well the points of the choice ranked what was found; None where all of it was alike."""
    frame = ripe.frame.drop_nulls("points")
    found = frame[ripe.label(objective)].to_numpy().astype(bool)
    if not 0 < found.sum() < len(found):
        return None
    return round(float(auc(frame["points"].to_numpy().astype(float), found)), _DIGITS)


def _limits(rules: LearningRules) -> CardLimits:
    return CardLimits(
        least_controls=rules.least_controls,
        least_found=rules.least_found,
        maturity_days=rules.maturity_days,
        window_days=rules.test_days,
        most_bins=rules.most_bins,
        least_bin_share=rules.least_bin_share,
        most_points=rules.most_points,
        most_rounding_loss=rules.most_rounding_loss,
        most_weight=rules.most_weight,
    )


def _monotone(card: Card, signals: Sequence[str]) -> dict[str, Rises]:
    found: dict[str, Rises] = {key: "rises" for key in signals if key.startswith(_OWN_HISTORY)}
    for one in card.signals:
        points = [step.points for step in one.bins if step.start is not None]
        if points != sorted(points, reverse=True):
            found |= {one.signal: "rises"} if points == sorted(points) else {}
        elif len(set(points)) > 1:
            found[one.signal] = "falls"
    return found


def _starts(one: CardSignal) -> tuple[float, ...]:
    """Return where the steps of a card begin, the first among them."""
    return tuple(sorted(step.start for step in one.bins if step.start is not None))
