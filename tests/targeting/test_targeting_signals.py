"""Each signal measures what its name says, as it was known on the day, and from nothing else."""

from datetime import date, timedelta
from itertools import count

import polars as pl
import pytest
from builders_targeting import (
    ENTERPRISE,
    ON,
    UNIT,
    catalogue,
    lake,
    merged,
    period,
    restaurant,
    summary,
    utc,
)

from inspection.targeting.assessing import measure
from inspection.targeting.frame import Permitted, allowed_columns
from inspection.targeting.signals import SIGNALS
from inspection.targeting.views.sight import VIEWS
from sectors.reader import RuleFault
from sectors.reader.signal_checking import OFFICE

WORKPLACE = f"est:{UNIT}"
MORNING = utc(2026, 9, 1, 5, 0)
START = date(2026, 9, 1)


def workplaces(**more) -> pl.DataFrame:
    """One workplace as `establish` gives it, or a site with `establishment=None`."""
    row = {
        "workplace": WORKPLACE,
        "enterprise": ENTERPRISE,
        "establishment": UNIT,
        "sectors": ["restaurants"],
        "address_key": "9000|veldstraat|7",
        "started_on": date(2016, 11, 26),
        "enterprise_started_on": date(2006, 11, 26),
        **more,
    }
    kinds = {"sectors": pl.List(pl.String), "started_on": pl.Date, "enterprise_started_on": pl.Date}
    return pl.DataFrame([row], schema={c: kinds.get(c, pl.String) for c in row})


@pytest.fixture
def value(tmp_path):
    """Measure one signal of one workplace over a small lake."""

    number = count()

    def measured(key, tables, on: date = ON, complaints=None, **more):
        frame = measure(
            workplaces(**more), lake(tmp_path / str(next(number)), tables), catalogue(), on, complaints
        ).frame
        return frame[key].item()

    return measured


def dimona(*rows):
    return {"dimona.period": list(rows)}


def test_the_file_of_signals_and_the_code_hold_the_same_keys():
    """A signal without a description, or a description without a signal, would be a promise that nobody keeps."""
    assert set(catalogue().signals) == set(SIGNALS)


def test_no_signal_reads_what_describes_a_person():
    """Every register column behind a signal is open to targeting, and none identifies anybody."""
    columns = {
        f"{r.key}.{t.name}.{c.lake}": c
        for r in catalogue().registers.values()
        for t in r.tables
        for c in t.columns
        if c.lake
    }
    used = {read for info in catalogue().signals.values() for read in info.reads} - OFFICE
    assert used
    assert not [read for read in used if columns[read].person or columns[read].use != "targeting"]
    assert "dimona.period.worker_key" not in allowed_columns(catalogue())


def test_a_table_gives_up_only_its_permitted_columns(tmp_path):
    """The names of enterprises and the pseudonyms of workers cannot be read for targeting at all."""
    permitted = Permitted(lake(tmp_path, merged(restaurant(), dimona(period(1, START, MORNING)))), catalogue(), ON)
    for register, table, column in (("kbo", "denomination", "denomination"), ("dimona", "period", "worker_key")):
        with pytest.raises(RuleFault, match="RULE-512"):
            permitted.read(register, table, column)


def test_without_any_register_everything_is_missing(tmp_path):
    """A register that was never delivered gives nulls, not zeros, and says `none`."""
    found = measure(workplaces(enterprise_started_on=None), lake(tmp_path, {}), catalogue(), ON)
    assert found.frame.select(SIGNALS.keys()).null_count().row(0) == (1,) * len(SIGNALS)
    assert set(found.snapshots.values()) == {"none"}
    assert found.snapshot_of["late_dimona_share"] == "dimona@none"


def test_a_signal_is_missing_where_one_of_its_registers_is(tmp_path):
    """Presence is set against works: with the works alone nothing is said, rather than that nobody was there."""
    found = measure(workplaces(), lake(tmp_path, {"works.works": [works()]}), catalogue(), ON)
    assert found.frame["works_presence_gap"].to_list() == [None]
    assert found.snapshot_of["works_presence_gap"] == "checkin@none"


def test_a_share_keeps_what_it_is_made_of(tmp_path):
    """Two of ten: the frozen row can defend the fifth that it counts as."""
    found = measure(workplaces(), lake(tmp_path, {"dmfa.summary": [summary()]}), catalogue(), ON).frame
    parts = ["part_time_share.part", "part_time_share.of", "part_time_share"]
    assert found.select(parts).row(0) == (2, 10, 0.2)


