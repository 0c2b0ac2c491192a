"""What an inspector takes along: the missions of the next days, whom to ring, the checklists.

It holds nothing about persons and nothing of other teams.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.records import checklist_for, checklist_on, keep_definition
from inspection.acts.weeks.missions import Mission, missions_at, missions_until
from inspection.control.checklists import Checklist
from inspection.store.people import User
from inspection.time_of import IsoWeek, day_in_brussels, now
from inspection.trust import Trail, ask, recorded


@dataclass(frozen=True, kw_only=True)
class FieldPackage:
    """What goes into the field with one inspector until it is fetched anew."""

    made_at: datetime
    until: date
    missions: tuple[Mission, ...]
    checklists: tuple[Checklist, ...]


def field_package(by: str, *, at: datetime | None = None, office: Office | None = None) -> FieldPackage:
    """Return what somebody takes along; that they took it is recorded first.

    The checklists that it names are kept, so that what is filled in under them days later can still be read.

    Errors: `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    day = day_in_brussels(at)
    lists = tuple(checklist_on(here, sector.key, day) for sector in here.catalogue(day).enabled_sectors())
    with recorded(here.store, by=by, at=at) as trail:
        user = _taken_by(trail, here, by)
        for one in lists:
            keep_definition(trail, here, {"sector": one.id, "checklist": {"sha256": one.sha256}})
    found = tuple(missions_at(here, user, at))
    return FieldPackage(made_at=at, until=IsoWeek.after(day).days[-1], missions=found, checklists=lists)


def listed_missions(by: str, *, at: datetime | None = None, office: Office | None = None) -> tuple[Mission, ...]:
    """Return the missions for a client of others, which keeps them in clear: what was ordered is never among them.

    That somebody fetched them is recorded first.

    Errors: `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        user = _taken_by(trail, here, by)
    return tuple(missions_at(here, user, at, with_ordered=False))


def _taken_by(trail: Trail, here: Office, by: str) -> User:
    """Record who takes what they are to do, and until which day."""
    user = ask(trail.session, by, "package.read", service=here.settings.service)
    facts = {"until": missions_until(here, trail.at).isoformat()}
    trail.record("package.read", by, stream="reading", facts=facts)
    return user


def field_checklist(
    sector: str, sha256: str, *, at: datetime | None = None, office: Office | None = None
) -> Checklist | None:
    """Return the checklist that a device asks for by its hash, or None where there is none; nothing in it is secret."""
    here, at = office or this_office(), at or now()
    try:
        found = checklist_for({"sector": sector, "checklist": {"sha256": sha256}}, at=at, office=here)(sector)
    except LookupError:
        return None
    return found if found.sha256 == sha256 else None
