"""What the pages of a week are made of, without a browser: the day as cells, the map as shapes, a week in numbers."""

from dataclasses import replace

from builders_acts import WEEK, a_part

from dashboards.office.week.figures import figures_of, road_of
from dashboards.office.week.lanes import Span, day_of
from dashboards.office.week.maps import Way, country_of, drawing_of

BOX = {"type": "Polygon", "coordinates": [[[5.0, 50.0], [6.0, 50.0], [6.0, 51.0], [5.0, 51.0], [5.0, 50.0]]]}
FAR = {"type": "Polygon", "coordinates": [[[2.0, 50.0], [3.0, 50.0], [3.0, 51.0], [2.0, 51.0], [2.0, 50.0]]]}
OUTLINES = {"features": [{"id": "liege", "geometry": BOX}, {"id": "brugge", "geometry": FAR}]}


def test_a_lane_fills_its_row_whatever_it_holds() -> None:
    """Every row has four cells an hour; what is short has one column, and pushes nothing out of the table."""
    short = [Span(kind="stop", start=600, end=602), Span(kind="rest", start=602, end=604)]
    long = [Span(kind="stop", start=540, end=700), Span(kind="stop", start=1430, end=1500)]
    day = day_of([("A", "", short), ("B", "", long), ("C", "", [])])
    columns = len(day.hours) * 4
    assert {sum(cell.columns for cell in lane.cells) for lane in day.lanes} == {columns}
    assert [cell.columns for cell in day.lanes[0].cells if cell.kind != "gap"] == [1, 1]
    assert (day.hours[0], day.hours[-1]) == (540.0, 1440.0)


def test_what_clashes_in_a_lane_is_cut_and_not_lost() -> None:
    """A stop that leaves where another comes stands behind it, at least one column wide."""
    day = day_of([("A", "", [Span(kind="stop", start=600, end=660), Span(kind="stop gone", start=600, end=660)])])
    assert next(cell.kind for cell in day.lanes[0].cells if cell.kind != "gap") == "stop"
    assert sum(cell.columns for cell in day.lanes[0].cells) == len(day.hours) * 4


def test_the_map_shows_the_stops_and_what_lies_around_them() -> None:
    """All dots lie on it, the own outline is drawn, what is far is not; a team is named once, old stops have no dot."""
    stops = (((5.5, 50.5), "Liège", "/one"), ((5.6, 50.55), "Visé", "/two"))
    now = Way(team="A", office=(5.55, 50.6), stops=stops)
    ways = [replace(now, kind="new old"), replace(now, kind="new"), now]
    drawn = drawing_of(country_of(OUTLINES), "liege", ways)
    assert all(0 <= dot.at[0] <= drawn.width and 0 <= dot.at[1] <= drawn.height for dot in drawn.dots)
    assert [dot.number for dot in drawn.dots] == [1, 2, 1, 2]
    assert [line.team for line in drawn.lines] == ["", "A", ""]
    assert (len(drawn.land), len(drawn.beside)) == (1, 0)


def test_a_week_without_rounds_still_has_a_map() -> None:
    """Of the district itself."""
    assert drawing_of(country_of(OUTLINES), "liege", []).land


def test_a_week_in_numbers_counts_each_visit_once() -> None:
    """What is owed is what has a place and what has none; the road leaves out services, waiting at doors and breaks."""
    book = a_part("liege").book
    (each,) = book.rounds
    found = figures_of([book, book])
    assert (found.placed, found.required, found.required_placed, found.teams) == (3, 3, 2, 1)
    stop = replace(each.stops[0], arrive=520.0, start=560.0, leave=620.0)
    one = replace(each, stops=(stop,), leaves=490.0, back=650.0, pauses=((625.0, 640.0),))
    assert road_of(one) == 30.0 + 30.0 - 15.0
    assert WEEK.monday == each.day
