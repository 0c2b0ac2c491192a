"""How the commands about rules print what they found: lines for people, plain values for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspection.control.situations import Outcome, Tried
    from sectors.reader import Checked


def faults_of(checked: Checked) -> dict[str, Any]:
    """Return every fault as plain values, with how much was looked at."""
    faults = [{"code": one.code, "what": one.what, "where": one.where, "advice": one.advice} for one in checked.faults]
    return {"files": len(checked.files), "whole": checked.is_whole, "faults": faults}


def changes_of(one: Tried) -> dict[str, Any]:
    """Return what a situation concludes by both sets of rules, as plain values."""
    changed = {where: {"before": before, "after": after} for where, (before, after) in one.changed.items()}
    return {
        "name": one.name,
        "place": one.place,
        "before": _outcome(one.before),
        "after": _outcome(one.after),
        "changed": changed,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "holds": outcome.holds,
        "refused": outcome.refused or None,
        "unmet": list(outcome.unmet),
        "follows": outcome.follows,
    }


def summary_of(tried: Sequence[Tried]) -> dict[str, int]:
    """Return how many situations there are, hold by both sets of rules, and conclude otherwise."""
    return {
        "situations": len(tried),
        "held": sum(one.after.holds for one in tried),
        "held_before": sum(one.before.holds for one in tried),
        "changed": sum(bool(one.changed) for one in tried),
    }


def summed(counts: dict[str, int]) -> str:
    """Return the last line: how many there are, hold, held before, and conclude otherwise."""
    held = f"{counts['held']} hold with your rules, {counts['held_before']} without"
    return f"{counts['situations']} situations: {held}; {counts['changed']} conclude otherwise."


def parts_of(one: Tried) -> Iterator[str]:
    """Yield the lines of a situation: whether it holds, what changes, and what does not follow."""
    mark = "holds" if one.after.holds else "DOES NOT HOLD"
    yield f"{one.name} ({one.place}): {mark}"
    if not one.changed:
        yield f"  concludes: {_short(one.after)}"
    else:
        yield f"  before: {_short(one.before)}"
        yield f"  after:  {_short(one.after)}"
        for where, (before, after) in one.changed.items():
            if before is not None and after is not None and where != "conclusion":
                yield f"    {where}: {_said(before)} -> {_said(after)}"
    for wrong in one.after.unmet:
        yield f"  expected {wrong.what}: {_said(wrong.expected)}; what follows: {_said(wrong.follows)}"


def _short(outcome: Outcome) -> str:
    """Say a conclusion in a line: its offences with level and workers, its deadlines, what is proposed."""
    if outcome.follows is None:
        return f"cannot be filled in: {outcome.refused}"
    found = [_finding(key, one) for key, lines in outcome.follows["findings"].items() for one in lines]
    clocks = [f"{key} {day.isoformat()}" for key, day in outcome.follows["clocks"].items()]
    proposed = ["trafficking is proposed"] if outcome.follows["positive"] else []
    return "; ".join((*(found or ["no offence"]), *clocks, *proposed))


def _finding(key: str, values: dict[str, Any]) -> str:
    level = f"level {values['level']}" if values["level"] is not None else "no level"
    fine = values["criminal_eur"] or values["administrative_eur"]
    amount = f", EUR {fine[0]:,}–{fine[1]:,}" if fine else ""
    return f"{key} ({level}, {values['workers']} persons{amount})"


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_said, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_said(item)}" for key, item in value.items()) + "}"
    return "none" if value is None else str(value)
