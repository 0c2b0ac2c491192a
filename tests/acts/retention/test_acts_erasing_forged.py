"""An erasure that nobody confirmed erases nothing: neither its outcome alone, nor a file put into the keyring."""

import json
from datetime import datetime

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later
from houses import as_user
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from inspection.acts.controls import save
from inspection.acts.retention import (
    confirm_erasure,
    finish_erasures,
    lift_legal_hold,
    place_legal_hold,
    propose_erasure,
)
from inspection.acts.retention.forgetting import DAMAGED, HELD, forget_cases
from inspection.errors import KeyringFault
from inspection.life_cycles import AlertState, ErasureOutcome
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.records import (
    AlertRow,
    ErasureConfirmationRow,
    ErasureItemRow,
    ErasureOutcomeRow,
    ErasureRow,
)
from inspection.tombstones import written_tombstone
from inspection.trust import AppContext

BY, DPO, DIRECTION, NAMED = "insp-liege-1", "dpo-1", "direction-1", "subject_request"


def a_case(house: AppContext) -> str:
    """Save a control with a suspicion that was denied; returns the id of its case."""
    control = a_suspicious_control("no")
    save(as_user(house, BY, AT), control, place=LIEGE)
    return str(control.control_id)


def is_here(house: AppContext, case: str) -> bool:
    """Whether its rows are."""
    with house.store.read() as session:
        return session.get(ControlRow, case) is not None


def alerted(house: AppContext) -> list[tuple[str, str]]:
    """Kind and subject of what the direction was alerted to about keys."""
    with house.store.read() as session:
        mine = select(AlertRow.kind, AlertRow.subject).where(col(AlertRow.kind).in_((DAMAGED, HELD)))
        mine = mine.where(col(AlertRow.state) == AlertState.OPEN)
        return sorted(session.exec(mine).all())


@pytest.mark.parametrize("by", [None, DPO])
def test_no_guard_lets_go_what_no_second_person_confirmed(house: AppContext, by: str | None) -> None:
    """An item with its outcome, alone or confirmed by who proposed it: the decision of the case stays."""
    case, erasure, item = a_case(house), new_id(), new_id()
    with house.store.write() as session:
        session.add(
            ErasureRow(
                id=erasure, reference="ERA-1", service="ONSS", scope=NAMED, sha256="", proposed_by=DPO, proposed_at=AT
            )
        )
        session.flush()
        session.add(ErasureItemRow(id=item, erasure_id=erasure, class_key=NAMED, subject=case))
        session.flush()
        session.add(ErasureOutcomeRow(id=item, outcome=ErasureOutcome.ERASED))
        if by:
            session.add(ErasureConfirmationRow(id=new_id(), erasure_id=erasure, confirmed_by=by, confirmed_at=AT))
    gone = text("DELETE FROM suspicion_decision WHERE control_id = :case")
    with pytest.raises(DBAPIError), house.store.write() as session:
        session.connection().execute(gone, {"case": case})
    if by is None:
        with house.store.write() as session:
            session.add(
                ErasureConfirmationRow(id=new_id(), erasure_id=erasure, confirmed_by=DIRECTION, confirmed_at=AT)
            )
        with house.store.write() as session:
            assert session.connection().execute(gone, {"case": case}).rowcount > 0


def told(final: bool = True) -> dict[str, object]:
    """What a tombstone says."""
    return {"at": AT.isoformat(), "final": final, "keys": []}


@pytest.mark.parametrize("how", ["unsigned", "another key", "another case", "damaged"])
def test_a_tombstone_that_was_planted_erases_nothing(house: AppContext, how: str) -> None:
    """Neither by night nor by a restore; the case opens as before, another erasure is finished, one alert is raised."""
    case, another = a_case(house), a_case(house)
    keyring = house.store.keyring
    signs = keyring.keys.purpose("tombstone")
    bodies = {
        "unsigned": json.dumps(told()).encode(),
        "another key": written_tombstone(told(), case, bytes(32)),
        "another case": written_tombstone(told(), another, signs),
        "damaged": b"{",
    }
    (keyring.folder / case[-2:] / f"{case}.gone").write_bytes(bodies[how])
    made = propose_erasure(as_user(house, DPO, later(days=1)), class_key=NAMED, subjects=[another])
    assert made is not None
    confirm_erasure(as_user(house, DIRECTION, later(days=1)), made.reference, made.sha256)
    for night in (2, 3):
        finish_erasures(house.acting_as_flow("keep", later(days=night)))
    assert (is_here(house, case), is_here(house, another)) == (True, False)
    assert (len(keyring.key_of(case)), alerted(house)) == (32, [(DAMAGED, case)])
    with pytest.raises(KeyringFault, match="KEYRING-104"):
        keyring.tombstones()
    assert set(keyring.told_tombstones()[0]) == {another}
    (keyring.folder / case[-2:] / f"{case}.gone").unlink()
    finish_erasures(house.acting_as_flow("keep", later(days=4)))
    assert alerted(house) == []


def test_an_erasure_is_finished_though_its_tombstone_is_damaged(house: AppContext) -> None:
    """What is for ever is written anew: whoever puts a bad file there stops no destruction."""
    case, keyring = a_case(house), house.store.keyring
    (keyring.folder / case[-2:] / f"{case}.gone").write_bytes(b"{")
    made = propose_erasure(as_user(house, DPO, later(days=1)), class_key=NAMED, subjects=[case])
    assert made is not None
    confirm_erasure(as_user(house, DIRECTION, later(days=1)), made.reference, made.sha256)
    assert (is_here(house, case), set(keyring.tombstones()), list(keyring.cases())) == (False, {case}, [])


def test_a_hold_keeps_the_rows_of_a_case_whose_key_is_gone(house: AppContext) -> None:
    """By night and in a restore; the direction is alerted once, and when the hold is lifted nothing more is asked."""
    case = a_case(house)
    place_legal_hold(as_user(house, DPO, AT), case, reason="appeal")
    house.store.keyring.destroy(case, AT)
    at: datetime = later(days=2)
    finish_erasures(house.acting_as_flow("keep", at))
    forget_cases(house.acting_as_flow("keep", at), house.store.keyring.tombstones())
    assert (is_here(house, case), alerted(house)) == (True, [(HELD, case)])
    lift_legal_hold(as_user(house, DIRECTION, at), case)
    finish_erasures(house.acting_as_flow("keep", later(days=3)))
    assert (is_here(house, case), alerted(house)) == (False, [])
