"""The one error that rule files raise, and the milder remark that they may deserve."""

from dataclasses import dataclass
from typing import ClassVar


class RuleFault(Exception):
    """A rule file cannot be used; nothing of the rules was loaded.

    Same shape as the errors of `inspection`, which this package may not import: what happened, where, what to do.
    """

    family: ClassVar[str] = "RULE"

    def __init__(self, what: str, *, where: str, advice: str, code: str = "000") -> None:
        self.what, self.where, self.advice = what, where, advice
        self.code = f"{self.family}-{code}"
        super().__init__(f"[{self.code}] {what}\n  where:  {where}\n  advice: {advice}")

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every part intact."""
        return _rebuild, (self.what, self.where, self.advice, self.code.rpartition("-")[2])


def _rebuild(what: str, where: str, advice: str, code: str) -> RuleFault:
    return RuleFault(what, where=where, advice=advice, code=code)


@dataclass(frozen=True)
class RuleWarning:
    """Something that a jurist must look at, though the rules load."""

    what: str
    where: str
    advice: str
