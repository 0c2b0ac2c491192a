"""Builders for the board: cases in two districts, and what offices say about them, written as rows."""

from datetime import datetime, timedelta
from typing import Any

from builders_acts import AT, LIEGE, NAMUR, SIGNS, a_yes
from builders_control import a_person, a_raw_control, the_checklist

from inspection import acts
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.control.reading import read_control
from inspection.store.core import new_id
from inspection.store.queries import deliveries
from inspection.store.referrals import OpeningRow, QuestionRow, TakenOnRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

CELL, AUDITORATE = "pjf-liege", "aud-liege"
BY, HEAD, DIRECTION, DPO = "insp-liege-1", "head-liege", "direction-1", "dpo-1"
STREET = "Rue de l’Essai 12, 4000 Liège"
NAME, OTHER_NAME = "Kanarek Exemple", "Zeisig Exemple"


def a_case(house: AppContext, n: int = 1, district: str = "liege", at: datetime = AT, **fields: Any) -> str:
    """Save the n-th case of a district with a yes, and persons of whom one has no birth date; its reference."""
    refnis = {"liege": LIEGE, "namur": NAMUR}[district]
    workplace = f"est:2{n:09d}"
    known = KnownWorkplace(
        id=workplace,
        district=district,
        sector="restaurants",
        seen_on=day_in_brussels(at),
        name=f"Restaurant Exemple {n}",
        address=STREET,
        refnis=refnis,
    )
    remember_workplaces(house.acting(at=at), [known])
    persons = [
        a_person(1, name=NAME, hearing_language="vi", birth_date="1990-01-02", now_at="stayed"),
        a_person(2, name=OTHER_NAME, birth_date=None),
    ]
    hours = {"entered_at": at - timedelta(hours=2), "left_at": at - timedelta(minutes=5)}
    moments = {name: moment.isoformat() for name, moment in hours.items()}
    on = day_in_brussels(at - timedelta(hours=2))  # the day on which they went in
    suspicion = {"suspicion": a_yes(at), "answers": dict(SIGNS), "persons": persons}
    raw = {"on": on, "control_id": new_id(), "workplace": workplace, **suspicion, **moments, **fields}
    control = read_control(a_raw_control(**raw), lambda sector: the_checklist(sector, on))
    saved = acts.controls.save(house.acting(f"insp-{district}-1", at), control, place=refnis)
    assert saved.reference is not None
    return saved.reference


def delivery_to(house: AppContext, reference: str, recipient: str = CELL) -> str:
    """The id of the last delivery of a case to an office."""
    return [one.id for one in deliveries(house.store, reference=reference) if one.recipient == recipient][-1]


def opens(house: AppContext, delivery_id: str, at: datetime) -> None:
    """Write that an office opened what it got."""
    with house.store.write() as session:
        session.add(OpeningRow(id=new_id(), delivery_id=delivery_id, opened_at=at))


def asks(house: AppContext, delivery_id: str, words: str, at: datetime) -> str:
    """Write a question of an office; its id."""
    id_ = new_id()
    sealed = house.store.seal("referral_question.words", id_, words)
    with house.store.write() as session:
        session.add(QuestionRow(id=id_, delivery_id=delivery_id, words=sealed, asked_by="system", asked_at=at))
    return id_


def takes_on(house: AppContext, delivery_id: str, rings_back_at: datetime | None, at: datetime) -> None:
    """Write that an office takes a case on, and when it rings back."""
    row = TakenOnRow(
        id=new_id(),
        delivery_id=delivery_id,
        taker="duty_officer",
        rings_back_at=rings_back_at,
        how="telephone",
        noted_by=BY,
        noted_at=at,
    )
    with house.store.write() as session:
        session.add(row)


def a_roster_of(house: AppContext, recipient: str = CELL, number: str = "02 000 00 31", at: datetime = AT) -> None:
    """Take in a roster of an office, of one number that always answers."""
    turn = {"role": "police_cell", "number": number, "valid_from": day_in_brussels(at)}
    roster = {"recipient": recipient, "source": "roster of the test", "turns": [turn]}
    acts.on_call.import_on_call(house.acting("supervisor-liege", at), roster)
