"""What differs between a model card and the one before it, so that a reader need not compare two documents."""

from collections.abc import Iterator, Mapping
from typing import Literal

from inspection.reporting.model_card.content import Change, ModelCard, Span

_PARTS = 100  # a share is compared in whole per cents: what rounds to the same is not told as a change


def changes(before: ModelCard | None, now: ModelCard) -> tuple[Change, ...]:
    """Return what changed since the card before; that it is the first, where there is none."""
    return (Change(what="first"),) if before is None else tuple(_changes(before, now))


def _changes(before: ModelCard, now: ModelCard) -> Iterator[Change]:
    yield from _differing("card", _cards(before), _cards(now))
    yield from _differing("stop_rule", {"": before.stop_rule.says}, {"": now.stop_rule.says})
    yield from _differing("prevalence", _shares(before), _shares(now))
    yield from _differing("calibration", {"": _calibration(before)}, {"": _calibration(now)})
    yield from _differing("paper", _papers(before), _papers(now))
    yield from _differing("proxy", _proxies(before), _proxies(now))
    yield from _differing("flagged", {"": str(len(before.flagged))}, {"": str(len(now.flagged))})


def _differing(
    what: Literal["card", "stop_rule", "prevalence", "calibration", "paper", "proxy", "flagged"],
    before: Mapping[str, str],
    now: Mapping[str, str],
) -> Iterator[Change]:
    for subject in sorted({*before, *now}):
        was, has = before.get(subject, ""), now.get(subject, "")
        if was != has:
            yield Change(what=what, subject=subject, before=was, after=has)


def _cards(card: ModelCard) -> dict[str, str]:
    return {one.sector: one.key for one in card.cards}


def _shares(card: ModelCard) -> dict[str, str]:
    return {one.objective: _percent(one.prevalence) for one in card.rates}


def _percent(one: Span | None) -> str:
    return "" if one is None or one.value is None else f"{_PARTS * one.value:.0f}"


def _calibration(card: ModelCard) -> str:
    return "" if card.fit is None else "good" if card.fit.is_good else "not_good"


def _papers(card: ModelCard) -> dict[str, str]:
    return {one.kind: one.sha256[:12] for one in card.papers if one.signed_on is not None}


def _proxies(card: ModelCard) -> dict[str, str]:
    return {one.proxy: one.until.isoformat() for one in card.proxies}
