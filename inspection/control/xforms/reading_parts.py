"""Hearings and pay of a filled XForm, as the raw parts of a control; an entry without a person says nothing."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from inspection.control.xforms.values import cents, moment, yes_no

HEARING: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "hearing_ref": ("ref", str),
    "hearing_of": ("person", str),
    "hearing_quality": ("quality", str),
    "hearing_tongue": ("language", str),
    "hearing_interpreter": ("interpreter", str),
    "hearing_apart": ("apart", yes_no),
    "hearing_started_at": ("started_at", moment),
    "hearing_rights_at": ("rights_given_at", moment),
    "hearing_lawyer": ("lawyer", str),
    "hearing_ended_at": ("ended_at", moment),
    "hearing_read_back": ("read_back", yes_no),
    "hearing_signed": ("signed", str),
    "hearing_copy_given": ("copy_given", yes_no),
}
PAY: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "pay_person": ("person", str),
    "pay_from_on": ("from_on", lambda text: text[:10]),
    "pay_to_on": ("to_on", lambda text: text[:10]),
    "pay_hours": ("hours", str),
    "pay_received": ("received_cents", cents),
}


def hearing(told: Mapping[str, str]) -> dict[str, Any] | None:
    """Return one hearing; rights whose minute is known were told."""
    made = _part(told, HEARING)
    if "person" not in made:
        return None
    return {**made, "rights_given": True} if "rights_given_at" in made else made


def pay_period(told: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the pay of one period; the wage scale is chosen in the office."""
    made = _part(told, PAY)
    return {**made, "scale": None} if "person" in made else None


def _part(told: Mapping[str, str], fields: Mapping[str, tuple[str, Callable[[str], object]]]) -> dict[str, Any]:
    return {name: read(told[field]) for field, (name, read) in fields.items() if field in told}
