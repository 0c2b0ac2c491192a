"""Who may do what, told a second time in other words, to hold the table of rights against.

It was written from what people do (charter, design, the acts), by circles of people and sentences about them, and not
from the table: where the two differ, one of them is wrong.
"""

from dataclasses import dataclass
from datetime import date, timedelta

CIRCLES = {
    "outside": (
        "police_cell",
        "auditorate",
        "reference_magistrate",
        "central_cell",
        "reception_centre",
        "regional_service",
    ),
}
_ON_SITE = {"inspector", "team_head"}
_LEADING = {"team_head", "supervisor", "direction"}
_DECIDING = {"supervisor", "direction"}
_WORKING = _ON_SITE | _DECIDING
_READING = _WORKING | {"auditor_dpo"}
_ALL = _READING | {"administrator", *CIRCLES["outside"]}
_MAGISTRATES = {"auditorate", "reference_magistrate"}
_ANSWERING = _MAGISTRATES | {"police_cell", "central_cell"}  # who gets a suspicion
_BY_ITSELF = {"system"}
_WATCHING = {"auditor_dpo"}
_ONE_DISTRICT = _ON_SITE

# circle -> what it may do
_MAY: list[tuple[set[str], str]] = [
    (_ALL, "session.begin session.list session.end passkey.keep passkey.list deputy.list user.see"),
    (_ALL, "text.keep"),
    (set(CIRCLES["outside"]), "portal.list portal.open"),
    (_ANSWERING, "portal.ask portal.acknowledge portal.refuse"),
    ({"police_cell"}, "portal.send_on"),
    (_MAGISTRATES, "portal.embargo portal.outcome"),
    ({"reception_centre"}, "portal.contact"),
    ({"regional_service"}, "portal.finding"),
    (_BY_ITSELF, "portal.publish portal.take text.purge"),
    (_DECIDING | {"administrator"}, "portal.invite"),
    (_WORKING, "question.answer"),
    (_READING | _BY_ITSELF, "plan.list"),
    (_READING | _BY_ITSELF | {"administrator"}, "staff.list"),
    (_LEADING | _BY_ITSELF, "plan.prepare plan.write"),
    (_DECIDING, "map.see"),
    (_DECIDING | _WATCHING | _BY_ITSELF, "plan.see_ahead"),
    (_DECIDING | _BY_ITSELF, "erasure.finish"),
    ({"direction", "administrator"} | _BY_ITSELF, "enrolment.issue"),
    (_BY_ITSELF, "house.look"),
    (_BY_ITSELF, "keys.rotate"),
    ({"direction", "administrator"}, "session.end_others"),
    (_WORKING, "device.invite device.use device.list device.revoke openrosa.use"),
    (_DECIDING | _BY_ITSELF, "roster.import on_call.import"),
    (_READING | _BY_ITSELF, "delivery.list"),
    (_READING | _BY_ITSELF | {"administrator"}, "on_call.list"),
    (_WORKING | {"administrator"}, "on_call.test"),
    (_WORKING, "on_call.absence"),
    (_DECIDING | {"administrator"}, "outside.propose outside.end"),
    (_DECIDING, "outside.confirm"),
    (_READING | {"administrator"}, "outside.list addressee.list"),
    (_LEADING | set(CIRCLES["outside"]), "deputy.name deputy.end"),
    (_DECIDING | {"administrator"}, "staff.change staff.call_off addressee.propose"),
    (_DECIDING, "staff.decide addressee.decide"),
    (_DECIDING | _WATCHING | {"administrator"}, "runs.list"),
    (_DECIDING | _BY_ITSELF, "staff.apply"),
    (_LEADING | {"administrator"}, "absence.keep absence.end car.keep"),
    (_LEADING | _WATCHING | {"administrator"}, "absence.list car.list"),
    (_LEADING | _BY_ITSELF, "workplaces.remember plan.propose plan.replan"),
    (_LEADING, "action.book action.move action.call_off plan.export complaint.decide control.return control.review"),
    (_WORKING, "partner.confirm zones.keep zones.draw order.list"),
    (_DECIDING, "plan.approve hold.place hold.lift hold.list order.make order.permit order.revoke order.withdraw"),
    (_WORKING | _BY_ITSELF, "complaint.register"),
    (_WORKING, "control.save extract.consult draft.keep attachment.keep package.read"),
    (_ON_SITE, "control.correct clock.stop suspicion.decide consent.record"),
    (_READING, "alert.see attachment.read record.consult record.list person.search chain.list text.list release.list"),
    (_READING, "scales.list document.read"),
    (_READING | {"administrator"}, "register.list"),
    (_DECIDING | _WATCHING, "list.read"),
    (_WORKING, "sheet.read calendar.read"),
    (_WORKING, "suspicion.enter_for follow_up.list follow_up.end guardian.notify protection.see"),
    (_WORKING, "notice.ring notice.list"),
    (_WORKING | _BY_ITSELF, "notice.send list.send delivery.send delivery.answer"),
    (_WORKING, "chain.consider chain.agree chain.propose chain.sign chain.print"),
    (_WORKING, "exchange.propose exchange.pass exchange.answer exchange.list"),
    (_LEADING | _BY_ITSELF, "delivery.reconcile deadlines.chase list.publish release.propose registers.watch"),
    (_WORKING, "delivery.call delivery.reroute referral.change referral.recall referral.deleted referral.told"),
    (_WORKING, "link.find link.list glass.break"),
    (_LEADING, "referral.confirm referral.embargo link.decide link.file text.propose scales.import"),
    (_DECIDING, "referral.let_have release.approve text.approve report.approve chapter.import measure.keep"),
    (_DECIDING, "erasure.confirm register.release register.reject scales.approve scales.withdraw"),
    (_DECIDING | _WATCHING, "breach.list arms.list erasure.list legal_hold.place legal_hold.lift"),
    (_DECIDING | _BY_ITSELF, "report.propose initiative.keep figures.import runs.watch history.sign"),
    (_DECIDING | _BY_ITSELF | _WATCHING, "erasure.propose"),
    (_DECIDING | _BY_ITSELF | {"administrator"}, "backup.take backup.rehearse"),
    ({"direction", "administrator"} | _BY_ITSELF, "backup.prune"),
    ({"direction"}, "history.accept history.repin"),
    ({"direction"} | _BY_ITSELF, "history.pin"),
    (_DECIDING | _BY_ITSELF | _WATCHING, "report.read measure.list initiative.list figures.read"),
    ({"direction"}, "register.give_up"),
    (_BY_ITSELF, "register.forget"),
    (_DECIDING | _BY_ITSELF, "register.take register.receive register.fetch"),
    (_READING, "register.history"),
    (_DECIDING | _WATCHING, "register.quarantine register.changes register.freeze"),
    ({"direction"} | _BY_ITSELF, "register.prune"),
    ({"direction"}, "register.thaw"),
    (_LEADING, "delivery.take"),
    (_WATCHING | _BY_ITSELF, "look.draw"),
    (_DECIDING | _WATCHING, "look.list look.judge request.list"),
    ({"direction"} | _WATCHING, "audit.who request.register"),
    ({"direction"} | _WATCHING, "glass.judge glass.list"),
    (_WATCHING, "decoy.make decoy.end decoy.list data_breach.assess data_breach.close"),
    ({"direction"} | _WATCHING, "data_breach.notify data_breach.list"),
    (_DECIDING | _WATCHING | {"administrator"}, "data_breach.open"),
    (_LEADING | _BY_ITSELF, "eligible.keep"),
    (_DECIDING | _WATCHING | _BY_ITSELF, "learning.read card.list"),
    ({"direction"} | _BY_ITSELF, "card.propose evaluation.keep"),
    ({"direction"}, "learning.sign card.decide"),
]
_WHEREVER_SOMEBODY_IS_IN_NEED = {
    "control.save",
    "control.correct",
    "extract.consult",
    "draft.keep",
    "attachment.keep",
    "package.read",
    "device.use",
    "openrosa.use",
    "suspicion.decide",
    "suspicion.enter_for",
    "follow_up.list",
    "follow_up.end",
    "consent.record",
    "guardian.notify",
    "glass.break",
}
_A_STOLEN_SESSION_MUST_NOT = {
    "delivery.take",
    "enrolment.issue",
    "portal.invite",
    "history.accept",
    "history.repin",
    "session.end_others",
    "outside.confirm",
    "addressee.decide",
    "staff.decide",
    "plan.approve",
    "order.permit",
    "chain.sign",
    "referral.let_have",
    "release.approve",
    "text.approve",
    "report.approve",
    "erasure.confirm",
    "legal_hold.lift",
    "register.release",
    "register.give_up",
    "register.prune",
    "register.thaw",
    "scales.approve",
    "glass.break",
    "decoy.make",
    "decoy.end",
    "data_breach.close",
    "learning.sign",
    "card.decide",
}
_TWO_PEOPLE = {
    "addressee.decide",
    "staff.decide",
    "outside.confirm",
    "plan.approve",
    "referral.confirm",
    "release.approve",
    "text.approve",
    "report.approve",
    "erasure.confirm",
    "register.release",
    "scales.approve",
    "glass.judge",
    "card.decide",
}
_THROUGH_A_BROKEN_GLASS = {"record.consult", "attachment.read"}


