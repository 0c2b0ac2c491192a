"""Builders for screens: a house with a proposed week of two districts, a late referral, and an assessment."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas
import polars as pl
import shapely
from builders_acts import AT, FIRM, LIEGE, NAMUR, OFFICES, WEEK, a_part, a_roster, a_suspicious_control
from builders_books import a_week_of, with_books
from builders_control import the_rules
from databases import lay_tables
from drawn_maps import copy_maps
from houses import House, house_of

from inspection import acts
from inspection.planning.replanning import Cause, Difference, Slot, TeamAbsent
from inspection.settings import DEMO_MARK, Settings, settings
from inspection.store.opening import open_store
from inspection.store.queries import plans
from inspection.time_of import now
from inspection.trust import AppContext

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PLACES = {"liege": ("Liège", "4000", LIEGE), "namur": ("Namur", "5000", NAMUR)}
INSPECTOR, HEAD, SUPERVISOR, DIRECTION = "insp-liege-1", "head-liege", "supervisor-liege", "direction-1"


def a_house(home: Path, *, proposed_by: str = "system") -> AppContext:
    """Copy a home with people, places, a proposed week, a referral that is overdue and an assessment, and open it."""
    os.environ["VIGIE_HOME"] = str(home)
    shutil.copytree(_built(proposed_by), home, dirs_exist_ok=True)
    copy_maps(home)
    return house_of(acts.app(settings()))


@cache
def _built(proposed_by: str) -> Path:
    """Build it through the acts once in a process: that takes longer than most tests of a screen."""
    home = Path(tempfile.mkdtemp(prefix="vigie-house-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (home / "registers").mkdir()
    (home / DEMO_MARK).touch()  # people of this house sign in by one click
    here = Settings(home=home)
    lay_tables(here)
    house = House(open_store(here), the_rules(), here)
    acts.staff.import_roster(house.acting("system", AT), a_roster())
    parts = [a_part("liege"), a_part("namur", seed=2)]
    acts.workplaces.remember_workplaces(house.acting(at=AT), known(parts))
    a_week(house, proposed_by=proposed_by)
    long_ago = now() - timedelta(days=9)
    control = a_suspicious_control("yes", on=long_ago.date(), workplace=FIRM)
    acts.controls.save(house.acting(INSPECTOR, long_ago), control, place=LIEGE)
    acts.chasing.chase(house.acting(at=now()))
    an_assessment(house)
    house.store.close()
    return home


def a_week(house: AppContext, *, proposed_by: str = "system") -> str:
    """Propose the week, or return the one that was proposed."""
    parts = [a_part("liege"), a_part("namur", seed=2)]
    acts.weeks.propose_week(house.acting(proposed_by, AT), WEEK, service="ONSS", parts=parts)
    return a_week_of(parts).sha256


def approve(house: AppContext) -> None:
    """Approve the week as the direction, unless it is approved."""
    plan = plans(house.store)[0]
    acts.weeks.approve_week(house.acting(DIRECTION), WEEK, plan.sha256, service="ONSS")


def replan(house: AppContext) -> str:
    """Propose a version of the approved week without Liège's team; returns the code of the visit that it drops."""
    parts = [a_part("liege"), a_part("namur", seed=2)]
    codes, (plan,) = acts.weeks.visit_codes("ONSS", str(WEEK), parts), plans(house.store)
    lost, kept = (parts[0].visits[n].workplace for n in (3, 1))
    before = Slot(team="liege-1", day=WEEK.monday, start=690.0)
    told = [
        Difference(workplace=lost, kind="dropped", before=(before,), after=(), cause=Cause(kind="event", event=0)),
        Difference(workplace=kept, kind="hour", before=(before,), after=(before,), cause=Cause(kind="better_use")),
    ]
    ill = TeamAbsent(team="liege-1", days=frozenset({WEEK.monday}))
    changes = acts.weeks.WeekChanges(at=AT, events=(ill,), differences={"liege": told}, expires_at=None)
    changed = [*with_books(parts[:1], seed=99), parts[1]]
    acts.weeks.replan_week(house.acting(HEAD), WEEK, changes, supersedes=plan.id, parts=changed, codes=codes)
    return codes[lost]


def known(parts: list[acts.weeks.DistrictPart]) -> list[acts.workplaces.KnownWorkplace]:
    """The places of everybody chosen."""
    return [
        acts.workplaces.KnownWorkplace(
            id=chosen.workplace,
            district=part.district,
            sector=chosen.sector,
            seen_on=AT.date(),
            name=f"Firm {chosen.points} of {part.district}",
            address=f"Rue du Test {chosen.points}",
            refnis=PLACES[part.district][2],
        )
        for part in parts
        for chosen in part.selection.chosen
    ]


def some_zones(house: AppContext, folder: Path, by: str = SUPERVISOR) -> None:
    """Give somebody two zones near Liège, as a GIS writes them in Lambert 72."""
    areas = [shapely.box(228_000, 138_000, 240_000, 152_000), shapely.Point(250_000, 140_000).buffer(6_000)]
    columns = {"naam": ["Zone d’activités – Maas", "Überschlag Süd"]}
    file = folder / "zones.gpkg"
    geopandas.GeoDataFrame(columns, geometry=areas, crs=31370).to_file(file)
    acts.maps.add_zones(house.acting(by), file)


def an_assessment(house: AppContext) -> None:
    """Write an assessment of two hundred workplaces round the two towns, as the flow does."""
    rows = []
    for n in range(200):
        district = "liege" if n % 3 else "namur"
        lon, lat = OFFICES[district]
        rows.append(
            {
                "workplace": f"est:23{n:08d}",
                "sector": ("restaurants", "construction")[n % 2],
                "district": district,
                "municipality": PLACES[district][0],
                "postcode": PLACES[district][1],
                "lon": lon + (n % 17) * 0.02,
                "lat": lat - (n % 11) * 0.02,
                "quality": "exact",
                "points": n % 12,
            }
        )
    folder = house.settings.lake / "assessment" / AT.date().isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows).write_parquet(folder / "assessment.parquet")


def words(app: AppTest) -> str:
    """Everything that a screen says, tables included."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success", "text")
    parts = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join(
        [*parts, *(f"{list(t.value.columns)} {t.value.to_string()}" for t in (*app.dataframe, *app.table))]
    )
