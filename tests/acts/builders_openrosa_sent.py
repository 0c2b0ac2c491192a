"""Ordinary controls that an inspector's OpenRosa client sends to a house, and what is done with them elsewhere."""

import json
from datetime import date
from typing import Any

from builders_acts import AT, LIEGE, later
from builders_control import a_raw_control, a_suspicion, the_checklist
from builders_openrosa import filled

from inspection.acts.controls import save
from inspection.acts.devices import DeviceUser
from inspection.acts.openrosa import Received, offered_forms, receive_submission
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.store.queries import control_body
from inspection.trust import AppContext

BY, ON = "insp-liege-1", date(2026, 11, 25)
DEVICE = DeviceUser(device_id="d", user_id=BY, name="n", language="fr", kind="openrosa", expires_at=later(days=9))
PHOTOS = ({"photo_file": "one.png", "photo_at": "2026-11-25T18:40:00.000+01:00"}, {"photo_file": "two.png"})


def form_of(house: AppContext, sector: str) -> str:
    """The XForm of a sector."""
    return next(form.xml for form in offered_forms(house.acting(BY, AT)) if form.id == f"vigie_{sector}")


def sent(house: AppContext, control: dict[str, Any], files: dict[str, bytes] | None = None, **how: Any) -> Received:
    """Fill a form in and send it, in clear."""
    device = how.pop("device", DEVICE)
    context = house.acting(device.user_id, how.pop("at", AT))
    is_incomplete = how.pop("is_incomplete", False)
    xml = filled(form_of(house, "restaurants"), control, **how)
    return receive_submission(context, xml, files or {}, device, is_incomplete=is_incomplete)


def a_form(**fields: Any) -> dict[str, Any]:
    """What is filled in: an ordinary control of a restaurant."""
    raw = a_raw_control(on=ON, place=LIEGE, **fields)
    return {"persons": [], **raw}


def in_the_office(house: AppContext, control_id: str, **answers: Any) -> Control:
    """A control as it stands, with a remark and a decision that no form of others asks for."""
    known = json.loads(control_body(house.store, control_id))
    changed = {"answers": {**known["answers"], "cl_remarks": "kept", **answers}}
    suspicion = {"suspicion": a_suspicion("undecided", "")}
    return read_control(known | changed | suspicion, lambda _: the_checklist("restaurants", ON))


def saved_elsewhere(house: AppContext, control_id: str, at: Any, **changed: Any) -> None:
    """Save an unfinished control by another way than the client's."""
    raw = json.loads(control_body(house.store, control_id))
    raw |= {**changed, "answers": {**raw["answers"], **changed.get("answers", {})}}
    save(house.acting(BY, at), read_control(raw, lambda _: the_checklist("restaurants", ON)))
