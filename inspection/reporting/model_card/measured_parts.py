"""Parts of a model card that tell what was measured: how common, does it help, do probabilities hold, is it fair."""

import re
from collections.abc import Iterator, Sequence

from inspection.reporting.model_card import evidence, sentences
from inspection.reporting.model_card.content import (
    GroupFigure,
    ModelCard,
    PlotPoint,
    ProposalLine,
    Rate,
    SignalPoints,
)
from inspection.reporting.model_card.plots import calibration_plot
from inspection.reporting.model_card.words import HIDDEN, CardSpeaker
from inspection.reporting.paper import Block, bullets, grid, heading, notice, paragraphs, picture, small
from inspection.targeting.evaluating import MEASURES


def measured_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return everything that was measured, for the file of a meeting: figures by group as one sentence."""
    return [
        *prevalence_blocks(card, say),
        *lift_blocks(card, say),
        *calibration_blocks(card, say),
        heading(say.say("part.fairness"), 3),
        paragraphs(sentences.flagged_text(card, say)),
        *proposal_blocks(card, say),
    ]


def prevalence_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return how common infringements are, as intervals; said to be bounds where they are."""
    how = say.say("prevalence.how", level=say.percent(say.rules.measuring.interval_level))
    bounds = sentences.bounds_text(card, say)
    return [
        heading(say.say("part.prevalence"), 3),
        small(how, opens=True),
        {"kind": "intervals", "wide": True, "rows": [_interval(one, say) for one in card.rates]},
        *([notice(bounds)] if bounds else []),
    ]


def lift_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return whether points find more than a lot, and what the stop rule says."""
    return [
        heading(say.say("part.lift"), 3),
        notice(sentences.stop_text(card, say)),
        bullets(sentences.lift_text(one, say) for one in card.rates),
        small(sentences.stop_note(say)),
    ]


def calibration_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return the calibration with its plot; that nothing is printed where there is none."""
    title = heading(say.say("part.calibration"), 3)
    if card.fit is None:
        return [title, paragraphs(say.say("fit.none"))]
    return [title, paragraphs(sentences.fit_text(card.fit, say)), *_plot(card.fit.points, say)]


def _plot(points: Sequence[PlotPoint], say: CardSpeaker) -> list[Block]:
    drawn = calibration_plot(points, said=say.say("plot.said"), found=say.say("plot.found"))
    return [picture(drawn, sentences.plot_told(points, say)), small(say.say("plot.how"))]


def fairness_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return the figures of each group; of one that is too small only that it is."""
    title, told = heading(say.say("part.fairness"), 3), notice(sentences.flagged_text(card, say))
    if not card.groups:
        return [title, told]
    names = [say.say("col.group"), *(say.say(f"measure.{one}") for one in MEASURES)]
    table = grid(names, (5, 5, 5, 5), list(fairness_rows(card.groups, say))) | {"whole": False}
    return [title, told, small(sentences.fairness_how(say), opens=True), table]


def fairness_rows(groups: Sequence[GroupFigure], say: CardSpeaker) -> Iterator[list[str | Sequence[str]]]:
    """Yield a row for each group: its name beneath what it is one of, and its three figures with their ratios."""
    known = {(one.by, one.group, one.measure): one for one in groups}
    for by, group in sorted(dict.fromkeys((one.by, one.group) for one in groups), key=_in_order):
        figures = [known.get((by, group, measure)) for measure in MEASURES]
        yield [[say.group(by, group), say.say(f"by.{by}")], *(_figure(one, say) for one in figures)]


def what_if_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return what each signal does to who is chosen; nothing in an edition without signals."""
    if not card.dropped:
        return []
    names = [say.say(f"col.{name}") for name in ("signal", "moved", "with_it", "without_it")]
    rows = [
        [
            say.signal(one.signal),
            f"{say.percent(one.moved)} %",
            say.share(one.precision_with),
            say.share(one.precision_without),
        ]
        for one in card.dropped
    ]
    title = heading(say.say("part.what_if"), 3)
    return [title, small(say.say("what_if.how"), opens=True), grid(names, (5, 3, 4, 4), rows)]


