"""`vigie control checks` and `arrears`: what was looked up on site is read in a terminal, in four languages."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_control import a_raw_control
from builders_flows import As, vigie

from inspection.i18n import LANGUAGES
from inspection.store.core import new_id
from inspection.time_of import moment_of, today

BY, STRANGER = "insp-leuven-1", "insp-namur-1"


@pytest.fixture(scope="module")
def control(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a home with a control in which a Dimona was declared ten minutes after the entry."""
    home = tmp_path_factory.mktemp("checks") / "home"
    shutil.copytree(ready_home, home)
    day = today()
    entered = moment_of(day, 18 * 60 + 30)

    def at(minutes: int) -> str:
        return (entered + timedelta(minutes=minutes)).isoformat()

    look = {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": at(30), "result": "found"}
    pay = {
        "person": "P1",
        "from_on": f"{day - timedelta(7)}",
        "to_on": f"{day}",
        "hours": "40",
        "received_cents": 20_000,
    }
    raw: dict[str, Any] = a_raw_control(
        on=day,
        control_id=new_id(),
        persons=[{"ref": "P1", "answers": {"q02_dimona": "before"}}],
        lookups=[{**look, "declared_at": at(10), "period_from": f"{day}", "worker_type": "OTH"}],
        pay=[{**pay, "scale": "jc_302_lowest"}],
    )
    file = home / "control.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    vigie(home, "control", "import", str(file), As(BY), "--place", "24062")
    return home, raw["control_id"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_checks_and_arrears_are_read_in_every_language(control: tuple[Path, str], lang: str) -> None:
    """The trick is named, the answer that says otherwise too; the scale that nobody looked up is a blank."""
    home, id_ = control
    said = vigie(home, "control", "checks", id_, As(BY), "--lang", lang).out
    assert f"{today():%d/%m/%Y} 18:40" in said
    assert "L1" in said
    drafts = vigie(home, "control", "arrears", id_, As(BY), "--lang", lang).out
    assert drafts.startswith("P1")
    assert "40" in drafts


def test_a_control_without_anybodys_pay_says_so(ready_home: Path, tmp_path: Path) -> None:
    """An empty answer with exit code 0 reads like a success."""
    home = Path(shutil.copytree(ready_home, tmp_path / "home"))
    raw = a_raw_control(on=today(), control_id=new_id(), persons=[])
    file = tmp_path / "control.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    vigie(home, "control", "import", str(file), As(BY), "--place", "24062")
    assert "Nothing to draft" in vigie(home, "control", "arrears", raw["control_id"], As(BY)).out
    assert vigie(home, "control", "arrears", raw["control_id"], As(BY), "--json").value == []


def test_a_machine_gets_the_same_as_values(control: tuple[Path, str]) -> None:
    """Keys and results, and the extracts' days where the lake knew something."""
    home, id_ = control
    value = vigie(home, "control", "checks", id_, As(BY), "--json").value
    results = {check["key"]: check["result"] for check in value["checks"] if check["person"] == "P1"}
    assert results["dimona.declared_during_control"] == "not_ok"
    assert results["dimona.answer_differs"] == "unclear"
    (draft,) = vigie(home, "control", "arrears", id_, As(BY), "--json").value
    assert [line["blank"] for line in draft["lines"]] == ["scale_without_value"]


def test_whoever_may_not_see_the_control_sees_no_check(control: tuple[Path, str]) -> None:
    """And a language that does not exist is refused."""
    home, id_ = control
    for command in ("checks", "arrears"):
        assert "ACCESS" in vigie(home, "control", command, id_, As(STRANGER), expected=2).err
        assert "REFER-716" in vigie(home, "control", command, id_, As(BY), "--lang", "xx", expected=2).err
