"""What an intake says of itself: for every file, how many rows were read, kept and quarantined, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from inspection.registers.gate import Difference

Kind = Literal["full", "update"]


class SnapshotState(StrEnum):
    """What became of a delivery: readers see a current one only."""

    CURRENT = "current"
    HELD = "held"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """The account of one file; always `read == kept + quarantined`.

    kept
        Rows that broke no rule. Some of them are left out of the lake on purpose; `left_out` says how many and why
        (the name of a natural person, a register without purpose, a second box of one house).
    reasons
        Rule to number of quarantined rows; a row is counted under the first rule that it broke.
    notes
        Kept rows that are worth a look, such as activities of an entity that the extract does not contain.
    """

    file: str
    table: str
    read: int
    kept: int
    quarantined: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)

    @property
    def stored(self) -> int:
        """Rows of this file that are in the lake."""
        return self.kept - sum(self.left_out.values())


@dataclass(frozen=True, kw_only=True)
class IntakeReport:
    """The account of one intake.

    snapshot
        Day as of which the register speaks.
    extract
        Number of the extract, where the register numbers them.
    warnings
        What is odd but stops nothing, such as a gap in the extract numbers.
    alarms
        Tables whose number of kept rows left the range that registers.yaml expects; not judged on synthetic data.
    unchanged
        True when the very same files were taken in before: nothing was written this time.
    state
        "current": readers see it; "held": outside the limits, until somebody releases it; "rejected" and "superseded":
        closed without having been seen.
    differences
        What lies outside the limits of `register_limits`, the farthest first.
    compared_with
        Day of the last good delivery that it was compared with, by its counts alone where its rows are gone; None where
        none was ever here: nothing could be compared. Outside a demo's home both are held.
    taken_by
        Id of who took it in; "system" for the schedule.
    authorisation
        Key of the authorisation by which it came in; None where it needed none.
    turn
        How often these very files were held: 2 once another delivery had replaced them and they came again.
    """

    register: str
    snapshot: date
    kind: Kind
    extract: int | None
    synthetic: bool
    files: tuple[FileReport, ...]
    warnings: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    unchanged: bool = False
    state: SnapshotState = SnapshotState.CURRENT
    differences: tuple[Difference, ...] = ()
    compared_with: date | None = None
    taken_by: str = "system"
    authorisation: str | None = None
    turn: int = 1

    @property
    def read(self) -> int:
        """Rows read over all files."""
        return sum(f.read for f in self.files)

    @property
    def kept(self) -> int:
        """Rows that broke no rule, over all files."""
        return sum(f.kept for f in self.files)

    @property
    def quarantined(self) -> int:
        """Rows set aside, over all files."""
        return sum(f.quarantined for f in self.files)

    @property
    def reasons(self) -> dict[str, int]:
        """Rule to number of quarantined rows, over all files, by name."""
        total: Counter[str] = Counter()
        for report in self.files:
            total.update(report.reasons)
        return dict(sorted(total.items()))

    def rows(self) -> list[tuple[str, int, int, int, str]]:
        """Return (file, read, kept, quarantined, remarks) a file, for a table on a screen or terminal."""
        return [(f.file, f.read, f.kept, f.quarantined, _remarks(f)) for f in self.files]

    def as_json(self) -> dict[str, Any]:
        """Return plain values that `json.dumps` takes as they are."""
        return asdict(self) | {
            "snapshot": self.snapshot.isoformat(),
            "compared_with": self.compared_with.isoformat() if self.compared_with else None,
            "read": self.read,
            "kept": self.kept,
            "quarantined": self.quarantined,
            "reasons": self.reasons,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "IntakeReport":
        """Read back what `as_json` gave; marked unchanged, since it speaks of an earlier intake."""
        own = {k: v for k, v in stored.items() if k in cls.__dataclass_fields__}
        files = tuple(FileReport(**f) for f in stored["files"])
        differences = tuple(Difference(**one) for one in stored.get("differences", ()))
        with_ = stored.get("compared_with")
        typed = {
            "snapshot": date.fromisoformat(stored["snapshot"]),
            "compared_with": date.fromisoformat(with_) if with_ else None,
            "state": SnapshotState(stored.get("state", SnapshotState.CURRENT)),
        }
        report = cls(**own | typed | {"files": files, "differences": differences})
        return replace(report, warnings=tuple(report.warnings), alarms=tuple(report.alarms), unchanged=True)


def _remarks(report: FileReport) -> str:
    groups = (("quarantined", report.reasons), ("left out", report.left_out), ("note", report.notes))
    parts = (
        f"{title}: " + ", ".join(f"{k} {v:,}" for k, v in sorted(group.items())) for title, group in groups if group
    )
    return "; ".join(parts)
