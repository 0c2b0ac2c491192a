"""What GIS users take out and bring in: who may, what is recorded, and what neither a file nor its absence tells."""

import hashlib
import json
import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import geopandas
import polars as pl
import pyogrio
import pytest
import shapely
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, an_office
from builders_books import a_week_of, with_books
from builders_dashboards import replan
from builders_orders import TEAM, apart, ordered
from builders_reporting import as_tip
from drawn_maps import copy_maps
from sqlmodel import select

from inspection import acts
from inspection.errors import AccessRefused, PlanningFault, TerritoryFault
from inspection.settings import Settings
from inspection.store.queries import plans, visits
from inspection.store.records import AuditEntryRow
from inspection.targeting.assessing import assessment_file
from inspection.trust import AppContext

HEAD, OTHER_HEAD, SUPERVISOR, DIRECTION = "head-liege", "head-namur", "supervisor-liege", "direction-1"
PARTS = [a_part("liege"), a_part("namur", seed=2)]


def proposed(house: AppContext, parts=PARTS, at=AT, **fields) -> str:
    """Propose the week of two districts; returns its hash."""
    acts.weeks.propose_week(house.acting(at=at), WEEK, **{"service": "ONSS", "parts": parts, **fields})
    return a_week_of(parts).sha256


def approved(house: AppContext, parts=PARTS, **fields) -> None:
    """Propose the week and approve it as the direction."""
    copy_maps(house.home)
    acts.weeks.approve_week(house.acting(DIRECTION, AT), WEEK, proposed(house, parts, **fields), service="ONSS")


def export(house: AppContext, by: str = SUPERVISOR, at=AT, **fields) -> acts.maps.ExportedWeek:
    """Export the week."""
    return acts.maps.export_week(house.acting(by, at), WEEK, **{"purpose": "planning", **fields})


def refused(house: AppContext, by: str = SUPERVISOR, **fields) -> str:
    """The code that an export is refused with; then no file and no entry is there."""
    with pytest.raises((PlanningFault, AccessRefused)) as caught:
        export(house, by, **fields)
    assert not list(house.home.rglob("*.gpkg"))
    assert not list(house.home.rglob(".export-*"))
    assert not entries(house, "plan.export")
    return caught.value.code


def entries(house: AppContext, act: str) -> list[AuditEntryRow]:
    """What the trail says of an act."""
    with house.store.read() as session:
        return list(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == act)))


def codes(file: Path) -> list[str]:
    """The codes of the visits in a file."""
    return list(pyogrio.read_dataframe(file, layer="visits")["code"])


def an_assessment(house: AppContext, on: date = date(2026, 11, 25)) -> None:
    """Keep an assessment: ten workplaces in one place of each district, one more alone."""
    rows = [("liege", 5.58, n) for n in range(10)] + [("namur", 4.87, n) for n in range(10)] + [("liege", 5.3, 11)]
    frame = pl.DataFrame(
        {
            "workplace": [f"est:2{n:09d}" for n, _ in enumerate(rows)],
            "sector": "restaurants",
            "district": [district for district, _, _ in rows],
            "municipality": "Somewhere",
            "lon": [lon for _, lon, _ in rows],
            "lat": 50.6,
            "quality": "exact",
            "points": [points for _, _, points in rows],
        },
        strict=False,
    )
    file = assessment_file(house.settings.lake, on)
    file.parent.mkdir(parents=True)
    frame.write_parquet(file)


def test_an_approved_week_is_written_once_and_recorded_with_counts_and_hash(embedded: AppContext) -> None:
    """For this account only; nothing else is left beside it, and a file that is there stays unless it is forced."""
    an_assessment(embedded)
    approved(embedded)
    made = export(embedded)
    assert made.file == embedded.settings.out / "2026-W49" / "2026-W49.gpkg"
    assert made.counts == {"districts": 2, "cantons": 25, "risk_cells": 2, "visits": 6, "rounds": 2}
    assert {name: len(pyogrio.read_dataframe(made.file, layer=name)) for name in made.counts} == made.counts
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert [file.name for file in made.file.parent.iterdir()] == [made.file.name]
    (entry,) = entries(embedded, "plan.export")
    assert (entry.who, entry.subject, entry.purpose) == (SUPERVISOR, plans(embedded.store)[0].id, "planning")
    facts = {"week": "2026-W49", "case": "2026-W49", "districts": ["liege", "namur"], "sha256": made.sha256}
    facts |= made.counts
    assert entry.facts == facts
    assert hashlib.sha256(made.file.read_bytes()).hexdigest() == made.sha256
    with pytest.raises(PlanningFault) as caught:
        export(embedded)
    assert caught.value.code == "PLAN-423"
    assert export(embedded, force=True).sha256 == made.sha256


