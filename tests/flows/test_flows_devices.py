"""The command `vigie device`: invite, list, revoke and wipe, for people and for machines."""

import json
from pathlib import Path

import pytest
from builders_acts import a_roster
from builders_flows import As, vigie
from databases import lay_tables
from houses import house_of

from inspection.acts import app
from inspection.acts.devices import enrol_device
from inspection.settings import Settings, settings

BY, HEAD = "insp-liege-1", "head-liege"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with its people."""
    roster = tmp_path / "teams.json"
    roster.write_text(json.dumps(a_roster()), encoding="utf-8")
    lay_tables(Settings(home=tmp_path / "home"))
    vigie(tmp_path / "home", "teams", "import", str(roster))
    return tmp_path / "home"


def test_a_device_is_invited_listed_and_revoked(home: Path, tmp_path: Path) -> None:
    """The code stands on the screen once, in the QR code and in the answer for machines; the list never shows it."""
    file = tmp_path / "code.svg"
    made = vigie(home, "device", "invite", BY, As(BY), "--svg", str(file), "--json").value
    assert made["url"].endswith(made["code"])
    assert file.read_text(encoding="utf-8") == made["qr_svg"]
    house = house_of(app(settings({"VIGIE_HOME": str(home)})))
    device = enrol_device(house.acting(), made["code"], "Mine")
    (listed,) = vigie(home, "device", "list", As(HEAD), "--json").value
    assert (listed["id"], listed["label"], listed["state"]) == (device.device_id, "Mine", "known")
    vigie(home, "device", "revoke", device.device_id, As(HEAD))
    shown = vigie(home, "device", "list", As(BY)).out
    assert "revoked" in shown
    assert device.secret not in shown
    assert vigie(home, "device", "wipe", BY, As(HEAD), "--json").value == {"user": BY, "revoked": 0}


def test_people_see_a_code_to_scan_and_one_to_type(home: Path) -> None:
    """In the terminal; an app password comes with its name, and is said to be forgotten."""
    form = vigie(home, "device", "invite", BY, As(HEAD)).out
    assert "#enrol=" in form
    assert "good once" in form
    other = vigie(home, "device", "invite", BY, "--kind", "openrosa", As(BY)).out
    assert "password" in other
    assert "forgotten unless" in other


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("invite", BY, As(BY), "--kind", "telephone"), "CONTROL-325"),
        (("invite", "nobody", As(HEAD)), "CONTROL-321"),
        (("invite", "insp-namur-1", As(HEAD)), "CONTROL-321"),  # somebody elsewhere is told as nobody
        (("revoke", "nothing", As(HEAD)), "CONTROL-322"),
    ],
)
@pytest.mark.few(1)
def test_what_cannot_be_is_refused_with_its_code(home: Path, asked: tuple[str, ...], code: str) -> None:
    """Exit status 2, and what to do."""
    assert code in vigie(home, "device", *asked, expected=2).err