def test_the_days_of_the_registers_are_noted(tmp_path):
    """Each signal knows the snapshot that it was read from."""
    found = measure(workplaces(), lake(tmp_path, dimona(period(1, START, MORNING))), catalogue(), ON)
    assert found.snapshots["dimona"] == "2026-11-25"
    assert found.snapshot_of["worker_turnover"] == "dimona@2026-11-25"


def test_ages_are_in_years(value):
    """Ten and twenty years to the day; a site has no age of establishment."""
    assert value("enterprise_age_years", restaurant()) == pytest.approx(20, abs=0.01)
    assert value("establishment_age_years", restaurant()) == pytest.approx(10, abs=0.01)
    assert value("establishment_age_years", restaurant(), establishment=None) is None


def test_enterprises_at_one_address_are_counted_once(value):
    """By seat or establishment, each enterprise once; a recent start of another one is counted apart."""
    own = restaurant()
    seat = {"kbo.address": [{**own["kbo.address"][0], "entity_number": ENTERPRISE, "type_of_address": "REGO"}]}
    new = restaurant("1800000002", "8000000002", started_on=date(2026, 6, 1))
    tables = merged(own, seat, new)
    assert value("enterprises_at_address", tables) == 2
    assert value("recent_starts_at_address", tables) == 1
    assert value("recent_starts_at_address", restaurant(started_on=date(2026, 6, 1))) == 0


@pytest.mark.parametrize(
    ("received_at", "more", "late", "same_day"),
    [
        (utc(2026, 8, 31, 12), {}, 0, 0),
        (utc(2026, 9, 1, 20), {}, 0, 1),  # without an hour only the day is known
        (utc(2026, 9, 1, 22, 1), {}, 1, 0),  # 00:01 of the next day in Brussels
        (utc(2026, 9, 1, 16, 29), {"worker_type": "EXT", "start_hour": "1830"}, 0, 1),
        (utc(2026, 9, 1, 16, 31), {"worker_type": "EXT", "start_hour": "1830"}, 1, 0),  # one minute counts
    ],
)
def test_late_means_after_work_began_in_brussels(value, received_at, more, late, same_day):
    """Where the declaration names an hour a minute makes the difference, in Belgian time."""
    tables = dimona(period(1, START, received_at, **more))
    assert value("late_dimona_share", tables) == late
    assert value("same_day_dimona_share", tables) == same_day


def test_short_and_cancelled_periods_are_shares(value):
    """One of two periods lasts two days, one of three entries was cancelled; a cancelled one is no employment."""
    tables = dimona(
        period(1, START, MORNING, ends_on=date(2026, 9, 2)),
        period(2, START, MORNING, ends_on=date(2026, 9, 3)),
        period(3, START, MORNING),
        period(3, START, MORNING + timedelta(hours=9), "CANCEL"),
    )
    assert value("short_contract_share", tables) == pytest.approx(1 / 2)
    assert value("cancelled_dimona_share", tables) == pytest.approx(1 / 3)


def test_turnover_is_ends_per_worker_employed(value):
    """Three work all year and one of them leaves on the last day: a third, whatever extra days were worked."""
    since = date(2025, 1, 1)
    told = utc(2024, 12, 30)
    tables = dimona(
        *(period(n, since, told) for n in (1, 2)),
        period(3, since, told),
        period(3, since, utc(2026, 11, 26, 8), "OUT", ends_on=ON),
        *(period(n, START, MORNING, worker_type="EXT", ends_on=START) for n in range(10, 30)),
    )
    assert value("worker_turnover", tables) == pytest.approx(1 / 3)


def test_a_reopened_period_is_open(value):
    """An end on the last day of the calendar takes an earlier end back."""
    tables = dimona(
        period(1, START, MORNING),
        period(1, START, MORNING + timedelta(days=9), "OUT", ends_on=date(2026, 9, 20)),
        period(1, START, MORNING + timedelta(days=19), "UPDATE", ends_on=date(9999, 12, 31)),
    )
    assert value("worker_turnover", tables) == 0


def test_nothing_declared_is_missing_not_zero(value):
    """An enterprise that declares nobody has no share of late declarations."""
    tables = dimona(period(1, START, MORNING, company_id="1800000099"))
    assert value("late_dimona_share", tables) is None
    assert value("worker_turnover", tables) is None


def test_the_summary_gives_shares_and_wages(value):
    """Two of ten part-time, a tenth of the contributions unpaid, twenty euros an hour."""
    tables = {"dmfa.summary": [summary(paid_cents=2_700_000)]}
    assert value("part_time_share", tables) == pytest.approx(0.2)
    assert value("dmfa_arrears_share", tables) == pytest.approx(0.1)
    assert value("wage_per_hour_eur", tables) == pytest.approx(20)
    assert value("joint_committee_mismatch_share", tables) == 0


