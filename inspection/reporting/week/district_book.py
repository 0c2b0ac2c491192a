"""One district's week as a book: everything that the office may read of it, and the bytes that are hashed and kept.

Pages, maps, sheets, calendars and exports are written from it. A district that nothing happened in keeps its book, to
the byte, whatever becomes of the others.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from inspection.reporting.week.entries import (
    BookDistrict,
    BookHeldRegister,
    BookRound,
    BookUnplaced,
    held_registers_from,
    rounds_from,
    unplaced_from,
)
from inspection.sealing import canonical_json, sha256_of

_PLAIN = ("week", "service", "objective", "seed", "rules_sha256", "snapshots", "travel")


@dataclass(frozen=True, kw_only=True)
class DistrictBook:
    """A week of one district of a service.

    objective
        What its selection served, a key of the rules' `objectives`: what a probability of it is of; None where nobody
        was chosen.
    figures
        How many were chosen and placed.
    snapshots
        Day of each register that the district's visits were chosen from; `held_registers` those that were passed over.
    """

    week: str
    service: str
    seed: int
    rules_sha256: str
    snapshots: Mapping[str, str]
    travel: str
    figures: BookDistrict
    rounds: tuple[BookRound, ...]
    unplaced: tuple[BookUnplaced, ...]
    held_registers: tuple[BookHeldRegister, ...] = ()
    objective: str | None = None

    @property
    def district(self) -> str:
        """Return whose book it is."""
        return self.figures.district

    def canonical(self) -> str:
        """Return the book as canonical JSON: the bytes that are hashed."""
        return canonical_json(asdict(self))

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical form; worked out once, which takes a while."""
        return sha256_of(self.canonical())

    @property
    def tells_why(self) -> bool:
        """Tell whether it says why anything was chosen: one that was given to a team does not."""
        return any(stop.arm for each in self.rounds for stop in each.stops) or any(one.arm for one in self.unplaced)

    def without_reasons(self) -> "DistrictBook":
        """Return where everybody goes and what found no place, without arm, points, reasons and the numbers of a lot.

        Whoever drives there learns why when the control is closed. It is another book, with another hash.
        """
        figures = replace(self.figures, eligible=0, random=0, mandated=0, risk_offered=0, placed_by_arm={}, value=0.0)
        return replace(
            self,
            seed=0,
            objective=None,
            figures=figures,
            rounds=tuple(one.without_reasons() for one in self.rounds),
            unplaced=tuple(replace(one, arm="", points=None) for one in self.unplaced),
        )

    @classmethod
    def parse(cls, text: str) -> "DistrictBook":
        """Read back what `canonical` wrote."""
        raw = json.loads(text)
        return cls(
            **{name: raw[name] for name in _PLAIN},
            figures=BookDistrict(**raw["figures"]),
            rounds=rounds_from(raw["rounds"]),
            unplaced=unplaced_from(raw["unplaced"]),
            held_registers=held_registers_from(raw["held_registers"]),
        )
