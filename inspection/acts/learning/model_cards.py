"""The model card of a day, in its internal edition: what was measured, cards in force, proposals, papers, registers.

It is kept by nobody here: a report takes it in, and a second person approves that.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from inspection.acts.learning.cards import ProposedCard, backtests, proposed_cards
from inspection.acts.learning.evaluating import Evaluation, evaluation
from inspection.acts.learning.papers import SignedPaper, standing
from inspection.life_cycles import CardState, LearningPaper
from inspection.reporting.model_card import (
    CardLine,
    ModelCard,
    PaperLine,
    PlotPoint,
    ProposalLine,
    RegisterDay,
    SignalPoints,
    StepPoints,
)
from inspection.reporting.model_card import model_card as built
from inspection.targeting.backtesting import GROUP
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context
from sectors.rules.selection import MISSING, Card

if TYPE_CHECKING:
    from sectors import Catalogue

_STATES = (CardState.PROPOSED, CardState.APPROVED, CardState.REJECTED)


def model_card(context: Context, on: date, *, made: Evaluation | None = None) -> ModelCard:
    """Return everything that a model card says of a day; the look is recorded.

    Arguments: `made` the evaluation of that day, where it was computed already; cards that were proposed since count.
    Errors: `AccessRefused`.
    """
    made = made or evaluation(context, on)
    if made.on != on:
        raise ValueError(f"the evaluation is of {made.on}, the model card of {on}")
    app, catalogue = context.app, context.app.catalogue(on)
    with context.store.read() as session:
        known, papers = proposed_cards(session, app.settings), standing(session, app)
    known = [one for one in known if day_in_brussels(one.proposed_at) <= on]
    return built(
        replace(made, backtest=backtests(known, on)),
        is_demo=papers.is_demo,
        cards=_cards(catalogue, known),
        proposals=[_proposal(one, catalogue) for one in _told(known)],
        papers=[_paper(kind, papers.signed.get(kind)) for kind in LearningPaper],
        registers=_registers(app, catalogue, on),
    )


def signal_points(proposal: Mapping[str, Any], now: Card | None, catalogue: "Catalogue") -> tuple[SignalPoints, ...]:
    """Return the points of a proposed card beside those of the card in force, signal by signal, step by step."""
    held = {(one.signal, _start(step.start)): step.points for one in (now.signals if now else ()) for step in one.bins}
    found = []
    for signal, said in proposal["signals"].items():
        steps = tuple(
            StepPoints(start=start, label=step["label"], points=step["points"], in_force=held.get((signal, start)))
            for start, step in sorted(said["bins"].items(), key=_upwards)
        )
        found.append(_points(signal, steps, catalogue))
    return tuple(found)


def _told(known: Iterable[ProposedCard]) -> list[ProposedCard]:
    """Return the latest proposal of each sector: the others were overtaken, or decided on before."""
    latest: dict[str, ProposedCard] = {}
    for one in known:  # the latest first
        if one.state in _STATES:
            latest.setdefault(one.sector, one)
    return [latest[sector] for sector in sorted(latest)]


def _cards(catalogue: "Catalogue", known: Iterable[ProposedCard]) -> list[CardLine]:
    approved = {f"{one.sector}@{one.valid_from}": one for one in known if one.state == CardState.APPROVED}
    cards = (one.card for one in catalogue.enabled_sectors() if one.card is not None)
    return [_card(card, approved.get(card.key), catalogue) for card in sorted(cards, key=lambda card: card.sector)]


def _card(card: Card, came_from: ProposedCard | None, catalogue: "Catalogue") -> CardLine:
    signals = tuple(
        _points(
            one.signal,
            tuple(StepPoints(start=_start(step.start), label=step.label, points=step.points) for step in one.bins),
            catalogue,
        )
        for one in card.signals
    )
    decided = came_from.decided_at if came_from else None
    return CardLine(
        sector=card.sector,
        key=card.key,
        calibrated=card.calibrated,
        categories=_categories(signals),
        signals=signals,
        reference=came_from.reference if came_from else "",
        approved_by=(came_from.decided_by or "") if came_from else "",
        approved_on=day_in_brussels(decided) if decided else None,
    )


def _plot(evidence: Mapping[str, float | int | str | None]) -> Iterator[PlotPoint]:
    """Yield the points of the plot of a backtest, from their figures."""
    n = 1
    while isinstance(said := evidence.get(f"{GROUP}{n:02}_said"), float):
        found, part, visits = (evidence[f"{GROUP}{n:02}_{name}"] for name in ("found", "part", "n"))
        yield PlotPoint(said=said, found=float(found or 0), part=float(part or 0), n=int(visits or 0))
        n += 1


def _proposal(one: ProposedCard, catalogue: "Catalogue") -> ProposalLine:
    sector = catalogue.sectors.get(one.sector)
    signals = signal_points(one.proposal.card, sector.card if sector else None, catalogue)
    return ProposalLine(
        reference=one.reference,
        sector=one.sector,
        objective=one.objective,
        state=one.state,
        proposed_on=day_in_brussels(one.proposed_at),
        valid_from=one.valid_from,
        replaces=one.proposal.replaces or "",
        learnt=one.proposal.windows.get("learnt"),
        evidence={name: value for name, value in one.proposal.evidence.items() if not name.startswith(GROUP)},
        plot=tuple(_plot(one.proposal.evidence)),
        categories=_categories(signals),
        signals=signals,
        sha256=one.sha256,
        proposed_by=one.proposed_by,
        asked_by=one.asked_by or "",
        decided_by=one.decided_by or "",
        decided_on=day_in_brussels(one.decided_at) if one.decided_at else None,
        reason=one.reason,
    )


def _points(signal: str, steps: tuple[StepPoints, ...], catalogue: "Catalogue") -> SignalPoints:
    known = catalogue.signals.get(signal)
    points = [step.points for step in steps]
    category = known.register_key if known else ""
    return SignalPoints(signal=signal, category=category, least=min(points), most=max(points), steps=steps)


def _categories(signals: Iterable[SignalPoints]) -> tuple[str, ...]:
    return tuple(sorted({one.category for one in signals if one.category}))


def _paper(kind: LearningPaper, signed: SignedPaper | None) -> PaperLine:
    if signed is None:
        return PaperLine(kind=kind)
    day = day_in_brussels(signed.signed_at)
    return PaperLine(kind=kind, signed_on=day, sha256=signed.sha256, signed_by=signed.signed_by)


def _registers(app: AppContext, catalogue: "Catalogue", on: date) -> list[RegisterDay]:
    """Return the registers that signals read; what the house knows itself is delivered by nobody."""
    lake = app.lake(on)
    read = sorted({one.register_key for one in catalogue.signals.values()} & set(catalogue.registers))
    snapshots = {register: lake.snapshot(register, on) for register in read}
    return [RegisterDay(register=name, day=day) for name, day in snapshots.items()]


def _upwards(step: tuple[str, Any]) -> float:
    """Return where a step of a proposal stands among the others: missing first, then by its number."""
    return -math.inf if step[0] == MISSING else float(step[0])


def _start(start: float | None) -> str:
    return MISSING if start is None else f"{start:g}"
