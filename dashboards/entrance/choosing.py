"""Who may be picked at the entrance: the people of the roster, by role and then by district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspection.i18n import Lang, t
from inspection.store.core import ROLES
from inspection.store.views import UserView
from inspection.territory import arrondissement_label
from inspection.trust import may_see


@dataclass(frozen=True)
class Choice:
    """What a select box offers, and what is chosen in it; values with what people read."""

    options: Mapping[str, str]
    chosen: str


@dataclass(frozen=True)
class Picking:
    """The three boxes; no district where there is one or none."""

    role: Choice
    district: Choice | None
    person: Choice


def picking(people: Sequence[UserView], lang: Lang, *, role: str = "", district: str = "") -> Picking | None:
    """Return what can be chosen, given what was; None while nobody is known."""
    groups: dict[str, list[UserView]] = {one: [] for one in ROLES}
    for person in people:
        if may_see(person, "home"):
            groups[person.role].append(person)
    roles = [one for one in ROLES if groups[one]]
    if not roles:
        return None
    role = role if role in roles else roles[0]
    same = groups[role]
    districts = sorted({person.district for person in same if person.district})
    if len(districts) > 1:
        district = district if district in districts else districts[0]
        same = [person for person in same if person.district == district]
    return Picking(
        Choice({one: t(f"screen.role.{one}", lang) for one in roles}, role),
        Choice({one: arrondissement_label(one, lang) for one in districts}, district) if len(districts) > 1 else None,
        Choice({one.id: _called(one) for one in same}, ""),
    )


def _called(person: UserView) -> str:
    return f"{person.id} · {person.team}" if person.team else person.id