def test_an_establishment_speaks_for_itself_where_it_is_declared(value):
    """Another unit does not change its part-time share; where it has no lines of its own the enterprise speaks."""
    other = summary(establishment_number="8000000777", workers=10, part_time_workers=10)
    assert value("part_time_share", {"dmfa.summary": [summary(), other]}) == pytest.approx(0.2)
    assert value("part_time_share", {"dmfa.summary": [other]}) == 1


def test_a_joint_committee_outside_the_sector_counts(value):
    """Half under a foreign committee; a sub-committee that is not named is not held against anybody."""
    mixed = {"dmfa.summary": [summary(), summary(joint_committee="200")]}
    assert value("joint_committee_mismatch_share", mixed) == pytest.approx(0.5)
    assert value("joint_committee_mismatch_share", mixed, sectors=["garment", "restaurants"]) == pytest.approx(0.5)
    unnamed = {"dmfa.summary": [summary(joint_committee="149")]}
    assert value("joint_committee_mismatch_share", unnamed, sectors=["construction"]) == 0


def test_workers_in_dimona_that_dmfa_does_not_count(value):
    """Twelve at the end of the quarter, nine declared: a quarter is missing."""
    told = utc(2026, 6, 1)
    people = dimona(*(period(n, date(2026, 6, 1), told) for n in range(12)))
    assert value("workers_dmfa_missing_share", merged(people, {"dmfa.summary": [summary(workers=9)]})) == pytest.approx(
        0.25
    )
    assert value("workers_dmfa_missing_share", merged(people, {"dmfa.summary": [summary(workers=15)]})) == 0


def test_before_the_first_quarter_nothing_is_compared(value):
    """What is filed later does not exist yet: no day, no figure, no fault."""
    people = dimona(period(1, date(2026, 6, 1), utc(2026, 6, 1)))
    later = {"dmfa.summary": [summary(quarter="2027Q4")]}
    assert value("workers_dmfa_missing_share", merged(people, later)) is None


