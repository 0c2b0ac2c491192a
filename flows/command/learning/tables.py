"""`vigie learn --history FILE --config FILE`: a card from the table of another inspectorate, without home or Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.command.shell.console import show, table, tell
from inspection.errors import LearningFault, SettingsFault
from inspection.files import put
from inspection.targeting.backtesting import Backtest, Learnt, learn
from inspection.targeting.learning import Calibration, read_history, read_study
from sectors.rules.selection import Card

_SEED = 1


def generate_city(folder: Path, *, as_json: bool) -> None:
    """Write an invented city's table and its configuration into a new folder."""
    from inspection.demo.histories import write_city

    if folder.exists():
        raise LearningFault("LEARN-025", file=folder.name)
    files = write_city(folder, _SEED)
    if as_json:
        show({"files": [str(file) for file in files]})
    else:
        tell(f"{files[0]} and {files[1]}. Now: vigie learn --history {files[0]} --config {files[1]}")


def learn_from(history: Path | None, config: Path | None, out: Path | None, on: date | None, *, as_json: bool) -> None:
    """Learn from a table, print what was learnt, and write it where asked."""
    if history is None or config is None:
        raise LearningFault("LEARN-024")
    if out is not None and out.exists():
        raise LearningFault("LEARN-025", file=out.name)
    study = read_study(config)
    study = study if on is None else study.model_copy(update={"day": on})
    learnt = learn(read_history(history, study), study)
    plain = {"day": study.day.isoformat(), "objective": study.objective, "sectors": [_plain(one) for one in learnt]}
    if out is not None:
        _write(out, json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    if as_json:
        show(plain)
    else:
        for one in learnt:
            _tell(one)
        tell("A card decides nothing by itself: somebody reads it, and a second person approves it.")


def _write(out: Path, text: str) -> None:
    try:
        put(out, text.encode(), makes_folder=False)
    except OSError:
        raise SettingsFault("SETTING-052") from None


def _plain(one: Learnt) -> dict[str, Any]:
    if one.fitted is None:
        return {"sector": one.sector, "controls": one.controls, "why": one.why}
    proposal = one.fitted.proposal(one.evidence())
    return {
        "sector": one.sector,
        "controls": one.controls,
        "card": proposal.card,
        "evidence": proposal.evidence,
        "windows": {name: [day.isoformat() for day in days] for name, days in proposal.windows.items()},
        "sha256": proposal.sha256,
    }


def _tell(one: Learnt) -> None:
    if one.fitted is None:
        tell(f"\n{one.sector}: no card. {one.why}.")
        return
    card = one.fitted.card
    table(
        f"\n{one.sector}: a card from {one.fitted.evidence['controls']} controls",
        ["signal", "step", "points"],
        _steps(card),
    )
    for line in (*_calibration(card, one.fitted.calibration), *_figures(one)):
        tell(line)
    if one.backtest is not None:
        _tell_backtest(one.backtest)


def _steps(card: Card) -> Sequence[Sequence[object]]:
    return [
        (signal.signal if n == 0 else "", "missing" if step.start is None else step.label, step.points)
        for signal in card.signals
        for n, step in enumerate(signal.bins)
    ]


def _calibration(card: Card, found: Calibration) -> Iterator[str]:
    """Yield what points mean as a chance; of a card that is not calibrated, why there is none."""
    if card.calibrated is None:
        yield "No probability: nobody knows how likely each place was to be visited, so the rate is of places aimed at."
        return
    yield (
        f"{card.points_to_double:g} points double the odds. Of all places {found.base_rate:.1%} would have a finding "
        f"(95 %: {found.low:.1%} to {found.high:.1%}), by {found.controls} controls from {found.first} to {found.last}."
    )
    yield (
        f"Slope on places it had not seen: {found.slope:.2f} ({found.slope_low:.2f} to {found.slope_high:.2f}); the "
        "points to double are corrected by it."
    )


def _figures(one: Learnt) -> Iterator[str]:
    told = one.evidence()
    yield (
        f"AUC on places it had not seen: {_said(told['auc'])}; within an inspector "
        f"{_said(told['auc_within_inspector'])}. "
        f"Whole points cost {_percent(told['rounding_loss'])} of what the signals tell."
    )
    if one.challenge is not None:
        yield (
            f"Beside it, {one.challenge.name}: {_said(one.challenge.auc)}; within an inspector "
            f"{_said(one.challenge.auc_within)}."
        )
    if one.leak is not None:
        yield f"Labels scrambled: AUC {one.leak.auc:.3f} ({one.leak.low:.3f} to {one.leak.high:.3f})."
        if one.leak.telling:
            yield f"LOOK AT {', '.join(one.leak.telling)}: measured after the visit? No signal tells so much alone."
        elif one.leak.leaks:
            yield "THE FIT KNOWS WHAT IT CANNOT KNOW: some signal was made out of outcomes."


def _tell_backtest(found: Backtest) -> None:
    columns = ["in the past", "found of visits", "of all findings", "AUC", "within inspector", "days earlier"]
    rows = [
        (
            name,
            _percent(told.precision),
            _percent(told.recall),
            _said(told.auc),
            _said(told.auc_within),
            "-" if told.days_earlier is None else f"{told.days_earlier:.1f}",
        )
        for name, told in found.overall.items()
    ]
    spans = f"{found.windows[0][0]} to {found.windows[-1][1]}"
    table(f"{len(found.windows)} windows, {spans}, {found.capacity:.0%} of the visits", columns, rows)
    better = [one for one in found.compared if one.better == "card" and one.figure == "precision"]
    for one in better:
        mark = "finds more than" if one.is_better else "is not surely better than"
        tell(f"The card {mark} {one.than}: {one.difference:+.1%} ({one.low:+.1%} to {one.high:+.1%}).")


def _said(number: float | int | str | None) -> str:
    return f"{number:.3f}" if isinstance(number, float) else "-"


def _percent(number: float | int | str | None) -> str:
    return f"{number:.1%}" if isinstance(number, float) else "-"
