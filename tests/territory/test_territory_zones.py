"""Zones of a user: where they land, whatever the format and the CRS, and what is refused in words."""

import socket
import zipfile
from pathlib import Path

import geopandas
import pyogrio
import pyproj
import pytest
import shapely

from inspection.errors import TerritoryFault
from inspection.territory import read_zones

# The Royal Observatory in Uccle is the origin of Lambert 2008; its false coordinates there were chosen so that those of
# Lambert 72 differ by 500 km. EPSG:3812 gives longitude and latitude of the origin.
UCCLE = (4 + 21 / 60 + 33.177 / 3600, 50 + 47 / 60 + 52.134 / 3600)
LAMBERT = {31370: (149_328.0, 165_262.0), 3812: (649_328.0, 665_262.0)}
SUFFIXES = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile", ".fgb": "FlatGeobuf"}


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places lie apart."""
    return pyproj.Geod(ellps="WGS84").inv(*one, *other)[2]


def square(middle: tuple[float, float], half: float) -> shapely.Polygon:
    """A square around a point."""
    x, y = middle
    return shapely.box(x - half, y - half, x + half, y + half)


def saved(file: Path, *areas, crs: int | None = 4326, **columns) -> Path:
    """Write areas in the format of the file's name."""
    names = columns or {"name": [f"Zone {n}" for n, _ in enumerate(areas)]}
    geopandas.GeoDataFrame(names, geometry=list(areas), crs=crs).to_file(file, driver=SUFFIXES[file.suffix])
    return file


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb"])
@pytest.mark.parametrize("crs", LAMBERT)
def test_a_file_in_lambert_lands_where_it_should(tmp_path: Path, crs: int, suffix: str) -> None:
    """Lambert 72 and Lambert 2008: within two metres of the known coordinates, and as large as it was."""
    (zone,) = read_zones(saved(tmp_path / f"zone{suffix}", square(LAMBERT[crs], 500), crs=crs)).zones
    assert metres(zone.area.centroid.coords[0], UCCLE) < 2
    size, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(zone.area)
    assert abs(abs(size) / 1_000_000 - 1) < 0.001
    assert zone.label == "Zone 0"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_only_the_geometry_and_a_label_are_kept(tmp_path: Path, suffix: str) -> None:
    """By its usual name in four languages, or by the column that is asked for."""
    area = square(UCCLE, 0.01)
    file = saved(tmp_path / f"zones{suffix}", area, Naam=["Havenkant\n  noord"], told=["secret"])
    read = read_zones(file)
    assert [zone.label for zone in read.zones] == ["Havenkant noord"]
    assert "secret" not in repr(read)
    assert [zone.label for zone in read_zones(file, "TOLD").zones] == ["secret"]
    with pytest.raises(TerritoryFault) as caught:
        read_zones(file, "other")
    assert caught.value.code == "PLACE-409"
    assert "Naam" in caught.value.advice


def test_every_layer_of_a_file_is_read_each_by_its_own_crs(tmp_path: Path) -> None:
    """One GeoPackage may hold both Lamberts, and a table without geometry is no layer."""
    file = tmp_path / "both.gpkg"
    for crs, at in LAMBERT.items():
        frame = geopandas.GeoDataFrame({"name": [str(crs)]}, geometry=[square(at, 100)], crs=crs)
        frame.to_file(file, layer=f"in {crs}", driver="GPKG")
    pyogrio.write_dataframe(frame.drop(columns="geometry"), file, layer="table", driver="GPKG", append=True)
    zones = read_zones(file).zones
    assert sorted(zone.label for zone in zones) == ["31370", "3812"]
    assert metres(zones[0].area.centroid.coords[0], zones[1].area.centroid.coords[0]) < 2


def test_rows_that_cannot_be_drawn_are_counted_and_the_others_stay(tmp_path: Path) -> None:
    """A bow tie is mended; what is empty, no area, without extent or elsewhere is refused by name."""
    x, y = UCCLE
    bow = shapely.Polygon([(x, y), (x + 0.1, y + 0.1), (x + 0.1, y), (x, y + 0.1)])
    flat = shapely.Polygon([(x, y), (x + 0.1, y), (x, y)])
    away = square((149_328.0, 165_262.0), 500)  # metres in a file that says degrees
    shapes = [square(UCCLE, 0.01), bow, None, shapely.Point(UCCLE), flat, square((40.0, 50.0), 1), away]
    file = tmp_path / "mixed.gpkg"
    geopandas.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs=4326).to_file(file)
    read = read_zones(file)
    assert len(read.zones) == 2
    assert all(zone.area.is_valid and zone.area.area > 0 for zone in read.zones)
    assert (read.mended, read.refused) == (1, {"broken": 1, "elsewhere": 2, "empty": 1, "no_area": 1})


