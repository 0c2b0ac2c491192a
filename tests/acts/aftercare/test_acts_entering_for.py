"""A colleague enters a suspicion in an inspector's name, who confirms it; their own control doubles nothing."""

from datetime import timedelta

import pytest
from builders_acts import AT, FIRM, LIEGE, SIGNS, a_control, a_yes, later, raised
from builders_chain import AGREED, a_chain_control
from builders_control import a_person
from sqlmodel import select

from inspection.acts.aftercare import Told, confirm_entry, enter_for
from inspection.acts.bundles import bundle_of
from inspection.acts.chain_notices import notices, propose, record_agreement, sign
from inspection.acts.chasing import chase
from inspection.acts.controls import correct_control, save, show_control
from inspection.acts.follow_ups import list_follow_ups
from inspection.acts.referrals import decide
from inspection.control.filled import Control, PersonFound
from inspection.errors import AccessRefused, ControlFault, ReferralFault
from inspection.store.controls import ChainAgreementRow, ControlRow
from inspection.store.core import new_id
from inspection.store.queries import alerts, controls, deliveries, referrals
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext, verify_trail

OTHER_DAY = {
    "entered_at": later(days=-2).isoformat(),
    "left_at": later(days=-2, hours=1).isoformat(),
    "facts_on": later(days=-2).date().isoformat(),
}
BY, COLLEAGUE = "insp-liege-1", "head-namur"


def a_call(**fields: object) -> Told:
    """What an inspector told at the hour at which their control began."""
    values = {
        "told_at": AT,
        "grounds": "people locked in",
        "sector": "restaurants",
        "report_language": "fr",
        "workplace": FIRM,
        "place": LIEGE,
        "danger_now": True,
        "persons": (PersonFound(ref="P1", now_at="stayed"),),
    }
    return Told(**{**values, **fields})


def own(**fields: object) -> Control:
    """The inspector's own control of the same event, as the device sends it when it is charged again."""
    begun = (AT - timedelta(minutes=40)).isoformat()
    raw = {"workplace": FIRM, "entered_at": begun, "left_at": later(hours=1).isoformat(), "answers": dict(SIGNS)}
    return a_control(**{**raw, **fields})


def kinds(house: AppContext, by: str, at=AT) -> list[str]:
    return [owed.kind for owed in list_follow_ups(house.acting(by, at))]


def texts(house: AppContext) -> list[str]:
    """What the police cell was written, in order."""
    with house.store.read() as session:
        rows = session.exec(select(DeliveryRow).order_by(DeliveryRow.id)).all()
        found = [dict(bundle_of(house.store, row).files) for row in rows if row.recipient == "pjf-liege"]
    return [b"".join(files.values()).decode("utf-8", "replace") for files in found]


def test_it_leaves_at_once_to_police_and_auditorate_and_says_who_entered_it(house: AppContext) -> None:
    """A control in the inspector's name; the yes is the colleague's, whose number the police ring meanwhile."""
    made = enter_for(house.acting(COLLEAGUE, later(minutes=5)), BY, a_call())
    assert (made.inspector, made.entered_by, made.is_new) == (BY, COLLEAGUE, True)
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]
    assert '"is_confirmed": false' in texts(house)[0] or '"is_confirmed":false' in texts(house)[0]
    assert "collègue de garde" in texts(house)[0]
    with house.store.read() as session:
        row = session.get_one(ControlRow, made.control_id)
        assert (row.saved_by, row.left_at, row.decision) == (BY, None, None)
    assert "entry_confirm" in kinds(house, BY)
    assert "person_check" in kinds(house, BY)
    verify_trail(house.store)


def test_a_year_typed_wrong_is_told_where_the_call_is_entered(house: AppContext) -> None:
    """The rules do not reach back so far: nothing is kept, and what to mend is said."""
    with pytest.raises(ControlFault, match="CONTROL-419"):
        enter_for(house.acting(COLLEAGUE, AT), BY, a_call(told_at=AT.replace(year=2006)))
    assert controls(house.store) == []


def test_nobody_enters_for_themselves_or_for_who_makes_no_controls(house: AppContext) -> None:
    for by, inspector in ((BY, BY), (COLLEAGUE, "direction-1"), (COLLEAGUE, "nobody")):
        with pytest.raises(ReferralFault, match="REFER-774"):
            enter_for(house.acting(by, AT), inspector, a_call())
    for by in ("dpo-1", "system"):
        with pytest.raises(AccessRefused):
            enter_for(house.acting(by, AT), BY, a_call())
    assert referrals(house.store) == []


