"""What an inspector takes along: the missions of the next days, whom to ring, the checklists.

It holds nothing about persons and nothing of other teams.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inspection.acts import records
from inspection.acts.weeks.missions import Mission, missions_at, missions_until
from inspection.control.checklists import Checklist
from inspection.store.people import UserRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_in_service


@dataclass(frozen=True, kw_only=True)
class FieldPackage:
    """What goes into the field with one inspector until it is fetched anew."""

    made_at: datetime
    until: date
    missions: tuple[Mission, ...]
    checklists: tuple[Checklist, ...]


def field_package(context: Context) -> FieldPackage:
    """Return what somebody takes along; that they took it is recorded first.

    The checklists that it names are kept, so that what is filled in under them days later can still be read.

    Errors: `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    lists = tuple(
        records.checklist_on(context.app, sector.key, day) for sector in context.app.catalogue(day).enabled_sectors()
    )
    with audited_transaction(context) as tx:
        user = _note_taking(tx)
        for one in lists:
            records.keep_definition(tx, {"sector": one.id, "checklist": {"sha256": one.sha256}})
    found = tuple(missions_at(context.app, user, context.at))
    return FieldPackage(made_at=context.at, until=IsoWeek.after(day).days[-1], missions=found, checklists=lists)


def listed_missions(context: Context) -> tuple[Mission, ...]:
    """Return the missions for a client of others, which keeps them in clear: what was ordered is never among them.

    That somebody fetched them is recorded first.

    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = _note_taking(tx)
    return tuple(missions_at(context.app, user, context.at, with_ordered=False))


def own_missions(context: Context) -> tuple[Mission, ...]:
    """Return the missions of one's own team for a page of the office; that somebody looked is recorded first.

    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = _note_taking(tx)
    return tuple(missions_at(context.app, user, context.at))


def _note_taking(tx: AuditedTransaction) -> UserRow:
    """Record who takes what they are to do, and until which day."""
    user = tx.require("package.read", service=tx.app.settings.service)
    facts = {"until": missions_until(tx.app, tx.at).isoformat()}
    tx.record("package.read", tx.by, stream="reading", facts=facts)
    return user


def field_checklist(context: Context, sector: str, sha256: str) -> Checklist | None:
    """Return the checklist that a device asks for by its hash, or None where there is none; nothing in it is secret."""
    require_in_service(context, "package.read")
    try:
        found = records.checklist_for(context, {"sector": sector, "checklist": {"sha256": sha256}})(sector)
    except LookupError:
        return None
    return found if found.sha256 == sha256 else None