def test_only_a_released_week_leaves(embedded: AppContext) -> None:
    """Neither one that is proposed, nor a version that waits beside the approved one; nor one of nobody."""
    assert refused(embedded) == "PLAN-422"
    proposed(embedded)
    assert refused(embedded) == "PLAN-422"
    copy_maps(embedded.home)
    acts.weeks.approve_week(embedded.acting(DIRECTION, AT), WEEK, a_week_of(PARTS).sha256, service="ONSS")
    before = export(embedded).sha256
    replan(embedded)
    assert {plan.state for plan in plans(embedded.store)} == {"approved", "proposed"}
    assert export(embedded, force=True).sha256 == before


def test_nobody_is_given_another_district_than_their_own(embedded: AppContext) -> None:
    """A head of a team has their district, also unasked; who works everywhere may ask for one."""
    an_assessment(embedded)
    approved(embedded)
    assert refused(embedded, HEAD, district="namur") == "ACCESS-040"
    for by, district in ((HEAD, "liege"), (OTHER_HEAD, "namur")):
        made = export(embedded, by, file=embedded.home / f"{district}.gpkg")
        assert made.districts == (district,)
        for layer in made.counts:
            assert set(pyogrio.read_dataframe(made.file, layer=layer)["district"]) == {district}
    assert export(embedded, DIRECTION, district="namur").districts == ("namur",)


@pytest.mark.parametrize("by", ["insp-liege-1", "dpo-1", "system", "nobody"])
@pytest.mark.few(2)
def test_who_does_not_head_a_team_or_the_office_takes_nothing(embedded: AppContext, by: str) -> None:
    """An inspector has the sheets of their team."""
    approved(embedded)
    assert refused(embedded, by) in ("ACCESS-010", "ACCESS-020")


def test_a_purpose_is_one_of_the_list(embedded: AppContext) -> None:
    """Words of somebody's own end in no trail."""
    approved(embedded)
    assert refused(embedded, purpose="curiosity") == "PLAN-421"


def test_an_ordered_visit_is_not_there_and_changes_no_byte(embedded: AppContext, tmp_path: Path) -> None:
    """For whoever may see it too, and also once its team is permitted to carry it."""
    approved(embedded)
    without = export(embedded).file.read_bytes()
    other = _another(tmp_path)
    order = ordered(other)
    approved(other, restricted=apart(other))
    acts.orders.permit(other.acting(SUPERVISOR, AT), order.id, "team", TEAM)
    made = export(other)
    assert made.file.read_bytes() == without
    assert "ABCDEF" not in codes(made.file)
    assert FIRM.encode() not in without


def test_a_visit_owed_to_a_complaint_cannot_be_told_apart(embedded: AppContext, tmp_path: Path) -> None:
    """The same stops, one of them because somebody told of it: one file, byte for byte, and the same counts."""
    approved(embedded)
    other = _another(tmp_path)
    told = [tuple(replace(r, stops=tuple(map(as_tip, r.stops))) for r in part.book.rounds) for part in PARTS]
    approved(other, [with_books([part], rounds=rounds)[0] for part, rounds in zip(PARTS, told, strict=True)])
    assert export(other).file.read_bytes() == export(embedded).file.read_bytes()


def test_a_hold_that_was_placed_since_changes_no_byte(embedded: AppContext) -> None:
    """A visit that vanished would tell that somebody asked for it."""
    approved(embedded)
    before = export(embedded).sha256
    (place,) = {visit.workplace for visit in PARTS[0].visits if visit.workplace == "est:2000000004"}
    held = acts.workplaces.place_hold(embedded.acting(SUPERVISOR, AT), "workplace", place, WEEK.days[-1])
    assert held.planned
    assert export(embedded, force=True).sha256 == before


def test_the_cells_are_those_of_before_the_week_and_no_lone_workplace_is_one(embedded: AppContext) -> None:
    """What was assessed in the week itself is of the next one."""
    approved(embedded)
    an_assessment(embedded, WEEK.days[2])
    assert export(embedded).counts["risk_cells"] == 0
    an_assessment(embedded)
    cells = pyogrio.read_dataframe(export(embedded, force=True).file, layer="risk_cells")
    assert cells["workplaces"].to_list() == [10, 10]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(embedded: AppContext, monkeypatch) -> None:
    """No half file, no folder of a draft, and no entry of what nobody got."""
    approved(embedded)
    monkeypatch.setattr("inspection.acts.maps.exporting.write_geopackage", _full)
    with pytest.raises(OSError, match="full"):
        export(embedded)
    assert not list(embedded.home.rglob(".export-*"))
    assert not entries(embedded, "plan.export")


