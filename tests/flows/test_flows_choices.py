"""At the command: a year against its objectives, a beginning for them, and why a list differs from the one before."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from builders_acts import AT, WEEK, a_chosen, a_part, an_office
from builders_flows import As, next_week, vigie

from inspection import weeks
from inspection.acts.weeks import approve_week, propose_week
from inspection.errors import PlanningFault
from inspection.settings import settings
from inspection.store.queries import plans
from inspection.targeting.assessing import assessment_file
from inspection.targeting.model import SectorRoom
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

EARLIER = IsoWeek(WEEK.year, WEEK.week - 1)
DIRECTION = As("direction-1")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """A house with two approved weeks of Liège; in the second a workplace has more points, and farms have no window."""
    made = an_office(settings({"VIGIE_HOME": str(tmp_path_factory.mktemp("choices"))}))
    for week, points in ((EARLIER, 5), (WEEK, 9)):
        part = a_part("liege")
        rooms = tuple(
            SectorRoom(district="liege", sector=sector, share=0.5, owed=0, room=1, offered=4, card=None, excuse=excuse)
            for sector, excuse in (("restaurants", None), ("agriculture", "no_window" if week == WEEK else None))
        )
        reasons = (replace(a_chosen(5).reasons[0], points=points, value=points / 10),)
        chosen = (*part.selection.chosen[:4], a_chosen(5, points=points, reasons=reasons))
        selection = replace(part.selection, chosen=chosen, rooms=rooms, objective="any", seed=week.week)
        propose_week(made.acting("system", AT), week, service="ONSS", parts=[replace(part, selection=selection)])
        approve_week(made.acting("direction-1", AT), week, plans(made.store, str(week))[0].sha256)
    yield made
    made.store.close()


def test_a_year_is_held_against_its_objectives(house: AppContext) -> None:
    """Sector and district, what is further from its share than the policy says, and each excuse in words."""
    words = ("report", "objectives", "--of", str(WEEK.year))
    said = vigie(house.settings.home, *words, DIRECTION).out
    assert "further than 10% from their share: agriculture, restaurants" in said
    assert f"excused {WEEK} liege, agriculture: no control window of the sector that week" in said
    assert "50.0% of 2 district-weeks excused; the policy allows 5%" in said
    value = vigie(house.settings.home, *words, DIRECTION, "--json").value
    assert {one["sector"]: one["ratio"] for one in value["sectors"]} == {"agriculture": 0.0, "restaurants": 2.0}
    assert (value["objective"], value["excused_part"]) == ("any", 0.5)


def test_a_list_beside_the_one_before(house: AppContext) -> None:
    """The workplace with its change, the term with value and points; no arm, no origin."""
    home = house.settings.home
    said = vigie(home, "week", "difference", "--week", str(WEEK), DIRECTION).out
    assert a_chosen(5).workplace in said
    assert "50 %, step 20 % → 90 %" in said
    assert "new: 0 · gone: 0 · up: 1 · down: 0" in said
    assert not [word for word in ("mandated", "random", "complaint", "order") if word in said.lower()]
    (change,) = vigie(home, "week", "difference", "--week", str(WEEK), DIRECTION, "--json").value["changes"]
    assert change["kind"] == "up"
    assert "PLAN-341" in vigie(home, "week", "difference", "--week", "2031-W02", DIRECTION, expected=2).err


def test_a_draft_needs_an_assessment_and_knows_the_teams(house: AppContext) -> None:
    """Shares of the country over the room of a week, as far as workplaces go; printed as a rule."""
    on = EARLIER.days[3]
    direction = house.acting("direction-1", AT)
    with pytest.raises(PlanningFault, match="PLAN-343"):
        weeks.drafted_objectives(direction, on)
    rows = [{"workplace": f"est:{n}", "district": "liege", "sector": "garment" if n < 3 else "restaurants", "points": 0}
            for n in range(4_000)]  # fmt: skip
    file = assessment_file(house.settings.lake, on)
    file.parent.mkdir(parents=True)
    pl.DataFrame(rows).write_parquet(file)
    draft = weeks.drafted_objectives(direction, on)
    assert set(draft) == {"liege"}
    assert draft["liege"]["garment"] == 3
    assert draft["liege"]["restaurants"] > 100


def test_a_week_that_the_command_planned_keeps_its_shares(approved_home: Path, tmp_path: Path) -> None:
    """Its book says what it serves; so small a country has hardly a workplace left for points, and says so."""
    home = shutil.copytree(approved_home, tmp_path / "home")
    said = vigie(home, "week", "--week", next_week(), "--unless-approved", DIRECTION, "--json").value
    assert said["objective"] == "any"
    year = IsoWeek.parse(next_week()).year
    value = vigie(home, "report", "objectives", "--of", str(year), DIRECTION, "--json").value
    assert (value["district_weeks"], value["without_shares"]) == (len(said["districts"]), 0)
    excused = {district for _, district, _, _ in value["excused"]}
    by_risk = [d["placed_by_arm"]["risk"] for d in said["districts"] if d["district"] not in excused]
    assert {key for *_, key in value["excused"]} <= {"no_workplace", "no_window"}
    assert sum(one["visits"] for one in value["sectors"]) == sum(by_risk)
    assert sum(one["due"] for one in value["sectors"]) == pytest.approx(sum(by_risk), abs=0.01)