def proposal_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return the proposed cards, each with its evidence and its backtest."""
    blocks = [heading(say.say("part.proposals"), 3)]
    if not card.proposals:
        return [*blocks, paragraphs(say.say("proposals.none"))]
    return [*blocks, *(block for one in card.proposals for block in proposal_part(one, say))]


def points_block(signals: Sequence[SignalPoints], say: CardSpeaker, *, compared: bool) -> Block:
    """Return the points of a card, step by step where the edition has them, beside those in force where asked."""
    if not any(one.steps for one in signals):
        names = [say.say(f"col.{name}") for name in ("signal", "source", "range")]
        rows = [[say.signal(one.signal), say.register(one.category), points_range(one)] for one in signals]
        return grid(names, (5, 5, 3), rows)
    names = [say.say(f"col.{name}") for name in ("signal", "step", "points", *(("in_force",) if compared else ()))]
    rows = [row for one in signals for row in step_rows(one, say, compared=compared)]
    return grid(names, (6, 4, 2, 2)[: len(names)], rows) | {"numbers": [2, 3][: len(names) - 2]}


def step_rows(one: SignalPoints, say: CardSpeaker, *, compared: bool) -> list[list[str]]:
    """Return a row for each step of a signal; its name stands at the first."""
    return [
        [
            say.signal(one.signal) if n == 0 else "",
            say.start(step.start, step.label),
            str(step.points),
            *(["" if step.in_force is None else str(step.in_force)] if compared else []),
        ]
        for n, step in enumerate(one.steps)
    ]


def points_range(one: SignalPoints) -> str:
    """Return the least and the most points of a signal."""
    return f"{one.least} … {one.most}"


def proposal_part(one: ProposalLine, say: CardSpeaker) -> Iterator[Block]:
    """Yield one proposed card: its points beside those in force, its evidence, and its backtest."""
    yield heading(f"{say.sector(one.sector)} · {one.reference} · {say.say(f'state.{one.state}')}", 4)
    yield paragraphs(*sentences.proposal_texts(one, say), one.reason)
    if one.signals:
        yield points_block(one.signals, say, compared=True)
    else:
        sources = ", ".join(map(say.register, one.categories))
        yield paragraphs(f"{say.say('col.sources')}: {sources}")
    rows = evidence.evidence_rows(one.evidence, say)
    yield grid([say.say("proposals.evidence"), say.say("col.value")], (5, 3), rows) | {"whole": False}
    compared = evidence.backtest_rows(one.evidence, say)
    if not compared:
        yield small(say.say("proposals.no_backtest"))
        return
    names = [say.say(f"col.{name}") for name in ("figure", "better", "value", "least")]
    yield small(say.say("proposals.backtest"), opens=True)
    yield grid(names, (4, 5, 3, 3), compared) | {"numbers": [2, 3]}
    if one.plot:
        yield paragraphs(say.say("proposals.plot"))
        yield from _plot(one.plot, say)


def _interval(one: Rate, say: CardSpeaker) -> dict[str, object]:
    name, text = say.say(f"objective.{one.objective}"), sentences.prevalence_text(one, say)
    if one.prevalence is None or one.prevalence.value is None or one.prevalence.high is None:
        return {"name": name, "low": None, "share": None, "high": None, "text": text}
    low, share, high = one.prevalence.low, one.prevalence.value, one.prevalence.high
    return {"name": name, "low": low, "share": share, "high": high, "text": text}


def _in_order(pair: tuple[str, str]) -> tuple[str, int, str]:
    """Return how groups are sorted: classes of size by their first number, and not by its signs."""
    by, group = pair
    first = re.match(r"\d+", group) if by == "size_class" else None
    return by, int(first[0]) if first else 0, group


def _figure(one: GroupFigure | None, say: CardSpeaker) -> str | list[str]:
    if one is None or one.value is None:
        return HIDDEN
    return [say.share(one.value), say.ratio(one)]
