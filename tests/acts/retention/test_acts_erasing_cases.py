"""A case is erased whole: rows, files, the portal's copies and its key, so that no copy of before tells of it."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_control import a_person
from builders_erasures import (
    CANARY,
    DIRECTION,
    DPO,
    NUMBER,
    Case,
    a_case,
    a_draft_of,
    all_that_opens,
    copied,
    erased,
    opened,
    pages,
)
from builders_portals import BY, Twin, with_a_portal
from houses import House, house_of
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspection.acts import access
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.acts.outbox import transports
from inspection.acts.portal.copies import publishing
from inspection.acts.portal.packing import BODY
from inspection.acts.retention import (
    archive_offer,
    confirm_erasure,
    erasure_proof,
    finish_erasures,
    place_legal_hold,
    propose_erasure,
)
from inspection.acts.retention.cases import CASE_ROWS
from inspection.acts.retention.erasable import ERASABLE
from inspection.errors import StoreFault
from inspection.keyring import Keyring, case_named
from inspection.settings import Settings
from inspection.store.core import Store, metadata
from inspection.store.portal import PortalCopyRow
from inspection.trust import verify_trail

MANY = int(os.environ.get("VIGIE_ERASURES", "20"))


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Twin]:
    """Give an office on the embedded database, with its portal."""
    made = with_a_portal(house_of(an_office(Settings(home=tmp_path / "home"))))
    yield made
    made.office.store.close(), made.portal.store.close()


def everywhere(twin: Twin) -> bytes:
    """Return all bytes of both homes as they are, and every page of both databases, free ones and journals too."""
    home = twin.office.settings.home
    parts = [file.read_bytes() for file in home.rglob("*") if file.is_file() and "keys" not in file.parts]
    for one in (twin.office, twin.portal):
        file, key = one.settings.store_file, one.store.keys.database
        parts += [*pages(file, key), *pages(Path(f"{file}-wal"), key, head=32, between=24)]
    return b"".join(parts)


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.engine.connect() as connection:
        counted = {
            t.name: connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar() for t in metadata.sorted_tables
        }
    return {name: n or 0 for name, n in counted.items()}


def test_of_an_erased_case_nothing_is_left_and_nothing_of_another_is_touched(twin: Twin, tmp_path: Path) -> None:
    """Before, a copy opens both; after, the same copy opens the one that stays, with every key that there still is."""
    gone, kept = a_case(twin, 1), a_case(twin, 2)
    copies = copied(twin, tmp_path / "copy")
    before = all_that_opens(twin.office, twin.portal, copies)
    assert (before.count(gone.canary) > 8, before.count(kept.canary) > 8) == (True, True)
    erased(twin.office, gone)
    after = all_that_opens(twin.office, twin.portal, copies)
    assert (after.count(gone.canary), after.count(kept.canary)) == (0, before.count(kept.canary))
    assert gone.canary.encode() not in everywhere(twin)
    assert kept.canary in "\n".join(opened(twin.office.store, twin.office.settings.attachments))
    assert not list(twin.office.settings.outbox.rglob(f"*{gone.reference}*"))
    assert [row.reference for row in twin.rows(kind="case")] == [kept.reference] * 2
    assert set(twin.office.store.keyring.tombstones()) == {gone.id}
    assert verify_trail(twin.office.store).holds


def test_on_both_databases_a_case_goes_and_the_guards_of_every_other_hold(house: House) -> None:
    """What no erasure names is deleted by nobody: neither a decision, nor an attempt, nor a call."""
    cases = []
    for n in range(2):
        control = a_suspicious_control("yes", persons=[a_person(1, national_number=NUMBER)])
        made = save(house.acting(BY, later(minutes=9 * n)), control, place=LIEGE)
        deliver(house.acting(at=later(minutes=9 * n + 1)), transports(house))
        cases.append(Case(control.control_id, str(made.reference), ""))
    before = rows(house.store)
    erased(house, cases[0])
    after = rows(house.store)
    for table in ("control", "referral", "delivery", "attempt", "suspicion_decision", "control_person"):
        assert (table, before[table], after[table]) == (table, 2 * after[table], after[table])
        assert after[table] > 0
    for table in ("attempt", "suspicion_decision"):
        with pytest.raises(DBAPIError), house.store.write() as session:
            session.execute(text(f"DELETE FROM {table}"))
    assert verify_trail(house.store).holds


def test_what_was_erased_does_not_come_back_from_a_device(twin: Twin) -> None:
    """Neither the control that a device still holds, nor its photo."""
    control = a_suspicious_control("yes")
    save(twin.office.acting(BY, AT), control, place=LIEGE)
    with pytest.raises(StoreFault) as refused:  # its bundles have not left yet
        erased(twin.office, Case(control.control_id, "", ""))
    assert refused.value.code == "STORE-083"
    case = a_case(twin, 1)
    erased(twin.office, case)
    again = control.model_copy(update={"control_id": case.id})
    with pytest.raises(StoreFault) as refused:
        save(twin.office.acting(BY, later(days=31)), again, place=LIEGE)
    assert refused.value.code == "ERASURE-101"


def test_a_look_of_before_an_erasure_publishes_nothing_of_it(twin: Twin) -> None:
    """The publisher packs first and writes later; an erasure may come in between."""
    case = a_case(twin, 0)
    with twin.portal.store.write() as session:
        session.execute(text("DELETE FROM portal_cursor"))  # as if nothing had been published: all is looked at
    looked = publishing._look(twin.office.acting_as_flow("portal", later(days=29)), twin.portal)
    assert looked is not None
    assert case.reference in {one.reference for one in looked.made}
    erased(twin.office, case)
    publishing._publish(twin.office.acting_as_flow("portal", later(days=31)), twin.portal, looked)
    assert case.reference not in {row.reference for row in twin.rows()}


def test_a_legal_hold_keeps_a_case_that_somebody_named(twin: Twin) -> None:
    """Placed after the proposal it blocks still; who proposed it may not confirm it."""
    house, case = twin.office, a_case(twin, 1)
    made = propose_erasure(house.acting(DPO, later(days=9)), class_key="subject_request", subjects=[case.id])
    assert made is not None
    place_legal_hold(house.acting(DPO, later(days=9)), case.id, reason="appeal")
    done = confirm_erasure(house.acting(DIRECTION, later(days=9)), made.reference, made.sha256)
    assert (done.report, len(list(house.store.keyring.cases())) > 0) == ({"held": {"subject_request": 1}}, True)
    assert house.store.keyring.tombstones() == {}


def test_a_person_who_asks_is_found_by_a_keyed_hash(twin: Twin) -> None:
    """However the number is written; the database holds no number, and a case that is gone is found no more."""
    house = twin.office
    mine, _ = a_case(twin, 1), a_case(twin, 2, number="90010100155")
    request = access.register_request(house.acting(DPO, later(days=1)), "access", "85.07.30-033.28")
    assert access.cases_of_request(house.acting(DPO, later(days=1)), request.reference) == (mine.id,)
    assert NUMBER.encode() not in b"".join(pages(house.settings.store_file, house.store.keys.database))
    erased(house, mine)
    assert access.cases_of_request(house.acting(DPO, later(days=31)), request.reference) == ()


@pytest.mark.battery(reason="an erased case leaves nothing anywhere, killed or not: tried in every run")
def test_a_referral_that_was_closed_long_ago_goes_with_its_control(twin: Twin) -> None:
    """By the class of referrals: a person names it once it is closed, not before."""
    house, case = twin.office, a_case(twin, 1)
    ask = {"class_key": "referral", "subjects": [case.id]}
    with pytest.raises(StoreFault) as refused:
        propose_erasure(house.acting(DPO, later(days=9)), **ask)
    assert refused.value.code == "STORE-083"
    with house.store.write() as session:
        session.execute(
            text("UPDATE referral SET closed_at = :at, state = 'closed'"), {"at": later(days=8).isoformat(" ")}
        )
    made = propose_erasure(house.acting(DPO, later(days=9)), **ask)
    assert made is not None
    assert made.due == {"referral": 1}
    confirm_erasure(house.acting(DIRECTION, later(days=9)), made.reference, made.sha256)
    assert rows(house.store)["referral"] == rows(house.store)["control"] == rows(house.store)["delivery"] == 0


def test_a_killed_erasure_is_finished_by_the_next_night(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any step outside the database, all of them are done later; done again, nothing is left to do."""
    house, case = twin.office, a_case(twin, 1)
    with monkeypatch.context() as cut:
        cut.setattr("inspection.acts.retention.erasing.finish", lambda *_: 0)
        erased(house, case)
    assert case.id in set(house.store.keyring.cases())
    assert finish_erasures(house.acting(at=later(days=31))) > 4
    assert (case.id in set(house.store.keyring.cases()), set(house.store.keyring.tombstones())) == (False, {case.id})
    assert finish_erasures(house.acting(at=later(days=31))) == 0
    assert case.canary.encode() not in everywhere(twin)


