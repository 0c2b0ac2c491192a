"""What the pages of a week are made of, without a browser: the day as cells, the map as shapes, a week in numbers."""

from dataclasses import replace
from types import SimpleNamespace

from builders_acts import WEEK, a_part
from hypothesis import given
from hypothesis import strategies as st

from dashboards.office.week.figures import figures_of, road_of
from dashboards.office.week.lanes import Span, day_of
from dashboards.office.week.maps import HEIGHT, WIDTH, Ground, Way, country_of, drawing_of, parts_of
from dashboards.office.week.sorting import table

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
    """A stop that leaves where another comes stands before or behind it, also when it would fill the last hour."""
    for first, second in (
        (Span(kind="stop", start=600, end=660), Span(kind="stop gone", start=600, end=660)),
        (Span(kind="stop gone", start=960, end=1020), Span(kind="stop on", start=965, end=1020)),
    ):
        day = day_of([("A", "", [first, second])])
        assert [cell.kind for cell in day.lanes[0].cells if cell.kind != "gap"] == [first.kind, second.kind]
        assert sum(cell.columns for cell in day.lanes[0].cells) == len(day.hours) * 4


@given(
    st.lists(
        st.tuples(st.integers(480, 1020), st.integers(0, 180)).map(
            lambda one: Span(kind="stop", start=one[0], end=one[0] + one[1], title=str(one))
        ),
        max_size=60,
    )
)
def test_every_span_is_drawn_whatever_the_spans(spans: list[Span]) -> None:
    """In the order of their beginning, each at least a column wide, in a row that is as wide as its hours."""
    (lane,) = (day := day_of([("A", "", spans)])).lanes
    drawn = [cell for cell in lane.cells if cell.kind != "gap"]
    assert [cell.title for cell in drawn] == [span.title for span in sorted(spans, key=lambda one: one.start)]
    assert all(cell.columns >= 1 for cell in lane.cells)
    assert sum(cell.columns for cell in lane.cells) == len(day.hours) * 4


def test_the_map_shows_the_stops_and_what_lies_around_them() -> None:
    """All dots lie on it, the own outline is drawn, what is far is not; a team is named once, old stops have no dot."""
    stops = (((5.5, 50.5), "Liège", "/one"), ((5.6, 50.55), "Visé", "/two"))
    now = Way(team="A", office=(5.55, 50.6), stops=stops)
    ways = [replace(now, kind="new old"), replace(now, kind="new"), now]
    drawn = drawing_of(Ground(country=country_of(OUTLINES)), "liege", ways)
    assert all(0 <= dot.at[0] <= drawn.width and 0 <= dot.at[1] <= drawn.height for dot in drawn.dots)
    assert [dot.number for dot in drawn.dots] == [1, 2, 1, 2]
    assert [line.team for line in drawn.lines] == ["", "A", ""]
    assert (len(drawn.land), len(drawn.beside)) == (1, 0)


def test_a_week_without_rounds_still_has_a_map() -> None:
    """Of the district itself."""
    assert drawing_of(Ground(country=country_of(OUTLINES)), "liege", []).land


def test_a_map_of_a_town_is_no_empty_square_and_never_tall() -> None:
    """Cantons are drawn and named in the reader's language, also where no edge of the district is near."""
    ring = [[5.5, 50.5], [5.58, 50.5], [5.58, 50.56], [5.5, 50.56], [5.5, 50.5]]
    canton = {"properties": {"fr": "Liège 1", "nl": "Luik 1"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    far = {"properties": {"fr": "Bruges", "nl": "Brugge"}, "geometry": FAR}
    parts = parts_of({"features": [canton, far]})
    tall = [((5.54, 50.5), "", ""), ((5.54, 50.56), "", "")]
    for lang, name in (("fr", "Liège 1"), ("nl", "Luik 1"), ("de", "Liège 1")):
        ground = Ground(country=country_of(OUTLINES), parts=parts, lang=lang)
        drawn = drawing_of(ground, "liege", [Way(team="A", office=(5.54, 50.53), stops=tuple(tall))])
        assert (len(drawn.parts), [said for said, _ in drawn.names]) == (1, [name])
        assert (drawn.width, drawn.height) == (WIDTH, HEIGHT)
        assert all(0 < dot.at[0] < WIDTH and 0 < dot.at[1] < HEIGHT for dot in drawn.dots)


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


def test_a_table_stands_as_its_address_says_and_the_others_as_they_were() -> None:
    """By a column, and the other way round when it is pressed again; an unknown column sorts nothing."""
    orders = {"size": int, "text": str}

    def shown(sort: str) -> tuple[tuple[int, ...], str, str]:
        made = table(SimpleNamespace(query=lambda _: sort), "goals", [9, 10, 2], orders, "/friday", plan="p")
        return made.lines, made.address("size"), made.sorted("size")

    assert shown("goals.size") == ((2, 9, 10), "/friday?plan=p&sort=-goals.size#goals", "ascending")
    assert shown("-goals.size") == ((10, 9, 2), "/friday?plan=p&sort=goals.size#goals", "descending")
    assert shown("goals.text")[0] == (10, 2, 9)
    for other in ("", "since.size", "goals.nothing", "size"):
        assert shown(other) == ((9, 10, 2), "/friday?plan=p&sort=goals.size#goals", "")
