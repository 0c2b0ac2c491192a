"""Authorisations of a house: which are in force, which registers lack one, and what has to be deleted.

Deleting is for people and for the days of each register: here it is only said what may not be kept, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.registers.lake import Lake, Overstaying, overstaying
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction
from sectors import Catalogue
from sectors.rules.authorisations import Authorisation

AuthorisationState = Literal["in force", "withdrawn", "over", "not begun"]


@dataclass(frozen=True, kw_only=True)
class AuthorisationView:
    """An authorisation as it stands on a day."""

    key: str
    register: str
    body: str
    number: str
    decided_on: date
    valid_until: date | None
    purposes: tuple[str, ...]
    fields: int
    retention_days: int
    state: AuthorisationState


@dataclass(frozen=True, kw_only=True)
class Authorisations:
    """What a house is allowed to receive.

    lacking
        Registers that need an authorisation and have none in force: nothing of them comes in.
    to_delete
        Snapshots that may not be kept.
    """

    known: tuple[AuthorisationView, ...]
    lacking: tuple[str, ...]
    to_delete: tuple[Overstaying, ...]


def list_authorisations(context: Context) -> Authorisations:
    """Return the authorisations of the house with what lacks one and what has to go; the look is recorded.

    Errors: `AccessRefused`; `IntakeFault` for a snapshot whose account cannot be read.
    """
    with audited_transaction(context) as tx:
        tx.require("register.list", service=context.settings.service)
        tx.record("register.list", context.by, stream="reading", facts={"kind": "authorisations"})
    rules = context.app.catalogue(day_in_brussels(context.at))
    lake = Lake(context.settings.lake)
    return Authorisations(
        known=tuple(_view(one, rules.day) for one in sorted(rules.authorisations.values(), key=lambda one: one.key)),
        lacking=tuple(_lacking(rules)),
        to_delete=tuple(overstaying(lake, rules, is_demo=context.settings.is_demo)),
    )


def _lacking(rules: Catalogue) -> Iterator[str]:
    in_force = {one.register_key for one in rules.authorisations.values() if one.is_in_force(rules.day)}
    return (key for key, one in sorted(rules.registers.items()) if one.needs_authorisation and key not in in_force)


def _view(one: Authorisation, day: date) -> AuthorisationView:
    states: dict[AuthorisationState, bool] = {
        "withdrawn": one.is_withdrawn(day),
        "over": one.is_over(day),
        "not begun": one.decided_on > day,
    }
    return AuthorisationView(
        key=one.key,
        register=one.register_key,
        body=one.body,
        number=one.number,
        decided_on=one.decided_on,
        valid_until=one.valid_until,
        purposes=one.purposes,
        fields=len(one.fields),
        retention_days=one.retention_days,
        state=next((name for name, holds in states.items() if holds), "in force"),
    )
