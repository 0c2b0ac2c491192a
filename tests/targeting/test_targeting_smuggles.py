"""Ways to bend who is chosen, each really tried: a patched function, a rule file, a row; each is refused.

docs/explanation/who-is-chosen.md lists ten with the test that catches each; those of the acts lie beside the acts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from builders_targeting import (
    ENTERPRISE,
    GENT,
    ON,
    UNIT,
    assessed,
    catalogue,
    lake,
    merged,
    period,
    policy,
    restaurant,
    summary,
    utc,
)

from inspection.errors import LearningFault
from inspection.registers.lake import Lake
from inspection.targeting.assessing import measure, measuring
from inspection.targeting.choosing import eligible_frames, select, selecting
from inspection.targeting.frame import Permitted, Reading, SignalSources, check_signals, unplaced
from inspection.targeting.learning import History, Roles, fit_card
from inspection.targeting.origin import check_lineage, unchanged_by_place
from inspection.targeting.signals import SIGNALS
from inspection.targeting.tips import FLOOD, Tip, lanes
from inspection.targeting.views import VIEWS, Sights, sight
from sectors.reader import RuleFault, check_rules, load_rules
from sectors.rules.selection import CardLimits

ROOT = Path(__file__).parents[2]
KNOWN = utc(2026, 9, 1, 5)
WORDS = "{fr: a, nl: a, de: a, en: a}"
LIEGE = {**GENT, "postcode": "4000", "municipality_nl": "Luik", "municipality_fr": "Liège", "street_nl": "Rue Neuve"}
SECOND, SECOND_UNIT = "1800000002", "8000000002"


@pytest.fixture
def country(tmp_path) -> Lake:
    """Two restaurants with names in two towns: one declares late, one in time; a DmfA of one."""
    names = [(UNIT, "Wok Kebab"), (SECOND_UNIT, "De Kroon")]
    late = [period(n, date(2026, 8, n), KNOWN, ends_on=date(2026, 8, n + 1), start_hour="0900") for n in (1, 2)]
    early = period(3, date(2026, 9, 20), KNOWN, company_id=SECOND, ends_on=date(2026, 10, 5), start_hour="1800")
    tables = {
        "kbo.denomination": [
            {"entity_number": unit, "type_of_denomination": "003", "denomination": name} for unit, name in names
        ],
        "dimona.period": [*late, early],
        "dmfa.summary": [summary()],
    }
    two = restaurant(SECOND, SECOND_UNIT, started_on=date(2020, 1, 1), address=LIEGE)
    return lake(tmp_path / "lake", merged(restaurant(), two, tables))


def sources(where: Lake, on: date = ON) -> SignalSources:
    """What frames for signals are made from on a day."""
    frame = unplaced(where, catalogue(), on)
    return SignalSources(Permitted(where, catalogue(), on), frame, catalogue().enabled_sectors(), None, None)


def patched(monkeypatch: pytest.MonkeyPatch, name: str, **fields: object) -> None:
    """Put something else in the place of a view."""
    smuggled = {**VIEWS, name: replace(VIEWS[name], **fields)}
    monkeypatch.setattr(sight, "VIEWS", smuggled)
    monkeypatch.setitem(check_lineage.__globals__, "VIEWS", smuggled)


def names_of_its_own(reading: Reading) -> pl.DataFrame:
    """A smuggle: periods of those who are called after a dish, by a table that was never opened."""
    return reading.rows("kbo", "denomination", "denomination", ids=("entity_number",)).collect()


def names_of_the_frame(reading: Reading) -> pl.DataFrame:
    """A smuggle: the name that the frame of workplaces has."""
    return reading.facts("enterprise", "name")


def postcodes(reading: Reading) -> pl.DataFrame:
    """A smuggle: where the neighbours are."""
    return reading.rows("kbo", "address", "postcode", ids=("entity_number",)).collect()


def wages(reading: Reading) -> pl.DataFrame:
    """A smuggle: a column that may be read, and that this view does not declare."""
    return reading.rows("dmfa", "summary", "wages_cents", keys={"company_id": "enterprise"}).collect()


@pytest.mark.parametrize(
    ("smuggle", "said"),
    [
        (names_of_its_own, "kbo.denomination"),
        (names_of_the_frame, "frame.workplace.name"),
        (postcodes, "kbo.address"),
        (wages, "dmfa.summary.wages_cents"),
    ],
)
def test_a_name_through_a_patched_view_is_refused(country, monkeypatch, smuggle, said):
    """A view reads what it declares, and nothing else: neither a name, nor a place, nor another register."""
    patched(monkeypatch, "periods", read=smuggle)
    with pytest.raises(RuleFault, match=rf"(?s)RULE-512.*{said}.*view periods"):
        measure(unplaced(country, catalogue(), ON), country, catalogue(), ON)


def test_a_name_by_a_back_door_changes_points_and_is_seen(country, monkeypatch):
    """Whoever breaks the reading open gets at names: with the names exchanged the points differ, and so it is found."""
    assert unchanged_by_place(country, catalogue(), ON).holds
    honest = VIEWS["periods"].read

    def broken_open(reading: Reading) -> pl.DataFrame:
        known = reading._sources
        exotic = known.workplaces.filter(pl.col("name").str.contains("(?i)wok|kebab"))["enterprise"]
        keys = known.entities.filter(pl.col("text").is_in(exotic.implode()))["key"]
        is_one = pl.col("enterprise").is_in(keys.implode())
        return honest(reading).with_columns(pl.col("cancelled") | is_one)

    patched(monkeypatch, "periods", read=broken_open)
    found = unchanged_by_place(country, catalogue(), ON)
    assert (found.workplaces, found.names, found.holds) == (2, 2, False)
    assert "cancelled_dimona_share" in found.signals
    assert found.points > 0


def test_a_value_test_that_had_nothing_to_exchange_proves_nothing(tmp_path):
    """One restaurant in one street of one town: nothing could become another."""
    alone = unchanged_by_place(lake(tmp_path, restaurant()), catalogue(), ON)
    assert (alone.workplaces, alone.points, alone.is_asked, alone.holds) == (1, 0, False, False)


def test_an_address_that_gives_points_itself_is_seen(country, monkeypatch):
    """The same door stays one door, so neighbours are still counted; a street that counts is found."""

    def by_street(reading: Reading) -> pl.DataFrame:
        known = reading._sources
        here = known.workplaces.filter(pl.col("street") == "Veldstraat")["enterprise"]
        return known.entities.filter(pl.col("text").is_in(here.implode())).select(
            pl.col("key").alias("enterprise"), pl.lit(date(2026, 1, 1)).alias("started_on")
        )

    patched(monkeypatch, "enterprises", read=lambda reading: honest_and(by_street, reading))
    assert "enterprise_age_years" in unchanged_by_place(country, catalogue(), ON).signals


def honest_and(smuggle: Callable[[Reading], pl.DataFrame], reading: Reading) -> pl.DataFrame:
    """Read what is declared, for the look of it, and give the smuggled rows."""
    reading.facts("enterprise", "enterprise_started_on")
    return smuggle(reading)


def registers_of(tmp_path: Path, name: str, since: str, *changes: tuple[str, str]) -> None:
    """Write a local rule file with another form of the Crossroads Bank's own."""
    own = (ROOT / "sectors" / "common" / "registers.yaml").read_text()
    kbo = own[own.index("  kbo:") : own.index("  addresses:")].replace("  kbo:", f"  kbo:\n    from: {since}", 1)
    kbo = re.sub(r"\n +example:\n( +- \{.*\}\n)+", "\n", kbo)  # of columns that may have another name here
    for was, now in changes:
        assert was in kbo
        kbo = kbo.replace(was, now)
    (tmp_path / name).write_text(f"registers:\n{kbo}")


