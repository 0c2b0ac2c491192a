"""`vigie openrosa`: the workbook that other tools open, and the key that their forms carry."""

from pathlib import Path

import pytest
from builders_flows import vigie
from databases import lay_tables
from pyxform.xls2xform import convert

from inspection.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a house that was founded, and nothing in it."""
    lay_tables(Settings(home=tmp_path / "home"))
    return tmp_path / "home"


def test_the_workbook_is_an_xlsform_that_pyxform_reads(tmp_path: Path, home: Path) -> None:
    """Written by one library and read by another: what an administrator uploads to KoboToolbox is the whole form."""
    file = tmp_path / "restaurants.xlsx"
    told = vigie(home, "openrosa", "xlsform", "restaurants", str(file), "--json").value
    form = convert(str(file), form_name="data").xform
    assert f'version="{told["version"]}"' in form
    assert "fm_head_count" in form
    assert "cl_remarks" not in form
    assert "base64RsaPublicKey" not in form


def test_a_form_for_encrypting_clients_carries_the_key(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same public half that the command prints; asked again it is the same."""
    monkeypatch.setenv("VIGIE_OPENROSA", "encrypted")
    file = tmp_path / "garment.xlsx"
    key = vigie(home, "openrosa", "keys", "--json").value["public_key"]
    assert vigie(home, "openrosa", "keys").out.replace("\n", "") == key
    vigie(home, "openrosa", "xlsform", "garment", str(file))
    assert f'base64RsaPublicKey="{key}"' in convert(str(file), form_name="data").xform


def test_a_sector_that_does_not_exist_is_refused(tmp_path: Path, home: Path) -> None:
    """With the sectors that there are."""
    refused = vigie(home, "openrosa", "xlsform", "casino", str(tmp_path / "x.xlsx"), expected=2)
    assert "CONTROL-312" in refused.err
    assert "restaurants" in refused.err