def test_a_copy_that_comes_back_to_the_portal_goes_the_next_night(twin: Twin) -> None:
    """With a backup of the portal and of its keyring of before: the office knows what it erased."""
    house, case = twin.office, a_case(twin, 1)
    before = twin.rows(kind="case")
    erased(house, case)
    assert twin.rows(kind="case") == []
    with twin.portal.store.write() as session:
        for row in before:
            body = twin.portal.store.seal(BODY, row.id, "{}", case=case_named(row.id))
            session.add(PortalCopyRow(**row.model_dump() | {"body": body, "files": None}))
    assert finish_erasures(house.acting(at=later(days=31))) == len(before)
    assert twin.rows(kind="case") == []
    assert not {case_named(row.id) for row in before} & set(twin.portal.store.keyring.cases())


def test_the_key_of_a_draft_goes_with_it_and_a_copy_tells_nothing(twin: Twin, tmp_path: Path) -> None:
    """By its own time, proposed at night."""
    house = twin.office
    draft = a_draft_of(house, "canary-draft")
    copies = copied(twin, tmp_path / "copy")
    made = propose_erasure(house.acting("system", later(days=91)))
    assert made is not None
    assert made.due == {"draft": 1}
    confirm_erasure(house.acting(DIRECTION, later(days=91)), made.reference, made.sha256)
    assert "canary-draft" not in all_that_opens(twin.office, twin.portal, copies)
    assert draft not in set(house.store.keyring.cases())


