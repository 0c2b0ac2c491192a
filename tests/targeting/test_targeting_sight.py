"""Never by origin, by construction: a signal sees opaque keys and its declared columns; there is nothing to smuggle."""

import ast
import shutil
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from builders_targeting import (
    ENTERPRISE,
    ON,
    SNAPSHOT,
    UNIT,
    card,
    catalogue,
    lake,
    merged,
    period,
    restaurant,
    summary,
    utc,
)

from inspection.registers.lake import Lake
from inspection.targeting.assessing import assess, assess_all, measure, measuring
from inspection.targeting.frame import Permitted, SignalSources, establish, unplaced
from inspection.targeting.frame.sources import opaque
from inspection.targeting.origin import check_lineage, lineage, unchanged_by_place
from inspection.targeting.signals import SIGNALS
from inspection.targeting.views import VIEWS, Sights
from inspection.territory.addresses import folded
from sectors.reader import RuleFault, load_rules

START = date(2026, 9, 1)
SIGNAL_FILES = sorted((Path(__file__).parents[2] / "inspection" / "targeting" / "signals").glob("*.py"))


@pytest.fixture
def sources(tmp_path, polygons) -> SignalSources:
    """A restaurant called `Wok Kebab` in Gent, about which every register says something."""
    told = utc(2026, 8, 31)
    tables = merged(
        restaurant(),
        {
            "kbo.denomination": [{"entity_number": UNIT, "type_of_denomination": "003", "denomination": "Wok Kebab"}],
            "dimona.period": [period(1, START, told), period(2, date(2026, 6, 1), utc(2026, 6, 1))],
            "dmfa.summary": [summary()],
            "works.works": [_works()],
            "works.contractor": [
                {"work_declaration": "W1", "company_id": ENTERPRISE, "level": 1, "declared_on": START}
            ],
            "checkin.presence": [{"work_declaration": "W1", "on_day": START}],
            "limosa.posting": [_posting(told)],
        },
    )
    made = lake(tmp_path / "lake", tables)
    frame = establish(made, catalogue(), ON, cache=polygons).frame
    kept = pl.DataFrame({"workplace": [f"est:{UNIT}"], "kept_on": [START]})
    left = pl.DataFrame(
        {"level": ["workplace", "enterprise"], "subject": [f"est:{UNIT}", ENTERPRISE], "residual": [0.5, -0.25]}
    )
    return SignalSources(Permitted(made, catalogue(), ON), frame, catalogue().enabled_sectors(), kept, left)


def _posting(told: datetime) -> dict[str, object]:
    span = {"starts_on": START, "ends_on": date(2026, 9, 9), "declared_at": told}
    return {"work_declaration": "W1", "sender_country": "XX", "kind": "employee", "state": "active", **span}


def _works() -> dict[str, object]:
    span = {"starts_on": START, "ends_on": date(2026, 12, 31)}
    return {
        "work_declaration": "W1",
        "main_contractor": ENTERPRISE,
        "amount_cents": 60_000_000,
        "postcode": "9000",
        **span,
    }


def by_name(sight):
    """A smuggle: late declarations, and a hundred for whoever is called after a dish."""
    exotic = sight.subjects.select("workplace", pl.col("name").str.contains("(?i)pizz|wok|kebab").alias("value"))
    return exotic.with_columns(pl.col("value").cast(pl.Int64) * 100)


def by_postcode(sight):
    """A smuggle: Gent first."""
    here = sight.rows("periods").filter(pl.col("postcode").str.starts_with("9"))
    return sight.subjects.join(here, on="enterprise").select("workplace", pl.lit(1).alias("value"))


def by_what_another_signal_sees(sight):
    """A smuggle through a view that somebody else declared."""
    return sight.subjects.join(sight.rows("neighbours"), on="enterprise").select("workplace", pl.len().alias("value"))


def by_text(sight):
    """A smuggle of a text as a value."""
    return sight.subjects.select("workplace", pl.lit("Kebab").alias("value"))


@pytest.mark.parametrize(
    ("smuggle", "code", "said"),
    [
        (by_name, "RULE-512", "name"),
        (by_postcode, "RULE-512", "postcode"),
        (by_what_another_signal_sees, "RULE-512", "neighbours"),
        (by_text, "RULE-514", "late_dimona_share"),
    ],
)
def test_a_patched_signal_reads_no_name_and_no_postcode(sources, monkeypatch, smuggle, code, said):
    """Whatever an allowed signal is replaced by, it gets an error that names the signal and what it asked for."""
    monkeypatch.setattr(measuring, "SIGNALS", {**SIGNALS, "late_dimona_share": smuggle})
    with pytest.raises(RuleFault) as caught:
        measure(sources.workplaces, sources.permitted._lake, catalogue(), ON)
    assert caught.value.code == code
    assert said in caught.value.what
    assert "late_dimona_share" in caught.value.where