def test_the_same_again_is_entered_once_and_another_call_is_added(house: AppContext) -> None:
    """Two colleagues who were rung write one referral between them."""
    first = enter_for(house.acting(COLLEAGUE, later(minutes=5)), BY, a_call())
    again = enter_for(house.acting(COLLEAGUE, later(minutes=6)), BY, a_call())
    other = enter_for(house.acting("supervisor-liege", later(minutes=7)), BY, a_call(grounds="one is hurt"))
    assert {first.reference, again.reference, other.reference} == {first.reference}
    assert (again.is_new, other.is_new) == (False, False)
    assert len(deliveries(house.store)) == 4  # one report and one supplement to each


def test_the_inspector_confirms_and_whoever_has_the_case_reads_it(house: AppContext) -> None:
    """An alert waits for it, and climbs; nobody else can confirm."""
    made = enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    chase(house.acting("system", later(minutes=1)))
    assert [(a.for_role, a.for_user) for a in alerts(house.store) if a.kind == "follow_up_entry_confirm"] == [
        ("inspector", BY)
    ]
    chase(house.acting("system", later(hours=25)))
    assert "follow_up_entry_confirm_late" in {a.kind for a in raised(house)}
    (waiting,) = [d for d in list_follow_ups(house.acting(BY, later(hours=26))) if d.kind == "entry_confirm"]
    with pytest.raises(ReferralFault, match="REFER-770"):
        confirm_entry(house.acting(COLLEAGUE, later(hours=26)), waiting.id)
    assert confirm_entry(house.acting(BY, later(hours=26)), waiting.id, words="three, not one") == made.reference
    assert "confirmé depuis" in texts(house)[-1]
    assert "three, not one" in texts(house)[-1]
    assert [(d.by, d.decision) for d in show_control(house.acting(BY, AT), made.control_id, whole=True).decided] == [
        (COLLEAGUE, "yes"),
        (BY, "yes"),
    ]


@pytest.mark.parametrize("decision", ["yes", "undecided", "no", None])
@pytest.mark.few(2)
def test_the_own_control_of_the_event_takes_the_place_of_the_entry(house: AppContext, decision: str | None) -> None:
    """One control, one referral; the first report leaves once, and the colleague's yes stands whatever is said."""
    made = enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    control = own(suspicion=None if decision is None else {**a_yes(later(hours=1)), "decision": decision})
    saved = save(house.acting(BY, later(hours=2)), control, place=LIEGE)
    assert saved.reference == made.reference
    assert [c.id for c in controls(house.store)] == [control.control_id]
    assert len(referrals(house.store)) == 1
    sent = deliveries(house.store)
    assert [d.recipient for d in sent if d.message == "report"][:2] == ["pjf-liege", "aud-liege"]
    with house.store.read() as session:
        rows = session.exec(select(DeliveryRow)).all()
        assert sum(row.supplements is None for row in rows) == 2
        referral = session.exec(select(ReferralRow)).one()
        assert referral.control_id == control.control_id
        assert session.get_one(ControlRow, made.control_id).continued_as == control.control_id
    decided = show_control(house.acting(BY, AT), control.control_id, whole=True).decided
    assert (COLLEAGUE, "yes") in [(d.by, d.decision) for d in decided]
    assert ("entry_confirm" in kinds(house, BY)) == (decision in (None, "undecided"))
    assert ("entry_denied" in {a.kind for a in raised(house)}) == (decision == "no")
    verify_trail(house.store)


def test_an_own_control_that_goes_on_changes_only_itself(house: AppContext) -> None:
    """Saved again, corrected, decided on: the entry is taken over once."""
    enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    control = own()
    save(house.acting(BY, later(hours=2)), control, place=LIEGE)
    save(house.acting(BY, later(hours=3)), control, place=LIEGE)
    decide(house.acting(BY, later(hours=4)), control.control_id, "yes", grounds="as I said")
    fuller = a_control(**{**control.model_dump(mode="json"), "persons": [a_person(1)]})
    correct_control(house.acting(BY, later(hours=5)), fuller, "a person more")
    assert len(referrals(house.store)) == 1
    assert "entry_confirm" not in kinds(house, BY)


