"""The error that rule files raise, and the warning of what a jurist must look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sectors.fault import RULE_FAULTS, Fault


class RuleFault(Fault):
    """A rule file cannot be used; nothing of the rules was loaded."""

    file = RULE_FAULTS


class Faults(list[RuleFault]):
    """What was found wrong so far: reading goes on behind a mistake, so that a jurist mends all of them at once.

    lost
        Whether so much could not be read that it makes no sense to ask whether the rest fits together.
    """

    lost = False

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the fault that ends what is done inside, and go on behind it."""
        try:
            yield
        except RuleFault as fault:
            self.append(fault)


@dataclass(frozen=True)
class RuleWarning:
    """Something that a jurist must look at, though the rules load."""

    what: str
    where: str
    advice: str
