"""Bundles that the version before froze: nobody is written to because another one writes the same, or less."""

import json
from typing import Any

import pytest
from builders_acts import LIEGE, NAMUR, later
from builders_lodgings import (
    AUDITOR,
    CELL,
    ELSEWHERE,
    MAGISTRATE,
    POLICE,
    WORDS,
    a_lodging,
    as_before_the_shares,
    change,
    hand_over,
    is_whole,
    opened,
    rows,
    told,
)
from builders_orders import INSPECTOR
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.controls import correct_control, note_report
from inspection.acts.delivery import prepare_by_hand
from inspection.acts.outbox import file_drop
from inspection.acts.referrals import acknowledge
from inspection.control.filled import Control
from inspection.referral.bundle import damaged
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext

EVERYBODY = (POLICE, AUDITOR, CELL, MAGISTRATE)


@pytest.fixture
def house(embedded: AppContext) -> AppContext:
    """Give the house on the embedded database alone."""
    return embedded


def counted(house: AppContext) -> list[int]:
    """How often each office was written to."""
    return [len(rows(house, office)) for office in EVERYBODY]


def seen_later(house: AppContext, control: Control, place: str = LIEGE, **answers: Any) -> None:
    """Correct answers of a control."""
    more = control.model_copy(update={"answers": {**control.answers, **answers}})
    correct_control(house.acting(INSPECTOR, later(3)), more, "seen later", place=place)


def test_a_number_from_the_federal_system_writes_to_nobody_and_reopens_nothing(house: AppContext) -> None:
    """Everybody holds the case already: a code of the standard that came since is no news of it."""
    control = a_lodging()
    reference = opened(house, control)
    for office in EVERYBODY:
        acknowledge(house.acting(INSPECTOR, later(1)), reference, recipient=office)
    as_before_the_shares(house)
    note_report(house.acting(INSPECTOR, later(2)), control.control_id, "2026/000001")
    assert counted(house) == [1, 1, 1, 1]
    assert referrals(house.store)[0].state == "closed"


@pytest.mark.battery(reason="who was concerned only and leads then is told in every run")
def test_what_is_new_of_the_case_is_told_all_the_same(house: AppContext) -> None:
    """Each by what it may read today: that the danger is over is for everybody, what else was seen for who works it."""
    control = a_lodging()
    opened(house, control)
    as_before_the_shares(house)
    seen_later(house, control, ob_network=["chain"])
    assert counted(house) == [2, 2, 1, 1]
    hand_over(house, 3.5)
    seen_later(house, control, ob_network=["chain"], ob_danger_now=False)
    assert counted(house) == [3, 3, 2, 2]
    assert (told(house, CELL)["danger_now"], is_whole(told(house, CELL))) == (False, False)


def test_who_holds_the_whole_as_concerned_is_told_that_it_leads(house: AppContext) -> None:
    """Once, with the place as it stands now: it is to work the case."""
    control = a_lodging("Rue 1, 5000 Namur")
    opened(house, control)
    as_before_the_shares(house)
    seen_later(house, control, NAMUR, fm_head_count=2)
    assert [row.reason for row in rows(house, "pjf-namur")] == ["lodging", "place_of_facts"]
    seen_later(house, control, NAMUR, fm_head_count=3)
    assert len(rows(house, "pjf-namur")) == 2


def delivered(house: AppContext, row: DeliveryRow) -> dict[str, bytes]:
    """What lies in the folder of a bundle at its office."""
    lies = file_drop(house).bundles(row.recipient)
    (files,) = (files for folder, files in lies.items() if row.bundle_key[:12] in folder)
    return files


@pytest.mark.parametrize("kind", ["report", "correction"])
@pytest.mark.few(1)
def test_what_waited_for_an_office_of_a_lodging_leaves_with_the_minimum(house: AppContext, kind: str) -> None:
    """Made anew before it leaves, once, and noted; the offices of the case get what was frozen for them."""
    reference = opened(house, sent=kind == "correction")
    if kind == "correction":
        change(house, reference, kind, 0.5)
    as_before_the_shares(house)
    before = {office: rows(house, office)[-1].bundle_key for office in EVERYBODY}
    for hours in (1, 2):
        hand_over(house, hours)
    after = {office: rows(house, office)[-1] for office in EVERYBODY}
    assert {office for office in EVERYBODY if after[office].bundle_key != before[office]} == {CELL, MAGISTRATE}
    for office in (CELL, MAGISTRATE):
        files = delivered(house, after[office])
        assert damaged(files) == []
        data = json.loads(files["data.json"])
        assert (data["lodgings"], [one["ref"] for one in data["persons"]]) == (["Straat 1, 3500 Hasselt"], ["P1"])
        text = "".join(body.decode() for name, body in files.items() if not name.endswith(".pdf"))
        assert not [word for word in (*ELSEWHERE, WORDS) if word in text]
        assert ("message.txt" in files) is (kind == "correction")
    assert is_whole(json.loads(delivered(house, after[POLICE])["data.json"]))
    with house.store.read() as session:
        noted = session.exec(select(AuditEntryRow.subject).where(col(AuditEntryRow.act) == "delivery.narrow")).all()
    assert sorted(noted) == sorted(after[office].id for office in (CELL, MAGISTRATE))


def test_what_cannot_be_made_anew_does_not_leave(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is tried: the failure is noted as any other, and the offices of the case have theirs."""
    opened(house, sent=False)
    as_before_the_shares(house)

    def broken(*_: object, **__: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr("inspection.acts.bundles.minimising.report_today", broken)
        for hours in (1, 3, 9):
            hand_over(house, hours)
    assert [rows(house, office)[0].sent_at is None for office in EVERYBODY] == [False, False, True, True]
    hand_over(house, 20)
    assert not is_whole(json.loads(delivered(house, rows(house, CELL)[0])["data.json"]))


def test_nobody_reads_the_whole_to_an_office_of_a_lodging_over_the_telephone(house: AppContext) -> None:
    """The script is made of the same bundle, before any of it left."""
    opened(house, sent=False)
    as_before_the_shares(house)
    (row,) = rows(house, CELL)
    script = prepare_by_hand(house.acting(INSPECTOR, later(1)), row.id, "telephone")
    assert "Straat 1, 3500 Hasselt" in script
    assert not [word for word in ELSEWHERE if word in script]
    (stands,) = rows(house, CELL)
    assert not is_whole(json.loads(dict(bundle_of(house.store, stands).files)["data.json"]))
