"""The outside witness of a simulated inspectorate: what was decided, sent and answered, kept outside the store."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from inspection.control.filled import Control

POLICE, AUDITOR, PROSECUTOR = range(3)
# Municipality: (police directorate, labour auditorate, prosecutor), as a jurist would write them down.
PLACES = {
    "62063": ("pjf-liege", "aud-liege", "parquet-liege"),
    "92094": ("pjf-namur", "aud-liege", "parquet-namur"),
    "11002": ("fgp-antwerpen", "aud-antwerpen", "parket-antwerpen"),
    "71016": ("fgp-limburg", "aud-antwerpen", "parket-limburg"),
    "44021": ("fgp-oost-vlaanderen", "aud-gent", "parket-oost-vlaanderen"),
    "24062": ("fgp-leuven", "aud-leuven", "parket-leuven"),
}
DISTRICTS = {
    "62063": "liege",
    "92094": "namur",
    "11002": "antwerpen",
    "71016": "limburg",
    "44021": "oost-vlaanderen",
    "24062": "leuven",
}


@dataclass
class Yes:
    """A suspicion that an inspector decided on, noted before any act was asked to keep it.

    reference
        As it was acknowledged to the inspector; None until an act has answered.
    """

    control: Control
    place: str
    by: str
    decided_at: datetime
    forms: tuple[str, ...]
    minors: bool
    reference: str | None = None

    @property
    def first_addressees(self) -> set[str]:
        """Who must be written to at once, by the place and the form of exploitation."""
        offices = PLACES[self.place]
        leading = {offices[AUDITOR] if form == "economic" else offices[PROSECUTOR] for form in self.forms}
        return {offices[POLICE], *leading, *({offices[AUDITOR], "guardianship"} if self.minors else ())}


@dataclass(frozen=True)
class Answer:
    """What an addressee said, how, and what the house made of it: "taken", or the code by which it was refused.

    key
        Of the bundle that made it answer; "" on the telephone.
    """

    recipient: str
    reference: str
    verdict: Literal["acknowledged", "refused"]
    at: datetime
    how: str
    outcome: str
    key: str = ""


@dataclass
class Witness:
    """Everything that happened, by who saw it happen.

    taken
        (addressee, bundle's key) and how often it had an effect there.
    told
        (addressee, bundle's key) that the addressee said to have.
    lost
        (addressee, bundle's key) that it said to have and has lost.
    chased
        Moments of the runs of the chase that came to their end.
    compared
        Moments of the daily comparisons, and by addressee what kept them from looking ("" where they saw).
    rung
        Deliveries about which somebody was reached on the telephone.
    by_hand
        Addressees to whom nothing leaves but by people's hands.
    """

    wanted: dict[str, Yes] = field(default_factory=dict)
    not_referred: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)
    damaged: list[str] = field(default_factory=list)
    rerouted: dict[str, str] = field(default_factory=dict)
    chased: list[datetime] = field(default_factory=list)
    compared: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)
    rung: set[str] = field(default_factory=set)
    by_hand: set[str] = field(default_factory=set)
    people: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, what: str, n: int = 1) -> None:
        """Count something that the run tells at its end; servers count in threads of their own."""
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + n
