"""The one error that rule files raise, and the milder remark that they may deserve."""

from dataclasses import dataclass
from pathlib import Path

from sectors.fault import Fault


class RuleFault(Fault):
    """A rule file cannot be used; nothing of the rules was loaded."""

    file = Path(__file__).parents[1] / "faults.yaml"


@dataclass(frozen=True)
class RuleWarning:
    """Something that a jurist must look at, though the rules load."""

    what: str
    where: str
    advice: str