def a_signal(tmp_path: Path, read: str, since: str = "2026-03-01") -> None:
    """Write a local rule file with a signal that reads a column."""
    (tmp_path / "signals.yaml").write_text(f"""
defaults: {{source: decision, confidence: L, from: {since}}}
signals:
  smuggled: {{register_key: {read.split(".")[0]}, level: workplace, reads: [{read}], unit: x,
             label: {WORDS}, why: {WORDS}}}
""")


def test_a_renamed_column_is_known_by_the_name_that_its_owner_gave_it(tmp_path):
    """A postcode that takes the name of an open column: every signal that reads that name is refused."""
    zipcode = "{name: Zipcode, use: place, kind: text, lake: postcode}"
    registers_of(
        tmp_path, "r.yaml", "2026-02-01", (zipcode, "{name: Zipcode, use: targeting, kind: text, lake: struck_off_on}")
    )
    with pytest.raises(RuleFault, match=r"RULE-434.*kbo.address.struck_off_on.*proxy of origin \(postcode\)"):
        load_rules([tmp_path])


def test_a_postcode_as_a_signal_is_refused(tmp_path):
    """Under its name, and on a card."""
    a_signal(tmp_path, "kbo.address.postcode")
    with pytest.raises(RuleFault, match=r"RULE-434.*proxy of origin \(postcode\)"):
        load_rules([tmp_path])


