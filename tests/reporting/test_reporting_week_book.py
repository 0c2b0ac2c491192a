"""The week's book: what an approval is bound to."""

import json
from dataclasses import replace

from builders_reporting import a_book, a_help, a_joint, a_missed, a_round, a_stop, an_alternative, as_tip

from inspection.reporting.week import WeekBook, plan_json, plan_parquet, rounds_geojson
from inspection.sealing import sha256_of


def test_a_book_is_read_back_as_it_was_written():
    """Canonical, parsed and canonical again is the same text, with breaks, and the same hash."""
    stops = (a_stop(alternative=an_alternative()), a_stop("OTHER1"))
    book = a_book(a_round(*stops), unplaced=(a_missed(helps=(a_help(),)),))
    again = WeekBook.parse(book.canonical())
    assert again == book
    assert again.canonical() == book.canonical()
    with_joint = a_book(a_round(a_stop(joint=a_joint())))
    assert WeekBook.parse(with_joint.canonical()) == with_joint
    assert again.sha256 == book.sha256 == sha256_of(book.canonical())


def test_a_book_of_before_leaving_times_is_still_read():
    """A week approved by an earlier version has no leaves, back, pauses, nor names of what found no place."""
    raw = json.loads(a_book().canonical())
    for name in ("leaves", "back", "pauses"):
        del raw["rounds"][0][name]
    del raw["rounds"][0]["stops"][0]["alternative"]
    for name in ("name", "municipality", "sector", "points", "helps"):
        del raw["unplaced"][0][name]
    del raw["rounds"][0]["stops"][0]["joint"]
    old = WeekBook.parse(json.dumps(raw))
    assert (old.rounds[0].stops[0].alternative, old.unplaced[0].helps) == (None, ())
    assert (old.rounds[0].leaves, old.rounds[0].pauses, old.unplaced[0].name) == (None, (), "")


def test_every_change_changes_the_hash():
    """Also a break, a minute or an arm: who approves has approved exactly this."""
    book = a_book()
    changed = [
        a_book(a_round(a_stop(), pauses=((601.0, 631.0),))),
        a_book(a_round(a_stop(start=511.0))),
        a_book(a_round(as_tip(a_stop()))),
        a_book(a_round(a_stop(alternative=an_alternative()))),
        replace(book, seed=1),
        a_book(a_round(a_stop(joint=a_joint()))),
        a_book(a_round(a_stop(joint=a_joint("confirmed")))),
    ]
    assert len({b.sha256 for b in [book, *changed]}) == 8


def test_equal_books_give_equal_files():
    """Plan files hold no moment and no random id."""
    for write in (plan_json, plan_parquet, rounds_geojson):
        assert write(a_book()) == write(WeekBook.parse(a_book().canonical()))


def test_what_could_stand_in_is_in_the_plan_file_and_in_no_other():
    """The office reads it as data; a map or a table that is shown around names no place that is not visited."""
    book = a_book(a_round(a_stop(alternative=an_alternative())), unplaced=())
    assert "Friterie du Quai" in plan_json(book).decode()
    assert b"Friterie" not in rounds_geojson(book)
    assert b"Friterie" not in plan_parquet(book)


def test_the_plan_as_json_is_the_book():
    """Other programs read the same values that were hashed."""
    assert WeekBook.parse(plan_json(a_book()).decode()) == a_book()


def test_geojson_is_valid_and_a_night_belongs_to_the_next_day():
    """Points and lines in longitude, latitude; a stop after midnight starts on the calendar's next day."""
    book = a_book(a_round(a_stop(), a_stop("NIGHT1", start=1470.0)))
    found = json.loads(rounds_geojson(book))
    assert found["type"] == "FeatureCollection"
    line, first, night = found["features"]
    assert line["geometry"]["type"] == "LineString"
    assert line["geometry"]["coordinates"][0] == line["geometry"]["coordinates"][-1] == [5.57, 50.63]
    assert first["geometry"] == {"type": "Point", "coordinates": [5.5, 50.6]}
    assert night["properties"]["starts"] == "2026-12-01 00:30"
