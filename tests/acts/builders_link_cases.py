"""Builders of real cases that may be linked: controls whose yes leaves at once, in two districts."""

from datetime import datetime
from typing import Any

from builders_acts import AT, LIEGE, NAMUR, SIGNS, a_yes
from builders_control import a_raw_control, the_checklist
from builders_registers import enterprise

from inspection.acts.controls import save
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.control.reading import read_control
from inspection.store.core import new_id
from inspection.trust import AppContext

PLACES = {"liege": LIEGE, "namur": NAMUR}
HEAD, OTHER_HEAD = "head-liege", "head-namur"
NUMBER = "90010299900"  # of nobody: its check digits are wrong


def a_person(ref: str = "P1", **fields: Any) -> dict[str, Any]:
    """Somebody found at work."""
    return {"ref": ref, "answers": {}, **fields}


def a_case(
    house: AppContext,
    n: int,
    district: str = "liege",
    *,
    firm: int | None = None,
    address: str | None = None,
    at: datetime = AT,
    **fields: Any,
) -> str:
    """Save the n-th suspicious control with a yes; returns the reference of its referral.

    Each has a workplace and an enterprise of its own, unless `firm` or `workplace` says otherwise.
    """
    workplace = fields.pop("workplace", f"est:2{n:09d}")
    known = KnownWorkplace(
        id=workplace,
        district=district,
        sector="restaurants",
        seen_on=at.date(),
        enterprise=enterprise(firm or n),
        address=address,
        refnis=PLACES[district],
    )
    remember_workplaces(house.acting(at=at), [known])
    answers = {**SIGNS, **fields.pop("answers", {})}
    raw = {"on": at.date(), "control_id": new_id(), "suspicion": a_yes(at), "workplace": workplace, "answers": answers}
    control = read_control(a_raw_control(**{**raw, **fields}), lambda sector: the_checklist(sector, at.date()))
    saved = save(house.acting(f"insp-{district}-1", at), control, place=PLACES[district])
    assert saved.reference is not None
    return saved.reference
