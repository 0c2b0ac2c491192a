"""The demo's duty rosters: every office that somebody may have to ring, numbers that ring nobody."""

import json
import re
from datetime import date
from pathlib import Path

import builders_registers as b

from inspection.demo.registers.on_call import on_call_on, write_on_call
from inspection.demo.registers.roster import roster_on

ON = date(2026, 11, 25)
NOBODYS = r"02 000 \d\d \d\d"


def test_each_office_of_the_routing_table_has_a_number() -> None:
    """Whoever a referral may address can be rung: police, auditor and prosecutor of each area, with a deputy."""
    rosters = {one["recipient"]: one["turns"] for one in on_call_on(b.rules(), ON)}
    for office in b.rules().offices:
        for recipient in (office.police_directorate, office.labour_auditorate, office.public_prosecutor):
            assert {turn["rank"] for turn in rosters[recipient]} == {1, 2}
    assert rosters.keys() >= {"guardianship", "locpol", "interpreters", "oe-minteh"}


def test_no_number_rings_anybody_and_none_is_given_twice() -> None:
    """After an area code no subscriber's number begins with 0; people and offices never share one."""
    numbers = [turn["number"] for one in on_call_on(b.rules(), ON) for turn in one["turns"]]
    users = roster_on(ON)["users"]
    assert isinstance(users, list)
    numbers += [user["telephone"] for user in users]
    assert all(re.fullmatch(NOBODYS, number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_number_that_the_rules_know_is_left_alone(tmp_path: Path) -> None:
    """The emergency number and every other that is public stay theirs; the file says when the others were tried."""
    assert write_on_call(tmp_path, b.rules(), ON) == {f"{tmp_path.name}/duty.json": len(on_call_on(b.rules(), ON))}
    told = json.loads((tmp_path / "duty.json").read_text(encoding="utf-8"))
    known = {r.id for r in b.rules().recipients.values() if r.telephone}
    assert known
    assert not known & {one["recipient"] for one in told["rosters"]}
    assert 0 < (ON - date.fromisoformat(told["tried_on"])).days < b.rules().on_call_rules.test_call_days
