"""The week's book: what an approval is bound to."""

import hashlib
import json
from dataclasses import replace

from builders_reporting import (
    a_book,
    a_district,
    a_district_book,
    a_help,
    a_joint,
    a_missed,
    a_round,
    a_stop,
    an_alternative,
    as_tip,
)

from inspection.reporting.week import (
    BookHeldRegister,
    DistrictBook,
    WeekBook,
    district_bytes,
    plan_json,
    plan_parquet,
    read_rounds,
    rounds_geojson,
    rounds_text,
    week_list,
)
from inspection.sealing import sha256_of


def test_a_book_is_read_back_as_it_was_written():
    """Canonical, parsed and canonical again is the same text, with breaks, and the same hash."""
    stops = (a_stop(alternative=an_alternative()), a_stop("OTHER1", joint=a_joint()))
    held = BookHeldRegister(register="kbo", day="2026-11-29", used="2026-11-22", measures=("rows",))
    book = a_district_book(a_round(*stops), unplaced=(a_missed(helps=(a_help(),)),), held_registers=(held,))
    again = DistrictBook.parse(book.canonical())
    assert again == book
    assert again.canonical() == book.canonical()
    assert again.sha256 == book.sha256 == sha256_of(book.canonical())


def test_rounds_that_stand_in_no_book_are_read_back():
    """Those of a magistrate's order are kept apart, in the same words."""
    rounds = a_district_book().rounds
    assert read_rounds(rounds_text(rounds)) == rounds


def test_every_change_changes_the_hash():
    """Also a break, a minute or an arm: who approves has approved exactly this."""
    book = a_book()
    changed = [
        a_book(a_round(a_stop(), pauses=((601.0, 631.0),))),
        a_book(a_round(a_stop(start=511.0))),
        a_book(a_round(as_tip(a_stop()))),
        a_book(a_round(a_stop(alternative=an_alternative()))),
        a_book(seed=1),
        a_book(a_round(a_stop(joint=a_joint()))),
        a_book(a_round(a_stop(joint=a_joint("confirmed")))),
        replace(book, week="2026-W50"),
        replace(book, service="TSW"),
    ]
    assert len({b.sha256 for b in [book, *changed]}) == 10


def test_a_week_is_the_list_of_its_districts_and_their_hashes():
    """In the order of their names, whatever order they come in; a change in one leaves the hash of the other."""
    liege, namur = a_district_book(), a_district_book(figures=a_district("namur"))
    week = WeekBook.of("2026-W49", "ONSS", [namur, liege])
    assert json.loads(week.canonical()) == {
        "week": "2026-W49",
        "service": "ONSS",
        "districts": [["liege", liege.sha256], ["namur", namur.sha256]],
    }
    changed = WeekBook.of("2026-W49", "ONSS", [replace(liege, unplaced=()), namur])
    assert [a.sha256 == b.sha256 for a, b in zip(week.books, changed.books, strict=True)] == [False, True]
    assert week.sha256 != changed.sha256


def test_districts_that_were_planned_at_different_moments_say_so_once():
    """Rules, travel and registers of each; what all have in common is not repeated."""
    liege = a_district_book()
    later = replace(a_district_book(figures=a_district("namur")), rules_sha256="b" * 64, travel="osrm 1")
    week = WeekBook.of("2026-W49", "ONSS", [liege, later])
    assert (week.travel, week.rules_sha256) == ("great-circle 1, osrm 1", f"{'a' * 64}, {'b' * 64}")
    assert WeekBook.of("2026-W49", "ONSS", [liege, replace(later, travel=liege.travel)]).travel == liege.travel


def test_equal_books_give_equal_files():
    """Plan files hold no moment and no random id."""
    again = WeekBook.of("2026-W49", "ONSS", [DistrictBook.parse(a_district_book().canonical())])
    for write in (plan_json, plan_parquet, rounds_geojson, week_list):
        assert write(a_book()) == write(again)


def test_whoever_has_the_files_can_check_what_was_approved():
    """The list hashes to the week, and each book to its line in the list: no program of ours is needed."""
    week = a_book()
    listed = json.loads(week_list(week))["districts"]
    assert hashlib.sha256(week_list(week)).hexdigest() == week.sha256
    assert [[b.district, hashlib.sha256(district_bytes(b)).hexdigest()] for b in week.books] == listed


def test_what_could_stand_in_is_in_the_plan_file_and_in_no_other():
    """The office reads it as data; a map or a table that is shown around names no place that is not visited."""
    book = a_book(a_round(a_stop(alternative=an_alternative())), unplaced=())
    assert "Friterie du Quai" in plan_json(book).decode()
    assert b"Friterie" not in rounds_geojson(book)
    assert b"Friterie" not in plan_parquet(book)


def test_the_plan_as_json_says_what_the_books_say():
    """Other programs read the same values that were hashed, all districts in one file."""
    week = a_book()
    read, book = json.loads(plan_json(week)), json.loads(week.books[0].canonical())
    assert (read["rounds"], read["unplaced"], read["districts"]) == (
        book["rounds"],
        book["unplaced"],
        [book["figures"]],
    )
    assert (read["sha256"], read["books"]["liege"]["sha256"]) == (week.sha256, week.books[0].sha256)


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
