"""What the arms found, with intervals, from released counts alone: it tells nothing that a table does not."""

import math
from dataclasses import dataclass
from typing import Literal

from inspection.reporting.disclosure import ProtectedTable

Z = 1.959964  # of an interval of 95 %
Verdict = Literal["too_few", "open", "better", "worse"]


@dataclass(frozen=True, kw_only=True)
class ArmYield:
    """How many visits of an arm were carried out, and how many of these found something; None where it is hidden."""

    arm: str
    visited: int | None
    found: int | None
    not_seen: int | None

    @property
    def interval(self) -> tuple[float, float, float] | None:
        """The share with a finding: its lower bound, itself, its upper bound."""
        if not self.visited or self.found is None:
            return None
        return wilson(min(self.found, self.visited), self.visited)

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


def verdict(yields: tuple[ArmYield, ...]) -> Verdict:
    """Tell whether visits chosen by risk find more than those drawn by lot: only where the intervals lie apart."""
    random, risk = (one.interval for one in yields)
    if random is None or risk is None:
        return "too_few"
    if risk[0] > random[2]:
        return "better"
    return "worse" if risk[2] < random[0] else "open"


def wilson(found: int, of: int) -> tuple[float, float, float]:
    """Return lower bound, share and upper bound of a proportion by Wilson's interval, which holds for few as well."""
    share = found / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
    return max(0.0, middle - half), share, min(1.0, middle + half)
