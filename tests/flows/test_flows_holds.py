"""The commands `vigie hold` and `vigie order`, and a week planned again once a place is unavailable."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_flows import As, next_week, vigie

from inspection.time_of import IsoWeek, today

BY, OTHER = "supervisor-leuven", "supervisor-namur"


@pytest.fixture(scope="module")
def home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a proposed week."""
    here = tmp_path_factory.mktemp("holds") / "home"
    shutil.copytree(ready_home, here)
    vigie(here, "week", "--week", next_week(), "--json")
    return here


def plan(home: Path) -> dict[str, Any]:
    """Return the week's plan as it was written."""
    read: dict[str, Any] = json.loads((home / "out" / next_week() / "plan.json").read_text(encoding="utf-8"))
    return read


def last_day() -> str:
    """The day until which a place is held: past the end of the week."""
    return str(IsoWeek.parse(next_week()).days[-1] + timedelta(days=1))


@pytest.mark.battery(reason="test_flows_twins.py plans weeks with a hold, and again without it, in every run")
def test_a_week_is_refused_planned_again_without_the_visit_and_is_itself_once_the_hold_ends(home: Path) -> None:
    """Through the command alone: the approver learns to plan again; the files lose the stop and nothing else."""
    before = plan(home)
    stops = [s for r in before["rounds"] for s in r["stops"]]
    stop = next(s for s in stops if s["workplace"].startswith("est:"))
    line = ("hold", "place", "--until", last_day(), As(BY), "--subject", "-", "--json")
    made = vigie(home, *line, typed=stop["workplace"]).value
    assert made["planned"] == []
    refused = vigie(home, "approve", "--week", next_week(), "--latest", As(OTHER), expected=2)
    assert "PLAN-223" in refused.err
    assert stop["workplace"][4:] not in refused.err + refused.out
    vigie(home, "week", "--week", next_week(), "--json")
    after = plan(home)
    assert [s for r in after["rounds"] for s in r["stops"]] == [s for s in stops if s["code"] != stop["code"]]
    assert [(u["workplace"], u["rule"]) for u in after["unplaced"] if u not in before["unplaced"]] == [
        (stop["workplace"], "workplace_unavailable")
    ] * stop["required"]
    vigie(home, "hold", "lift", made["hold"], As(BY))
    vigie(home, "week", "--week", next_week(), "--json")
    assert plan(home) == before


def test_what_is_held_never_stands_on_a_command_line(home: Path) -> None:
    """Everybody on the machine would read it there, and the shell would keep it."""
    refused = vigie(home, "hold", "place", "--until", last_day(), As(BY), "--subject", "est:2123456789", expected=2)
    assert "SETTING-050" in refused.err
    assert "2123456789" not in refused.err


def test_holds_are_listed_for_who_placed_them(home: Path) -> None:
    """As a table and as JSON; another supervisor's list is empty."""
    line = ("hold", "place", "--until", last_day(), As(BY), "--kind", "enterprise", "--subject", "-")
    said = vigie(home, *line, "--authority", "aud-leuven", typed="0800.000.123").out
    assert "until" in said
    (seen,) = vigie(home, "hold", "list", As(BY), "--json").value
    assert (seen["subject"], seen["authority"], seen["until"]) == ("0800000123", "aud-leuven", last_day())
    assert "0800000123" in vigie(home, "hold", "list", As(BY)).out
    assert vigie(home, "hold", "list", As(OTHER), "--json").value == []
    vigie(home, "hold", "lift", seen["id"], As(BY), "--json")
    assert vigie(home, "hold", "list", As(BY), "--json").value == []


@pytest.mark.parametrize(
    ("line", "typed", "code"),
    [
        ("hold place --kind person --subject -", "x", "PLAN-414"),
        ("hold place --kind address --subject -", "Street 1", "PLAN-404"),
        ("hold lift unknown", None, "PLAN-403"),
        ("order permit unknown leuven-1", None, "PLAN-409"),
        ("order permit unknown leuven-1 --kind office", None, "PLAN-415"),
        ("order revoke unknown leuven-1 --reason left", None, "PLAN-409"),
        ("order revoke unknown leuven-1 --reason left --kind office", None, "PLAN-415"),
        ("order withdraw unknown --reason left", None, "PLAN-409"),
        ("order register --authority pjf-leuven", "est:2123456789\nX\n", "PLAN-406"),
        ("order register --workplace est:2123456789 --authority aud-leuven", None, "SETTING-050"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(home: Path, line: str, typed: str | None, code: str) -> None:
    """One message, exit status 2."""
    more = ("--until", last_day()) if "hold place" in line else ()
    assert code in vigie(home, *line.split(), *more, As(BY), typed=typed, expected=2).err


def test_an_order_is_registered_permitted_and_listed(home: Path) -> None:
    """Its file's reference is asked for and sealed; its list is empty for whoever was not permitted."""
    line = ("order", "register", "--authority", "aud-leuven", "--place", "24062", As(BY))
    until = str(today() + timedelta(days=30))
    assert "registered" in vigie(home, *line, "--not-after", until, typed="est:2123456789\nLE.1\n").out
    (seen,) = vigie(home, "order", "list", As(BY), "--json").value
    assert (seen["workplace"], seen["authority_reference"], seen["not_after"]) == ("est:2123456789", "LE.1", until)
    assert seen["reference"] in vigie(home, "order", "list", As(BY)).out
    assert vigie(home, "order", "list", As(OTHER), "--json").value == []
    said = vigie(home, "order", "permit", seen["reference"], OTHER, "--kind", "user", As(BY), "--json").value
    assert said == {"order": seen["reference"], "kind": "user", "reader": OTHER}
    assert vigie(home, "order", "list", As(OTHER), "--json").value != []
    again = (seen["reference"], OTHER, "--kind", "user", As(BY), "--reason", "not_concerned", "--json")
    assert vigie(home, "order", "revoke", *again).value["reader"] == OTHER
    assert vigie(home, "order", "list", As(OTHER), "--json").value == []
    assert "withdrawn" in vigie(home, "order", "withdraw", seen["reference"], As(BY), "--reason", "mistaken").out
    assert vigie(home, "order", "list", As(BY), "--json").value[0]["state"] == "withdrawn"