@dataclass(frozen=True)
class Person:
    """Somebody who is drawn: their role and place, as whom they stand in, how long ago they proved who they are."""

    role: str
    service: str
    district: str | None
    office: str | None
    first: date | None
    last: date | None
    stands_in_as: str | None
    stands_in_at: str
    stands_in_from: date
    stands_in_to: date
    proven: timedelta | None
    only: frozenset[str] | None
    broke: bool


@dataclass(frozen=True)
class Record:
    """A thing that is drawn, and what the person did to it before."""

    service: str | None
    district: str | None
    office: str | None
    before_by_them: bool


def expected(one: Person, record: Record, act: str, on: date) -> bool:
    """Tell whether somebody may do an act to a thing."""
    hats = [(role, place) for role, place in _hats(one, on) if any(role in c and act in a.split() for c, a in _MAY)]
    if not hats or (one.only is not None and act not in one.only):
        return False
    is_machine = any(role == "system" for role, _ in hats)
    if record.service not in (None, one.service) and not is_machine:
        return False
    if act in _TWO_PEOPLE and record.before_by_them:
        return False
    if act in _A_STOLEN_SESSION_MUST_NOT and one.only is None and not _just_proven(one):
        return False
    is_let_in = act in _WHEREVER_SOMEBODY_IS_IN_NEED or (act in _THROUGH_A_BROKEN_GLASS and one.broke)
    return is_let_in or any(_is_there(role, place, one, record) for role, place in hats)


def _hats(one: Person, on: date) -> list[tuple[str, str | None]]:
    hats: list[tuple[str, str | None]] = []
    if (one.first or on) <= on <= (one.last or on):
        hats.append((one.role, one.district))
    if one.stands_in_as is not None and one.stands_in_from <= on <= one.stands_in_to:
        hats.append((one.stands_in_as, one.stands_in_at))
    return hats


def _is_there(role: str, place: str | None, one: Person, record: Record) -> bool:
    if role in CIRCLES["outside"]:
        is_nowhere = record.office is None and record.district is None  # their own sessions, say
        return is_nowhere or record.office == one.office
    if role in _ONE_DISTRICT:
        return record.district is None or record.district == place
    return True


def _just_proven(one: Person) -> bool:
    return one.proven is not None and one.proven <= timedelta(minutes=15)