@pytest.mark.parametrize("key", sorted(SIGNALS))
@pytest.mark.few(6)
def test_a_sight_holds_finished_frames_and_no_lake(sources, key):
    """There is nothing to read more from, and nothing in a frame beside keys, days, amounts and two codes."""
    sight = Sights.from_registers(sources).of(catalogue().signals[key])
    held = {name: getattr(sight, name) for name in sight.__slots__}
    words = {str, set, frozenset}  # its name, and names of columns
    assert {type(value) for value in held.values()} <= {*words, date, pl.DataFrame, type(type.__dict__)}
    frames = [sight.subjects, *held["_frames"].values()]
    assert all(type(frame) is pl.DataFrame for frame in frames)
    keys = {column for view in VIEWS.values() for column in view.keys} | set(sight.subjects.columns)
    for frame in frames:
        assert {frame.schema[c] for c in keys & set(frame.columns)} <= {pl.UInt32}
        texts = {column for column, kind in frame.schema.items() if kind == pl.String}
        assert texts <= {"joint_committee", "start_hour"}
    told = str([frame.to_dicts() for frame in frames])
    assert not [word for word in ("Wok", "9000", "Veldstraat", "Gent", UNIT, ENTERPRISE, "W1") if word in told]


@pytest.mark.parametrize("key", sorted(SIGNALS))
@pytest.mark.few(6)
def test_a_signal_declares_no_more_than_it_needs(sources, key):
    """Without any one of its declared columns it cannot be measured: nothing is open that it does not read."""
    info = catalogue().signals[key]
    measuring.measured(key, SIGNALS[key], Sights.from_registers(sources).of(info))
    for read in info.reads:
        narrowed = info.model_copy(update={"reads": tuple(r for r in info.reads if r != read)})
        with pytest.raises(RuleFault, match="RULE-512"):
            measuring.measured(key, SIGNALS[key], Sights.from_registers(sources).of(narrowed))


@pytest.mark.parametrize("path", SIGNAL_FILES, ids=lambda p: p.stem)
def test_a_signals_file_imports_nothing_to_read_with(path):
    """Polars, days and the sight: no lake, no rules, no settings, no file."""
    allowed = {"polars", "datetime", "collections.abc", "types", "inspection.targeting.views", "lazy_loader"}
    for node in ast.walk(ast.parse(path.read_text())):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not [n for n in names if n not in allowed and not n.startswith("inspection.targeting.signals")]
        if names == ["inspection.targeting.views"]:
            assert {alias.name for alias in node.names} == {"Sight"}  # what the face offers besides reads the lake
        called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        assert not called.startswith(("scan_", "read_", "map_")), called


def test_keys_say_nothing_of_the_numbers_that_they_stand_for():
    """Each value has its own key, the same again on the same day, in an order that follows from no number."""
    numbers = pl.Series([f"{n:010d}" for n in range(2_000, 4_000)])
    keys = opaque(numbers, "entity|2026-11-26")
    assert sorted(keys["key"].to_list()) == list(range(2_000))
    assert keys.equals(opaque(numbers.reverse(), "entity|2026-11-26"))
    assert abs(float(np.corrcoef(np.arange(2_000), keys["key"].to_numpy())[0, 1])) < 0.1
    assert not keys.equals(opaque(numbers, "entity|2026-11-27"))


@pytest.mark.parametrize("column", ["lon", "postcode", "name", "house_number"])
def test_no_card_counts_who_or_where_a_workplace_is(column):
    """Points for a column of the frame that is no signal are refused, also when it is a number."""
    frame = pl.DataFrame(
        {"workplace": ["est:1"], "postcode": ["9000"], "name": ["Wok"], "house_number": ["7"], "lon": [4.3]}
    )
    with pytest.raises(RuleFault, match="RULE-511"):
        assess(frame, card(**{column: {None: 0, 0.0: 9}}))


def test_a_house_rule_can_describe_a_signal_but_nobody_measures_it(tmp_path, sources):
    """A local rule that invents the signal `lon`, and counts it on a card, ends before anything is measured."""
    words = "{fr: a, nl: a, de: a, en: a}"
    invented = f"""
defaults: {{source: decision, confidence: L, from: 2026-01-01}}
signals:
  lon: {{register_key: kbo, level: workplace, reads: [kbo.enterprise.start_date], unit: degrees,
         label: {words}, why: {words}}}
"""
    (tmp_path / "local.yaml").write_text(invented)
    rules = load_rules([tmp_path / "local.yaml"]).on(ON)
    with pytest.raises(RuleFault, match=r"RULE-513.*lon"):
        measure(sources.workplaces, sources.permitted._lake, rules, ON)


