"""The way of a day as it is drawn: stops inside the drawing, in their order; lines only where they are seen."""

from datetime import date

from dashboards.office.own_day.way_drawn import HIGH, WIDE, drawn_way
from inspection.acts.weeks import Mission, RoundMap

UNIT = 20_000
NEAR, FAR = (5.50, 50.60, 5.70, 50.70), (2.50, 51.00, 2.60, 51.10)


def stop(lon: float, lat: float) -> Mission:
    """A stop at a point."""
    return Mission(
        visit="ABCDE1",
        day=date(2026, 11, 30),
        start="08:30",
        workplace="est:2123456789",
        name="Exemple",
        enterprise=None,
        address="",
        lon=lon,
        lat=lat,
        sector="restaurants",
        area=None,
        report_language="fr",
    )


def a_line(west: float, south: float, east: float, north: float) -> tuple[int, ...]:
    """A line between two corners, as a package holds it: the first point, then the step to the next."""
    first = (round(west * UNIT), round(south * UNIT))
    return (*first, round(east * UNIT) - first[0], round(north * UNIT) - first[1])


def a_map(*lines: tuple[int, ...]) -> RoundMap:
    """A map with these outlines."""
    return RoundMap(unit=UNIT, outlines=(("Liège", "Luik", lines),), streets=())


def test_stops_stand_inside_in_their_order() -> None:
    """North is above, east is right, and every number is seen whole."""
    drawn = drawn_way(a_map(), [stop(5.50, 50.70), stop(5.70, 50.60), stop(5.60, 50.65)])
    assert drawn is not None
    places = [(float(x), float(y)) for _, x, y in drawn.stops]
    assert [n for n, _, _ in drawn.stops] == [1, 2, 3]
    assert all(6 < x < WIDE - 6 and 6 < y < HIGH - 6 for x, y in places)
    assert places[0][0] < places[2][0] < places[1][0]
    assert places[0][1] < places[2][1] < places[1][1]


def test_lines_are_drawn_where_they_are_seen() -> None:
    """An outline elsewhere in the country is left out."""
    stops = [stop(5.55, 50.62), stop(5.65, 50.68)]
    near, both = drawn_way(a_map(a_line(*NEAR)), stops), drawn_way(a_map(a_line(*NEAR), a_line(*FAR)), stops)
    assert near is not None
    assert len(near.land) == 1
    assert both == near


def test_one_stop_or_none() -> None:
    """One stands in the middle; without any there is nothing to draw."""
    drawn = drawn_way(a_map(), [stop(5.6, 50.6)])
    assert drawn is not None
    assert [(float(x), float(y)) for _, x, y in drawn.stops] == [(WIDE / 2, HIGH / 2)]
    assert drawn_way(a_map(), []) is None