def test_what_locates_on_any_day_is_never_a_signal(tmp_path):
    """A ward that has no name of a proxy, a place until yesterday and opened today: once a place, always a place."""
    number = "{name: HouseNumber, use: place, kind: text, lake: house_number}"
    ward = "{{name: Ward, use: {use}, kind: text, lake: ward}}"
    registers_of(tmp_path, "a.yaml", "2026-02-01", (number, ward.format(use="place")))
    registers_of(tmp_path, "b.yaml", "2026-03-01", (number, ward.format(use="targeting")))
    a_signal(tmp_path, "kbo.address.ward")
    with pytest.raises(RuleFault, match=r"RULE-434.*kbo.address.ward: its use is 'place'"):
        load_rules([tmp_path])


def test_a_declared_lineage_that_lies_is_found_on_values(country, monkeypatch):
    """A view that says the hour of a start and gives days of an end: turning the ends round shows it."""
    check_lineage(country, catalogue(), sources(country))
    honest = VIEWS["periods"].read

    def lying(reading: Reading) -> pl.DataFrame:
        return honest(reading).with_columns(pl.col("ends_on").cast(pl.String).alias("start_hour"))

    patched(monkeypatch, "periods", read=lying)
    with pytest.raises(RuleFault, match=r"(?s)RULE-512.*dimona.period.ends_on.*view periods, column start_hour"):
        check_lineage(country, catalogue(), sources(country))


def test_a_lineage_that_declares_more_than_is_read_is_told(country):
    """A view, and a signal: what is open and not needed is a door."""
    wide_view = replace(VIEWS["periods"], rows=(*VIEWS["periods"].rows, "dimona.period.joint_committee"))
    with pytest.raises(RuleFault, match=r"RULE-515.*view periods.*dimona.period.joint_committee"):
        wide_view.made("periods", sources(country))
    info = catalogue().signals["late_dimona_share"]
    wide = info.model_copy(update={"reads": (*info.reads, "dmfa.summary.quarter", "dmfa.summary.workers")})
    with pytest.raises(RuleFault, match=r"RULE-515.*late_dimona_share.*dmfa.summary.workers"):
        measuring.measured(
            "late_dimona_share", SIGNALS["late_dimona_share"], Sights.from_registers(sources(country)).of(wide)
        )


def test_a_number_as_a_key_is_refused(country, monkeypatch):
    """An enterprise number tells its age: a view gives opaque keys only."""
    patched(
        monkeypatch,
        "enterprises",
        read=lambda reading: reading.facts("enterprise", "enterprise_started_on").select(
            pl.lit(ENTERPRISE).alias("enterprise"), pl.col("enterprise_started_on").alias("started_on")
        ),
    )
    with pytest.raises(RuleFault, match=r"(?s)RULE-512.*enterprise.*view enterprises, as a key"):
        Sights.from_registers(sources(country)).of(catalogue().signals["enterprise_age_years"])


APPROVAL = """
proxy_approvals:
  a_decision:
    {{source: minutes of the committee, confidence: L, from: 2026-03-01, proxy: {proxy}, signal: {signal},
     reads: [kbo.activity.nace_code], approved_by: strategic committee, approved_on: 2026-02-20, until: {until},
     effect: {{by: region, group: bru, measure: selection_rate, ratio: {ratio}, low: 0.99, high: 1.12, draws: 412,
               measured_on: 2026-02-01}}}}
"""


def approved(tmp_path: Path, **fields: str) -> None:
    """Write a house's approval of a proxy, as a dated local rule file."""
    told = {"proxy": "detailed_activity", "signal": "smuggled", "until": "2026-12-31", "ratio": "1.05", **fields}
    (tmp_path / "approval.yaml").write_text(APPROVAL.format(**told))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (None, r"RULE-434.*proxy of origin \(detailed_activity\)"),
        ({"signal": "another_signal"}, r"RULE-434.*proxy of origin \(detailed_activity\)"),
        ({"proxy": "nothing_known"}, r"RULE-4(34|55)"),
        ({"ratio": "1.5"}, "an effect lies inside its interval"),
        ({"until": "2026-02-10"}, "an approval ends after it"),
    ],
)
@pytest.mark.few(2)
def test_a_forbidden_proxy_is_refused(tmp_path, fields, code):
    """Without any approval, with one of another signal or of what nobody may approve, or without a sound effect."""
    a_signal(tmp_path, "kbo.activity.nace_code")
    if fields is not None:
        approved(tmp_path, **fields)
    with pytest.raises(RuleFault, match=code):
        load_rules([tmp_path])


