"""An inspector's planned visits in a client of others: the list, the workplace that comes with one, and the edit."""

import base64
import csv
from collections.abc import Iterator
from typing import Any

import pytest
from behind_guard import calling
from builders_acts import WEEK, later
from builders_control import a_raw_control
from builders_dashboards import INSPECTOR, a_house, approve
from builders_openrosa import filled, instance_id, multipart
from houses import as_user
from starlette.testclient import TestClient

from dashboards.openrosa.routes import openrosa_routes
from inspection import acts
from inspection.store.queries import controls, visits
from inspection.trust import AppContext


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a house whose week is approved, on the Saturday before it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_OPENROSA", "plain")
        patched.setenv("VIGIE_HOME", "")
        patched.setattr("inspection.trust.context.now", lambda: later(days=3))
        opened = a_house(tmp_path_factory.mktemp("missions") / "home")
        approve(opened)
        yield acts.app()
        opened.store.close()


@pytest.fixture(scope="module")
def http(house: AppContext) -> TestClient:
    """Give the server as an inspector's device sees it."""
    invited = acts.devices.invite_device(as_user(acts.app(), INSPECTOR), INSPECTOR, "openrosa")
    client = calling(openrosa_routes(house))
    said = base64.b64encode(f"{invited.username}:{invited.code}".encode()).decode()
    client.headers["authorization"] = f"Basic {said}"
    return client


def missions(http: TestClient) -> list[dict[str, str]]:
    """The visits that the client offers."""
    return list(csv.DictReader(http.get("/openrosa/missions.csv").text.splitlines()))


def send(http: TestClient, **how: Any) -> int:
    """Fill the form of restaurants in at a visit, and send it."""
    fields = {key: how.pop(key) for key in ("instance", "deprecated") if key in how}
    raw = {**a_raw_control(on=WEEK.monday), "persons": [], "place": None, **how}
    body, kind = multipart(filled(http.get("/openrosa/forms/vigie_restaurants.xml").text, raw, **fields))
    return http.post("/openrosa/submission", content=body, headers={"content-type": kind}).status_code


def test_a_visit_brings_its_workplace_and_stays_with_the_control(http: TestClient, house: AppContext) -> None:
    """Three visits of one's own team; one is made, leaves the list, and an edit that lost it does not undo it."""
    offered = missions(http)
    assert [mission["label"][11:].split(" ")[1] for mission in offered] == ["08:30", "10:00", "11:30"]
    assert len(offered) == 3
    assert all("of liege" in mission["name"] for mission in offered)
    assert set(offered[0]) == {"visit", "label", "workplace", "name", "address"}
    made, first, second = offered[0], instance_id(), instance_id()
    assert send(http, visit=made["visit"], workplace=made["workplace"], instance=first) == 201
    (row,) = [control for control in controls(house.store) if control.workplace == made["workplace"]]
    assert row.is_planned
    assert [mission["visit"] for mission in missions(http)] == [mission["visit"] for mission in offered[1:]]
    lost = {"visit": None, "workplace": None, "answers": {"fm_head_count": 5}}
    assert send(http, **lost, instance=second, deprecated=first) == 201
    (row,) = [control for control in controls(house.store) if control.workplace == made["workplace"]]
    assert row.is_planned
    (visit,) = [visit for visit in visits(house.store) if visit.code == made["visit"]]
    assert visit.state == "carried_out"


def test_a_visit_of_another_workplace_is_refused(http: TestClient) -> None:
    """A code that was mistyped is told at once."""
    visit, other = (mission for mission in missions(http)[:2])
    assert send(http, visit=visit["visit"], workplace=other["workplace"], instance=instance_id()) == 422
