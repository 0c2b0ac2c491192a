"""The demo's past: first reports that say where, rosters that have numbers, and nothing twice."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders_flows import vigie
from houses import House
from sqlmodel import select

from inspection import acts
from inspection.acts.bundles import bundle_of
from inspection.acts.on_call import list_on_call
from inspection.demo.year.carrying import Carrier
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.protection import OnCallRosterRow
from inspection.store.queries import actions, visits
from inspection.store.referrals import DeliveryRow
from inspection.time_of import today
from inspection.trust import AppContext
from sectors.reader import load_rules

BY = "direction-1"
WEEKS = 2


@pytest.fixture(scope="module")
def home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home in which the past was replayed."""
    made = tmp_path_factory.mktemp("past") / "home"
    shutil.copytree(ready_home, made)
    _change(made / "registers/past/year.json")
    vigie(made, "portal", "found")
    vigie(made, "demo", "past")
    return made


def _change(file: Path) -> None:
    """Let inspectors say yes wherever they find something, by a seed by which one of these places is a building site.

    So small a past may hold no suspicion at each kind of workplace.
    """
    year = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(year | {"weeks": WEEKS, "seed": 5, "suspicions": {"yes": 1}}), encoding="utf-8")


@pytest.fixture
def house(home: Path) -> Iterator[AppContext]:
    """Give its open house."""
    settings = Settings(home=home)
    opened = House(open_store(settings), load_rules(), settings)
    yield opened
    opened.store.close()


def test_every_first_report_of_the_past_says_where(house: AppContext) -> None:
    """Street, municipality, and the number of the inspector: what police need at night; a sole trader has no name."""
    with house.store.read() as session:
        rows = session.exec(select(DeliveryRow)).all()
        told = [json.loads(dict(bundle_of(house.store, row).files)["data.json"]) for row in rows]
    assert {data["workplace"]["register"] for data in told} == {"establishment", "works"}
    assert any(data["workplace"]["name"] for data in told)
    for data in told:
        assert all(data["workplace"][name] for name in ("address", "refnis", "place"))
        assert data["contact_telephone"]
        assert not {"address", "municipality", "number"} & {one["what"] for one in data["lacking"]}


def test_the_rosters_have_numbers_that_were_tried_lately(house: AppContext) -> None:
    """Of each office that the rules route to, on the day that people look."""
    lines = list_on_call(house.acting(BY))
    offices = house.catalogue(today()).offices
    addressed = {office for one in offices for office in (one.police_directorate, one.labour_auditorate)}
    assert addressed <= {line.recipient for line in lines}
    assert not [line for line in lines if line.is_stale]


def test_the_past_again_takes_in_no_roster_again(home: Path, house: AppContext) -> None:
    """An office's own roster, or the demo's, stands as it is."""
    vigie(home, "demo", "past")
    with house.store.read() as session:
        recipients = session.exec(select(OnCallRosterRow.recipient)).all()
    assert len(recipients) == len(set(recipients))


def test_what_was_learnt_is_told_beside_the_truth(home: Path) -> None:
    """Prevalence and lift with an interval, or that nothing was seen; the truth is a share and lies in no table."""
    told = vigie(home, "demo", "learnt", "--json").value
    assert (told["weeks"], told["drawn"] > 0) == (WEEKS, True)
    assert 0 < told["prevalence"]["truth"] < 1
    assert told["lift"]["truth"] > 0
    assert "prevalence" in vigie(home, "demo", "learnt").out


def test_a_suspicion_of_today_runs_from_the_yes_to_the_acknowledgement(home: Path) -> None:
    """Told to police and auditorate, laid on the portal, taken on there, and sent on to the central cell."""
    told = vigie(home, "demo", "suspicion", "--json").value
    steps = [step["what"] for step in told["steps"]]
    assert steps[0] == "the inspector says yes"
    assert steps[-3:] == ["lies on the portal", "acknowledged", "forwarded"]
    assert steps.count("handed over") >= 2
    assert [step["at"] for step in told["steps"]] == sorted(step["at"] for step in told["steps"])


def test_each_actor_of_the_charter_did_something(home: Path, house: AppContext) -> None:
    """Measures, initiatives, texts, figures of others, links with their file, an order, a joint action, a finding."""
    context = house.acting(BY)
    assert {one.now.state for one in acts.reports.measures(context)} >= {"open", "done"}
    assert {one.department for one in acts.reports.initiatives(context)} >= {"fps-fa", "oe-minteh"}
    assert all(text.approved_by for text in acts.figures.released_texts(context))
    year = today().year - 1
    assert acts.figures.imported_figures(context, date(year, 1, 1), date(year, 12, 31))
    assert [one.state for one in actions(house.store)] == ["proposed"]
    roles = {one.role for one in acts.outsiders.list_outsiders(context)}
    assert roles >= {"police_cell", "auditorate", "reference_magistrate", "central_cell", "reception_centre"}


@pytest.mark.battery
def test_a_past_that_was_stopped_goes_on(ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle of a week, it leaves visits open; the next run makes them, and each of them once."""
    here = tmp_path / "home"
    shutil.copytree(ready_home, here)
    made, left = Carrier._make, [6]

    def until_stopped(self: Carrier, *given: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        made(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Carrier, "_make", until_stopped)
        vigie(here, "demo", "past", expected=None)
    told = vigie(here, "demo", "past", "--json").value
    assert told == vigie(here, "demo", "past", "--json").value
    settings = Settings(home=here)
    store = open_store(settings)
    assert told["controls"] > 6
    assert not [visit for visit in visits(store) if visit.state == "planned"]
    store.close()
