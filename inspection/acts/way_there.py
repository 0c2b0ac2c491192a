"""How police find a workplace: as last known, as the registers held it on the day of the control, else the inspector's
own words and where the device was.
"""

from dataclasses import dataclass, field

from inspection.acts.extracts import frozen_extracts
from inspection.control import Control, only_on_site
from inspection.store import ControlRow, Workplace
from inspection.trust import Trail
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class WayThere:
    """Name, street and number, and municipality of a workplace; "" where nobody knows."""

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    refnis: str = ""
    enterprise: str = ""


def way_there(trail: Trail, row: ControlRow, control: Control, form: Catalogue) -> WayThere:
    """Return how the workplace of a control is found.

    The place that the control was saved with says which municipality; one that was named by its canton only takes that
    of the workplace as last known, as long as that lies in the same canton.
    """
    known, store = trail.session.get(Workplace, row.workplace), trail.store
    if known is None:
        return WayThere(address=_frozen(trail, row) or _door(only_on_site(control, form)), refnis=row.refnis or "")
    address = store.unseal("workplace.address", known.id, known.address) if known.address else ""
    moved = row.refnis is None and row.canton != known.canton
    return WayThere(
        name=store.unseal("workplace.name", known.id, known.name) if known.name else "",
        address=address or _frozen(trail, row) or _door(only_on_site(control, form)),
        refnis=row.refnis or ("" if moved else known.refnis or ""),
        enterprise=known.enterprise or "",
    )


def _frozen(trail: Trail, row: ControlRow) -> str:
    """Return street and number as a register held them on the day of the control, "" where none was frozen with it."""
    for extract in frozen_extracts(trail.session, trail.store, row.id):
        for held in extract.rows if extract.subject == "workplace" else ():
            if held.get("street"):
                return f"{held['street']} {held.get('house_number') or ''}".strip()
    return ""


def _door(control: Control) -> str:
    """Return how a door without an address in a register is found: the inspector's words, and the device's position."""
    spot = control.position
    degrees = "" if spot is None else f"{spot.lat:.5f}, {spot.lon:.5f}"
    error = "" if spot is None or spot.accuracy_m is None else f" ± {spot.accuracy_m:.0f} m"
    return ", ".join(filter(None, (control.door.strip(), degrees and f"WGS 84 {degrees}{error}")))