def test_a_portal_copy_has_a_key_of_its_own(twin: Twin) -> None:
    """In the portal's keyring, which the office's does not share."""
    a_case(twin, 1)
    mine = {case_named(row.id) for row in twin.rows()}
    assert mine <= set(twin.portal.store.keyring.cases())
    assert not mine & set(twin.office.store.keyring.cases())


@pytest.mark.battery(reason="an erased case leaves nothing anywhere, killed or not: tried in every run")
def test_a_proof_says_when_no_backup_opens_it_any_more(twin: Twin) -> None:
    """By the days that copies of the keyring live; what was never erased has none, and what is left is told."""
    house, case = twin.office, a_case(twin, 1)
    with pytest.raises(StoreFault) as refused:
        erasure_proof(house.acting(DPO, later(days=1)), case.id)
    assert refused.value.code == "ERASURE-103"
    erased(house, case, days=30)
    proof = erasure_proof(house.acting(DPO, later(days=40)), case.id)
    assert (proof.class_key, proof.destroyed_at, proof.rows, proof.left) == ("subject_request", later(days=30), 0, {})
    kept = house.catalogue(AT.date()).keyring_copy_days
    assert proof.backups_closed_on == later(days=30 + kept + 1).date()
    assert proof.backups_without_it_on == later(days=30 + house.catalogue(AT.date()).backups.kept_days + 1).date()
    assert (proof.copies, proof.unreadable_copies, proof.backups) == (0, 0, 0)


@pytest.mark.battery(reason="an erased case leaves nothing anywhere, killed or not: tried in every run")
def test_what_the_state_archives_are_offered_is_listed_before_it_goes(twin: Twin) -> None:
    """Ids of cases, none of a draft; once it is confirmed there is nothing to offer."""
    house, case = twin.office, a_case(twin, 1)
    made = propose_erasure(house.acting(DPO, later(days=9)), class_key="subject_request", subjects=[case.id])
    assert made is not None
    assert archive_offer(house.acting(DPO, later(days=9)), made.reference).records == {"subject_request": (case.id,)}
    confirm_erasure(house.acting(DIRECTION, later(days=9)), made.reference, made.sha256)
    with pytest.raises(StoreFault) as refused:
        archive_offer(house.acting(DPO, later(days=9)), made.reference)
    assert refused.value.code == "STORE-084"


