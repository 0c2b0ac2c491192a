"""The one shape of every error that is raised on purpose: a code, and what that code says in a registry beside it.

A code has one meaning. What happened, where, and what to do are data: a reference page is generated from them, `vigie
explain CODE` prints them, and whoever raises an error gives the code and the values that its text asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Self

import yaml


@dataclass(frozen=True)
class Entry:
    """What a code says; `{name}` in a text is filled from the values that are given when it is raised.

    status
        Which HTTP status answers a client whose request ends in it.
    """

    what: str
    where: str
    advice: str
    status: int = 400


@cache
def registry(file: Path) -> Mapping[str, Entry]:
    """Return the codes of a registry; it is read at the first error and kept."""
    with file.open("rb") as opened:
        return {code: Entry(**entry) for code, entry in yaml.safe_load(opened).items()}


class Fault(Exception):  # noqa: N818  the field's word; each kind says its own
    """Base of every error that is raised on purpose.

    None may ever hold a name, a person's number or a free text about somebody: an error ends in logs.
    """

    file: ClassVar[Path]

    def __init__(self, code: str, **values: object) -> None:
        entry = registry(self.file)[code]
        self._say(code, *(text.format(**values) for text in (entry.what, entry.where, entry.advice)))

    def _say(self, code: str, what: str, where: str, advice: str) -> None:
        self.code, self.what, self.where, self.advice = code, what, where, advice
        super().__init__(f"[{code}] {what}\n  where:  {where}\n  advice: {advice}")

    @property
    def family(self) -> str:
        """The first part of the code: which kind of error it is."""
        return self.code.partition("-")[0]

    @property
    def status(self) -> int:
        """Which HTTP status answers a client."""
        return registry(self.file)[self.code].status

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
