"""The sums of a year: what a quota counts, whoever the employers were."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.registers.lake.year_sums import of_employer, of_worker

ON = date(2026, 3, 10)
SCHEMA = {
    "dimona_period_id": pl.String,
    "company_id": pl.String,
    "worker_key": pl.String,
    "joint_committee": pl.String,
    "worker_type": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "planned_hours": pl.Int64,
    "form_type": pl.String,
    "received_at": pl.Datetime("us", "UTC"),
}


def declared(*rows: dict[str, Any]) -> pl.DataFrame:
    """Declarations, each of its own period and a minute after the one before, unless they say otherwise."""
    usual = {"company_id": "A", "worker_key": "k", "joint_committee": "302", "worker_type": "EXT", "form_type": "IN"}
    made = [
        {
            "dimona_period_id": str(n),
            "received_at": datetime(2026, 1, 1, 0, n, tzinfo=UTC),
            "planned_hours": None,
            "ends_on": None,
        }
        | usual
        | row
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=SCHEMA)


def day(month: int, of_month: int, year: int = 2026, **fields: Any) -> dict[str, Any]:
    """A period of one day."""
    on = date(year, month, of_month)
    return {"starts_on": on, "ends_on": on, **fields}


def one(rows: pl.DataFrame) -> dict[str, Any]:
    """The only row."""
    (found,) = rows.to_dicts()
    return found


def test_the_hours_of_a_student_are_those_planned_at_every_employer_this_year():
    """A cancelled period counts nothing, an update its own hours; last year and what has not begun do not count."""
    stu = {"worker_type": "STU"}
    rows = declared(
        day(1, 5, planned_hours=100, **stu),
        day(2, 5, planned_hours=50, company_id="B", **stu),
        {"dimona_period_id": "1", "form_type": "UPDATE", "planned_hours": 80, **stu},
        day(2, 6, planned_hours=30, **stu),
        {"dimona_period_id": "3", "form_type": "CANCEL", **stu},
        day(12, 31, 2025, planned_hours=300, **stu),
        day(3, 11, planned_hours=40, **stu),
        day(3, 1, **stu),
        day(3, 2, planned_hours=7, worker_type="OTH"),
    )
    found = one(of_worker(rows, ON, ["STU", "EXT"]))
    assert (found["planned_hours"], found["without_hours"], found["year"]) == (180, 1, 2026)
    assert "company_id" not in found


def test_days_in_a_row_are_those_at_one_employer():
    """Two days here and one there are no three; the same day at two employers is one day."""
    rows = declared(day(3, 1), day(3, 2), day(3, 3, company_id="B"), day(3, 2, company_id="B"), day(3, 5))
    found = one(of_worker(rows, ON, ["EXT"]))
    assert (found["days"], found["in_a_row"]) == (4, 2)


def test_a_period_counts_the_days_of_this_year_that_have_come():
    """From before the year, without an end: to the day that is asked about."""
    rows = declared({"starts_on": date(2025, 12, 1)})
    assert one(of_worker(rows, ON, ["EXT"]))["days"] == (ON - date(2025, 12, 31)).days
    ended = declared(
        {"starts_on": date(2025, 12, 1)}, {"dimona_period_id": "0", "form_type": "OUT", "ends_on": date(2026, 1, 3)}
    )
    assert one(of_worker(ended, ON, ["EXT"]))["days"] == 3


def test_an_employer_has_days_and_days_of_workers():
    """Two workers on one day are both counted, each way."""
    rows = declared(day(3, 1), day(3, 1, worker_key="l"), day(3, 2), day(3, 2, joint_committee="144"))
    sums = of_employer(rows, ON, ["EXT"]).to_dicts()
    found = {row["joint_committee"]: (row["days"], row["worker_days"]) for row in sums}
    assert found == {"302": (2, 3), "144": (1, 1)}


def test_nobody_declared_is_no_row():
    """An empty sum is empty, with the columns that it would have."""
    assert of_worker(declared(), ON, ["EXT"]).columns[-1] == "year"
    assert of_employer(declared(), ON, ["EXT"]).height == 0


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(1, 68), st.sampled_from("AB")), min_size=1, max_size=25))
def test_the_longest_run_is_found(worked: set[tuple[int, str]]):
    """Against a count day by day."""
    first = date(2025, 12, 31).toordinal()
    rows = declared(
        *({"starts_on": (on := date.fromordinal(first + n)), "ends_on": on, "company_id": firm} for n, firm in worked)
    )
    longest = 0
    for n, firm in worked:
        run = 1
        while (n + run, firm) in worked:
            run += 1
        longest = max(longest, run)
    found = one(of_worker(rows, ON, ["EXT"]))
    assert (found["in_a_row"], found["days"]) == (longest, len({n for n, _ in worked}))