def test_every_class_is_carried_out_or_refused_on_its_ground(twin: Twin) -> None:
    """By this job, with its case, by itself, or not; whoever adds a class says which."""
    classes = twin.office.catalogue(AT.date()).retention
    assert {key for key, one in classes.items() if one.carried_out == "erasure"} == set(ERASABLE)
    assert [key for key, one in classes.items() if one.carried_out != "erasure" and not one.ground] == []
    assert {one.carried_out for one in classes.values()} == {"erasure", "case", "itself", "refused"}


@pytest.mark.parametrize("planted", ["key", "journal"])
@pytest.mark.few(1)
def test_a_fault_that_is_planted_is_found(twin: Twin, tmp_path: Path, monkeypatch, planted: str) -> None:
    """An erasure that leaves the key opens the copy; one that leaves the journal leaves the sealed pages."""
    gone = a_case(twin, 1)
    copies = copied(twin, tmp_path / "copy")
    sealed = _sealed_body(twin.office.store, gone.id)
    if planted == "key":
        monkeypatch.setattr(Keyring, "destroy", lambda *_, **__: False)
    else:
        monkeypatch.setattr(Store, "forget", lambda *_: True)
    erased(twin.office, gone)
    assert (gone.canary in all_that_opens(twin.office, twin.portal, copies)) is (planted == "key")
    assert (sealed[-40:] in everywhere(twin)) is (planted == "journal")


def _sealed_body(store: Store, control_id: str) -> bytes:
    with store.engine.connect() as connection:
        return bytes(connection.execute(text("SELECT body FROM control WHERE id = :id"), {"id": control_id}).scalar())


def rows_of_case(store: Store, case: Case) -> dict[str, int]:
    """How many rows of a case there are in each table that has no others than those of cases."""
    of_case = {table: mine for table, mine in CASE_ROWS if table != "alert"}
    with store.engine.connect() as connection:
        return {
            table: connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE {mine}"), {"case": case.id}
            ).scalar_one()
            for table, mine in of_case.items()
        }


def canaries(content: bytes) -> set[str]:
    """Return every canary that stands in some bytes, looked for once: of five thousand one by one takes hours."""
    return {found.decode() for found in re.findall(CANARY, content)}


def erase_many(twin: Twin, tmp_path: Path, many: int) -> None:
    """Erase many cases, half of them one after another and half in one act, and look for each of them afterwards."""
    cases = [a_case(twin, n) for n in range(many)]
    kept = a_case(twin, many)
    of_kept = rows_of_case(twin.office.store, kept)
    assert (of_kept["control"], of_kept["referral"], of_kept["attachment"]) == (1, 1, 1)
    copies = copied(twin, tmp_path / "copy")
    half = len(cases) // 2
    for case in cases[:half]:
        erased(twin.office, case)
    erased(twin.office, *cases[half:])
    told, stands = canaries(all_that_opens(twin.office, twin.portal, copies).encode()), canaries(everywhere(twin))
    assert told == stands == {kept.canary}
    assert set(twin.office.store.keyring.tombstones()) == {case.id for case in cases}
    left = rows(twin.office.store)
    assert {table: left[table] for table in of_kept} == of_kept == rows_of_case(twin.office.store, kept)
    assert verify_trail(twin.office.store).holds


def test_some_erasures_leave_no_trace(twin: Twin, tmp_path: Path) -> None:
    """The part of the battery that every run tries."""
    erase_many(twin, tmp_path, 3)


@pytest.mark.battery  # VIGIE_ERASURES=2000 takes the better part of an hour, 5000 of them more
def test_many_erasures_leave_no_trace(twin: Twin, tmp_path: Path) -> None:
    """As many as VIGIE_ERASURES says."""
    erase_many(twin, tmp_path, MANY)


def test_moments_of_the_battery_stay_before_its_erasures() -> None:
    """Each case takes three minutes: five thousand of them are over before the days that erasures are dated by."""
    assert timedelta(minutes=3 * 5001) < timedelta(days=30)