@pytest.mark.parametrize(
    "other",
    [
        {"workplace": "est:2987654321"},
        OTHER_DAY,
    ],
)
def test_another_event_is_another_control(house: AppContext, other: dict[str, str]) -> None:
    """Another place, or too long before."""
    enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    control = own(**other)
    assert save(house.acting(BY, later(hours=2)), control, place=LIEGE).reference is None
    assert len(controls(house.store)) == 2


def test_a_door_that_no_register_knows_is_recognised_by_its_municipality(house: AppContext) -> None:
    made = enter_for(house.acting(COLLEAGUE, AT), BY, a_call(workplace="", door="blue door"))
    assert save(house.acting(BY, later(hours=2)), own(), place=LIEGE).reference == made.reference


def test_what_was_not_recognised_is_named_by_the_inspector(house: AppContext) -> None:
    """Where the device's clock was wrong; a control that was referred itself cannot take the place."""
    made = enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    days = OTHER_DAY
    control = own(**days)
    save(house.acting(BY, later(hours=2)), control, place=LIEGE)
    (waiting,) = [d for d in list_follow_ups(house.acting(BY, AT)) if d.kind == "entry_confirm"]
    with pytest.raises(AccessRefused):
        confirm_entry(house.acting(BY, later(hours=3)), waiting.id, as_control=new_id())
    assert confirm_entry(house.acting(BY, later(hours=3)), waiting.id, as_control=control.control_id) == made.reference
    assert [c.id for c in controls(house.store)] == [control.control_id]


def test_an_own_control_that_came_first_gets_the_yes_beside_it(house: AppContext) -> None:
    """The colleague does not see that the device has sent already: one referral, from the inspector's own control."""
    control = own()
    save(house.acting(BY, later(minutes=2)), control, place=LIEGE)
    made = enter_for(house.acting(COLLEAGUE, later(minutes=5)), BY, a_call())
    assert (made.control_id, made.is_new) == (control.control_id, False)
    assert len(controls(house.store)) == len(referrals(house.store)) == 1
    assert "entry_confirm" in kinds(house, BY)


def with_chain(control: Control) -> dict[str, object]:
    """What an entered control holds, once the inspector has typed the chain and left."""
    chain = a_chain_control().model_dump(mode="json")
    left = {"left_at": later(hours=1).isoformat(), "answers": dict(SIGNS), "suspicion": None}
    return {**control.model_dump(mode="json"), "chain": chain["chain"], "persons": chain["persons"], **left}


@pytest.mark.parametrize("is_signed", [True, False])
@pytest.mark.parametrize("is_here", [True, False])
@pytest.mark.few(2)
def test_the_notices_to_a_chain_go_where_the_control_goes(house: AppContext, *, is_signed: bool, is_here: bool) -> None:
    """With what the magistrate agreed to; what was signed stays so, and nothing is to be signed twice."""
    made = enter_for(house.acting(COLLEAGUE, AT), BY, a_call())
    entered = show_control(house.acting(BY, AT), made.control_id, whole=True).control
    save(house.acting(BY, later(hours=2)), Control.model_validate(with_chain(entered)), place=LIEGE)
    record_agreement(house.acting(BY, later(hours=3)), made.control_id, AGREED)
    first, *_ = propose(house.acting(BY, later(hours=4)), made.control_id)
    if is_signed:
        sign(house.acting(BY, later(hours=5)), first.reference)
    own_control = own(chain=with_chain(entered)["chain"], persons=with_chain(entered)["persons"], **OTHER_DAY)
    save(house.acting(BY, later(hours=6)), own_control, place=LIEGE)
    if is_here:
        record_agreement(house.acting(BY, later(hours=7)), own_control.control_id, AGREED)
        propose(house.acting(BY, later(hours=8)), own_control.control_id)
    (waiting,) = [d for d in list_follow_ups(house.acting(BY, later(hours=9))) if d.kind == "entry_confirm"]
    confirm_entry(house.acting(BY, later(hours=9)), waiting.id, as_control=own_control.control_id)
    found = notices(house.acting(BY, later(hours=10)), control_id=own_control.control_id)
    assert len(found) == 2
    assert [one.reference for one in found if one.state == "signed"] == [first.reference] * is_signed
    assert notices(house.acting(BY, later(hours=10)), control_id=made.control_id) == ()
    with house.store.read() as session:
        agreed = session.exec(
            select(ChainAgreementRow).where(ChainAgreementRow.control_id == own_control.control_id)
        ).all()
    assert len(agreed) == 1 + is_here
    assert {house.store.unseal("chain_agreement.words", one.id, one.words) for one in agreed} == {AGREED.words}
    verify_trail(house.store)
