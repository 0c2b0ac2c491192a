"""The demo's past: first reports that say where, rosters that have numbers, and nothing twice."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_flows import vigie
from houses import House
from sqlmodel import select

from inspection.acts.bundles import bundle_of
from inspection.acts.staff import list_on_call
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.protection import OnCallRosterRow
from inspection.store.referrals import DeliveryRow
from inspection.time_of import today
from inspection.trust import AppContext
from sectors.reader import load_rules

BY = "direction-1"


@pytest.fixture(scope="module")
def home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home in which the past was replayed."""
    made = tmp_path_factory.mktemp("past") / "home"
    shutil.copytree(ready_home, made)
    _suspect(made / "registers/past/controls.json")
    vigie(made, "demo", "past")
    return made


def _suspect(file: Path) -> None:
    """Let the inspector say yes at one control of each kind of workplace: so small a past may hold no suspicion."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    for kind in ("est:", "site:"):
        control = next(c for e in entries if (c := e["control"])["persons"] and c["workplace"].startswith(kind))
        said = {"decision": "yes", "grounds": "synthetic", "forms": ["economic"], "decided_at": control["left_at"]}
        control["suspicion"] = said
    file.write_text(json.dumps(entries), encoding="utf-8")


@pytest.fixture
def house(home: Path) -> Iterator[AppContext]:
    """Give its open house."""
    settings = Settings(home=home)
    opened = House(open_store(settings), load_rules(), settings)
    yield opened
    opened.store.close()


def test_every_first_report_of_the_past_says_where(house: AppContext) -> None:
    """Name, street, municipality, and the number of the inspector: what police need at night."""
    with house.store.read() as session:
        rows = session.exec(select(DeliveryRow)).all()
        told = [json.loads(dict(bundle_of(house.store, row).files)["data.json"]) for row in rows]
    assert {data["workplace"]["register"] for data in told} == {"establishment", "works"}
    for data in told:
        assert all(data["workplace"][name] for name in ("name", "address", "refnis", "place"))
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
