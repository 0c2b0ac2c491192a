"""Editions of a model card: what leaves the house is rounded, and has no place for what would help to evade it.

Partners read which signals count and how much each can give at most; the public reads from which registers signals
come. Neither reads a step, nor who signed: tests read the text that leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspection.reporting.model_card.content import (
    CardLine,
    Edition,
    Figure,
    Fit,
    GroupFigure,
    ModelCard,
    PlotPoint,
    ProposalLine,
    Rate,
    SignalPoints,
    Span,
)
from sectors.rules.service import ReleaseRules

_DIGITS = 2  # whole per cents
# Figures of a proposal that everybody may read: how well it ranked, never what it reads.
_PUBLIC_FIGURES = frozenset(
    {
        *("auc", "auc_low", "auc_high", "auc_within_inspector", "challenger", "challenger_auc", "scrambled_auc"),
        *("backtest_auc", "backtest_precision", "backtest_recall", "backtest_days_earlier", "backtest_windows"),
        *("backtest_auc_gain", "backtest_precision_over_random", "backtest_precision_over_random_low"),
    }
)
_COUNTS = frozenset({"controls", "found", "backtest_controls"})


def edition_of(card: ModelCard, edition: Edition, *, rules: ReleaseRules) -> ModelCard:
    """Return what readers of an edition are told.

    Outside the house a share of too few visits is not told, and a plot only where each of its points has enough.

    Arguments: `rules` of what is released: to what counts are rounded, and which are too small.
    """
    if edition == "internal":
        return replace(card, edition=edition)
    is_public, base = edition == "public", rules.rounding_base
    least = rules.public_threshold if is_public else rules.partners_threshold
    told = {one.objective for one in card.rates if one.seen >= least}
    return replace(
        card,
        edition=edition,
        visits=tuple(replace(a, chosen=_to(a.chosen, base), made=_to(a.made, base)) for a in card.visits),
        rates=tuple(_rate(one, base, least) for one in card.rates),
        stop_rule=replace(card.stop_rule, lift=_short(card.stop_rule.lift)),
        fit=_fit(card.fit, base, least),
        groups=tuple(map(_group, card.groups)),
        dropped=() if is_public else tuple(replace(d, moved=round(d.moved, _DIGITS)) for d in card.dropped),
        proxies=tuple(replace(one, signal="" if is_public else one.signal) for one in card.proxies),
        origin=replace(card.origin, each=()) if card.origin else None,
        cards=tuple(_card(one, is_public=is_public) for one in card.cards),
        proposals=tuple(_proposal(one, base, least, is_public=is_public) for one in card.proposals),
        papers=tuple(replace(one, signed_by="") for one in card.papers),
        changes=tuple(one for one in card.changes if one.what != "prevalence" or one.subject in told),
    )


def _rate(one: Rate, base: int, least: int) -> Rate:
    return replace(
        one,
        prevalence=_short(one.prevalence) if one.seen >= least else None,
        lift=_short(one.lift) if min(one.seen, one.targeted) >= least else None,
        non_response=round(one.non_response, _DIGITS),
        drawn=_to(one.drawn, base),
        seen=_to(one.seen, base),
        targeted=_to(one.targeted, base),
    )


def _fit(one: Fit | None, base: int, least: int) -> Fit | None:
    points = () if one is None else _points(one.points, least)
    return replace(one, points=points, n=_to(one.n, base)) if one is not None and points else None


def _points(some: Sequence[PlotPoint], least: int) -> tuple[PlotPoint, ...]:
    """Return the points of a plot without counts; none where one of them has too few visits."""
    if any(p.n is None or p.n < least for p in some):
        return ()
    return tuple(
        PlotPoint(said=round(p.said, _DIGITS), found=round(p.found, _DIGITS), part=round(p.part, _DIGITS)) for p in some
    )


def _group(one: GroupFigure) -> GroupFigure:
    return replace(one, value=_short(one.value), ratio=_short(one.ratio), n=None)


def _card(one: CardLine, *, is_public: bool) -> CardLine:
    return replace(one, signals=_signals(one.signals, is_public=is_public), approved_by="")


def _proposal(one: ProposalLine, base: int, least: int, *, is_public: bool) -> ProposalLine:
    return replace(
        one,
        signals=_signals(one.signals, is_public=is_public),
        evidence=_evidence(one.evidence, base, is_public=is_public),
        plot=() if is_public else _points(one.plot, least),
        proposed_by="",
        asked_by="",
        decided_by="",
        reason="",
    )


def _signals(some: tuple[SignalPoints, ...], *, is_public: bool) -> tuple[SignalPoints, ...]:
    return () if is_public else tuple(replace(one, steps=()) for one in some)


def _evidence(every: Mapping[str, Figure], base: int, *, is_public: bool) -> dict[str, Figure]:
    return {
        name: _to(value, base) if name in _COUNTS and isinstance(value, int) else value
        for name, value in every.items()
        if name in _PUBLIC_FIGURES or not is_public
    }


def _short(one: Span | None) -> Span | None:
    if one is None:
        return None
    value, high = (None if part is None else round(part, _DIGITS) for part in (one.value, one.high))
    return Span(value, round(one.low, _DIGITS), high)


def _to(count: int, base: int) -> int:
    return base * round(count / base)
