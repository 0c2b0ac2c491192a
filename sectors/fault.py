"""The one shape of every error that is raised on purpose: a code, and what that code says in a registry beside it.

A code has one meaning. What happened, where, and what to do are data: a reference page is generated from them, `vigie
explain CODE` prints them, and whoever raises an error gives the code and the values that its text asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Final, Self

import yaml

RULE_FAULTS: Final = Path(__file__).with_name("faults.yaml")
_STATUS: Final = {
    "ACCESS": 403,
    "STORE": 503,
    "HISTORY": 503,
    "SETTING": 503,
    "RULE": 503,
}  # what the house itself lacks is its own


@dataclass(frozen=True)
class FaultText:
    """What a code says; `{name}` in a text is filled from the values that are given when it is raised.

    status
        Which HTTP status answers a client whose request ends in it; None where each kind of client has its usual one.
    """

    what: str
    where: str
    advice: str
    status: int | None = None


@cache
def registry(file: Path) -> Mapping[str, FaultText]:
    """Return the codes of a registry; it is read at the first error and kept."""
    with file.open("rb") as opened:
        read = yaml.load(opened, yaml.CSafeLoader)  # the safe one, in a tenth of the time
    return {code: FaultText(**{"status": _STATUS.get(code.partition("-")[0]), **entry}) for code, entry in read.items()}


class Fault(Exception):
    """Base of every error that is raised on purpose.

    None may ever hold a name, a person's number or a free text about somebody: an error ends in logs.
    """

    file: ClassVar[Path]

    def __init__(self, code: str, /, **values: object) -> None:
        entry = registry(self.file)[code]
        self._say(code, *(text.format(**values) for text in (entry.what, entry.where, entry.advice)))

    def _say(self, code: str, what: str, where: str, advice: str) -> None:
        self.code, self.what, self.where, self.advice = code, what, where, advice
        super().__init__(f"[{code}] {what}\n  where:  {where}\n  advice: {advice}")

    @property
    def family(self) -> str:
        """The first part of the code: which kind of error it is."""
        return self.code.partition("-")[0]

    def status_or(self, usual: int) -> int:
        """Return the HTTP status that answers a client: the code's own, else the usual one of that kind of client."""
        return registry(self.file)[self.code].status or usual

    def with_more(self, what: str) -> Self:
        """Return the same error whose `what` goes on with what was done about it."""
        return self._rebuilt(self.code, f"{self.what}; {what}", self.where, self.advice)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every part intact."""
        return _rebuild, (type(self), self.code, self.what, self.where, self.advice)

    @classmethod
    def _rebuilt(cls, *parts: str) -> Self:
        fault = cls.__new__(cls)
        fault._say(*parts)
        return fault


def _rebuild(kind: type[Fault], *parts: str) -> Fault:
    return kind._rebuilt(*parts)
