"""Whether somebody may do an act to a thing: a calculation over the table, without a look at the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from inspection.errors import AccessRefused
from inspection.trust.rights.table import Proof, Reach, Rights, Rule


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role that somebody has, and where.

    district
        For a role of one district; None gives none.
    office
        For a role outside the house: the key of its office.
    first, last
        The days on which it holds, both included: of a deputy, or of somebody outside; None has no such end.
    """

    role: str
    district: str | None = None
    office: str | None = None
    first: date | None = None
    last: date | None = None

    def holds_on(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, kw_only=True)
class Who:
    """Whoever acts, as far as rights go.

    grants
        Own role first, then those in which they stand in for somebody.
    rights
        The only acts that a flow or the house itself may do; None where roles alone say.
    credential
        What stands for them, for an error's text.
    proven_at
        When who it is was proven last; None where it cannot be proven anew, as by a device.
    opened
        The ids of records that they broke a glass for, which is open still.
    """

    user: str
    service: str
    credential: str = ""
    grants: Sequence[Grant]
    rights: frozenset[str] | None = None
    proven_at: datetime | None = None
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What an act is done to, as far as rights go; what is None is not asked about.

    district
        Where it lies; several where it lies in more than one.
    done_by
        Who did which earlier act on it.
    """

    id: str | None = None
    service: str | None = None
    districts: Sequence[str] | None = None
    office: str | None = None
    state: str | None = None
    done_by: Mapping[str, str | None] = field(default_factory=dict)


def refusal(
    table: Rights,
    who: Who,
    act: str,
    thing: Thing,
    *,
    at: datetime,
    on: date,
    fresh_minutes: int,
) -> AccessRefused | None:
    """Return the error that says why somebody may not do an act to a thing, None if they may.

    Arguments: `on` the day of `at` where the house stands; `fresh_minutes` how old a fresh proof may be.
    """
    rule = table.rules.get(act)
    held = [grant for grant in who.grants if grant.holds_on(on) and rule is not None and grant.role in rule.roles]
    if rule is None or not held:
        roles = ", ".join(sorted({grant.role for grant in who.grants})) or "nobody"
        allowed = ", ".join(sorted(rule.roles)) if rule else "nobody"
        return AccessRefused("ACCESS-020", role=roles, act=act, allowed=allowed)
    return (
        _by_right(who, act)
        or _by_service(who, held, act, thing)
        or _by_reach(table, who, held, rule, act, thing)
        or _by_state(rule, act, thing)
        or _by_duty(who, rule, act, thing)
        or _by_proof(who, rule, at, fresh_minutes)
    )


def reaches(table: Rights, grant: Grant, thing: Thing) -> bool:
    """Tell whether a role is held where a thing lies; a field role without a district is held nowhere.

    A role outside the house holds for what was sent to its office, and for what lies nowhere, as its own sessions do.
    """
    reach = table.reach[grant.role]
    if reach is Reach.OFFICE:
        return thing.districts is None if thing.office is None else thing.office == grant.office
    if reach is Reach.EVERYWHERE or thing.districts is None:
        return True
    return grant.district is not None and grant.district in thing.districts


def _by_right(who: Who, act: str) -> AccessRefused | None:
    if who.rights is None or act in who.rights:
        return None
    return AccessRefused("ACCESS-075", act=act, credential=who.credential)


def _by_service(who: Who, held: Sequence[Grant], act: str, thing: Thing) -> AccessRefused | None:
    is_schedule = any(grant.role == "system" for grant in held)
    if thing.service is None or is_schedule or who.service == thing.service:
        return None
    return AccessRefused("ACCESS-030", act=act, service=thing.service)


def _by_reach(
    table: Rights, who: Who, held: Sequence[Grant], rule: Rule, act: str, thing: Thing
) -> AccessRefused | None:
    if rule.anywhere or (rule.glass_opens and thing.id is not None and thing.id in who.opened):
        return None
    if any(reaches(table, grant, thing) for grant in held):
        return None
    return AccessRefused("ACCESS-040", act=act, district=", ".join(thing.districts or ()) or thing.office or "?")


def _by_state(rule: Rule, act: str, thing: Thing) -> AccessRefused | None:
    if not rule.states or thing.state in rule.states:
        return None
    return AccessRefused("ACCESS-043", act=act, states=", ".join(sorted(rule.states)))


def _by_duty(who: Who, rule: Rule, act: str, thing: Thing) -> AccessRefused | None:
    if not rule.apart_from or thing.done_by.get(rule.apart_from) != who.user:
        return None
    return AccessRefused("ACCESS-041", act=act, first=rule.apart_from)


def _by_proof(who: Who, rule: Rule, at: datetime, minutes: int) -> AccessRefused | None:
    if rule.proof is Proof.ANY or who.rights is not None:
        return None
    is_fresh = who.proven_at is not None and timedelta() <= at - who.proven_at <= timedelta(minutes=minutes)
    return None if is_fresh else AccessRefused("ACCESS-076", minutes=minutes)