CLOSED = ("nationality", "name", "postcode", "municipality", "street", "birth_place", "country", "stay")


def test_no_house_approves_what_says_origin_or_place(tmp_path):
    """An approval of it is itself a fault, also where no signal reads it."""
    for proxy in CLOSED:
        told = APPROVAL.replace("a_decision", f"of_{proxy}").format(
            proxy=proxy, signal="smuggled", until="2026-12-31", ratio="1.05"
        )
        (tmp_path / f"{proxy}.yaml").write_text(told)
    faults = check_rules([tmp_path]).faults
    assert {fault.code for fault in faults} == {"RULE-455"}
    for proxy in CLOSED:
        assert any(f"'{proxy}', which no house may approve" in fault.what for fault in faults)


def test_an_approved_proxy_is_open_to_one_signal_until_its_last_day(tmp_path):
    """By name, with its effect on disparity, until when; the day after, the week is refused."""
    a_signal(tmp_path, "kbo.activity.nace_code")
    approved(tmp_path)
    rules = load_rules([tmp_path])
    keys = [*SIGNALS, "smuggled"]
    check_signals(keys, rules.on(date(2026, 12, 31)))
    with pytest.raises(RuleFault, match=r"RULE-434.*proxy of origin \(detailed_activity\)"):
        check_signals(keys, rules.on(date(2027, 1, 1)))
    decision = rules.on(ON).proxy_approvals["a_decision"]
    assert (decision.approved_by, decision.effect.ratio, decision.effect.high) == ("strategic committee", 1.05, 1.12)


def test_a_future_row_is_in_no_view(tmp_path):
    """A view that forgets to look at the day gets none of the future all the same; an undated table cannot be read."""
    tomorrow = utc(2026, 11, 27, 5)
    rows = [period(9, ON, tomorrow), period(8, ON, KNOWN)]
    there = lake(tmp_path / "later", merged(restaurant(), {"dimona.period": rows}))
    reading = Reading(sources(there), "periods", VIEWS["periods"].made_of)
    careless = reading.rows("dimona", "period", "received_at", keys={"company_id": "enterprise"}).collect()
    assert careless["received_at"].to_list() == [KNOWN]
    with pytest.raises(RuleFault, match=r"RULE-512.*kbo\.branch"):
        reading.rows("kbo", "branch", "start_date")


@pytest.mark.parametrize("copies", [1, 12])
def test_copies_of_a_tip_count_once(country, copies):
    """One who tells the same twelve times, and all of them kept, gives the points of one complaint."""
    workplace = f"est:{UNIT}"
    told = [
        Tip(id=str(n), workplace=workplace, at=utc(2026, 11, 2, 8) + timedelta(hours=n), source="one")
        for n in range(copies)
    ]
    counted = [one for one, lane in lanes(told, catalogue().tip_rules).items() if lane != FLOOD]
    kept = pl.DataFrame({"workplace": [workplace] * len(counted), "kept_on": [date(2026, 11, 2)] * len(counted)})
    found = measure(unplaced(country, catalogue(), ON), country, catalogue(), ON, kept).frame
    assert dict(found.select("workplace", "complaints_kept_365d").iter_rows())[workplace] == 1


def test_a_convenient_random_arm_is_refused(monkeypatch):
    """A draw that takes the first of each list, and one that puts a near workplace in a drawn one's place."""
    people = assessed({("liege", "restaurants"): 40, ("namur", "garment"): 9})
    frame = people.frame.with_columns(
        pl.lit(None, dtype=pl.Boolean).alias("is_legal_person"),
        *(pl.lit(0.0).alias(key) for key in catalogue().signals),
        pl.lit("x").alias("card"),
    )
    people = replace(people, frame=frame)
    capacity, rules = {"liege": 20, "namur": 9}, policy()
    honest = select(people, [], capacity, rules, seed=7)
    kept = eligible_frames(people, honest, catalogue(), ["liege", "namur"])
    assert sum(int(rows["drawn"].sum()) for rows in kept.values()) == len(honest.arm("random"))

    drawn = honest.arm("random")[0]
    near = next(w for w in frame["workplace"] if w not in {one.workplace for one in honest.arm("random")})
    swapped = tuple(replace(one, workplace=near) if one is drawn else one for one in honest.chosen)
    with pytest.raises(LearningFault, match=r"LEARN-123.*liege\|restaurants"):
        eligible_frames(people, replace(honest, chosen=swapped), catalogue(), ["liege"])

    monkeypatch.setattr(selecting, "_lots", lambda group, n, seed: sorted(group)[:n])
    with pytest.raises(LearningFault, match="LEARN-123"):
        eligible_frames(people, select(people, [], capacity, rules, seed=7), catalogue(), ["liege", "namur"])


