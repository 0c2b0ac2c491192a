"""How police find a workplace: as last known, as the registers held it on the day of the control, else the inspector's
own words and where the device was.
"""

from dataclasses import dataclass, field

from sqlmodel import Session

from inspection.acts import records
from inspection.control import papers
from inspection.control.filled import Control
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.weeks import WorkplaceRow
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class WayThere:
    """How a workplace is found; "" where nobody knows.

    address
        Street and number, as last known or as a register held them on the day of the control.
    door
        The inspector's own words and the device's position, where no register knows an address.
    """

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    door: str = field(default="", repr=False)
    refnis: str = ""
    enterprise: str = ""


def way_there(session: Session, store: Store, row: ControlRow, control: Control, form: Catalogue) -> WayThere:
    """Return how the workplace of a control is found.

    The place that the control was saved with says which municipality; one that was named by its canton only takes that
    of the workplace as last known, as long as that lies in the same canton.
    """
    known = session.get(WorkplaceRow, row.workplace)
    if known is None or known.address is None:
        address = _frozen(session, store, row)
    else:
        address = store.unseal("workplace.address", known.id, known.address)
    door = "" if address else _door(papers.only_on_site(control, form))
    if known is None:
        return WayThere(address=address, door=door, refnis=row.refnis or "")
    moved = row.refnis is None and row.canton != known.canton
    return WayThere(
        name=store.unseal("workplace.name", known.id, known.name) if known.name else "",
        address=address,
        door=door,
        refnis=row.refnis or ("" if moved else known.refnis or ""),
        enterprise=known.enterprise or "",
    )


def _frozen(session: Session, store: Store, row: ControlRow) -> str:
    """Return street and number as a register held them on the day of the control, "" where none was frozen with it."""
    for extract in records.frozen_extracts(session, store, row.id):
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