@pytest.mark.parametrize("lake_name", ["postcode", "zone"])
def test_a_postcode_that_is_opened_or_renamed_stays_a_proxy(tmp_path, lake_name):
    """Opening the column in the registers' file, or giving it another name in the lake, does not make it a signal."""
    own = (Path(__file__).parents[2] / "sectors" / "common" / "registers.yaml").read_text()
    kbo = own[own.index("  kbo:") : own.index("  addresses:")]
    opened = kbo.replace("use: place, kind: text, lake: postcode", f"use: targeting, kind: text, lake: {lake_name}")
    assert opened != kbo
    (tmp_path / "registers.yaml").write_text(
        f"registers:\n{opened.replace('  kbo:', '  kbo:' + chr(10) + '    from: 2026-02-01', 1)}"
    )
    words = "{fr: a, nl: a, de: a, en: a}"
    (tmp_path / "signals.yaml").write_text(f"""
defaults: {{source: decision, confidence: L, from: 2026-02-01}}
signals:
  zone: {{register_key: kbo, level: workplace, reads: [kbo.address.{lake_name}], unit: zone,
          label: {words}, why: {words}}}
""")
    with pytest.raises(RuleFault, match=r"RULE-434.*proxy of origin \(postcode\)"):
        load_rules([tmp_path])


def test_permuting_names_streets_and_postcodes_changes_no_points(synthetic_lake, tmp_path, polygons):
    """The same country with other names on its doors, other streets and postcodes: every point stays as it was."""
    shuffled = tmp_path / "lake"
    shutil.copytree(synthetic_lake.root, shuffled)
    _permute(shuffled / "kbo" / SNAPSHOT.isoformat(), shuffled / "works" / SNAPSHOT.isoformat())
    before, after = (_points(where, polygons) for where in (synthetic_lake, Lake(shuffled)))
    assert before.select("workplace", "points").equals(after.select("workplace", "points"))
    signals = sorted(SIGNALS)
    assert before.select("workplace", *signals).equals(after.select("workplace", *signals))
    for column in ("name", "street", "postcode"):  # and they did change
        assert (before[column].fill_null("") != after[column].fill_null("")).mean() > 0.8, column


def test_each_column_of_a_view_follows_what_it_declares_and_nothing_else(synthetic_lake):
    """Every column that is read is turned round in turn: no other column of any view changes than those that say so."""
    frame = unplaced(synthetic_lake, catalogue(), ON)
    permitted = Permitted(synthetic_lake, catalogue(), ON)
    sources = SignalSources(permitted, frame, catalogue().enabled_sectors(), None)
    check_lineage(synthetic_lake, catalogue(), sources)
    found = lineage(synthetic_lake, catalogue(), sources)
    assert found.keys() == VIEWS.keys()
    assert found["periods"]["start_hour"] == {"dimona.period.form_type", "dimona.period.start_hour"}
    assert found["neighbours"]["since"] == {"kbo.enterprise.start_date", "kbo.establishment.start_date"}


def test_the_value_test_holds_for_every_signal_and_card_of_the_product(synthetic_lake):
    """On registers of some hundred workplaces; of a part of them too, drawn by lot."""
    found = unchanged_by_place(synthetic_lake, catalogue(), ON)
    assert found.holds
    assert min(found.workplaces, found.names, found.streets, found.postcodes) > 100
    assert unchanged_by_place(synthetic_lake, catalogue(), ON, most=20).workplaces == 20


def _points(where: Lake, polygons) -> pl.DataFrame:
    established = establish(where, catalogue(), ON, cache=polygons)
    assert established.frame.height > 250
    return assess_all(measure(established, where, catalogue(), ON), catalogue()).frame


def _permute(kbo: Path, works: Path) -> None:
    """Give every name, street and place of the lake another one of the same lake, the same for the same."""
    names = pl.read_parquet(kbo / "denomination.parquet")
    names = names.with_columns(pl.col("denomination").shuffle(seed=5))
    names.write_parquet(kbo / "denomination.parquet")
    address, sites = pl.read_parquet(kbo / "address.parquet"), pl.read_parquet(works / "works.parquet")
    address, sites = _streets(address, "street_nl", "street_fr"), _streets(sites, "street")
    place = ["postcode", "municipality_nl", "municipality_fr"]
    known = address.select(place).drop_nulls("postcode").unique("postcode", keep="first").sort("postcode")
    other = known.select(pl.all().gather((pl.int_range(pl.len()) + 7) % pl.len())).rename(
        {c: f"new_{c}" for c in place}
    )
    swap = pl.concat([known.select("postcode"), other], how="horizontal")
    moved = address.join(swap, on="postcode", how="left", maintain_order="left")
    moved = moved.with_columns(*(pl.col(f"new_{c}").alias(c) for c in place)).select(address.columns)
    moved.write_parquet(kbo / "address.parquet")
    there = sites.join(swap, on="postcode", how="left", maintain_order="left")
    town = pl.coalesce("new_municipality_nl", "new_municipality_fr", "municipality").alias("municipality")
    there = there.with_columns(pl.coalesce("new_postcode", "postcode").alias("postcode"), town).select(sites.columns)
    there.write_parquet(works / "works.parquet")


def _streets(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Exchange streets one for one, by how they compare: what was one door stays one door."""
    key = folded(pl.coalesce(*columns))
    names = rows.select(key.alias("key"), pl.coalesce(*columns).alias("name")).drop_nulls().unique("key").sort("key")
    swapped = names["name"].gather([(n + 11) % names.height for n in range(names.height)])
    return rows.with_columns(
        pl.when(pl.col(c).is_not_null()).then(key.replace_strict(names["key"], swapped, default=None)).alias(c)
        for c in columns
    )
