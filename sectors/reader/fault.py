"""The error that rule files raise, and the warning of what a jurist must look at."""

from dataclasses import dataclass

from sectors.fault import RULE_FAULTS, Fault


class RuleFault(Fault):
    """A rule file cannot be used; nothing of the rules was loaded."""

    file = RULE_FAULTS


@dataclass(frozen=True)
class RuleWarning:
    """Something that a jurist must look at, though the rules load."""

    what: str
    where: str
    advice: str
