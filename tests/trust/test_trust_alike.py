"""Absent and forbidden answer alike: nobody learns by trying ids that a record is there.

Every act that takes the id of a record is asked by people of another district and of another service, for a record that
lies in Liège and for one that never was. What differs is named here, with why that is right.
"""

import ast
from collections.abc import Iterator, Mapping

import pytest
from builders_acts import an_office
from open_acts import REASONS, offered
from rules_asked import the_acts
from strangers import ASKED, Records, never_was, some_records, strangers, told

from inspection.errors import AccessRefused, ControlFault, Unseen
from inspection.settings import Settings
from inspection.trust import Context

IDS = frozenset(
    [
        "absence_id",
        "alert_id",
        "car_id",
        "case",
        "change_id",
        "clock_id",
        "complaint_id",
        "control_id",
        "decoy_id",
        "delivery_id",
        "deputy_id",
        "device_id",
        "draft_id",
        "follow_up_id",
        "glass_id",
        "hold_id",
        "id_",
        "look_id",
        "order",
        "plan_id",
        "proposal_id",
        "reference",
        "session_id",
        "subject",
        "turn_id",
        "user",
        "user_id",
        "workplace",
    ]
)
_IN_SERVICE = "is looked for among those of one's own service: another's is absent itself, and a role has no district"
_SAME_FUNCTION = "looks its record up and asks by the same function as an act that is tried here"
_OWN = "one's own, or what one makes: nothing is looked up that somebody else has"
_ANYWHERE = "is done wherever somebody is in need, and the trail says so; of another service it is tried by others"
# act -> why it is not tried here
APART: Mapping[str, str] = {
    **dict.fromkeys(
        ("access.close_request", "access.judge_look", "figures.approve_release", "figures.approve_text"), _IN_SERVICE
    ),
    **dict.fromkeys(("outsiders.confirm_outsider", "outsiders.end_outsider", "retention.confirm_erasure"), _IN_SERVICE),
    **dict.fromkeys(("reports.change_measure", "wages.approve_scales", "wages.withdraw_scales"), _IN_SERVICE),
    **dict.fromkeys(
        ("identity.issue_first_enrolment", "identity.sign_in_demo", "identity.withdraw_proofs", "staff.name_for_sheet"),
        _IN_SERVICE,
    ),
    **dict.fromkeys(("on_call.note_absence", "on_call.note_test_call", "retention.lift_legal_hold"), _IN_SERVICE),
    **dict.fromkeys(
        ("portal.invite", "staff.call_off_change", "staff.decide_change", "addressees.decide_addressee"), _IN_SERVICE
    ),
    **dict.fromkeys(("aftercare.confirm_entry", "aftercare.leave_no", "aftercare.note_person"), _SAME_FUNCTION),
    **dict.fromkeys(
        ("aftercare.refer_no", "chain_notices.record_agreement", "delivery.prepare_by_hand"), _SAME_FUNCTION
    ),
    **dict.fromkeys(
        ("exchanges.answer_exchange", "joint_actions.move_action", "orders.carried_rounds"), _SAME_FUNCTION
    ),
    **dict.fromkeys(("links.hand_link_file", "links.tell_link_file", "access.ask_for"), _SAME_FUNCTION),
    **dict.fromkeys(
        ("controls.arrived_attachments", "controls.keep_attachment", "controls.open_findings", "orders.order_visit"),
        _OWN,
    ),
    **dict.fromkeys(("access.cases_of_request", "retention.archive_offer", "retention.erasure_proof"), _IN_SERVICE),
    "retention.place_legal_hold": _IN_SERVICE,
    "weeks.standing_instead": "leads from a plan to one that the list of plans names to everybody of the service",
    "workplaces.place_hold": _OWN,
    **dict.fromkeys(("learning.approve_card", "learning.reject_card", "learning.show_proposal"), _IN_SERVICE),
    **dict.fromkeys(
        (
            *("watch.assess_breach", "watch.breach", "watch.close_breach", "watch.draft_notice", "watch.end_decoy"),
            *("watch.make_case_decoy", "watch.note_notified", "watch.note_told"),
        ),
        _IN_SERVICE,
    ),
}
# act -> strangers who may do it, and why that is right
MAY: Mapping[str, str] = {
    "access.break_glass": "a glass may be broken for what lies elsewhere: that is what it is for, with an alarm",
    "protection.notify_guardian": _ANYWHERE,
    "protection.offer_centre": _ANYWHERE,
    "protection.record_consent": _ANYWHERE,
    "protection.withdraw_consent": _ANYWHERE,
    "weeks.week_to_write": "a plan is of the whole service, and so are its heads who write its files",
    "stories.workplace_story": "what registers say of a workplace is known to every service; controls are of one's own",
    "stories.show_workplace": "what registers say of a workplace is known to every service that has been there",
}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Give a house with a record of each kind in Liège."""
    return some_records(an_office(Settings(home=tmp_path_factory.mktemp("alike") / "home")))


@pytest.fixture(scope="module")
def others(there: Records) -> dict[str, Context]:
    """Give who asks from elsewhere."""
    return strangers(there.house)


@pytest.mark.parametrize("act", ASKED)
def test_absent_and_forbidden_answer_alike(there: Records, others: dict[str, Context], act: str) -> None:
    """Kind of error, code and words; whoever may do it is named above."""
    kind, call = ASKED[act]
    assert there.ids[kind]
    answers = {who: (told(one, call, there.ids[kind]), told(one, call, never_was(kind))) for who, one in others.items()}
    may = {who for who, (known, _) in answers.items() if not known}
    differs = {who: pair for who, pair in answers.items() if pair[0] != pair[1] and who not in may}
    assert differs == {}
    assert not may or act in MAY, may
    assert len(may) < len(others), "somebody is refused, else nothing is tried"


def test_every_act_that_takes_an_id_is_tried_or_named() -> None:
    """A new act cannot be forgotten, and nothing is named that is no more."""
    taking = set(_taking_ids())
    assert taking - set(ASKED) - set(APART) == set()
    assert set(APART) - taking == set()
    assert set(MAY) <= set(ASKED)
    assert len(taking) > 80


def test_an_act_that_tells_them_apart_is_found(others: dict[str, Context]) -> None:
    """As most did: one error for what is not there, another for what is not theirs."""

    def tells(context: Context, id_: str) -> None:
        raise AccessRefused("ACCESS-060") if id_ == "there" else ControlFault("CONTROL-260")

    def tells_by_kind(context: Context, id_: str) -> None:
        raise Unseen("ACCESS-060") if id_ == "there" else AccessRefused("ACCESS-060")

    for planted in (tells, tells_by_kind):
        assert all(told(one, planted, "there") != told(one, planted, "never") for one in others.values())


def _taking_ids() -> Iterator[str]:
    for name, one in offered(the_acts()).items():
        its = one.node.args
        given = [*its.posonlyargs, *its.args, *its.kwonlyargs]
        required = given[: len(given) - len(its.defaults)] if its.defaults else given
        texts = {arg.arg for arg in required if arg.annotation is not None and ast.unparse(arg.annotation) == "str"}
        if name not in REASONS and one.first == "Context" and texts & IDS:
            yield name
