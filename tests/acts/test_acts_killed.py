"""Killed at any named point between "control saved" and "list published", then run again: nothing lost or doubled.

A real process runs the whole way and is killed by SIGKILL at one point. It is then run again, as its schedule would.
What it had acknowledged stands in a file outside the database: the witness.
"""

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office
from builders_control import the_rules
from sqlmodel import select

from inspection.acts import Office, decide_suspicion, deliver, publish_list, referral_list, save_control
from inspection.control import Control
from inspection.failpoints import REGISTERED
from inspection.referral import Bundle, FileDrop, Sent, Transport
from inspection.settings import Settings
from inspection.store import AuditEntry, deliveries, open_store, referrals
from inspection.time_of import IsoWeek, now
from inspection.trust import verify_trail

BY = "insp-liege-1"
ADDRESSEES = ("aud-liege", "pjf-liege")
WEEK = IsoWeek.of(now().date())
ONCE = {
    "control.save": 2,
    "suspicion.decide": 2,
    "referral.open": 2,
    "delivery.queue": 4,
    "delivery.sent": 4,
    "list.publish": 2,
    "alert.raise": 1,
}


@dataclass(frozen=True)
class Case:
    """What the process is given: an installation, two filled controls, and a file for the witness."""

    settings: Settings
    at_once: Control
    later: Control
    witness: Path


class Forgetful:
    """A planted fault: an addressee's folder that does not recognise a bundle that it has already."""

    name = "file_drop"
    deduplicates = False

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        (self._root / bundle.recipient / f"{bundle.reference}-{time.monotonic_ns()}").mkdir(parents=True)
        return Sent(state="delivered", at=at, receipt="ok")


def the_whole_way(case: Case, transport: Callable[[Path], Transport]) -> None:
    """Save, decide, deliver, publish; each step notes what it acknowledged."""
    house = Office(open_store(case.settings), the_rules(), case.settings)
    note(case, save_control(case.at_once, BY, place=LIEGE, office=house).reference)
    save_control(case.later, BY, place=LIEGE, office=house)
    decided = decide_suspicion(case.later.control_id, "yes", grounds="papers held", by=BY, office=house)
    note(case, decided.reference if decided else None)
    deliver([transport(case.settings.outbox)], office=house)
    for recipient in ADDRESSEES:
        publish_list(WEEK, recipient, office=house)
    house.store.close()


def note(case: Case, reference: str | None) -> None:
    """Write down outside the database what was acknowledged to somebody."""
    with case.witness.open("a") as file:
        file.write(f"{reference}\n")
        file.flush()
        os.fsync(file.fileno())


def run(case: Case, failpoint: str | None, transport: Callable[[Path], Transport] = FileDrop) -> int | None:
    """Run a child process, armed or not, and return its exit code."""
    armed = {"VIGIE_FAILPOINT": failpoint or "", "VIGIE_FAILPOINTS_ARMED": "1" if failpoint else ""}
    before = {name: os.environ.get(name) for name in armed}
    os.environ.update(armed)
    try:
        child = multiprocessing.get_context("fork").Process(target=the_whole_way, args=(case, transport))
        child.start()
        child.join(60)
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return child.exitcode


def effects(case: Case) -> Counter[str]:
    """Count what lies in the addressees' folders, by addressee and reference."""
    folders = [p for p in case.settings.outbox.glob("*/*") if not p.name.startswith(".")]
    return Counter(f"{p.parent.name}/{p.name[:13]}" for p in folders)


@pytest.fixture
def case(database: Settings, tmp_path: Path) -> Case:
    """Give a house with its people, closed again so that nothing open passes into a child."""
    here = replace(database, lease_seconds=1)
    an_office(here).store.close()
    week_day = {"on": AT.date()}
    return Case(here, a_suspicious_control("yes", **week_day), a_suspicious_control(**week_day), tmp_path / "witness")


@pytest.mark.parametrize("failpoint", REGISTERED)
def test_killed_anywhere_then_run_again(case: Case, failpoint: str) -> None:
    """One referral a control, one effect an addressee, one published list each, a complete and unbroken trail."""
    assert run(case, failpoint) == -9, "the point was not reached"
    held = effects(case).total()
    if failpoint.startswith("delivery."):
        time.sleep(1.1)  # the dead process's lease runs out
    assert run(case, None) == 0
    house = Office(open_store(case.settings), the_rules(), case.settings)
    found = referrals(house.store)
    assert {r.control_id for r in found} == {case.at_once.control_id, case.later.control_id}
    assert len(found) == 2
    assert set(case.witness.read_text().split()) == {r.reference for r in found}
    assert effects(case) == {f"{to}/{r.reference}": 1 for r in found for to in ADDRESSEES}
    assert [d.state for d in deliveries(house.store)] == ["delivered"] * 4
    lists = [referral_list(to, WEEK, office=house) for to in ADDRESSEES]
    assert [{row.reference for row in one.rows} for one in lists if one] == [{r.reference for r in found}] * 2
    trail = complete_trail(house)
    house.store.close()
    backend = "postgresql" if case.settings.database_url else "sqlite"
    print(f"{backend}: killed at {failpoint}, {held} of 4 bundles out; then 2 referrals, 4 effects, {trail} entries")


def complete_trail(house: Office) -> int:
    """Check that every effect has its entry, once, and return how many entries there are."""
    report = verify_trail(house.store)
    assert report.holds
    with house.store.read() as session:
        acts = Counter(entry.act for entry in session.exec(select(AuditEntry)))
    assert {act: acts[act] for act in ONCE} == ONCE
    assert acts["delivery.start"] in (4, 5)  # a killed attempt leaves its start
    return report.entries


def test_running_twice_without_a_kill_changes_nothing(case: Case) -> None:
    """The schedule may come again at any time."""
    assert run(case, None) == run(case, None) == 0
    assert set(effects(case).values()) == {1}
    assert effects(case).total() == 4


def test_the_harness_finds_a_planted_fault(case: Case) -> None:
    """An addressee that does not recognise a bundle gets it twice, and this test sees it: the counting works."""
    assert run(case, "delivery.sent", Forgetful) == -9
    time.sleep(1.1)
    assert run(case, None, Forgetful) == 0
    assert effects(case).total() == 5


def test_a_name_alone_arms_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second variable no setting of an installation can end it."""
    monkeypatch.setenv("VIGIE_FAILPOINT", "control.inserted")
    the_whole_way(case, FileDrop)
    assert effects(case).total() == 4
