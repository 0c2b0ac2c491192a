"""The ground of the map: every point within a step of where it lies, and borders that meet."""

import re
from math import cos, radians

import h3
import pytest
from drawn_maps import one_map

from dashboards.widgets.map.shapes import COUNTRY, UNIT_M, area_path, cell_shape, districts, flat

LIEGE = h3.latlng_to_cell(50.63, 5.57, 7)


def points(path: str) -> list[list[tuple[int, int]]]:
    """The rings of a path, each with the places that it goes through."""
    rings = []
    for start, way in re.findall(r"m([^l]+)l([^z]*)z", path):
        numbers = [int(one) for one in re.findall(r"-?\d+", f"{start} {way}")]
        x = y = 0
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def corners(cell: str) -> set[tuple[int, int]]:
    """The corners of a cell as it is drawn."""
    x, y, way = cell_shape(cell)
    return set(points(f"m{x} {y}{way}")[0])


def test_a_cell_is_drawn_where_it_lies() -> None:
    """Six corners, each within half a step; so far apart as on the ground, within a hundredth."""
    assert corners(LIEGE) == {flat(lon, lat) for lat, lon in h3.cell_to_boundary(LIEGE)}
    (x, y), (right, below) = flat(5.5, 50.6), flat(5.6, 50.5)
    assert (below - y) * UNIT_M == pytest.approx(11_132, abs=UNIT_M)
    assert (right - x) * UNIT_M == pytest.approx(11_132 * cos(radians(50.55)), rel=0.01)


def test_neighbours_meet_without_a_gap() -> None:
    """They share two corners to the unit, all round."""
    for other in set(h3.grid_disk(LIEGE, 1)) - {LIEGE}:
        assert len(corners(LIEGE) & corners(other)) == 2


def test_an_area_keeps_its_parts_and_what_is_cut_out_of_it() -> None:
    """Each ring is one of the path; points that fall together are told once."""
    square = [[5.0, 50.0], [5.1, 50.0], [5.1, 50.1], [5.100001, 50.1], [5.0, 50.1], [5.0, 50.0]]
    hole = [[5.04, 50.04], [5.06, 50.04], [5.06, 50.06], [5.04, 50.04]]
    alone, holed = points(area_path({"type": "Polygon", "coordinates": [square]})), [[square, hole], [square]]
    assert [len(ring) for ring in alone] == [5]
    assert len(points(area_path({"type": "MultiPolygon", "coordinates": holed}))) == 3


def test_every_district_lies_within_the_country(tmp_path) -> None:
    """In its own box, which lies in that of the country but for the room round both; in few letters."""
    with one_map():
        known = districts(tmp_path)
    assert len(known) == 12
    for one in known.values():
        left, top, width, height = one.box
        assert all(left < x < left + width and top < y < top + height for ring in points(one.path) for x, y in ring)
        assert left >= COUNTRY[0] - 10
        assert left + width <= COUNTRY[0] + COUNTRY[2] + 10
        assert top >= COUNTRY[1] - 10
        assert top + height <= COUNTRY[1] + COUNTRY[3] + 10
    assert sum(len(one.path) for one in known.values()) < 100_000
