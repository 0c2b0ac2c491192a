"""What an examination asks, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from inspection.acts.doctor.patient import Patient

Need = Literal["home", "store"]


@dataclass(frozen=True)
class Found:
    """One thing that was looked at."""

    state: Literal["well", "look", "wrong"]
    what: str
    advice: str = ""


@dataclass(frozen=True)
class Check:
    """One question to an installation.

    needs
        What must be there for it to be asked: the folder of the home, or a database that opens.
    """

    key: str
    question: str
    look: Callable[[Patient], Iterator[Found]]
    needs: Need | None = None