def refused(file: Path) -> TerritoryFault:
    """The fault that a file is refused with."""
    with pytest.raises(TerritoryFault) as caught:
        read_zones(file)
    return caught.value


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_crs_is_refused_and_says_how_to_give_it_one(tmp_path: Path) -> None:
    """Lambert 72 read as Lambert 2008 would lie half a country away: nobody guesses."""
    fault = refused(saved(tmp_path / "bare.shp", square(LAMBERT[31370], 500), crs=None))
    assert fault.code == "PLACE-401"
    assert "EPSG:31370" in fault.advice


def test_a_file_that_says_another_crs_than_it_has_is_refused(tmp_path: Path) -> None:
    """GeoJSON is in degrees by its standard: metres in it lie nowhere."""
    fault = refused(saved(tmp_path / "metres.geojson", square(LAMBERT[31370], 500)))
    assert (fault.code, "1 elsewhere" in fault.what) == ("PLACE-404", True)


@pytest.mark.parametrize("content", [b"", b"no map", b"name,age\nA,3\n", b'{"type": "FeatureCollection"'])
def test_what_is_no_layer_is_refused_in_one_message(tmp_path: Path, content: bytes) -> None:
    """Whatever GDAL says of it; the file's own words are in no message."""
    (tmp_path / "odd.geojson").write_bytes(content)
    fault = refused(tmp_path / "odd.geojson")
    assert fault.code in ("PLACE-402", "PLACE-404")
    assert "no map" not in str(fault)


@pytest.mark.filterwarnings("ignore:HTTP response code")
def test_a_place_on_another_machine_is_never_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an address instead of a file, nor a file that leads to one: what is looked at stays here."""
    assert refused(Path("https://example.org/zones.geojson")).code == "PLACE-402"
    assert refused(Path("/vsicurl/https://example.org/zones.geojson")).code == "PLACE-402"
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        source = f"<SrcDataSource>/vsicurl/http://127.0.0.1:{server.getsockname()[1]}/z.geojson</SrcDataSource>"
        leads = tmp_path / "leads.vrt"
        leads.write_text(f'<OGRVRTDataSource><OGRVRTLayer name="z">{source}</OGRVRTLayer></OGRVRTDataSource>')
        assert refused(leads).code == "PLACE-404"
        with pytest.raises(TimeoutError):
            server.accept()


def test_too_much_is_refused_before_a_browser_has_to_draw_it(tmp_path: Path) -> None:
    """Too many zones, too many points, too many bytes."""
    many = saved(tmp_path / "many.fgb", *[square(UCCLE, 0.01)] * 2_001)
    fine = saved(tmp_path / "fine.fgb", shapely.Point(UCCLE).buffer(0.1, quad_segs=13_000))
    large = tmp_path / "large.geojson"
    large.write_bytes(b" " * 20_000_001)
    assert {file.stem: refused(file).code for file in (many, fine, large)} == dict.fromkeys(
        ("many", "fine", "large"), "PLACE-403"
    )


def test_a_zipped_shapefile_is_read_as_it_is_sent_around(tmp_path: Path) -> None:
    """The four files in one, as services give them out."""
    shape = saved(tmp_path / "zone.shp", square(LAMBERT[31370], 500), crs=31370)
    with zipfile.ZipFile(tmp_path / "zone.zip", "w") as packed:
        for file in sorted(tmp_path.glob("zone.*")):
            if file.suffix != ".zip":
                packed.write(file, file.name)
    shape.unlink()
    (zone,) = read_zones(tmp_path / "zone.zip").zones
    assert metres(zone.area.centroid.coords[0], UCCLE) < 2


@pytest.mark.parametrize("at", [(2.55, 51.08), (6.40, 50.33), (5.81, 49.50), (4.76, 51.50)])
def test_the_ends_of_the_country_are_inside(tmp_path: Path, at: tuple[float, float]) -> None:
    """De Panne, the Eifel, Rodange and Meerle: none is taken for elsewhere."""
    assert len(read_zones(saved(tmp_path / "end.geojson", square(at, 0.001))).zones) == 1
