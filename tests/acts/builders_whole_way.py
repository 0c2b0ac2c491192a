"""The whole way from "control saved" to "list published" by the real acts, and the judgement of what came of it.

Whatever stopped it in between: it is run again, as its schedule would, and then nothing is lost and nothing doubled.
"""

import io
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from builders_acts import LIEGE, SIGNS, a_control, a_suspicious_control, a_yes, an_office
from builders_control import a_person, the_rules
from houses import House
from openpyxl import load_workbook
from sqlmodel import col, select, update

from flows.publish_lists import publish_one
from inspection.acts.controls import save
from inspection.acts.delivery import deliver, deliver_lists, referral_list
from inspection.acts.outbox import OutboxSafe
from inspection.acts.referrals import decide
from inspection.control.filled import Control
from inspection.referral.bundle import damaged
from inspection.referral.model import Transport
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.queries import deliveries, referrals
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.store.referrals import DeliveryRow, ListSendingRow
from inspection.time_of import IsoWeek, day_in_brussels, now
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"
ADDRESSEES = ("aud-liege", "pjf-liege")
LAST_WEEK = now() - timedelta(days=7)
WEEK = IsoWeek.of(day_in_brussels(LAST_WEEK))  # a list is published of a week that has ended
ONCE = {
    "control.save": 2,
    "suspicion.decide": 2,
    "referral.open": 2,
    "delivery.queue": 4,
    "delivery.sent": 4,
    "list.publish": 2,
    "list.sent": 2,
    "alert.raise": 3,  # the head is told of each referral, and of a control that is undecided
}


@dataclass(frozen=True)
class Case:
    """What the process is given: an installation, two filled controls, and a file for the witness."""

    settings: Settings
    at_once: Control
    later: Control
    witness: Path


def the_whole_way(case: Case, transport: Callable[[Path], Transport]) -> None:
    """Save, decide, deliver, publish, write; each step notes what it acknowledged."""
    house = House(open_store(case.settings), the_rules(), case.settings)
    note(case, save(house.acting(BY, LAST_WEEK), case.at_once, place=LIEGE).reference)
    save(house.acting(BY, LAST_WEEK), case.later, place=LIEGE)
    decided = decide(house.acting(BY, LAST_WEEK), case.later.control_id, "yes", grounds="papers held")
    note(case, decided.reference if decided else None)
    deliver(house.acting(), [transport(case.settings.outbox)])
    with patch("sectors.reader.following.load_rules", lambda extra: the_rules()):
        for recipient in ADDRESSEES:
            publish_one(str(WEEK), recipient)
    deliver_lists(house.acting(), [transport(case.settings.outbox)])
    house.store.close()


def note(case: Case, reference: str | None) -> None:
    """Write down outside the database what was acknowledged to somebody."""
    with case.witness.open("a") as file:
        file.write(f"{reference}\n")
        file.flush()
        os.fsync(file.fileno())


def run_out(case: Case) -> None:
    """Let the lease of a dead process run out, as if it had died long ago, and what failed be due again."""
    store = open_store(case.settings)
    with store.write() as session:
        for table in (DeliveryRow, ListSendingRow):
            session.execute(update(table).where(col(table.lease_by).is_not(None)).values(lease_until=LAST_WEEK))
            session.execute(update(table).where(col(table.next_at).is_not(None)).values(next_at=LAST_WEEK))
    store.close()


def home_of(case: Case) -> dict[str, str]:
    """The environment by which a flow finds this installation."""
    return {"VIGIE_HOME": str(case.settings.home), "VIGIE_DATABASE_URL": case.settings.database_url or ""}


def effects(case: Case) -> Counter[str]:
    """Count what lies in the addressees' folders, by addressee and reference."""
    return Counter(f"{p.parent.name}/{p.name[:13]}" for p in bundles(case))


def bundles(case: Case) -> list[Path]:
    """The bundles that lie in the addressees' folders."""
    return list(case.settings.outbox.glob("*/R-*"))


def whole_bundles(case: Case) -> int:
    """Check that each bundle is undamaged and tells where, who and why, and return how many there are."""
    for folder in bundles(case):
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
        assert damaged(files) == []
        data, text = json.loads(files["data.json"]), files["first_report.txt"].decode()
        assert data["workplace"]["id"] == case.at_once.workplace
        assert (data["workplace"]["refnis"], data["workplace"]["place"]) == (LIEGE, "Liège / Luik")
        assert [person["name"] for person in data["persons"]] == ["Vasil Exempel"]
        number = case.at_once.workplace.partition(":")[2]
        assert all(said in text for said in (number, "Liège", LIEGE, "papers held", "+32 2 000 00 00"))
    return len(bundles(case))


