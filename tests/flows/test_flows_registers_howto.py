"""The how-tos of a held delivery and of a closed register are followed as they stand: a shell edits, commands run."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import builders_registers as b
import pytest
from builders_acts import an_office
from builders_closed import closed_files
from builders_deliveries import BORN, country
from builders_flows import vigie
from builders_howto import blocks, follow

from inspection.acts.context import reload_rules
from inspection.settings import DEMO_MARK, Settings
from inspection.time_of import today

DIRECTION, SECOND = "direction-1", "supervisor-liege"
HASH, LOST = "3f9a0c47d21e", "2026-10-04"  # as the page of a held delivery has them
ONCE = {"2027-": "2025-", "2028-": "2026-", "2029-": "2099-"}  # days of the other page, of which the past must be past


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of the demo with people and no register: nobody has to prove there who they are."""
    here = tmp_path / "home"
    an_office(Settings(home=here)).store.close()
    (here / DEMO_MARK).touch()
    monkeypatch.setenv("VIGIE_HOME", str(here))
    return here


def deliver(home: Path, files: b.Files, number: int) -> Path:
    """Write a full extract of the Crossroads Bank under the name that the page has."""
    name = f"KboOpenData_{number:04d}_2026_11_Full"
    return b.zipped(b.write(home / "sent" / name, files))


def test_a_held_delivery_is_looked_at_released_rejected_and_a_lost_one_given_up(home: Path, tmp_path: Path) -> None:
    """Half of an extract after a whole one: two people release it, or one rejects it; then the older one is lost."""
    vigie(home, "ingest", "kbo", str(deliver(home, country().files("kbo", BORN), 147)))
    whole = country().files("kbo", BORN + timedelta(days=7))
    halves = {name: rows[: len(rows) // 2 + 1] for name, rows in whole.items() if name not in ("meta.csv", "code.csv")}
    deliver(home, whole | halves, 148)
    receive, look, *_ = blocks("how-to/when-a-delivery-is-held.md", {})
    (held,) = follow(home, receive)
    assert "HELD" in held.out
    (seen,) = follow(home, look, DIRECTION)
    (sha256,) = re.findall(r"vigie registers release kbo ([0-9a-f]{12}) ", seen.out)
    _, _, release, reject, give_up = blocks("how-to/when-a-delivery-is-held.md", {HASH: sha256, LOST: str(BORN)})
    other = Path(shutil.copytree(home, tmp_path / "other"))
    asked, given = follow(home, release, DIRECTION, SECOND)
    assert "asked for" in asked.out
    assert "released" in given.out
    assert "rejected" in follow(other, reject, SECOND)[0].out
    shutil.rmtree(home / "lake/kbo" / str(BORN))
    assert "given up" in follow(home, give_up, DIRECTION)[0].out


def test_a_closed_register_comes_in_and_goes_when_its_decision_is_withdrawn(home: Path) -> None:
    """By the decision of the page; then it is listed, counted by reason, and gone, without anybody's number."""
    numbers = [b.nobody_checked(n) for n in range(1, 4)]
    files = closed_files("limosa", [{"INSS": number} for number in numbers], today() - timedelta(days=1))
    sent = b.write(home / "sent", {**files, "meta.csv": b.meta(today() - timedelta(days=1))})
    assert "[INTAKE-101]" in vigie(home, "ingest", "limosa", str(sent), expected=2).err
    (example,) = blocks("how-to/receive-a-closed-register.md", ONCE, kind="yaml")
    (home / "rules").mkdir(exist_ok=True)
    (home / "rules/authorisations.yaml").write_text(example, encoding="utf-8")
    reload_rules(at_once=True)
    begin, take, withdraw = blocks("how-to/receive-a-closed-register.md", ONCE)
    checked, listed = follow(home, begin, DIRECTION)
    assert "hold together" in checked.out
    assert "in force" in listed.out
    assert "limosa: full of" in follow(home, take)[0].out
    assert (home / "lake/limosa").is_dir()
    edit, commands = withdraw.split("\n", 1)
    follow(home, edit)
    reload_rules(at_once=True)
    listed, seen, gone = follow(home, commands, DIRECTION)
    assert "withdrawn" in listed.out
    assert "1 snapshots would go: 3 rows" in seen.out
    assert "1 snapshots are gone: 3 rows" in gone.out
    assert re.search(r"limosa.*withdrawn", gone.out)
    assert not any(number in said.out for number in numbers for said in (listed, seen, gone))
    assert not (home / "lake/limosa").exists()
