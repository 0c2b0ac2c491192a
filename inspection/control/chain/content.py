"""What a notice must hold, and what of it a control lacks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from inspection.control.chain.wages import wages_of
from inspection.control.filled import ChainLink, Control
from sectors.rules.chain import ChainNotice

if TYPE_CHECKING:
    from sectors import Rules

Missing = Literal[
    "statement", "knowledge", "activity", "activity_list", "joint_committee", "private", "persons", "identities",
    "wages", "addressee_name", "addressee_number", "addressee_address", "employer_name", "employer_number",
    "employer_address",
]  # fmt: skip
_ADDRESSEE: tuple[Missing, Missing, Missing] = ("addressee_name", "addressee_number", "addressee_address")
_EMPLOYER: tuple[Missing, Missing, Missing] = ("employer_name", "employer_number", "employer_address")


def missing_content(
    control: Control,
    rules: "Rules",
    notice: ChainNotice,
    addressee: ChainLink,
    employer: ChainLink,
    persons: tuple[str, ...],
) -> Iterator[Missing]:
    """Yield what a notice to `addressee` must hold and the control does not."""
    names = {person.ref: person.name for person in control.persons}
    if "addressee" in notice.parts:
        yield from _lacking(addressee, _ADDRESSEE)
    if "employer" in notice.parts:
        yield from _lacking(employer, _EMPLOYER)
    if "persons" in notice.parts and not persons:
        yield "persons"
    if "identities" in notice.parts and any(not (names.get(ref) or "").strip() for ref in persons):
        yield "identities"
    asks_pay = "owed" in notice.parts or "unpaid" in notice.parts
    if asks_pay and any(one.owed_cents is None for one in wages_of(control, rules, persons)):
        yield "wages"


def _lacking(link: ChainLink, names: tuple[Missing, Missing, Missing]) -> Iterator[Missing]:
    """Yield what of a party's identity was not typed; a private person has no enterprise number."""
    given = (link.name.strip(), link.number or link.is_private, link.address.strip())
    yield from (name for name, value in zip(names, given, strict=True) if not value)
