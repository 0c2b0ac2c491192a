"""A fitted card in the words of a rule file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspection.targeting.learning.model import CardProposal, Fitted
from sectors.rules.selection import MISSING, Bin, Card, CardSignal


def proposed(fitted: Fitted, evidence: Mapping[str, float | int | str | None]) -> CardProposal:
    """Return the proposal of a fitted card; `evidence` is laid over that of the fit."""
    return CardProposal(
        sector=fitted.card.sector,
        objective=fitted.objective,
        valid_from=fitted.card.valid_from,
        replaces=fitted.replaces.key if fitted.replaces else None,
        card=card_line(fitted.card),
        evidence={**fitted.evidence, **evidence},
        windows=fitted.windows,
    )


def card_line(card: Card) -> dict[str, Any]:
    """Return what the `card:` of a sector file says of one date, as JSON can hold it."""
    return {
        "source": card.source,
        "origin": card.origin,
        "confidence": card.confidence,
        "objective": card.objective,
        "calibrated": card.calibrated.isoformat() if card.calibrated else None,
        "base_rate": {
            "value": card.base_rate,
            "source": card.base_rate_source,
            "origin": card.origin,
            "confidence": card.base_rate_confidence,
        },
        "points_to_double": card.points_to_double,
        "signals": {one.signal: _signal(one) for one in card.signals},
    }


def card_of(proposal: CardProposal) -> Card:
    """Return the card that a proposal is about, to assess by before anybody approved it."""
    line = proposal.line()
    rate = line["base_rate"]
    return Card(
        sector=proposal.sector,
        valid_from=proposal.valid_from,
        signals=tuple(
            CardSignal(signal=key, bins=_bins(said["bins"]), why=said.get("why"))
            for key, said in line["signals"].items()
        ),
        base_rate=rate["value"],
        base_rate_source=rate["source"],
        base_rate_confidence=rate["confidence"],
        points_to_double=line["points_to_double"],
        calibrated=line["calibrated"],
        objective=line.get("objective", "any"),  # as a rule file that does not say it
        source=line["source"],
        confidence=line["confidence"],
        origin=line["origin"],
    )


def _bins(said: Mapping[float | str, Mapping[str, Any]]) -> tuple[Bin, ...]:
    starts = sorted(start for start in said if not isinstance(start, str))
    return (
        Bin(start=None, **said[MISSING]),
        *(Bin(start=start, points=said[start]["points"], label=said[start]["label"]) for start in starts),
    )


def _signal(one: CardSignal) -> dict[str, Any]:
    bins = {
        MISSING if step.start is None else f"{step.start:g}": {"points": step.points, "label": step.label}
        for step in one.bins
    }
    why = one.why.model_dump(exclude_none=True) if one.why else None
    return {"why": why, "bins": bins} if why else {"bins": bins}
