"""Records of Liège, and every act that takes the id of a record: how somebody from elsewhere asks for one.

`ASKED` names the act, the kind of record, and the call; the rest of what it takes is made up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from builders_acts import AT, FIRM, LIEGE, WEEK, a_part, a_suspicious_control, later
from builders_chain import saved_chain
from builders_identity import an_account, signed_in
from builders_joint import an_action, with_two_teams
from builders_orders import ordered
from builders_protection import said, saved_people
from houses import House, as_user, house_of
from sqlmodel import col, select

from inspection import acts
from inspection.errors import InspectionError
from inspection.life_cycles import FollowUpKind
from inspection.planning.editing import EditReason
from inspection.referral.references import new_reference
from inspection.store import queries
from inspection.store.controls import ClockRow
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import AppContext, Context

INSPECTOR, HEAD, SUPERVISOR = "insp-liege-1", "head-liege", "supervisor-liege"
NEVER = "never-was"
WORDS = "Somebody rang about it at night, and nobody of Liege answers."
ABSENT: Mapping[str, str] = {"reference": new_reference(2026, 999_999), "workplace": "est:2999999902"}


@dataclass(frozen=True)
class Records:
    """A house with records of Liège, by kind."""

    house: House
    ids: Mapping[str, str]


def some_records(app: AppContext) -> Records:
    """Make one record of each kind in Liège."""
    house, ids = house_of(app), dict[str, str]()
    by = house.acting(INSPECTOR, AT)
    with_two_teams(house)
    control = a_suspicious_control("yes")
    acts.controls.save(by, control, place=LIEGE)
    ids["control"] = control.control_id
    referral = queries.referrals(house.store)[0]
    ids["reference"], ids["delivery"] = referral.reference, referral.deliveries[0].id
    ids["people"], ids["glassed"] = saved_people(house), saved_people(house)
    acts.protection.record_consent(by, ids["people"], said())
    ids["chain"] = acts.chain_notices.propose(by, saved_chain(house, by=INSPECTOR))[0].reference
    undecided = a_suspicious_control()
    acts.controls.save(by, undecided, place=LIEGE)
    ids["undecided"] = undecided.control_id
    ids["draft"] = acts.controls.begin_correction(by, control.control_id).id
    ids["complaint"] = _complaint(house)
    ids["order"] = ordered(house).reference
    until = AT.date() + timedelta(days=30)
    ids["hold"] = acts.workplaces.place_hold(house.acting(SUPERVISOR, AT), "workplace", "est:2123456780", until).id
    ids["action"] = acts.joint_actions.book_action(
        house.acting(HEAD, AT), an_action(workplace="est:2999999901")
    ).reference
    ids["change"] = acts.changes.propose_change(by, referral.reference, "correction", "a digit").id
    ids["plan"] = acts.weeks.propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part("liege")])
    days = (AT.date(), AT.date() + timedelta(days=3))
    ids["deputy"] = acts.absences.name_deputy(house.acting(HEAD, AT), HEAD, SUPERVISOR, *days)
    ids["absence"] = acts.absences.keep_absence(house.acting(HEAD, AT), INSPECTOR, "leave", *days).id
    car = acts.cars.keep_car(house.acting(HEAD, AT), "Berlingo", "liege", 5).id
    acts.cars.keep_car_absence(house.acting(HEAD, AT), car, "garage", *days)
    ids["car"] = car
    ids["car_days"] = acts.cars.list_cars(house.acting(HEAD, AT))[0].away[0].id
    an_account(house, INSPECTOR)
    ids["session"] = signed_in(house, INSPECTOR).principal.credential
    ids["device"] = _device(house)
    acts.access.break_glass(house.acting("insp-namur-2", AT), "control", ids["undecided"], WORDS)
    ids["glass"] = acts.access.broken_glasses(house.acting("direction-1", AT))[0].id
    acts.chasing.chase(house.acting(at=later(days=3)))
    ids["alert"] = next(one.id for one in queries.alerts(house.store) if one.district == "liege")
    with house.store.read() as session:
        ids["notice"] = session.exec(select(NoticeRow.reference)).first() or ""
        for kind in FollowUpKind:
            waits = select(FollowUpRow.id).where(col(FollowUpRow.kind) == kind)
            ids[kind] = session.exec(waits).first() or ""
        ids["clock"] = session.exec(select(ClockRow.id)).first() or ""
    ids["user"], ids["workplace"] = INSPECTOR, FIRM
    return Records(house, ids)


def _complaint(house: House) -> str:
    told = acts.workplaces.NewComplaint(workplace=FIRM, district="liege", text="nobody is paid", language="fr")
    return acts.workplaces.register_complaint(house.acting(INSPECTOR, AT), told).id


def _device(house: House) -> str:
    code = acts.devices.invite_device(house.acting(INSPECTOR, AT), INSPECTOR, "field")
    return acts.devices.enrol_device(house.acting(INSPECTOR, AT), code.code, "telephone").device_id


Call = Callable[[Context, str], object]
_AUD, _POL = "aud-liege", "pol-liege"
_DAY = date(2026, 11, 26)
_CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20301201\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
_EDIT = acts.weeks.HandEdit(
    kind="pinned", district=LIEGE, code="visit", reason=EditReason.AGREED, team="team", day=_DAY
)

ASKED: Mapping[str, tuple[str, Call]] = {
    "access.audited_read": ("control", lambda c, id_: acts.access.audited_read(c, "control", id_, read=lambda: "")),
    "access.break_glass": ("glassed", lambda c, id_: acts.access.break_glass(c, "control", id_, WORDS)),
    "access.judge_glass": ("glass", lambda c, id_: acts.access.judge_glass(c, id_, was_right=True)),
    "alerts.see_alert": ("alert", lambda c, id_: acts.alerts.see_alert(c, id_)),
    "bundles.authorise_recipient": ("order", lambda c, id_: acts.bundles.authorise_recipient(c, id_, _AUD)),
    "cars.end_car_absence": ("car_days", lambda c, id_: acts.cars.end_car_absence(c, id_)),
    "cars.keep_car": ("car", lambda c, id_: acts.cars.keep_car(c, "Clio", "liege", 5, car_id=id_)),
    "cars.keep_car_absence": ("car", lambda c, id_: acts.cars.keep_car_absence(c, id_, "lent", _DAY, _DAY)),
    "cars.retire_car": ("car", lambda c, id_: acts.cars.retire_car(c, id_, _DAY)),
    "chain_notices.consider": ("control", lambda c, id_: acts.chain_notices.consider(c, id_)),
    "chain_notices.propose": ("control", lambda c, id_: acts.chain_notices.propose(c, id_)),
    "chain_notices.notice_pdf": ("chain", lambda c, id_: acts.chain_notices.notice_pdf(c, id_)),
    "chain_notices.sign": ("chain", lambda c, id_: acts.chain_notices.sign(c, id_)),
    "chasing.stop_clock": ("clock", lambda c, id_: acts.chasing.stop_clock(c, id_)),
    "aftercare.number_to_ring": ("call_back", acts.aftercare.number_to_ring),
    "aftercare.note_call_back": ("call_back", lambda c, id_: acts.aftercare.note_call_back(c, id_, "rang")),
    "protection.notice_script": ("notice", lambda c, id_: acts.protection.notice_script(c, id_)),
    "protection.log_notice": ("notice", lambda c, id_: acts.protection.log_notice(c, id_, "taken")),
    "board.case_file": ("reference", lambda c, id_: acts.board.case_file(c, id_, "none", "data.json")),
    "board.case_page": ("reference", lambda c, id_: acts.board.case_page(c, id_)),
    "changes.change_reason": ("change", lambda c, id_: acts.changes.change_reason(c, id_)),
    "changes.changes_of": ("reference", lambda c, id_: acts.changes.changes_of(c, id_)),
    "changes.confirm_change": ("change", lambda c, id_: acts.changes.confirm_change(c, id_)),
    "changes.confirm_deletion": ("reference", lambda c, id_: acts.changes.confirm_deletion(c, id_, _AUD, "telephone")),
    "changes.drop_change": ("change", lambda c, id_: acts.changes.drop_change(c, id_)),
    "changes.embargo": ("reference", lambda c, id_: acts.changes.embargo(c, id_, asked_by=_AUD, channel="telephone")),
    "changes.lift_embargo": (
        "reference",
        lambda c, id_: acts.changes.lift_embargo(c, id_, asked_by=_AUD, channel="telephone"),
    ),
    "changes.note_outcome": ("reference", lambda c, id_: acts.changes.note_outcome(c, id_, _AUD, "investigating")),
    "changes.propose_change": ("reference", lambda c, id_: acts.changes.propose_change(c, id_, "correction", "x")),
    "changes.recall": ("reference", lambda c, id_: acts.changes.recall(c, id_, _AUD)),
    "changes.reroute": ("delivery", lambda c, id_: acts.changes.reroute(c, id_, _AUD)),
    "referrals.questions_of": ("reference", lambda c, id_: acts.referrals.questions_of(c, id_)),
    "changes.standing_of": ("reference", lambda c, id_: acts.changes.standing_of(c, id_)),
    "controls.attachment": ("control", lambda c, id_: acts.controls.attachment(c, id_, "0" * 64)),
    "controls.attachments": ("control", lambda c, id_: acts.controls.attachments(c, id_)),
    "controls.begin_correction": ("control", lambda c, id_: acts.controls.begin_correction(c, id_)),
    "controls.control_arrears": ("control", lambda c, id_: acts.controls.control_arrears(c, id_)),
    "controls.control_checks": ("control", lambda c, id_: acts.controls.control_checks(c, id_)),
    "controls.control_extracts": ("control", lambda c, id_: acts.controls.control_extracts(c, id_)),
    "controls.dossier": ("control", lambda c, id_: acts.controls.dossier(c, id_, "auditorate")),
    "controls.drop_draft": ("draft", lambda c, id_: acts.controls.drop_draft(c, id_, because="given_up")),
    "controls.export_control": ("control", lambda c, id_: acts.controls.export_control(c, id_)),
    "controls.guarded_findings": ("control", lambda c, id_: acts.controls.guarded_findings(c, id_)),
    "controls.note_report": ("control", lambda c, id_: acts.controls.note_report(c, id_, "LI.69.99.1-26")),
    "controls.open_draft": ("draft", lambda c, id_: acts.controls.open_draft(c, id_)),
    "controls.return_control": ("control", lambda c, id_: acts.controls.return_control(c, id_, "x")),
    "controls.review_control": ("control", lambda c, id_: acts.controls.review_control(c, id_)),
    "controls.reviews": ("control", lambda c, id_: acts.controls.reviews(c, id_)),
    "controls.show_control": ("control", lambda c, id_: acts.controls.show_control(c, id_)),
    "controls.visit_record": ("control", lambda c, id_: acts.controls.visit_record(c, id_)),
    "delivery.hand_in": ("delivery", lambda c, id_: acts.delivery.hand_in(c, id_)),
    "exchanges.pass_on": ("control", lambda c, id_: acts.exchanges.pass_on(c, id_, "TSW")),
    "exchanges.to_pass_on": ("control", lambda c, id_: acts.exchanges.to_pass_on(c, id_)),
    "identity.end_session": ("session", lambda c, id_: acts.identity.end_session(c, id_)),
    "identity.end_sessions_of": ("user", lambda c, id_: acts.identity.end_sessions_of(c, id_)),
    "identity.issue_enrolment": ("user", lambda c, id_: acts.identity.issue_enrolment(c, id_)),
    "joint_actions.call_off_action": (
        "action",
        lambda c, id_: acts.joint_actions.call_off_action(c, id_, reason="no_longer"),
    ),
    "joint_actions.invitation": ("action", lambda c, id_: acts.joint_actions.invitation(c, id_, "nobody", "en")),
    "joint_actions.confirm_partner": ("action", lambda c, id_: acts.joint_actions.confirm_partner(c, id_, "police")),
    "links.find_links": ("reference", lambda c, id_: acts.links.find_links(c, id_)),
    "links.confirm_link": ("reference", lambda c, id_: acts.links.confirm_link(c, id_, "x", reason="x")),
    "links.reject_link": ("reference", lambda c, id_: acts.links.reject_link(c, id_, "x", reason="x")),
    "links.prepare_link_file": ("reference", lambda c, id_: acts.links.prepare_link_file(c, id_, _AUD)),
    "orders.permit": ("order", lambda c, id_: acts.orders.permit(c, id_, "team", "liege-1")),
    "orders.revoke": ("order", lambda c, id_: acts.orders.revoke(c, id_, "team", "liege-1", reason="left_the_team")),
    "orders.show_order": ("order", lambda c, id_: acts.orders.show_order(c, id_)),
    "orders.withdraw_order": ("order", lambda c, id_: acts.orders.withdraw_order(c, id_, reason="by_magistrate")),
    "protection.notify_guardian": ("people", lambda c, id_: acts.protection.notify_guardian(c, id_, "P1")),
    "protection.offer_centre": (
        "people",
        lambda c, id_: acts.protection.offer_centre(c, id_, person="P1", language="ro"),
    ),
    "protection.protection_of": ("people", lambda c, id_: acts.protection.protection_of(c, id_)),
    "protection.record_consent": ("people", lambda c, id_: acts.protection.record_consent(c, id_, said())),
    "protection.withdraw_consent": ("people", lambda c, id_: acts.protection.withdraw_consent(c, id_, "P1")),
    "referrals.call_office": (
        "reference",
        lambda c, id_: acts.referrals.call_office(c, id_, _AUD, who_role="magistrate", instruction="x"),
    ),
    "referrals.decide": ("undecided", lambda c, id_: acts.referrals.decide(c, id_, "no", grounds="x")),
    "referrals.decisions_open_to": ("undecided", lambda c, id_: acts.referrals.decisions_open_to(c, id_)),
    "referrals.log_call": (
        "delivery",
        lambda c, id_: acts.referrals.log_call(c, id_, who_role="magistrate", instruction="x", acknowledged=False),
    ),
    "absences.end_absence": ("absence", lambda c, id_: acts.absences.end_absence(c, id_)),
    "absences.preview_absences": ("user", lambda c, id_: acts.absences.preview_absences(c, id_, "leave", _CALENDAR)),
    "absences.import_absences": (
        "user",
        lambda c, id_: acts.absences.import_absences(c, id_, "leave", _CALENDAR, shown=""),
    ),
    "absences.keep_absence": ("user", lambda c, id_: acts.absences.keep_absence(c, id_, "leave", _DAY, _DAY)),
    "absences.end_deputy": ("deputy", lambda c, id_: acts.absences.end_deputy(c, id_)),
    "devices.invite_device": ("user", lambda c, id_: acts.devices.invite_device(c, id_, "field")),
    "devices.revoke_device": ("device", lambda c, id_: acts.devices.revoke_device(c, id_)),
    "devices.wipe_devices": ("user", lambda c, id_: acts.devices.wipe_devices(c, id_)),
    "stories.beside_control": ("control", lambda c, id_: acts.stories.beside_control(c, id_)),
    "stories.workplace_story": ("workplace", lambda c, id_: acts.stories.workplace_story(c, id_)),
    "weeks.plan_changes": ("plan", lambda c, id_: acts.weeks.plan_changes(c, id_)),
    "weeks.rounds_to_print": ("plan", lambda c, id_: acts.weeks.rounds_to_print(c, id_, "liege")),
    "weeks.district_book": ("plan", lambda c, id_: acts.weeks.district_book(c, id_, "liege")),
    "weeks.district_books": ("plan", lambda c, id_: acts.weeks.district_books(c, id_, ["liege"])),
    "weeks.edit_week": ("plan", lambda c, id_: acts.weeks.edit_week(c, id_, _EDIT, (), parts=(), codes={})),
    "weeks.pin_visit": ("plan", lambda c, id_: acts.weeks.pin_visit(c, id_, _EDIT)),
    "weeks.reopen_plan": ("plan", lambda c, id_: acts.weeks.reopen_plan(c, id_, LIEGE)),
    "weeks.week_to_write": ("plan", lambda c, id_: acts.weeks.week_to_write(c, id_)),
    "workplaces.drop_complaint": ("complaint", lambda c, id_: acts.workplaces.drop_complaint(c, id_, reason="x")),
    "workplaces.keep_complaint": ("complaint", lambda c, id_: acts.workplaces.keep_complaint(c, id_)),
    "workplaces.lift_hold": ("hold", lambda c, id_: acts.workplaces.lift_hold(c, id_)),
    "workplaces.show_hold": ("hold", lambda c, id_: acts.workplaces.show_hold(c, id_)),
    "stories.show_workplace": ("workplace", lambda c, id_: acts.stories.show_workplace(c, id_)),
}


def never_was(kind: str) -> str:
    """Return an id or a reference of the right form that nothing has."""
    return ABSENT.get(kind, new_id())


def strangers(house: House) -> dict[str, Context]:
    """Return who asks: the field and the head of another district, and everybody of another service in one store."""
    with house.store.write() as session:
        for role in ("inspector", "team_head", "supervisor", "direction"):
            district = None if role == "direction" else "liege"
            session.add(
                UserRow(id=f"tsw-{role}", role=role, service="TSW", district=district, language="fr", active=True)
            )
    there = House(house.store, house.rules, replace(house.settings, service="TSW"))
    mine = {who: as_user(house, who, later(hours=1)) for who in ("insp-namur-1", "head-namur")}
    return mine | {f"tsw-{role}": as_user(there, f"tsw-{role}", later(hours=1)) for role in TSW}


TSW = ("inspector", "team_head", "supervisor", "direction")


def told(context: Context, call: Call, id_: str) -> str:
    """Return what an act answers with, but for the id: kind of error, code and words; "" where it was done.

    Where nothing is given back to either, the two are alike as well.
    """
    try:
        if call(context, id_) == ():
            return "nothing"
    except InspectionError as fault:
        return f"{type(fault).__name__} {fault}".replace(id_, "…")
    return ""
