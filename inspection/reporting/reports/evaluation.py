"""What the arms found, with intervals, from released counts alone: it tells nothing that a table does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inspection.reporting.disclosure import TOTAL, ProtectedTable
from inspection.reporting.paper import Block, bullets, heading, notice, small
from inspection.reporting.reports.content import Report
from inspection.reporting.reports.words import Speaker
from inspection.targeting.evaluating import Interval, share_interval
from sectors.rules.selection import MeasuringRules

Verdict = Literal["too_few", "open", "better", "worse"]


@dataclass(frozen=True, kw_only=True)
class ArmYield:
    """How many visits of an arm were carried out, and how many of these found something; None where it is hidden."""

    arm: str
    visited: int | None
    found: int | None
    not_seen: int | None

    def interval(self, rules: MeasuringRules) -> tuple[Interval, bool] | None:
        """Return the share with a finding and its interval, and whether that is bounds.

        None where a count is hidden: without that of the unseen nobody knows whether it is bounds.
        """
        if not self.visited or self.found is None or self.not_seen is None:
            return None
        found = min(self.found, self.visited)
        level, limit = rules.interval_level, rules.non_response_limit
        return share_interval(found, self.visited, self.not_seen, level=level, limit=limit)

    @property
    def non_response(self) -> float | None:
        """The share of what was drawn that nobody saw."""
        if self.visited is None or self.not_seen is None or not self.visited + self.not_seen:
            return None
        return self.not_seen / (self.visited + self.not_seen)


def arm_yields(table: ProtectedTable) -> tuple[ArmYield, ...]:
    """Return the yield of each arm that the figure of arms and findings tells of."""
    shown = table.shown
    found = []
    for arm in ("random", "risk"):
        with_, without = shown.get((arm, "with_finding")), shown.get((arm, "without_finding"))
        visited = None if with_ is None or without is None else with_ + without
        found.append(ArmYield(arm=arm, visited=visited, found=with_, not_seen=shown.get((arm, "not_seen"))))
    return tuple(found)


def verdict(yields: tuple[ArmYield, ...], rules: MeasuringRules) -> Verdict:
    """Tell whether visits chosen by risk find more than those drawn by lot: only where the intervals lie apart."""
    random, risk = (one.interval(rules) for one in yields)
    if random is None or risk is None:
        return "too_few"
    if risk[0].low > random[0].high:
        return "better"
    return "worse" if risk[0].high < random[0].low else "open"


def evaluation_blocks(report: Report, say: Speaker) -> list[Block]:
    """Return the evaluation of targeting by arm, with intervals, and what did not work: first, and in plain words."""
    table = report.table("prevalence", "arm", "found")
    yields = arm_yields(table) if table else ()
    rules = say.rules.measuring
    how = say.say("evaluation.how", level=_percent(rules.interval_level), limit=_percent(rules.non_response_limit))
    blocks = [heading(say.say("evaluation")), small(how, opens=True)]
    if yields:
        blocks.append(_intervals(yields, say))
        if any(found is not None and found[1] for found in (one.interval(rules) for one in yields)):
            blocks.append(notice(say.say("bounds", limit=_percent(rules.non_response_limit))))
        blocks.append(notice(say.say(f"verdict.{verdict(yields, rules)}")))
    else:
        blocks.append(notice(say.say("evaluation.no_table")))
    blocks += [heading(say.say("failures"), 3), bullets(_failures(report, yields, say))]
    return blocks


def _intervals(yields: Sequence[ArmYield], say: Speaker) -> Block:
    return {"kind": "intervals", "rows": [_interval(one, say) for one in yields]}


def _interval(one: ArmYield, say: Speaker) -> dict[str, object]:
    name, found = say.atom("arm", one.arm), one.interval(say.rules.measuring)
    if found is None:
        why = "hidden_unseen" if one.visited and one.found is not None else "hidden_counts"
        return {"name": name, "low": None, "share": None, "high": None, "text": say.say(why)}
    interval, is_bounds = found
    low, share, high = (round(part, 4) for part in (interval.low, interval.value, interval.high))
    key = "interval.bounds" if is_bounds else "interval"
    told = {"share": _percent(share), "low": _percent(low), "high": _percent(high)}
    text = say.say(key, **told, n=one.visited, unseen=one.not_seen)
    return {"name": name, "low": low, "share": share, "high": high, "text": text}


def _failures(report: Report, yields: Sequence[ArmYield], say: Speaker) -> list[str]:
    """Return a sentence for each thing that is known to fail, also where its number may not be told."""
    lost = next((y.non_response for y in yields if y.arm == "random"), None)
    visits, answers = report.table("visits"), report.table("deliveries", "timeliness")
    return [
        _share(say, "failure.non_response", lost),
        _share(say, "failure.not_carried_out", _part(visits, (TOTAL, "not_carried_out"), (TOTAL, TOTAL))),
        _share(say, "failure.unplaced", _part(visits, (TOTAL, "unplaced"), (TOTAL, TOTAL))),
        _share(say, "failure.late", _part(answers, ("late",), (TOTAL,))),
        _share(say, "failure.overdue", _part(answers, ("overdue",), (TOTAL,))),
        _share(say, "failure.undecided", _part(report.table("suspicions_decided"), ("undecided",), (TOTAL,))),
    ]


def _percent(part: float) -> str:
    return f"{100 * part:.0f}"


def _share(say: Speaker, key: str, part: float | None) -> str:
    return f"{say.say(key)}: {say.say('hidden_share') if part is None else f'{100 * part:.0f} %'}"


def _part(table: ProtectedTable | None, of: tuple[str, ...], whole: tuple[str, ...]) -> float | None:
    shown = table.shown if table else {}
    if of not in shown or not shown.get(whole):
        return None
    return min(1.0, shown[of] / shown[whole])
