"""A filled form of an OpenRosa client becomes the same control as through JSON, once, and an edit corrects it."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from builders_acts import AT, an_office, later
from builders_control import the_checklist
from builders_controls_random import a_random_control
from builders_openrosa import a_picture, encrypted, filled, instance_id
from databases import store

from inspection.acts import DeviceUser, Office, offered_forms, public_form_key, receive_submission, save_control
from inspection.control import read_control
from inspection.settings import Settings
from inspection.store import ControlRow, control_body, control_conclusion

BY, ON = "insp-liege-1", date(2026, 11, 25)
DEVICE = DeviceUser(device_id="d", user_id=BY, name="n", language="fr", kind="openrosa", expires_at=later(days=9))


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Give a house that takes encrypted forms."""
    house = an_office(Settings(home=tmp_path_factory.mktemp("openrosa"), openrosa="encrypted"))
    yield house
    house.store.close()


def in_clear(house: Office) -> Office:
    """The same house as it would be with VIGIE_OPENROSA=plain."""
    return replace(house, settings=replace(house.settings, openrosa="plain"))


def form_of(house: Office, sector: str) -> str:
    """The XForm of a sector."""
    return next(form.xml for form in offered_forms(BY, at=AT, office=house) if form.id == f"vigie_{sector}")


@pytest.mark.parametrize("sector", ["agriculture", "construction", "garment", "restaurants"])
def test_a_control_is_the_same_through_json_and_through_openrosa(here: Office, sector: str) -> None:
    """Of 75 random controls in each sector, answers, findings and clocks are identical."""
    random, checklist = Random(sector), the_checklist(sector, ON)
    house = in_clear(here)
    xform = form_of(house, sector)
    for _ in range(75):
        raw = a_random_control(random, checklist, ON)
        save_control(read_control(raw, lambda _: checklist), BY, at=AT, office=house)
        received = receive_submission(filled(xform, raw, instance=instance_id()), {}, DEVICE, at=AT, office=house)
        assert received.saved is not None
        assert received.saved.control_id[14] == "7"
        for read in (control_body, control_conclusion):
            assert told(read(house.store, received.saved.control_id)) == told(read(house.store, raw["control_id"]))


def told(text: Any) -> Any:
    import json

    value = json.loads(text) if isinstance(text, str) else text
    return {k: v for k, v in value.items() if k != "control_id"} if isinstance(value, dict) else value
