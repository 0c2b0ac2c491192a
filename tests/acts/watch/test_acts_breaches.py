"""The register of breaches: its clock alarms, what is owed cannot be forgotten, nothing personal stands in clear."""

from datetime import timedelta

import pytest
from builders_acts import AT
from sqlmodel import select

from inspection.acts.chasing import chase
from inspection.acts.watch import (
    assess_breach,
    breach,
    breaches,
    close_breach,
    draft_notice,
    note_notified,
    note_told,
    open_breach,
)
from inspection.acts.watch.breaches import breach_rules
from inspection.errors import AccessRefused, BreachFault
from inspection.i18n import LANGUAGES
from inspection.store.core import metadata
from inspection.store.queries import alerts
from inspection.trust import AppContext
from sectors.rules.watch import BreachRisk

DPO, CANARY = "dpo-1", "the phone of Mimi Canari was stolen"


def opened(house: AppContext, by: str = "supervisor-liege") -> str:
    """Open a breach now; return its reference."""
    return open_breach(house.acting(by, AT), CANARY, kinds=["confidentiality"], aware_at=AT).reference


def told(house: AppContext, hours: float) -> list[tuple[str, str]]:
    """Chase so many hours later; return the alerts of breaches that stand, with whom each is for."""
    chase(house.acting(at=AT + timedelta(hours=hours)))
    return sorted((one.kind, one.for_role) for one in alerts(house.store) if one.kind.startswith("data_breach"))


def fails(code: str) -> "pytest.RaisesExc[BreachFault]":
    """Expect an error of this code."""
    return pytest.raises(BreachFault, match=code)


def test_the_clock_of_a_breach_alarms_until_it_is_notified(house: AppContext) -> None:
    """At once, at each reminder, and when the deadline has passed; each once."""
    reference = opened(house)
    at_once = [("data_breach_open", "auditor_dpo"), ("data_breach_open", "direction")]
    assert told(house, 1) == at_once
    first = [("data_breach_clock", "auditor_dpo")]
    assert told(house, 24) == told(house, 25) == sorted(first + at_once)
    assert told(house, 72) == sorted(first * 2 + at_once)
    late = [("data_breach_late", "auditor_dpo"), ("data_breach_late", "direction")]
    assert told(house, 72.1) == told(house, 200) == sorted(first * 2 + at_once + late)
    (one,) = breaches(house.acting(DPO, AT + timedelta(hours=73)))
    assert (one.is_late, one.reference) == (True, reference)


def test_a_notified_breach_and_an_unlikely_risk_alarm_nobody(house: AppContext) -> None:
    """What was done stops the clock; so does an assessment that asks for no notification, and no other."""
    one, other, third = opened(house), opened(house), opened(house)
    dpo = house.acting(DPO, AT + timedelta(hours=2))
    for reference, risk in ((one, "likely"), (other, "unlikely"), (third, "high")):
        assess_breach(dpo, reference, "assessed", risk=risk, people=3)
    note_notified(dpo, one, "by their form")
    late = [kind for kind, _ in told(house, 100) if kind == "data_breach_late"]
    assert len(late) == 2  # of the third alone: to the data officer, and to the direction
    note_notified(house.acting(DPO, AT + timedelta(hours=100)), third, "by their form", late="it was a weekend")
    assert {kind for kind, _ in told(house, 101)} == {"data_breach_open"}  # an event: somebody takes it on


def test_what_is_owed_must_be_done_before_it_is_closed(house: AppContext) -> None:
    """Not before an assessment; not without the notification, nor without the people where the risk is high."""
    reference = opened(house)
    dpo = house.acting(DPO, AT + timedelta(hours=80))
    with fails("BREACH-104"):
        close_breach(dpo, reference, "done")
    with fails("BREACH-106"):
        assess_breach(dpo, reference, "assessed", risk="none", people=1)
    assess_breach(dpo, reference, "assessed", risk="high", people=12)
    with fails("BREACH-105"):
        close_breach(dpo, reference, "done")
    with fails("BREACH-107"):
        note_notified(dpo, reference, "by their form")
    note_notified(dpo, reference, "by their form", late="the holidays")
    with fails("BREACH-105"):
        close_breach(dpo, reference, "done")
    note_told(dpo, reference, "by letter", people=12)
    with fails("BREACH-108"):
        close_breach(dpo, reference, " ")
    assert close_breach(dpo, reference, "done").closed_at is not None
    with fails("BREACH-102"):
        note_told(dpo, reference, "again", people=1)
    _, steps = breach(dpo, reference)
    assert [step for _, step, _ in steps] == ["assessed", "notified", "told_people", "closed"]
    assert "the holidays" in steps[1][2]


def test_nothing_of_it_stands_in_clear_and_drafts_name_nobody(house: AppContext) -> None:
    """Words are sealed; a draft in each language says kinds and counts, and leaves the rest open."""
    reference = opened(house)
    assess_breach(house.acting(DPO, AT), reference, CANARY, risk="high", people=12)
    with house.store.read() as session:
        rows = [tuple(row) for table in metadata.sorted_tables for row in session.connection().execute(select(table))]
    assert not [row for row in rows if "Canari" in repr(row)]
    drafts = {
        draft_notice(house.acting(DPO, AT), reference, whom, lang)
        for whom in ("authority", "people")
        for lang in LANGUAGES
    }
    assert len(drafts) == 2 * len(LANGUAGES)
    assert all(reference in draft and "Canari" not in draft and "{" not in draft for draft in drafts)


def test_who_may_do_what_with_a_breach(house: AppContext) -> None:
    """The office may open one; inspectors and supervisors never read the register; moments must be possible."""
    reference = opened(house)
    for who in ("insp-liege-1", "supervisor-liege", "system"):
        with pytest.raises(AccessRefused):
            breaches(house.acting(who, AT))
        with pytest.raises(AccessRefused):
            assess_breach(house.acting(who, AT), reference, "assessed", risk="high", people=1)
    with fails("BREACH-103"):
        open_breach(house.acting(DPO, AT), CANARY, kinds=["integrity"], aware_at=AT + timedelta(minutes=1))
    with fails("BREACH-106"):
        open_breach(house.acting(DPO, AT), CANARY, kinds=["theft"], aware_at=AT)
    with fails("BREACH-101"):
        close_breach(house.acting(DPO, AT), "DB-NONE", "done")


def test_a_word_that_the_rules_no_longer_have_asks_for_everything(house: AppContext) -> None:
    """It stops no alarm of the house, and nothing that is owed is closed by it."""
    assert breach_rules(house, AT).asked_by("a word of before") == BreachRisk(notify=True, tell=True)
    assert breach_rules(house, AT).asked_by(None).notify
