"""What a run leaves in Prefect: counts by district, office and register, and whom to ask; nothing about anybody."""

from dataclasses import replace
from datetime import date

from flows.scheduling.accounts import intake_account, lists_account, plan_account
from inspection.registers.report import FileReport, IntakeReport
from inspection.reporting.week import BookDistrict, BookRound, BookStop, BookUnplaced, DistrictBook, WeekBook

SECRET = ("Quidam Vandecanari BV", "Kanariestraat 1", "est:8999999901", "Canariville", "u-quidam")


def a_district(name: str, placed: int, **by_arm: int) -> BookDistrict:
    return BookDistrict(
        district=name,
        eligible=90,
        random=3,
        mandated=2,
        risk_offered=20,
        placed=placed,
        placed_by_arm=by_arm,
        value=1.0,
        iterations=5,
        stopped_by="iterations",
    )


def an_unplaced(district: str, arm: str, rule: str) -> BookUnplaced:
    return BookUnplaced(
        district=district,
        workplace=SECRET[2],
        arm=arm,
        rule=rule,
        team="leuven-1",
        day=date(2026, 12, 1),
        detail={"language": "ro"},
        name=SECRET[0],
        municipality=SECRET[3],
    )


def a_book() -> WeekBook:
    stop = BookStop(
        code="K7",
        workplace=SECRET[2],
        name=SECRET[0],
        sector="restaurants",
        address=SECRET[1],
        postcode="3000",
        municipality=SECRET[3],
        lon=4.7,
        lat=50.9,
        quality="exact",
        arm="risk",
        mandate=None,
        points=5,
        reasons=(),
        required=False,
        arrive=540.0,
        start=540.0,
        leave=600.0,
    )
    round_ = BookRound(
        district="leuven",
        team="leuven-1",
        day=date(2026, 12, 1),
        language="nl",
        members=(SECRET[4],),
        office=(4.7, 50.9),
        shift=(480.0, 960.0),
        stops=(stop,),
    )
    leuven = DistrictBook(
        week="2026-W49",
        service="ONSS",
        seed=7,
        rules_sha256="a" * 64,
        snapshots={"kbo": "2026-11-01"},
        travel="great-circle",
        figures=a_district("leuven", 7, random=2, mandated=1, risk=4),
        rounds=(round_,),
        unplaced=(
            an_unplaced("leuven", "random", "no_team_speaks_the_language"),
            an_unplaced("leuven", "random", "no_team_speaks_the_language"),
            an_unplaced("leuven", "mandated", "workplace_in_no_register"),
        ),
    )
    eupen = replace(leuven, figures=a_district("eupen", 3, risk=3), rounds=(), unplaced=())
    return WeekBook.of("2026-W49", "ONSS", [eupen, leuven])


def rows_of(account: str) -> list[list[str]]:
    """The cells of every line of every table."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in account.splitlines() if line[:2] == "| "]


def test_a_plan_is_counted_by_district_and_arm_with_its_total() -> None:
    """Placed by arm, and how many required visits have no place."""
    rows = rows_of(plan_account(a_book(), "proposed"))
    assert ["eupen", "90", "3", "0", "0", "3", "0"] in rows
    assert ["leuven", "90", "7", "2", "1", "4", "3"] in rows
    assert ["**all**", "180", "10", "2", "1", "7", "3"] in rows


def test_what_could_not_be_placed_stands_with_its_rule_and_whom_to_ask() -> None:
    """An office, never a person; a place that no register knows is not the district's to mend."""
    rows = rows_of(plan_account(a_book(), "proposed"))
    assert ["leuven", "random", "no_team_speaks_the_language", "2", "the supervisor of leuven"] in rows
    assert ["leuven", "mandated", "workplace_in_no_register", "1", "the direction, for the registers"] in rows


def test_a_plan_says_nothing_about_a_workplace_or_a_person() -> None:
    """No name, address, id, code, language or place of any visit, planned or not."""
    account = plan_account(a_book(), "proposed")
    assert not [word for word in (*SECRET, "K7", "leuven-1", "| ro") if word in account]


def test_a_plan_without_anything_left_over_says_so() -> None:
    """An empty table would look like a missing one."""
    book = a_book()
    whole = replace(book, books=tuple(replace(one, unplaced=()) for one in book.books))
    assert plan_account(whole, "proposed").endswith("## Required visits without a place\n\nNone.\n")


def test_lists_are_counted_by_addressee_and_say_which_has_not_left() -> None:
    """An overdue answer names the office to ring."""
    counts = {"overdue": 1, "new": 2, "open": 0, "answered": 3}
    account = lists_account("2026-W48", {"aud-leuven": counts, "pjf-namur": dict.fromkeys(counts, 0)}, ["pjf-namur"])
    assert rows_of(account)[2:] == [
        ["aud-leuven", "1", "2", "0", "3", "left"],
        ["pjf-namur", "0", "0", "0", "0", "waits"],
    ]
    assert "by telephone: aud-leuven." in account
    assert "2 lists, 1 of them not sent yet" in account


def test_an_intake_is_accounted_for_row_by_row_with_the_owner_to_ask() -> None:
    """Read, kept and quarantined by register; each rule with the body that owns the register; alarms are said."""
    report = IntakeReport(
        register="dimona",
        snapshot=date(2026, 11, 28),
        kind="full",
        extract=None,
        synthetic=False,
        files=(FileReport(file="d.csv", table="dimona", read=10, kept=7, quarantined=3, reasons={"no_start": 3}),),
        warnings=("a file that nothing reads: quidam.csv",),
        alarms=("dimona kept 7 rows, expected 100 or more",),
    )
    account = intake_account([report], {"dimona": "ONSS"})
    assert ["dimona", "2026-11-28", "full", "taken in", "10", "7", "3"] in rows_of(account)
    assert ["dimona", "no_start", "3", "ONSS"] in rows_of(account)
    assert "expected 100 or more" in account
    assert "quidam" not in account


def test_a_night_without_a_delivery_says_so() -> None:
    """Nothing waited is an account too."""
    assert "No delivery waited." in intake_account([], {})


def test_every_register_that_was_refused_is_told_with_its_code_and_whom_to_ask() -> None:
    """Of a refused delivery there is no report: without this, all but the first would be lost."""
    text = intake_account([], {"kbo": "FPS Economy"}, [("kbo", "INTAKE-026"), ("works", "INTAKE-011")])
    assert "| kbo | – | – | refused INTAKE-026 | 0 | 0 | 0 |" in text
    assert "- kbo: refused INTAKE-026, ask FPS Economy" in text
    assert "- works: refused INTAKE-011, ask its owner" in text
    assert "No delivery waited" not in text
