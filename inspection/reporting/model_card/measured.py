"""What was measured, as a model card holds it: rounded to what can be read, and no number without end."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from inspection.reporting.model_card.content import (
    ArmVisits,
    CardLine,
    Dropped,
    Fit,
    GroupFigure,
    ModelCard,
    OriginTold,
    PaperLine,
    PlotPoint,
    ProposalLine,
    ProxyUse,
    Rate,
    RegisterDay,
    Span,
    StopRule,
)
from inspection.targeting.evaluating import Calibration, Disparity, Estimate, Interval, ProxiesTold, Standing, WhatIf

_DIGITS = 4


class Measured(Protocol):
    """What an evaluation of targeting tells, as a model card reads it."""

    @property
    def on(self) -> date: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def visits(self) -> Mapping[str, tuple[int, int]]: ...
    @property
    def any_infringement(self) -> Estimate: ...
    @property
    def serious(self) -> Estimate: ...
    @property
    def stop_rule(self) -> Standing: ...
    @property
    def calibration(self) -> Calibration | None: ...
    @property
    def fairness(self) -> Sequence[Disparity]: ...
    @property
    def what_if(self) -> Sequence[WhatIf]: ...
    @property
    def approved_proxies(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def proxies_told(self) -> ProxiesTold | None: ...
    @property
    def rules_sha256(self) -> str: ...


def model_card(
    measured: Measured,
    *,
    is_demo: bool,
    cards: Sequence[CardLine],
    proposals: Sequence[ProposalLine],
    papers: Sequence[PaperLine],
    registers: Sequence[RegisterDay],
) -> ModelCard:
    """Return the internal edition of what was measured, with the cards, papers and registers of the house."""
    visits = (ArmVisits(arm=arm, chosen=chosen, made=made) for arm, (chosen, made) in measured.visits.items())
    return ModelCard(
        edition="internal",
        on=measured.on,
        first=measured.first,
        last=measured.last,
        is_demo=is_demo,
        visits=tuple(visits),
        rates=(rate("any", measured.any_infringement), rate("serious", measured.serious)),
        stop_rule=stop_rule_of(measured.stop_rule),
        fit=fit_of(measured.calibration),
        groups=groups_of(measured.fairness),
        dropped=dropped_of(measured.what_if),
        proxies=tuple(map(proxy_of, measured.approved_proxies)),
        origin=origin_of(measured.proxies_told),
        cards=tuple(cards),
        proposals=tuple(proposals),
        papers=tuple(papers),
        registers=tuple(registers),
        rules_sha256=measured.rules_sha256,
    )


def span(one: Interval) -> Span:
    """Return an interval with ends that can be written: what has no end is None."""
    return Span(_number(one.value), _number(one.low) or 0.0, _number(one.high))


def rate(objective: str, one: Estimate) -> Rate:
    """Return an estimate; its numbers of visits are those that stand behind it."""
    return Rate(
        objective=objective,
        prevalence=_maybe(one.prevalence),
        is_bounds=one.is_bounds,
        lift=_maybe(one.lift),
        lift_is_bounds=one.lift_is_bounds,
        non_response=round(one.non_response, _DIGITS),
        drawn=one.drawn,
        seen=one.seen,
        targeted=one.targeted,
    )


def stop_rule_of(one: Standing) -> StopRule:
    """Return where the stop rule stands."""
    return StopRule(says=one.says, lift=_maybe(one.lift), since=one.since, compared=one.compared)


def fit_of(one: Calibration | None) -> Fit | None:
    """Return a calibration with the points of its plot."""
    if one is None:
        return None
    points = tuple(PlotPoint(said=_r(b.said), found=_r(b.found), part=_r(b.part), n=b.n) for b in one.bins)
    return Fit(
        slope=span(one.slope),
        intercept=span(one.intercept),
        error=span(one.error),
        points=points,
        n=one.n,
        is_good=one.is_good,
    )


def groups_of(some: Iterable[Disparity]) -> tuple[GroupFigure, ...]:
    """Return the figures of groups; a group that is too small keeps its place, and no number."""
    return tuple(
        GroupFigure(
            by=one.by,
            group=one.group,
            measure=one.measure,
            value=_maybe(one.value),
            ratio=_maybe(one.ratio),
            is_flagged=one.is_flagged,
            is_sure=one.is_sure,
            n=one.n if one.value is not None else None,
        )
        for one in some
    )


def dropped_of(some: Iterable[WhatIf]) -> tuple[Dropped, ...]:
    """Return what each signal does to who is chosen, the one that moves most first."""
    made = [
        Dropped(
            signal=one.signal,
            moved=_r(one.moved),
            precision_with=_maybe(one.precision_with),
            precision_without=_maybe(one.precision_without),
        )
        for one in some
    ]
    return tuple(sorted(made, key=lambda one: (-one.moved, one.signal)))


def proxy_of(one: Mapping[str, Any]) -> ProxyUse:
    """Return an approved proxy from the plain values of its rule."""
    effect = one["effect"]
    return ProxyUse(
        proxy=one["proxy"],
        signal=one["signal"],
        approved_by=one["approved_by"],
        approved_on=date.fromisoformat(one["approved_on"]),
        until=date.fromisoformat(one["until"]),
        by=effect["by"],
        group=effect["group"],
        measure=effect["measure"],
        ratio=Span(effect["ratio"], effect["low"], effect["high"]),
    )


def origin_of(one: ProxiesTold | None) -> OriginTold | None:
    """Return how much signals tell of where people come from."""
    if one is None:
        return None
    each = tuple((told.signals[0], span(told.r2)) for told in one.each)
    return OriginTold(
        together=span(one.together.r2), is_sure=one.together.is_sure, municipalities=one.municipalities, each=each
    )


def _maybe(one: Interval | None) -> Span | None:
    return None if one is None else span(one)


def _number(value: float) -> float | None:
    return _r(value) if math.isfinite(value) else None


def _r(value: float) -> float:
    return round(value, _DIGITS)
