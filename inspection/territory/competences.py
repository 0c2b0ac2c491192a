"""Which offices are competent for a place: the routing table of sectors/common/recipients.yaml, applied."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cache

import sectors
from inspection.errors import TerritoryFault
from inspection.territory.model import Canton, Competence, Municipality
from inspection.territory.records import on_that_day
from sectors.rules.recipients import RoutingLine

_SAME = {field.name for field in fields(Competence)} - {"auditorate", "prosecutor"}


def competence(place: Municipality | Canton, on: date, *, offices: Sequence[RoutingLine] | None = None) -> Competence:
    """Return the offices competent for a place on the day of the act.

    Competence follows the place of the facts, never the registered seat, and is that of the day on which one acts: a
    municipality that has merged since is looked up as what it has become. The lines of the table say how an
    arrondissement is split (Brussels by REFNIS code, Hainaut by canton); nothing of it is written here.

    offices
        `catalogue.offices`; None takes the rules that ship with the product, without an installation's own lines.

    Raises TerritoryFault where no line, or more than one, covers the place: then its canton settles it.
    """
    lines = tuple(offices) if offices is not None else _shipped(on)
    now = on_that_day(place, on) if isinstance(place, Municipality) else place
    found = [line for line in lines if _covers(line, now)]
    if len(found) != 1:
        areas = ", ".join(line.area for line in found) or "none"
        raise TerritoryFault("PLACE-301", place=_name(now), count=len(found), on=on, areas=areas)
    return competence_of_line(found[0])


def _covers(line: RoutingLine, place: Municipality | Canton) -> bool:
    cantons = place.cantons if isinstance(place, Municipality) else (place.id,)
    codes = (place.refnis,) if isinstance(place, Municipality) else place.municipalities
    return line.holds(place.arrondissement, cantons, codes)


def competence_of_line(line: RoutingLine) -> Competence:
    """Return the offices that a line of the routing table names."""
    return Competence(
        auditorate=line.labour_auditorate,
        prosecutor=line.public_prosecutor,
        **{name: getattr(line, name) for name in _SAME},
    )


def _name(place: Municipality | Canton) -> str:
    return f"Municipality {place.refnis}" if isinstance(place, Municipality) else f"Canton {place.id}"


@cache
def _rules() -> "sectors.Rules":
    return sectors.load_rules()


def _shipped(on: date) -> tuple[RoutingLine, ...]:
    return _rules().on(on).offices
