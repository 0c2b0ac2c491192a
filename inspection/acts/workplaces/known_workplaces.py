"""Where a workplace is: remembered from the week's frame, so that a control without a plan finds its offices too."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from inspection.control.filled import Control
from inspection.errors import ControlFault, TerritoryFault
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.weeks import WorkplaceRow
from inspection.territory import Canton, Competence, Municipality, canton, competence, locate, municipality
from inspection.trust import AppContext, Context, audited_transaction, require_in_service


@dataclass(frozen=True, kw_only=True)
class KnownWorkplace:
    """What the frame says of a workplace's place; name and address may be a person's, and are sealed."""

    id: str
    district: str
    sector: str
    seen_on: date
    enterprise: str | None = None
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    refnis: str | None = None
    canton: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a control took place, and the offices that follow."""

    refnis: str | None
    canton: str | None
    competence: Competence


def remember_workplaces(context: Context, rows: Iterable[KnownWorkplace]) -> int:
    """Keep the places of workplaces as last known; returns how many. At most 200 are written in one transaction."""
    require_in_service(context, "workplaces.remember")
    ordered = sorted(rows, key=lambda r: r.id)
    for start in range(0, len(ordered), 200):
        part = ordered[start : start + 200]
        with audited_transaction(context) as tx:
            tx.require("workplaces.remember")
            for row in part:
                tx.session.merge(_row(context.store, row))
            tx.record("workplaces.remember", part[0].id, stream="workplaces", facts={"count": len(part)})
    return len(ordered)


def place_of(session: Session, app: AppContext, workplace: str, named: str | None, on: date) -> Place:
    """Return where a workplace is: as `named` (a REFNIS code or a canton's id), else as last known.

    Errors: `ControlFault` when nobody ever said; `TerritoryFault` for a place that does not exist.
    """
    if named is not None:
        refnis, where = (named, None) if re.fullmatch(r"\d{5}", named) else (None, named)
        return Place(refnis, where, competence_of(app, refnis, where, on))
    known = session.get(WorkplaceRow, workplace)
    if known is None or (known.refnis is None and known.canton is None):
        raise ControlFault("CONTROL-200", workplace=workplace)
    return Place(known.refnis, known.canton, competence_of(app, known.refnis, known.canton, on))


def place_of_control(session: Session, app: AppContext, control: Control, named: str | None, on: date) -> Place:
    """Return where a control took place: as `named`, as it says itself, as last known, else where it was when it was
    saved before, else where the device was.

    An unplanned control may start at a door that no register knows: nobody must stand there and look for a code, and
    whoever adds to it later need not say the place again.
    Errors: as `place_of`.
    """
    point = (control.position.lon, control.position.lat) if control.position else None
    before = session.get(ControlRow, control.control_id)
    try:
        return place_of(session, app, control.workplace, named or control.place, on)
    except ControlFault:
        if before is None or before.workplace != control.workplace:
            return place_or_point(session, app, control.workplace, None, point, on)
    return Place(before.refnis, before.canton, competence_of(app, before.refnis, before.canton, on))


def place_or_point(
    session: Session, app: AppContext, workplace: str, named: str | None, point: tuple[float, float] | None, on: date
) -> Place:
    """Return where a workplace is: as `named`, as last known, else the canton under a point (longitude, latitude)."""
    try:
        return place_of(session, app, workplace, named, on)
    except ControlFault:
        where = str(locate([point[0]], [point[1]], cache=app.settings.cache).canton[0]) if point else ""
        if not where:
            raise
    return Place(None, where, competence_of(app, None, where, on))


def competence_of(app: AppContext, refnis: str | None, where: str | None, on: date) -> Competence:
    """Return the offices of a place: by municipality, and by its canton where that is split between offices."""
    offices = app.catalogue(on).offices
    if refnis is not None:
        try:
            return competence(municipality(refnis, on), on, offices=offices)
        except TerritoryFault:
            if where is None:
                raise
    return competence(canton(where or "", cache=app.settings.cache), on, offices=offices)


def place_name(app: AppContext, refnis: str | None, where: str | None, on: date) -> str:
    """Return what people call a municipality, else a canton: in both languages where they differ."""
    found: Municipality | Canton
    try:
        found = municipality(refnis, on) if refnis is not None else canton(where or "", cache=app.settings.cache)
    except TerritoryFault:
        return ""  # its code says it all the same
    return " / ".join(dict.fromkeys((found.name_fr, found.name_nl)))


def _row(store: Store, row: KnownWorkplace) -> WorkplaceRow:
    return WorkplaceRow(
        id=row.id,
        enterprise=row.enterprise,
        name=store.seal("workplace.name", row.id, row.name) if row.name else None,
        address=store.seal("workplace.address", row.id, row.address) if row.address else None,
        refnis=row.refnis,
        canton=row.canton,
        district=row.district,
        sector=row.sector,
        seen_on=row.seen_on,
    )
