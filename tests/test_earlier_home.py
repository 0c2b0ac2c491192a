"""Controls of an earlier version's home are still read, and conclude as then but for what is explained."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspection.acts.records import checklist_from
from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.sealing import canonical_json
from inspection.store.controls import ChecklistDefinitionRow
from inspection.territory import Competence, canton, competence, municipality
from sectors.reader import Rules, load_rules

HERE = Path(__file__).parent / "earlier_home"
EXPLAINED = yaml.safe_load((HERE / "changed.yaml").read_text("utf-8"))


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((HERE / f"{name}.jsonl.gz").read_bytes()).splitlines()]


@cache
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], Control, dict[str, Any]]]:
    """Each control as it was kept, as it is read today, and what is concluded from it today."""
    today, cache_folder = rules().on(date(2026, 11, 29)), tmp_path_factory.mktemp("cache")
    rows = [ChecklistDefinitionRow(**line | {"first_used_at": datetime.now(UTC)}) for line in lines("checklists")]
    forms = {row.sha256: checklist_from(row, today) for row in rows}
    found = []
    for line in lines("controls"):
        form = forms[line["control"]["checklist"]["sha256"]]
        control = read_control(json.dumps(line["control"]), lambda _sector, form=form: form)
        concluded = conclude(control, rules(), offices(line, control.facts_on, cache_folder))
        found.append((line, control, json.loads(canonical_json(concluded))))
    return found


def offices(line: dict[str, Any], on: date, folder: Path) -> Competence:
    place = municipality(line["refnis"], on) if line["refnis"] else canton(line["canton"], cache=folder)
    return competence(place, on, offices=rules().on(on).offices)


def test_every_control_is_read_as_it_was_filled_in(kept):
    """Nothing that an inspector typed is lost or read as something else."""
    assert len(kept) == 401
    for line, control, _ in kept:
        assert json.loads(canonical_json(control)) == line["control"]


def test_every_difference_in_what_is_concluded_is_explained(kept):
    """A finding, clock or proposal that changed since then is counted, and somebody wrote why."""
    changed = Counter(one for line, _, now in kept for one in differences(line["conclusion"], now))
    assert changed == {what: entry["times"] for what, entry in EXPLAINED.items()}
    assert all(entry["because"] for entry in EXPLAINED.values())


def differences(then: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Name what differs between two conclusions from the same control, without anything about the control."""
    yield from between("finding", by("offence", then["findings"]), by("offence", now["findings"]))
    yield from between("clock", by("key", then["clocks"]), by("key", now["clocks"]))
    yield from between("set aside", by("offence", then["set_aside"]), by("offence", now["set_aside"]))
    yield from between("indicator", by("indicator", then["proposal"]), by("indicator", now["proposal"]))
    if then["proposal"]["positive"] != now["proposal"]["positive"]:
        yield f"proposal: {'no longer' if then['proposal']['positive'] else 'newly'} positive"
    if bool(then["proposal"]["left_open"]) != bool(now["proposal"]["left_open"]):
        yield f"left open: {'no longer' if then['proposal']['left_open'] else 'newly'}"


def between(kind: str, then: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Name what is gone, what is new, and which shared fields of what stayed have another value."""
    yield from (f"{kind} {key}: gone" for key in then.keys() - now.keys())
    yield from (f"{kind} {key}: new" for key in now.keys() - then.keys())
    for key in then.keys() & now.keys():
        shared = then[key].keys() & now[key].keys()
        yield from (f"{kind} {key}: {field}" for field in sorted(shared) if then[key][field] != now[key][field])


def by(key: str, rows: Any) -> dict[str, Any]:
    listed = rows["indicators"] if isinstance(rows, dict) else rows
    return {row[key]: row for row in listed}
