"""`vigie export` and `vigie territory`: a released week for a GIS, and zones of one's own, for people and machines."""

import json
from collections.abc import Iterator
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely
from builders_dashboards import HEAD, SUPERVISOR, a_house, approve, some_zones
from builders_flows import As, vigie

from inspection.trust import AppContext

EXPORT = ("export", "gpkg", "--week", "2026-W49", As(SUPERVISOR))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a house whose week is approved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", "put back afterwards")
        house = a_house(tmp_path_factory.mktemp("maps") / "home")
        refused = vigie(house.home, *EXPORT, "--purpose", "planning", expected=None)
        assert "PLAN-422" in str(refused.fault) + refused.err
        approve(house)
        yield house
        house.store.close()


def test_a_machine_is_told_file_counts_and_hash(office: AppContext) -> None:
    """The same as the trail has; the week's folder is where it lies by default."""
    told = vigie(office.home, *EXPORT, "--purpose", "planning", "--json").value
    assert told["file"] == str(office.settings.out / "2026-W49" / "2026-W49.gpkg")
    assert len(pyogrio.read_dataframe(told["file"], layer="visits")) == told["counts"]["visits"] == 6
    assert len(told["sha256"]) == 64


def test_a_purpose_is_asked_and_a_file_is_not_written_over(office: AppContext, tmp_path: Path) -> None:
    """Without a purpose, and over a file without --force, nothing is written."""
    out = tmp_path / "week.gpkg"
    vigie(office.home, *EXPORT, "--out", str(out), expected=2)
    assert not out.exists()
    out.write_text("mine")
    said = vigie(office.home, *EXPORT, "--purpose", "supervision", "--out", str(out), expected=2)
    assert "PLAN-423" in said.err
    assert out.read_text() == "mine"
    said = vigie(office.home, *EXPORT, "--purpose", "supervision", "--out", str(out), "--district", "namur", "--force")
    assert "risk_cells" in said.out
    assert set(pyogrio.read_dataframe(out, layer="visits")["district"]) == {"namur"}


def test_zones_are_added_listed_and_removed(office: AppContext, tmp_path: Path) -> None:
    """Each answers a machine; what could not be drawn is counted, and nobody else lists them."""
    shapes = [shapely.box(228_000, 138_000, 240_000, 152_000), shapely.Point(230_000, 140_000)]
    file = tmp_path / "two.gpkg"
    geopandas.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=31370).to_file(file)
    added = vigie(office.home, "territory", "--layer", str(file), "--name", "Both", As(HEAD), "--json").value
    assert {name: added[name] for name in ("name", "zones", "mended", "refused")} == {
        "name": "Both",
        "zones": 1,
        "mended": 0,
        "refused": {"no_area": 1},
    }
    assert vigie(office.home, "territory", "list", As(HEAD), "--json").value == [added]
    assert vigie(office.home, "territory", "list", As(SUPERVISOR), "--json").value == []
    assert "1 refused: no_area" in vigie(office.home, "territory", "--layer", str(file), As(HEAD)).out
    for name, expected in (("both", 0), ("two", 0), ("Both", 2)):
        vigie(office.home, "territory", "remove", name, As(HEAD), expected=expected)
    assert vigie(office.home, "territory", As(HEAD), expected=2).err.count("PLACE-402") == 1


def test_a_week_is_the_same_whatever_zones_there_are(office: AppContext, tmp_path: Path) -> None:
    """An export before and after is one file: zones are drawn, and nothing else."""
    files = [tmp_path / "before.gpkg", tmp_path / "after.gpkg"]
    for file in files:
        vigie(office.home, *EXPORT, "--purpose", "planning", "--out", str(file))
        if file is files[0]:
            some_zones(office, tmp_path)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert json.loads(vigie(office.home, "territory", "list", As(SUPERVISOR), "--json").out)[0]["zones"] == 2
