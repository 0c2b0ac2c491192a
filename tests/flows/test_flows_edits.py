"""`vigie edit`: what an edit costs is told before it is kept, a version is proposed, and a rule refuses by its name."""

from pathlib import Path

import pytest
from builders_acts import an_office
from builders_edited import LIEGE, proposed
from builders_flows import As, vigie

from inspection.settings import settings
from inspection.store.queries import plans, visits
from inspection.time_of import IsoWeek, now

HEAD = As("head-liege")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a proposed week of Liège."""
    folder = tmp_path_factory.mktemp("edits")
    house = an_office(settings({"VIGIE_HOME": str(folder)}))
    proposed(house, IsoWeek.after(now().date()), at=now())
    house.store.close()
    return folder


def test_an_edit_is_tried_then_kept(home: Path) -> None:
    """Tried it keeps nothing; kept it is another plan; a day without the team is refused by that rule."""
    house = an_office(settings({"VIGIE_HOME": str(home)}))
    (plan,) = plans(house.store)
    place = next(one for one in visits(house.store, plan_id=plan.id, with_arm=True) if one.arm == "risk")
    days = IsoWeek.parse(plan.week).days
    line = ("edit", place.workplace, "--district", LIEGE, "--reason", "agreed", "--json", HEAD)
    refused = vigie(home, *line, "--to", f"liege-1:{days[6]}", "--try")
    assert (refused.value["accepted"], refused.value["rules"]) == (False, ["unknown_team_day"])
    assert "PLAN-351" in vigie(home, *line, "--to", f"liege-1:{days[6]}", expected=None).err
    tried = vigie(home, *line, "--drop", "--try")
    assert (tried.value["accepted"], tried.value["plan"]) == (True, None)
    kept = vigie(home, *line, "--drop")
    assert [one.id for one in plans(house.store)] == [kept.value["plan"]]
    house.store.close()