LIMITS = CardLimits(
    least_controls=100,
    least_found=20,
    maturity_days=30,
    window_days=720,
    calibration_days=360,
    most_bins=4,
    least_bin_share=0.05,
    most_points=10,
    most_rounding_loss=0.2,
    most_weight=20,
)


def controls(shift: int) -> History:
    """Controls in the order of a list on which many with a high value stand beside one with a low value."""
    n = 500
    chance = np.random.default_rng(3)
    value = np.where(np.arange(n) % 2 == 0, chance.uniform(0.6, 1, n), chance.uniform(0, 0.4, n))
    found = chance.uniform(size=n) < 0.1 + 0.7 * value
    frame = pl.DataFrame(
        {
            "workplace": np.arange(n),
            "on": [date(2025, 6, 1) + timedelta(days=int(day)) for day in np.arange(n) % 360],
            "a": value,
            "any": np.roll(found, shift),
            "inclusion": np.full(n, 0.1),
        }
    ).with_columns((pl.col("on") + timedelta(days=3)).alias("known_on"))
    roles = Roles(signals=("a",), labels={"any": "any"}, inclusion="inclusion")
    return History(frame=frame, roles=roles)


def test_a_shifted_label_teaches_no_card():
    """Labels one row further down: what was found no longer follows the signals, which is told, not fitted."""

    def fitted(shift: int):
        return fit_card(
            controls(shift),
            signals=["a"],
            label="any",
            date=date(2026, 11, 26),
            limits=LIMITS,
            weight="inclusion",
            monotone={"a": "rises"},
        )

    assert fitted(0).calibration.slope > 0.5
    with pytest.raises(LearningFault, match="LEARN-011"):
        fitted(1)


def test_the_table_of_nationality_is_read_by_nothing_that_chooses(tmp_path):
    """Loaded as a register it serves no signal; and no module that chooses knows the one that reads it."""
    registers_of(
        tmp_path,
        "r.yaml",
        "2026-02-01",
        (
            "{name: HouseNumber, use: place, kind: text, lake: house_number}",
            "{name: other_nationality_share, use: targeting, kind: decimal, lake: share}",
        ),
    )
    a_signal(tmp_path, "kbo.address.share")
    with pytest.raises(RuleFault, match=r"RULE-4(34|46)"):
        load_rules([tmp_path])
    a_signal(tmp_path, "nationality_composition.table.part")
    (tmp_path / "r.yaml").unlink()
    with pytest.raises(RuleFault, match=r"RULE-434.*it only measures \(nationality_composition\)"):
        load_rules([tmp_path])
    reading = ("read_composition", "composition_file", "what_signals_tell", "nationality_composition")
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("inspection", "flows", "dashboards")
        for path in (ROOT / folder).rglob("*.py")
        if any(name in path.read_text() for name in reading)
    }
    assert users == {
        "inspection/acts/learning/evaluating.py",
        "inspection/acts/learning/stands_for_origin.py",
        "inspection/targeting/evaluating/proxies.py",
    }


PAGE = ROOT / "docs" / "explanation" / "who-is-chosen.md"


def listed() -> Mapping[str, list[str]]:
    """The rows of the page's table: smuggle to the tests that catch it."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    return {
        row[0]: [cell.strip("` ") for cell in row[2].split(", ")] for row in rows if len(row) == 3 and "::" in row[2]
    }


def test_the_page_lists_ten_smuggles_and_the_tests_that_catch_them():
    """Each test that is named there exists."""
    table = listed()
    assert len(table) == 10
    for tests in table.values():
        for one in tests:
            file, name = one.split("::")
            (found,) = (ROOT / "tests").rglob(file)
            assert f"def {name}(" in found.read_text(), one
