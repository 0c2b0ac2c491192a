"""Files of wage scales in the home: what was imported, what became a rule file, and what the trail says of each.

The trail decides what a file is; the files themselves can always be made again from the one that was imported.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session, col, select

from inspection.errors import ControlFault
from inspection.settings import Settings
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from sectors.reader import RuleFault, load_rules
from sectors.wages import WageLine, as_rules, read_wages


class WageState(StrEnum):
    """How far a file of wage scales is."""

    IMPORTED = "imported"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


STREAM = "scales"
_ACTS: dict[str, WageState] = {
    "scales.import": WageState.IMPORTED,
    "scales.approve": WageState.APPROVED,
    "scales.withdraw": WageState.WITHDRAWN,
}
_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class WageFile:
    """A file of scales and what became of it.

    id
        The first signs of the hash of its bytes.
    is_whole
        False where the home no longer holds what was approved, or holds it changed: approving it again mends that. Also
        where a rule file stands that nobody approved: withdrawing takes it away.
    """

    id: str
    state: WageState
    imported_by: str
    decided_by: str | None
    at: datetime
    rows: int
    scales: tuple[str, ...]
    is_whole: bool = True


def id_of(content: bytes) -> str:
    """Return how a file is called: by its bytes, so that the same file is the same import."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def imported_path(settings: Settings, id_: str) -> Path:
    """Return where the imported bytes are kept."""
    return settings.home / "scales" / f"{id_}.csv"


def rule_path(settings: Settings, id_: str) -> Path:
    """Return where the rule file made of them stands once it is approved."""
    return settings.rules / f"scales-{id_}.yaml"


def trial_path(settings: Settings, id_: str) -> Path:
    """Return where a rule file is tried: no process loads rules from there."""
    return settings.home / "scales" / "trial" / rule_path(settings, id_).name


def read_lines(settings: Settings, id_: str, on: date) -> tuple[WageLine, ...]:
    """Return the lines of an imported file; raises `OSError` where the home no longer holds it.

    Raises ControlFault 875 where its bytes are no longer those of its id.
    """
    content = imported_path(settings, id_).read_bytes()
    if id_of(content) != id_:
        raise ControlFault("CONTROL-875", id=id_)
    return read_wages(content, f"{id_}.csv", on=on)


def rule_text(lines: Sequence[WageLine], approved_at: datetime) -> str:
    """Return the rule file of some lines; the labels of scales that the product has stay its own."""
    product = load_rules()
    firsts: dict[str, date] = {}
    for line in lines:
        firsts[line.key] = min(line.valid_from, firsts.get(line.key, line.valid_from))

    def is_known(key: str, day: date) -> bool:
        try:
            return key in product.on(day).scales
        except RuleFault:  # no rules reach that day
            return False

    known = {key for key, day in firsts.items() if is_known(key, day)}
    return as_rules(lines, known=known, reviewed=day_in_brussels(approved_at).isoformat())


def files(session: Session, settings: Settings) -> dict[str, WageFile]:
    """Return every file that was ever imported, as the trail tells it, the earliest first."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == STREAM, col(AuditEntryRow.act).in_(_ACTS))
    found: dict[str, WageFile] = {}
    texts: dict[str, str] = {}
    for row in session.exec(mine.order_by(col(AuditEntryRow.n))):
        state, before = _ACTS[row.act], found.get(row.subject)
        texts[row.subject] = row.facts.get("rule_sha256", "")
        found[row.subject] = WageFile(
            id=row.subject,
            state=state,
            imported_by=row.who if state == WageState.IMPORTED or before is None else before.imported_by,
            decided_by=None if state == WageState.IMPORTED else row.who,
            at=row.at,
            rows=row.facts["rows"],
            scales=tuple(row.facts["scales"]),
        )
    return {id_: _looked_at(one, settings, texts[id_]) for id_, one in found.items()}


def _looked_at(one: WageFile, settings: Settings, sha256: str) -> WageFile:
    there = rule_path(settings, one.id)
    held = hashlib.sha256(there.read_bytes()).hexdigest() if there.is_file() else ""
    return replace(one, is_whole=held == (sha256 if one.state == WageState.APPROVED else ""))
