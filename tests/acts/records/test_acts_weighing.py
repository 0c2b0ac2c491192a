"""What may follow from findings hangs on the decision that stands, whenever it was made."""

from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, later
from builders_control import a_suspicion
from sqlmodel import col, select

from inspection.acts.controls import correct_control, dossier, save, show_control
from inspection.acts.controls.dossiers import dossier_content
from inspection.acts.referrals import decide
from inspection.control.conclusions import Finding
from inspection.errors import ControlFault
from inspection.store.controls import FindingRow
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail
from sectors.reader import RuleFault

BY, HEAD = "insp-liege-1", "head-liege"
ALL = ("information", "warning", "deadline", "pv")
ONLY_A_REPORT = ("pv",)
PERSON = {"ref": "P1", "answers": {"q10_hours": "excessive", "q11_pay": "token", "q15_sleeps": "workplace"}}
KNEW = {"q02_dimona": "absent", "q02_worker_knew": True}


def a_proposed(**fields: Any):
    """A control in which the rules propose trafficking, and where work rules are not posted either."""
    return a_control(answers={"q05_work_rules": ["not_posted"]}, persons=[PERSON], **fields)


def saved(house: AppContext, control) -> str:
    """Save a control; its id."""
    return save(house.acting(BY, AT), control, place=LIEGE).control_id


def findings(house: AppContext, control_id: str) -> dict[str, Finding]:
    """What was found, as the whole of the control shows it."""
    shown = show_control(house.acting(BY, later(5)), control_id, whole=True)
    return {one.offence: one for one in shown.conclusion.findings}


def choice(house: AppContext, control_id: str) -> dict[str, tuple[str, ...]]:
    """What may follow from each finding."""
    return {key: one.open_consequences for key, one in findings(house, control_id).items()}


def said(house: AppContext, control_id: str, decision: str, hours: float = 1, by: str = BY) -> None:
    """Decide on a suspicion, some hours after the control."""
    decide(house.acting(by, later(hours)), control_id, decision, grounds="seen again")  # type: ignore[arg-type]


def warned(house: AppContext, control_id: str) -> tuple[str, ...]:
    """Of which findings the choice has a warning."""
    return show_control(house.acting(BY, later(5)), control_id, whole=True).conclusion.awaits_decision


def test_a_proposal_warns_of_what_is_connected_only_and_closes_nothing(house: AppContext) -> None:
    """Pay and hours, and not the work rules on the wall."""
    control = saved(house, a_proposed())
    assert choice(house, control) == {"DOC_WORKRULES": ALL, "PAY_UNPAID": ALL, "TIME_MAX": ALL}
    assert warned(house, control) == ("PAY_UNPAID", "TIME_MAX")


def test_a_reasoned_no_after_the_save_ends_the_warning(house: AppContext) -> None:
    """A week later the inspector says why it is none: what the rules propose stays, and binds nobody."""
    control = saved(house, a_proposed())
    with pytest.raises(ControlFault, match="grounds"):
        decide(house.acting(BY, later(1)), control, "no", grounds=" ")
    assert warned(house, control)
    said(house, control, "no")
    assert (set(choice(house, control).values()), warned(house, control)) == ({ALL}, ())
    shown = show_control(house.acting(BY, later(2)), control, whole=True)
    assert shown.conclusion.proposal.positive
    assert dossier_content(house, control, "auditorate").conclusion == shown.conclusion


def test_only_a_yes_takes_the_choice_away(house: AppContext) -> None:
    """No, undecided, yes: each time what follows is that of the last word."""
    control = saved(house, a_proposed(suspicion=a_suspicion("no", "asked again")))
    assert (set(choice(house, control).values()), warned(house, control)) == ({ALL}, ())
    said(house, control, "undecided", hours=1)
    assert (set(choice(house, control).values()), bool(warned(house, control))) == ({ALL}, True)
    said(house, control, "yes", hours=2)
    assert (set(choice(house, control).values()), warned(house, control)) == ({ONLY_A_REPORT}, ())
    assert len(referrals(house.store)) == 1
    assert verify_trail(house.store).holds


def test_a_yes_of_the_head_is_not_undone_by_a_no(house: AppContext) -> None:
    """It stands beside the inspector's decision and takes nothing from it, nor does that from it."""
    control = saved(house, a_proposed())
    said(house, control, "yes", hours=1, by=HEAD)
    said(house, control, "no", hours=2)
    assert set(choice(house, control).values()) == {ONLY_A_REPORT}


def test_a_correction_keeps_to_the_decision_that_was_made_since(house: AppContext) -> None:
    """The control carries the undecided of its own day; what the inspector decided later stands."""
    control = a_proposed(suspicion=a_suspicion("undecided", ""))
    control_id = saved(house, control)
    said(house, control_id, "no")
    again = control.model_copy(update={"answers": {**control.answers, "fm_hidden": 1}})
    result = correct_control(house.acting(BY, later(3)), again, "one was hidden", place=LIEGE)
    assert (result.is_new, result.decision) == (True, "no")
    assert set(choice(house, control_id).values()) == {ALL}


def test_what_is_held_against_no_victim_is_set_aside_by_a_later_yes(house: AppContext) -> None:
    """A worker who knew: a finding of its own until somebody suspects, and in no table after that."""
    control = saved(house, a_control(persons=[{"ref": "P1", "answers": KNEW}]))
    assert {"SS_DIMONA_IN", "SS_DIMONA_WORKER"} == set(findings(house, control))
    said(house, control, "yes")
    with house.store.read() as session:
        rows = [row.offence for row in session.exec(select(FindingRow).where(FindingRow.control_id == control))]
    assert rows == list(findings(house, control)) == ["SS_DIMONA_IN"]


def test_a_decision_that_changes_nothing_writes_nothing_anew(house: AppContext) -> None:
    """An ordinary control on which somebody says no: the trail has the decision and no more."""
    control = saved(house, a_control(answers={"q05_work_rules": ["not_posted"]}))
    said(house, control, "no")
    assert weighed(house) == []


def test_a_rule_that_cannot_be_read_holds_no_yes_back(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The referral leaves, all that followed before stands, and the trail says so."""

    def unreadable(*_: object) -> None:
        raise RuleFault("RULE-502", file="rules")

    control = saved(house, a_proposed())
    monkeypatch.setattr("inspection.acts.records.weighing.conclude", unreadable)
    said(house, control, "yes")
    assert len(referrals(house.store)) == 1
    assert choice(house, control)["DOC_WORKRULES"] == ALL
    assert weighed(house) == [{"done": False}]


def test_the_offenders_copy_knows_no_decision(house: AppContext) -> None:
    """Its bytes are the same whatever the inspector decided since."""
    one = saved(house, a_proposed())
    before = dossier_content(house, one, "offender")
    said(house, one, "yes")
    after = dossier_content(house, one, "offender")
    assert (before.control, before.conclusion) == (after.control, after.conclusion)
    assert dossier(house.acting(BY, later(3)), one, "offender").pdf


def weighed(house: AppContext) -> list[dict[str, Any]]:
    """What the trail says of controls that were weighed again."""
    with house.store.read() as session:
        entries = session.exec(
            select(AuditEntryRow).where(AuditEntryRow.act == "control.weigh").order_by(col(AuditEntryRow.n))
        )
        return [entry.facts for entry in entries]