def works(**more):
    base = {"work_declaration": "W1", "main_contractor": ENTERPRISE, "amount_cents": 60_000_000}
    return {**base, "starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 31), **more}


def seen(declaration: str, days: int):
    return [{"work_declaration": declaration, "on_day": date(2026, 9, 1) + timedelta(days=n)} for n in range(days)]


def test_presence_is_set_against_what_works_of_such_a_value_register(value):
    """A site with half the usual presence for its value has a gap of one half; one without any has a whole one."""
    sites = [works(work_declaration=f"W{n}") for n in range(1, 6)]
    tables = {
        "works.works": sites,
        "checkin.presence": [r for n, days in ((1, 20), (2, 40), (3, 40), (4, 40)) for r in seen(f"W{n}", days)],
    }
    assert value("works_presence_gap", tables, workplace="site:W1", establishment=None) == pytest.approx(0.5, abs=0.01)
    assert value("works_presence_gap", tables, workplace="site:W5", establishment=None) == 1
    assert value("works_presence_gap", tables, workplace="site:W2", establishment=None) == pytest.approx(0, abs=0.01)


def test_small_works_owe_no_registration(value):
    """A work without presence that is smaller than those with one is missing, not suspicious."""
    small = works(work_declaration="W9", amount_cents=900_000)
    tables = {"works.works": [works(), small], "checkin.presence": seen("W1", 10)}
    assert value("works_presence_gap", tables, workplace="site:W9", establishment=None) is None


def posted(starts_on: date, ends_on: date, **more):
    base = {"work_declaration": "W1", "starts_on": starts_on, "ends_on": ends_on, "state": "active"}
    return {**base, "declared_at": utc(2026, 8, 20), "user_company_id": ENTERPRISE, "sender_country": "XX", **more}


def test_postings_are_set_against_works_and_presence(value):
    """Outside the works, or with nobody there on any of its days; a cancelled one, or one told later, is none."""
    good = posted(date(2026, 9, 1), date(2026, 9, 10))
    before = posted(date(2026, 7, 1), date(2026, 7, 20))
    nobody_there = posted(date(2026, 10, 1), date(2026, 10, 9))
    cancelled = posted(date(2026, 7, 1), date(2026, 7, 20), state="cancelled")
    told_later = posted(date(2026, 7, 1), date(2026, 7, 20), declared_at=utc(2027, 1, 1))
    site = {"workplace": "site:W1", "establishment": None}

    def of(*postings, days: int = 20):
        tables = {"works.works": [works()], "checkin.presence": seen("W1", days), "limosa.posting": list(postings)}
        return value("posting_mismatch_share", tables, **site)

    assert of(good, cancelled, told_later) == 0
    assert of(good, before) == 0.5
    assert of(good, nobody_there, before, good) == 0.5
    assert of(cancelled) is None
    silent = {"works.works": [works()], "checkin.presence": seen("W2", 3), "limosa.posting": [good, before]}
    assert value("posting_mismatch_share", silent, **site) == 0.5  # a site that registers nobody is judged by its works


def test_a_posting_shows_no_signal_who_came_or_from_where():
    """Of Limosa a signal can get days under the key of a site: no country, no kind, no user, no person."""
    read = {one for view in VIEWS.values() for made in view.columns.values() for one in made if "limosa" in one}
    assert read == {"limosa.posting.starts_on", "limosa.posting.ends_on"}
    for path in ("limosa.posting.sender_country", "limosa.posting.kind", "limosa.posting.worker_key"):
        assert path not in allowed_columns(catalogue())


def test_depth_is_the_chain_of_a_site_and_the_link_of_an_enterprise(value):
    """The site shows its deepest link; an enterprise how deep it stood itself."""
    links = ((ENTERPRISE, 1), ("1800000002", 2), ("1800000003", 3))
    chain = [{"work_declaration": "W1", "company_id": c, "level": n, "declared_on": START} for c, n in links]
    tables = {"works.works": [works()], "works.contractor": chain}
    assert value("contractor_chain_depth", tables, workplace="site:W1", establishment=None) == 3
    assert value("contractor_chain_depth", tables) == 1


def test_complaints_are_counted_over_a_year_and_none_is_a_zero(value):
    """The office knows its own complaints: no complaint is a fact; not being told is missing."""
    kept = pl.DataFrame({"workplace": [WORKPLACE] * 2, "kept_on": [date(2026, 10, 1), date(2025, 11, 26)]})
    assert value("complaints_kept_365d", {}, complaints=kept) == 1
    assert value("complaints_kept_365d", {}, complaints=kept.clear()) == 0
    assert value("complaints_kept_365d", {}) is None


def test_rows_of_the_future_change_no_signal(tmp_path):
    """As of the day: whatever is appended with a later date leaves every value as it was."""
    now = merged(
        restaurant(),
        dimona(period(1, START, MORNING), period(2, date(2025, 12, 1), utc(2025, 12, 2))),
        {
            "dmfa.summary": [summary(), summary("2026Q2")],
            "works.works": [works()],
            "works.contractor": [
                {"work_declaration": "W1", "company_id": ENTERPRISE, "level": 1, "declared_on": START}
            ],
            "checkin.presence": seen("W1", 20),
            "limosa.posting": [posted(START, date(2026, 9, 9))],
        },
    )
    tomorrow = ON + timedelta(days=1)
    at_midnight = utc(2026, 11, 26, 23, 0)
    future = merged(
        restaurant("1800000002", "8000000002", started_on=tomorrow),
        dimona(
            period(1, START, at_midnight, "CANCEL"),
            period(2, START, at_midnight, "OUT", ends_on=date(2026, 1, 1)),
            period(3, START, at_midnight),
        ),
        {
            "dmfa.summary": [summary("2026Q4", part_time_workers=10, paid_cents=0, joint_committee="200")],
            "works.works": [works(work_declaration="W2", starts_on=tomorrow)],
            "works.contractor": [
                {"work_declaration": "W1", "company_id": ENTERPRISE, "level": 7, "declared_on": tomorrow}
            ],
            "checkin.presence": [{"work_declaration": "W1", "on_day": tomorrow}] * 30,
            "limosa.posting": [
                posted(tomorrow, tomorrow),
                posted(date(2026, 7, 1), date(2026, 7, 9), declared_at=at_midnight),
            ],
        },
    )
    kept = pl.DataFrame({"workplace": [WORKPLACE], "kept_on": [date(2026, 10, 1)]})
    later = pl.concat([kept, kept.with_columns(pl.lit(tomorrow).alias("kept_on"))])
    left = pl.DataFrame(
        {"level": ["workplace", "enterprise"], "subject": [WORKPLACE, ENTERPRISE], "residual": [0.1, 0.2]}
    )
    known = measure(workplaces(), lake(tmp_path / "a", now), catalogue(), ON, kept, left).frame
    after = measure(workplaces(), lake(tmp_path / "b", merged(now, future)), catalogue(), ON, later, left).frame
    assert known.to_dicts() == after.to_dicts()
    assert known.select(SIGNALS.keys()).null_count().row(0).count(1) == 0
