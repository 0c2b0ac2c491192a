"""A control that the field form could not send is imported from its encrypted file, attachments and all."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, a_roster
from builders_control import a_raw_control, the_checklist
from builders_flows import As, Said, vigie
from databases import lay_tables
from field_modules import in_node
from houses import as_user, house_of

from inspection import acts
from inspection.settings import settings
from inspection.store.core import new_id

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
INSPECTOR, PASSWORD = "insp-liege-1", "kort maar lang genoeg"
WRITE = """
import { writeExport } from "./app/exported.js";
const attachments = given.photos.map((one) => ({ ...one, bytes: new Uint8Array(Buffer.from(one.data, "base64")) }));
const blob = await writeExport({ control: given.control, fault: null, attachments }, given.password);
answer(Buffer.from(await blob.arrayBuffer()).toString("base64"));
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with people and nothing else."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    lay_tables(settings())
    house = house_of(acts.app(settings()))
    acts.staff.import_roster(house.acting("system", AT), a_roster())
    return tmp_path / "home"


@pytest.fixture
def exported(tmp_path: Path) -> tuple[str, Path]:
    """Write the file as the form does, and give the control's id beside it."""
    digest = hashlib.sha256(PHOTO).hexdigest()
    ref = {
        "sha256": digest,
        "kind": "photo",
        "media_type": "image/jpeg",
        "bytes": len(PHOTO),
        "taken_at": AT.isoformat(),
    }
    day = AT.date()
    control = a_raw_control(on=day, control_id=new_id(), workplace=FIRM, attachments=[ref])
    control["checklist"] = the_checklist("restaurants", day).ref.model_dump()
    photo = {"sha256": digest, "media_type": "image/jpeg", "data": base64.b64encode(PHOTO).decode()}
    text = in_node(tmp_path / "node", WRITE, control=json.dumps(control), photos=[photo], password=PASSWORD)
    file = tmp_path / "stuck.vigie"
    file.write_bytes(base64.b64decode(text))
    return control["control_id"], file


def taken_in(home: Path, file: Path, typed: str, expected: int = 0) -> Said:
    """Import the file as somebody who types the password."""
    return vigie(home, "control", "import", str(file), As(INSPECTOR), "--place", LIEGE, typed=typed, expected=expected)


def test_the_password_is_asked_and_everything_is_kept(home: Path, exported: tuple[str, Path]) -> None:
    """The control is saved, its photo is there byte for byte, and a second import changes nothing."""
    control_id, file = exported
    said = taken_in(home, file, f"{PASSWORD}\n")
    assert f"control {control_id}: saved" in said.out
    assert "1 attachments kept" in said.out
    assert PASSWORD not in said.out + said.err
    assert (
        acts.controls.attachment(as_user(acts.app(), INSPECTOR), control_id, hashlib.sha256(PHOTO).hexdigest()) == PHOTO
    )
    assert "was saved before" in taken_in(home, file, f"{PASSWORD}\n").out


def test_a_wrong_password_stores_nothing(home: Path, exported: tuple[str, Path]) -> None:
    """The refusal has its code; no control came in."""
    said = taken_in(home, exported[1], "something else\n", expected=2)
    assert "CONTROL-315" in said.err + said.out + str(said.fault)
    assert not acts.chasing.list_controls(as_user(acts.app(), INSPECTOR))
