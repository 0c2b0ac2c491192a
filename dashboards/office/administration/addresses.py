"""Where the pages of administration stand, and who is offered which."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dashboards.office.asking import Visitor

ADMINISTRATION: Final = "/administration"
PEOPLE: Final = f"{ADMINISTRATION}/people"
TEAMS: Final = f"{ADMINISTRATION}/teams"
ABSENCES: Final = f"{ADMINISTRATION}/absences"
CARS: Final = f"{ADMINISTRATION}/cars"
IMPORT: Final = f"{ADMINISTRATION}/import"
LOOKS: Final = f"{ADMINISTRATION}/looks"
ON_CALL: Final = f"{ADMINISTRATION}/on-call"
DEVICES: Final = f"{ADMINISTRATION}/devices"
ADDRESSEES: Final = f"{ADMINISTRATION}/addressees"
OUTSIDE: Final = f"{ADMINISTRATION}/outside"
REGISTERS: Final = f"{ADMINISTRATION}/registers"
DELIVERIES: Final = f"{ADMINISTRATION}/deliveries"
RETENTION: Final = f"{ADMINISTRATION}/retention"
PROOF: Final = f"{RETENTION}/proof"
FLOWS: Final = f"{ADMINISTRATION}/flows"
EVERY: Final = "absence.list"  # whoever answers for people, runs the house or watches it


@dataclass(frozen=True)
class Part:
    """One part of administration: its texts are `screen.admin.KEY…`; `act` what somebody must be let to see it."""

    key: str
    address: str
    act: str


PARTS: Final = (
    Part("people", PEOPLE, "staff.list"),
    Part("absences", ABSENCES, "absence.list"),
    Part("cars", CARS, "car.list"),
    Part("import", IMPORT, "roster.import"),
    Part("on_call", ON_CALL, "on_call.list"),
    Part("devices", DEVICES, "device.list"),
    Part("addressees", ADDRESSEES, "addressee.list"),
    Part("outside", OUTSIDE, "outside.list"),
    Part("registers", REGISTERS, "register.list"),
    Part("deliveries", DELIVERIES, "register.list"),
    Part("looks", LOOKS, "audit.who"),
    Part("retention", RETENTION, "erasure.list"),
    Part("flows", FLOWS, "runs.list"),
)


def parts_of(visitor: "Visitor") -> tuple[Part, ...]:
    """Return the parts that somebody is offered, in order; nothing of the house's people and rights for the others."""
    if not visitor.may(EVERY):
        return ()
    return tuple(part for part in PARTS if visitor.may(part.act))