def test_zones_are_kept_sealed_and_are_their_owners_alone(embedded: AppContext, tmp_path: Path) -> None:
    """Neither name, label nor the file's other columns stand anywhere in clear; the trail has counts and a hash."""
    made = acts.maps.add_zones(embedded.acting(SUPERVISOR, AT), a_zone_file(tmp_path), name="Operation Quay")
    assert acts.maps.zones_of(embedded.acting(SUPERVISOR)) == [made]
    assert acts.maps.zones_of(embedded.acting(DIRECTION)) == []
    (feature,) = made.features
    assert feature["properties"]["label"] == "Quay of the canaries"
    assert shapely.geometry.shape(feature["geometry"]).contains(shapely.Point(feature["properties"]["at"]))
    (kept,) = embedded.settings.zones.rglob("*.sealed")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    everything = b"".join(file.read_bytes() for file in embedded.settings.zones.rglob("*") if file.is_file())
    assert not [word for word in (b"Quay", b"canar", b"secret", b"label") if word in everything]
    (entry,) = entries(embedded, "zones.add")
    assert "uay" not in json.dumps(entry.facts)
    assert {name: entry.facts[name] for name in ("zones", "mended", "refused")} == {
        "zones": 1,
        "mended": 0,
        "refused": 0,
    }


def test_zones_have_a_name_of_their_own_and_go_when_they_are_removed(embedded: AppContext, tmp_path: Path) -> None:
    """The file's name by default, in whatever case; a name that is taken, or none, is refused."""
    file = a_zone_file(tmp_path)
    assert acts.maps.add_zones(embedded.acting(HEAD), file).name == "quays"
    for name, code in (("QUAYS", "PLACE-406"), ("../quays", "PLACE-405"), ("", "PLACE-405"), ("x" * 41, "PLACE-405")):
        with pytest.raises(TerritoryFault) as caught:
            acts.maps.add_zones(embedded.acting(HEAD), file, name=name)
        assert caught.value.code == code
    with pytest.raises(TerritoryFault, match="PLACE-407"):
        acts.maps.remove_zones(embedded.acting(SUPERVISOR), "quays")
    acts.maps.remove_zones(embedded.acting(HEAD), "Quays")
    assert acts.maps.zones_of(embedded.acting(HEAD)) == []
    for n in range(10):
        acts.maps.add_zones(embedded.acting(HEAD), file, name=f"zone {n}")
    with pytest.raises(TerritoryFault, match="PLACE-408"):
        acts.maps.add_zones(embedded.acting(HEAD), file, name="one more")


def test_who_is_unknown_or_only_watches_has_no_zones(embedded: AppContext, tmp_path: Path) -> None:
    """Nobody adds, sees or removes them without a desk of their own."""
    for by in ("nobody", "dpo-1"):
        with pytest.raises(AccessRefused):
            acts.maps.add_zones(embedded.acting(by), a_zone_file(tmp_path))
        with pytest.raises(AccessRefused):
            acts.maps.zones_of(embedded.acting(by))


def a_zone_file(folder: Path) -> Path:
    """A GeoPackage in Lambert 72 with one zone near Liège, and a column that nobody asked for."""
    file, area = folder / "quays.gpkg", shapely.box(235_000, 147_000, 237_000, 149_000)
    columns = {"name": ["Quay of the canaries"], "told": ["secret"]}
    geopandas.GeoDataFrame(columns, geometry=[area], crs=31370).to_file(file)
    return file


def _another(folder: Path) -> AppContext:
    return an_office(Settings(home=folder / "other"))


def _full(*_: object) -> None:
    raise OSError("the disk is full")


def test_what_became_of_workplaces_is_told_without_what_a_magistrate_ordered(embedded: AppContext) -> None:
    """Planned in the approved week, visited, or neither; a control of an order is told to who may know of it alone."""
    approved(embedded)
    waits = min(visits(embedded.store), key=lambda one: one.day)
    at = AT - timedelta(days=40)
    acts.controls.save(embedded.acting("insp-liege-1", at), a_control(workplace=FIRM, on=at.date()), place=LIEGE)
    secret = "est:2777777777"
    order = acts.orders.order_visit(
        embedded.acting(DIRECTION, at), secret, authority="aud-liege", authority_reference="LI.1", place=LIEGE
    )
    acts.orders.permit(embedded.acting(DIRECTION, at), order.id, "user", "insp-liege-1")
    acts.controls.save(embedded.acting("insp-liege-1", at), a_control(workplace=secret, on=at.date()), place=LIEGE)
    asked, office = [waits.workplace, FIRM, secret, "est:2999999998"], embedded.acting(SUPERVISOR, AT)
    told = acts.maps.followed(office, asked)
    planned, came = told[waits.workplace].waits, told[FIRM].came
    assert planned is not None
    assert (planned.day, planned.team) == (waits.day, waits.team)
    assert came is not None
    assert came.outcome == "done"
    assert told[FIRM].is_known
    assert told[secret] == told["est:2999999998"] == acts.maps.Followed()
    seen = acts.maps.seen_since(office, AT - timedelta(days=365))
    assert {FIRM, waits.workplace} <= seen
    assert secret not in seen
    assert FIRM not in acts.maps.seen_since(office, AT - timedelta(days=3))
    assert secret in acts.maps.seen_since(embedded.acting(DIRECTION, AT), AT - timedelta(days=365))
    head = embedded.acting(HEAD, AT)
    with pytest.raises(AccessRefused):
        acts.maps.followed(head, asked)
    with pytest.raises(AccessRefused):
        acts.maps.seen_since(head, AT)
