"""What was taken into the lake, noted in the trail: without it, a snapshot that is gone would leave no gap to see."""

import re
from datetime import date, datetime

from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.errors import IntakeFault
from inspection.registers import holds_person_number
from inspection.registers.life import Prunable
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

_ACT, _GIVEN_UP, _PRUNED, _STREAM = "register.take", "register.give_up", "register.prune", "registers"
_LONGEST_REASON = 180
REFUSED, ODD = "register_refused", "register_alarm"  # alerts about one delivery, which the next good one ends
_PERSON_NUMBER = re.compile(r"\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}")


def given_reason_of(reason: str) -> str:
    """Return a reason on one line; raises `IntakeFault` 053 for none, too long a one, or one with a person's number."""
    said = " ".join(reason.split())
    if not said or len(said) > _LONGEST_REASON or _names_somebody(said):
        raise IntakeFault("INTAKE-053", longest_reason=_LONGEST_REASON)
    return said


def _names_somebody(said: str) -> bool:
    """Tell of a number as a card writes it, also with a slip of the pen, and of a right one however it is written."""
    return _PERSON_NUMBER.search(said) is not None or holds_person_number(said)


def note_taking(context: Context, register: str, day: date, manifest: str) -> None:
    """Record that a snapshot is in the lake, by the hash of its snapshot.json; the same again records nothing.

    What was told of earlier deliveries of the register is over: a later one is whole, and weeks are planned from it.
    """
    with audited_transaction(context) as tx:
        tx.require("register.take", service=context.settings.service)
        if snapshots_taken(tx.session).get((register, day.isoformat())) == manifest:
            tx.mark_unchanged()
            return
        facts = {"register": register, "day": day.isoformat(), "manifest": manifest}
        tx.record(_ACT, f"{register}:{day.isoformat()}", stream=_STREAM, facts=facts)
        of_it = col(AlertRow.subject).startswith(f"{context.settings.service}:{register}:", autoescape=True)
        alerts.end_alerts(tx, col(AlertRow.kind).in_((REFUSED, ODD)), of_it)


def note_given_up(tx: AuditedTransaction, register: str, day: date, reason: str) -> None:
    """Record inside an act that a snapshot is lost and that this was accepted, with the reason."""
    facts = {"register": register, "day": day.isoformat(), "reason": reason}
    tx.record(_GIVEN_UP, f"{register}:{day.isoformat()}", stream=_STREAM, facts=facts)


def note_pruned(tx: AuditedTransaction, one: Prunable, raw: int) -> None:
    """Record inside an act that a snapshot goes by policy, and why, with the hash of its account.

    Arguments: `raw` how many sealed deliveries of the same files go with it.
    """
    facts = {
        "register": one.register,
        "day": one.day.isoformat(),
        "state": one.state,
        "manifest": one.manifest,
        "why": one.told,
        "rows": one.rows,
        "bytes": one.size,
        "raw": raw,
    }
    tx.record(_PRUNED, f"{one.register}:{one.day.isoformat()}", stream=_STREAM, facts=facts)


def snapshots_given_up(session: Session) -> dict[tuple[str, str], datetime]:
    """Return when the loss of each snapshot was accepted, by register and day."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act) == _GIVEN_UP)
    return {(row.facts["register"], row.facts["day"]): row.at for row in session.exec(mine)}


def last_pruned(session: Session) -> dict[str, date]:
    """Return of which day the newest snapshot of each register was that went by policy after it had been current."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act) == _PRUNED)
    gone: dict[str, date] = {}
    for row in session.exec(mine):
        if row.facts["state"] == "current":
            day = date.fromisoformat(row.facts["day"])
            gone[row.facts["register"]] = max(day, gone.get(row.facts["register"], day))
    return gone


def snapshots_taken(session: Session) -> dict[tuple[str, str], str]:
    """Return the hash of the snapshot.json of every snapshot that should be there, by register and day.

    What was pruned by policy since is left out: it is gone on purpose.
    """
    mine = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act).in_((_ACT, _PRUNED))
    )
    taken: dict[tuple[str, str], str] = {}
    for row in session.exec(mine.order_by(col(AuditEntryRow.n))):
        key = row.facts["register"], row.facts["day"]
        if row.act == _ACT:
            taken[key] = row.facts["manifest"]
        elif row.facts["state"] == "current":
            taken.pop(key, None)
    return taken
