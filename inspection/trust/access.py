"""Who may do what: one table of acts, roles and districts, asked by every act before anything else.

An act that the table does not name is refused to everybody, so that a new act cannot be forgotten here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from inspection.errors import AccessRefused
from inspection.store.people import UserRow

_FIELD = frozenset({"inspector", "team_head"})
_HEADS = frozenset({"team_head", "supervisor", "direction"})
_OFFICE = frozenset({"supervisor", "direction"})
_STAFF = _FIELD | _OFFICE
_READERS = _STAFF | frozenset({"auditor_dpo"})
_SYSTEM = frozenset({"system"})
_EVERYWHERE = frozenset({"supervisor", "direction", "system", "auditor_dpo"})


class HasRole(Protocol):
    """Whoever has a role: a user, or what a screen knows of one."""

    @property
    def role(self) -> str:
        """The role."""


@dataclass(frozen=True)
class Rule:
    """The roles that may do an act; whoever is not of the office or the system does so in their own district only.

    anywhere
        In any district: who is in front of somebody in need is competent, and the trail says that it was elsewhere.
    """

    roles: frozenset[str]
    anywhere: bool = False


RULES: Mapping[str, Rule] = {
    "enrolment.issue": Rule(frozenset({"direction"}) | _SYSTEM),
    "session.begin": Rule(_READERS),
    "session.list": Rule(_READERS),
    "session.end": Rule(_READERS),
    "session.end_others": Rule(frozenset({"direction"})),
    "passkey.keep": Rule(_READERS),
    "passkey.list": Rule(_READERS),
    "roster.import": Rule(_OFFICE | _SYSTEM),
    "workplaces.remember": Rule(_HEADS | _SYSTEM),
    "complaint.register": Rule(_STAFF | _SYSTEM),
    "complaint.decide": Rule(_HEADS),
    "action.book": Rule(_HEADS),
    "action.move": Rule(_HEADS),
    "action.call_off": Rule(_HEADS),
    "partner.confirm": Rule(_STAFF),
    "plan.propose": Rule(_HEADS | _SYSTEM),
    "plan.replan": Rule(_HEADS | _SYSTEM),
    "plan.approve": Rule(_OFFICE),
    "plan.export": Rule(_HEADS),
    "zones.keep": Rule(_STAFF),
    "zones.draw": Rule(_STAFF),
    "hold.place": Rule(_OFFICE),
    "hold.lift": Rule(_OFFICE),
    "hold.list": Rule(_OFFICE),
    "order.make": Rule(_OFFICE),
    "order.permit": Rule(_OFFICE),
    "order.revoke": Rule(_OFFICE),
    "order.withdraw": Rule(_OFFICE),
    "order.list": Rule(_STAFF),
    "control.save": Rule(_STAFF, anywhere=True),
    "control.correct": Rule(_FIELD, anywhere=True),
    "control.return": Rule(_HEADS),
    "control.review": Rule(_HEADS),
    "extract.consult": Rule(_STAFF, anywhere=True),
    "draft.keep": Rule(_STAFF, anywhere=True),
    "attachment.keep": Rule(_STAFF, anywhere=True),
    "attachment.read": Rule(_READERS),
    "device.invite": Rule(_STAFF),
    "device.use": Rule(_STAFF, anywhere=True),
    "device.list": Rule(_STAFF),
    "device.revoke": Rule(_STAFF),
    "openrosa.use": Rule(_STAFF, anywhere=True),
    "package.read": Rule(_STAFF, anywhere=True),
    "suspicion.decide": Rule(_FIELD, anywhere=True),
    "suspicion.enter_for": Rule(_STAFF, anywhere=True),
    "follow_up.list": Rule(_STAFF, anywhere=True),
    "follow_up.end": Rule(_STAFF, anywhere=True),
    "consent.record": Rule(_FIELD, anywhere=True),
    "guardian.notify": Rule(_STAFF, anywhere=True),
    "protection.see": Rule(_STAFF),
    "notice.ring": Rule(_STAFF),
    "notice.list": Rule(_STAFF),
    "chain.consider": Rule(_STAFF),
    "chain.agree": Rule(_STAFF),
    "chain.propose": Rule(_STAFF),
    "chain.sign": Rule(_STAFF),
    "chain.list": Rule(_READERS),
    "chain.print": Rule(_STAFF),
    "exchange.propose": Rule(_STAFF),
    "exchange.pass": Rule(_STAFF),
    "exchange.answer": Rule(_STAFF),
    "exchange.list": Rule(_STAFF),
    "notice.send": Rule(_STAFF | _SYSTEM),
    "list.send": Rule(_STAFF | _SYSTEM),
    "clock.stop": Rule(_FIELD),
    "delivery.send": Rule(_STAFF | _SYSTEM),
    "delivery.reconcile": Rule(_HEADS | _SYSTEM),
    "delivery.call": Rule(_STAFF),
    "delivery.reroute": Rule(_STAFF),
    "delivery.answer": Rule(_STAFF | _SYSTEM),
    "alert.see": Rule(_STAFF),
    "on_call.import": Rule(_OFFICE | _SYSTEM),
    "on_call.list": Rule(_READERS | _SYSTEM),
    "on_call.test": Rule(_STAFF),
    "on_call.absence": Rule(_STAFF),
    "referral.change": Rule(_STAFF),
    "referral.confirm": Rule(_HEADS),
    "referral.recall": Rule(_STAFF),
    "referral.deleted": Rule(_STAFF),
    "referral.embargo": Rule(_HEADS),
    "referral.told": Rule(_STAFF),
    "referral.let_have": Rule(_OFFICE),
    "breach.list": Rule(_OFFICE | frozenset({"auditor_dpo"})),
    "deadlines.chase": Rule(_HEADS | _SYSTEM),
    "link.find": Rule(_STAFF),
    "link.list": Rule(_STAFF),
    "link.decide": Rule(_HEADS),
    "link.file": Rule(_HEADS),
    "list.publish": Rule(_HEADS | _SYSTEM),
    "release.propose": Rule(_HEADS | _SYSTEM),
    "release.approve": Rule(_OFFICE),
    "text.propose": Rule(_HEADS),
    "text.approve": Rule(_OFFICE),
    "text.list": Rule(_READERS),
    "release.list": Rule(_READERS),
    "report.propose": Rule(_OFFICE | _SYSTEM),
    "report.approve": Rule(_OFFICE),
    "report.read": Rule(_OFFICE | _SYSTEM | frozenset({"auditor_dpo"})),
    "chapter.import": Rule(_OFFICE),
    "measure.keep": Rule(_OFFICE),
    "measure.list": Rule(_OFFICE | _SYSTEM | frozenset({"auditor_dpo"})),
    "initiative.keep": Rule(_OFFICE | _SYSTEM),
    "initiative.list": Rule(_OFFICE | _SYSTEM | frozenset({"auditor_dpo"})),
    "erasure.propose": Rule(_OFFICE | _SYSTEM),
    "erasure.confirm": Rule(_OFFICE),
    "erasure.list": Rule(_OFFICE | frozenset({"auditor_dpo"})),
    "legal_hold.place": Rule(_OFFICE | frozenset({"auditor_dpo"})),
    "legal_hold.lift": Rule(_OFFICE | frozenset({"auditor_dpo"})),
    "registers.watch": Rule(_HEADS | _SYSTEM),
    "runs.watch": Rule(_OFFICE | _SYSTEM),
    "register.take": Rule(_STAFF | _SYSTEM),
    "register.list": Rule(_READERS),
    "register.release": Rule(_OFFICE),
    "register.reject": Rule(_OFFICE),
    "register.give_up": Rule(frozenset({"direction"})),
    "scales.import": Rule(_HEADS),
    "scales.approve": Rule(_OFFICE),
    "scales.withdraw": Rule(_OFFICE),
    "scales.list": Rule(_READERS),
    "record.consult": Rule(_READERS),
    "record.list": Rule(_READERS),
    "figures.read": Rule(_OFFICE | _SYSTEM | frozenset({"auditor_dpo"})),
    "figures.import": Rule(_OFFICE | _SYSTEM),
    "arms.list": Rule(_OFFICE | frozenset({"auditor_dpo"})),
}


# What is shown to whom, where no act alone says it; the acts behind a screen ask for themselves.
SHOWN: Mapping[str, frozenset[str]] = {
    "home": _READERS,
    "risk_map": _OFFICE,
    "week_rounds": _STAFF,
    "joint_actions": _READERS,
    "holds": _OFFICE,
    "orders": _STAFF,
    "control": _FIELD,
    "controls": _READERS,
    "referrals": _READERS,
    "policy": _OFFICE,
    "devices": _HEADS,
    "reasons": _OFFICE,  # arm and points: teams would control differently if they knew them
}


def may(user: HasRole, act: str) -> bool:
    """Tell whether a role may do an act at all, for a screen to offer it; the act asks again, and for the record."""
    return act in RULES and user.role in RULES[act].roles


def may_see(user: HasRole, what: str) -> bool:
    """Tell whether a role is shown a screen, or a part that many screens have."""
    return user.role in SHOWN.get(what, ())


def require_permission(
    session: Session, by: str, act: str, *, district: str | None = None, service: str | None = None
) -> UserRow:
    """Return the user `by` if they may do `act` in this district and service.

    Errors: `AccessRefused` naming the role and the act, never what the record holds.
    """
    user = session.get(UserRow, by)
    if user is None or not user.active:
        raise AccessRefused("ACCESS-010", act=act)
    rule = RULES.get(act)
    if rule is None or user.role not in rule.roles:
        allowed = ", ".join(sorted(rule.roles)) if rule else "nobody"
        raise AccessRefused("ACCESS-020", role=user.role, act=act, allowed=allowed)
    if service is not None and user.role != "system" and user.service != service:
        raise AccessRefused("ACCESS-030", act=act, service=service)
    if district is not None and not rule.anywhere and not is_within(user, district):
        raise AccessRefused("ACCESS-040", act=act, district=district)
    return user


def is_within(user: UserRow, district: str) -> bool:
    """Tell whether a district is one that the user works in; a field role without a district works in none."""
    return is_everywhere(user) or (user.district is not None and user.district == district)


def is_everywhere(user: HasRole) -> bool:
    """Tell whether a user works in every district, by their role."""
    return user.role in _EVERYWHERE
