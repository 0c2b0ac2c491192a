"""What a fit gives: a card with its calibration and evidence, and what is proposed to a second person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from sectors.rules.selection import MISSING, Card

Rises = Literal["rises", "falls"]  # a signal whose points may only go one way


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How points become a probability: fitted on the last window, by models that had not seen its rows.

    slope, slope_low, slope_high
        What the log-odds of the fit have to be multiplied by, with an interval of 95 %; 1 is right as it is.
    base_rate, low, high
        Part of the eligible workplaces with a finding, weighted by inverse inclusion, with an interval of 95 %.
    first, last
        The days of the choices it rests on.
    controls, effective
        How many, and how many of equal weight would say as much (Kish).
    """

    slope: float
    slope_low: float
    slope_high: float
    base_rate: float
    low: float
    high: float
    first: date
    last: date
    controls: int
    effective: float


@dataclass(frozen=True, kw_only=True)
class CardProposal:
    """A card that somebody else must approve, as plain values: nothing in it tells of a workplace or an inspector.

    replaces
        Key of the card that holds today, such as `garment@2017-01-01`; None where there is none.
    card
        What the `card:` of a sector file says of one date. Starts of steps are texts, as JSON wants them;
        `line()` has them as numbers, as a rule file does.
    evidence
        Figures by name. `windows` are the days that were learnt from, and calibrated on.
    """

    sector: str
    objective: str
    valid_from: date
    replaces: str | None
    card: Mapping[str, Any]
    evidence: Mapping[str, float | int | str | None]
    windows: Mapping[str, tuple[date, date]]

    def canonical(self) -> str:
        """Return it as JSON with sorted keys and no blanks: the same values, the same text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), default=_iso, ensure_ascii=False)

    @property
    def sha256(self) -> str:
        return sha256(self.canonical().encode()).hexdigest()

    def line(self) -> dict[str, Any]:
        """Return the card as a rule file says it: days as dates, starts as numbers, so that it can be laid over."""
        signals = {
            key: {**said, "bins": {_start(start): step for start, step in said["bins"].items()}}
            for key, said in self.card["signals"].items()
        }
        return {**self.card, "calibrated": date.fromisoformat(self.card["calibrated"]), "signals": signals}

    def rule_file(self) -> dict[str, Any]:
        """Return a whole local rule file that lays this card over its sector, from `valid_from` on."""
        return {"key": self.sector, "card": {self.valid_from: self.line()}}


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A card fitted to outcomes, before anybody approved it.

    card
        Whole points, base rate and points to double, as `sectors.rules.selection.Card`; `assess` takes it as it is.
    log_odds
        Signal to what each step gave before rounding, in the order of the card's first fit: for tests and charts.
    evidence
        Figures by name: rows, findings, AUC on rows that were not learnt from, log loss before and after rounding.
    windows
        "learnt" and "calibrated": first and last day of choice.
    """

    card: Card
    objective: str
    calibration: Calibration
    evidence: Mapping[str, float | int | str | None]
    windows: Mapping[str, tuple[date, date]]
    log_odds: Mapping[str, Mapping[str, float]] = field(repr=False)
    replaces: Card | None = field(default=None, repr=False)

    def proposal(self, evidence: Mapping[str, float | int | str | None] | None = None) -> CardProposal:
        """Return what a second person is asked to approve.

        evidence
            Further figures, of a challenger, a leak test or a backtest.
        """
        from inspection.targeting.learning.proposing import proposed  # both are one thing; this half is read by all

        return proposed(self, evidence or {})


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain value: {type(value).__name__}")


def _start(text: str) -> float | str:
    if text == MISSING:
        return text
    number = float(text)
    return int(number) if number.is_integer() else number