def written_lists(case: Case) -> dict[str, set[str]]:
    """The references in the workbook of each addressee's list; the PDF beside it is whole."""
    found = {}
    for recipient in ADDRESSEES:
        copies = _copies(case, recipient)
        (sent,) = (case.settings.outbox / recipient).glob("L-*")  # one: a list that left twice is there twice
        assert damaged({p.name: p.read_bytes() for p in sent.iterdir()}) == []
        mine, theirs = json.loads(copies["json"]), json.loads((sent / "referral_list.json").read_bytes())
        assert all(row["ring"] for row in theirs["referrals"])  # whom to ring is said where it leaves, and kept nowhere
        assert mine == theirs | {"referrals": [row | {"ring": ""} for row in theirs["referrals"]]}
        books = copies["xlsx"], (sent / "referral_list.xlsx").read_bytes()
        references = {references_in(book) for book in books}
        (found[recipient],) = references
    return found


def _copies(case: Case, recipient: str) -> dict[str, bytes]:
    """The house's copies of an addressee's list, opened, by their endings."""
    store = open_store(case.settings)
    safe, folder = OutboxSafe(store), case.settings.lists / recipient
    files = {kind: f"{WEEK}.{kind}" for kind in ("json", "xlsx", "pdf")}
    found = {
        kind: safe.open(f"lists/{recipient}/{file}", (folder / f"{file}.sealed").read_bytes())
        for kind, file in files.items()
    }
    store.close()
    return found


def references_in(workbook: bytes) -> frozenset[str]:
    """The references in a list's workbook."""
    cells = load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)
    return frozenset(cell for row in cells for cell in row if str(cell).startswith("R-"))


def a_case(database: Settings, witness: Path) -> Case:
    """Give a house with its people, closed again so that nothing open passes into a child."""
    here = replace(database, lease_seconds=600)
    an_office(here).store.close()
    day = {"on": day_in_brussels(LAST_WEEK), "persons": [a_person(1, name="Vasil Exempel")]}
    at_once = a_control(answers=dict(SIGNS), suspicion=a_yes(LAST_WEEK), **day)
    return Case(here, at_once, a_suspicious_control(**day), witness)


def judged(case: Case, kills: int = 1) -> int:
    """Check that nothing was lost and nothing doubled, and return how many entries the trail has.

    kills
        How many processes were killed at it: each may leave one attempt that was begun.
    """
    house = House(open_store(case.settings), the_rules(), case.settings)
    found = referrals(house.store)
    assert {r.control_id for r in found} == {case.at_once.control_id, case.later.control_id}
    assert len(found) == 2
    assert set(case.witness.read_text().split()) == {r.reference for r in found}
    assert effects(case) == {f"{to}/{r.reference}": 1 for r in found for to in ADDRESSEES}
    assert whole_bundles(case) == 4
    assert [d.state for d in deliveries(house.store)] == ["delivered"] * 4
    lists = [referral_list(house.acting(), to, WEEK) for to in ADDRESSEES]
    assert [{row.reference for row in one.rows} for one in lists if one] == [{r.reference for r in found}] * 2
    assert written_lists(case) == {to: {r.reference for r in found} for to in ADDRESSEES}
    entries = complete_trail(house, kills)
    house.store.close()
    return entries


def complete_trail(house: AppContext, kills: int = 1) -> int:
    """Check that every effect has its entry, once, and return how many entries there are."""
    report = verify_trail(house.store)
    assert report.holds
    with house.store.read() as session:
        acts = Counter(entry.act for entry in session.exec(select(AuditEntryRow)))
        failing = sum(alert.kind.endswith("_failing") for alert in session.exec(select(AlertRow)))
    acts["alert.raise"] -= failing  # somebody is told of a sending that failed: no effect, and no fault
    assert {act: acts[act] for act in ONCE} == ONCE
    assert acts["delivery.start"] in range(4, 5 + kills)  # a killed attempt leaves its start
    assert acts["list.start"] in range(2, 3 + kills)
    return report.entries
