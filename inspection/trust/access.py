"""Who may do what, here and now: whoever acts as the store knows them today, held against the table of rights.

Every act asks before anything else, by `tx.require` or `require_permission`. A role is that of today's roster; a deputy
has the roles of whoever they stand in for, on the days that were said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from inspection.errors import AccessRefused
from inspection.store.core import asked_once
from inspection.store.people import BrokenGlassRow, DeputyRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust.rights import Grant, Reach, Thing, Who, refusal, rights

if TYPE_CHECKING:
    from inspection.trust.context import Context

# Asked by every act: to put a question together anew takes longer than its answer.
_ABSENT = (
    select(DeputyRow, UserRow)
    .join(UserRow, col(UserRow.id) == col(DeputyRow.absent_id))
    .where(col(DeputyRow.deputy_id) == bindparam("user"), col(DeputyRow.ended_at).is_(None))
)
# Whoever acts with whom they stand in for: a row for each, and one without where they stand in for nobody.
_AWAY = aliased(UserRow)
_KNOWN = (
    select(UserRow, DeputyRow, _AWAY)
    .join(
        DeputyRow,
        and_(col(DeputyRow.deputy_id) == col(UserRow.id), col(DeputyRow.ended_at).is_(None)),
        isouter=True,
    )
    .join(_AWAY, col(_AWAY.id) == col(DeputyRow.absent_id), isouter=True)
    .where(col(UserRow.id) == bindparam("user"))
)
_OPENED = select(BrokenGlassRow.subject, BrokenGlassRow.ends_at).where(col(BrokenGlassRow.user_id) == bindparam("user"))


class HasRole(Protocol):
    """Whoever has a role: a user, or what a screen knows of one."""

    @property
    def role(self) -> str:
        """The role."""


@dataclass(frozen=True)
class Places:
    """The districts in which somebody may do an act; None stands for the whole service."""

    districts: frozenset[str] | None

    def __contains__(self, district: str) -> bool:
        return self.districts is None or district in self.districts


def may(user: HasRole, act: str) -> bool:
    """Tell whether a role may do an act at all, for a screen to offer it; the act asks again, and for the record."""
    rule = rights().rules.get(act)
    return rule is not None and user.role in rule.roles


def may_see(user: HasRole, what: str) -> bool:
    """Tell whether a role is shown a screen, or a part that many screens have."""
    return user.role in rights().shown.get(what, ())


class AskedOf(TypedDict, total=False):
    """What a question of rights says of the thing that an act is done to; what is left out is not asked about.

    subject, office
        Its id, and the addressee that it was sent to.
    done_by
        Who did which earlier act on it.
    """

    district: str | None
    service: str | None
    subject: str | None
    office: str | None
    state: str | None
    done_by: Mapping[str, str | None] | None


@dataclass(frozen=True)
class Asker:
    """Whoever acts, as the store knew them when their act began: what its questions of rights ask of the store once.

    user
        Their row of today's roster; of a user in whose name a flow acts, that user's.
    who
        Their roles and deputies, as the table of rights asks about them.
    """

    session: Session
    context: "Context"
    user: UserRow
    who: Who

    def require(self, act: str, **asked: Unpack[AskedOf]) -> UserRow:
        """Return their row if they may do `act` to a thing; arguments and errors are those of `require_permission`."""
        thing = _thing(asked)
        at, on = self.context.at, day_in_brussels(self.context.at)
        minutes = self.context.app.catalogue(on).identity.fresh_minutes
        found = refusal(rights(), self._who(act, thing.id), act, thing, at=at, on=on, fresh_minutes=minutes)
        if found is not None:
            raise found
        return self.user

    def _who(self, act: str, subject: str | None) -> Who:
        """Say which records they broke a glass for, where that could open anything to them."""
        rule = rights().rules.get(act)
        if subject is None or rule is None or not rule.glass_opens:
            return self.who
        return replace(self.who, opened=_opened(self.session, self.context, self.user.id))


def asker_of(session: Session, context: "Context", act: str, *, of: str | None = None) -> Asker:
    """Return whoever acts, of whom several questions are asked in one transaction: they are looked up once.

    Arguments: `act` the first of them, for the text of an error; `of` as for `require_permission`.
    Errors: `AccessRefused` 010 for nobody active, 074 for a principal of another service.
    """
    if context.principal.service != context.settings.service:
        raise AccessRefused("ACCESS-074", act=act)
    user, who = _who(session, context, of, act, day_in_brussels(context.at))
    return Asker(session, context, user, who)


def require_permission(
    session: Session, context: "Context", act: str, *, of: str | None = None, **asked: Unpack[AskedOf]
) -> UserRow:
    """Return the row of whoever acts if they may do `act` to a thing: in this district and service, in this state.

    Arguments: `asked` the thing, by its facts as `AskedOf` names them; `of` asks it of another user, in whose name a
    flow of this house acts.
    Errors: `AccessRefused` naming the role and the act, never what the record holds; 074 for a principal of another
    service, 075 for a flow that needs no such right.
    """
    return asker_of(session, context, act, of=of).require(act, **asked)


def require_in_service(context: "Context", act: str) -> UserRow:
    """Return the row of whoever acts if they may do `act` in the service of this house, before anything is read.

    Errors: as for `require_permission`.
    """
    with context.store.read() as session:
        return require_permission(session, context, act, service=context.settings.service)


def require_apart(context: "Context", act: str, first: str, *done_by: str | None) -> None:
    """Refuse somebody who did an earlier act on the same thing, where the table keeps the two apart.

    Arguments: `first` the earlier act, as the table names it; `done_by` who did it, or had it done.
    Errors: `AccessRefused` 041.
    """
    if rights().rules[act].apart_from != first:
        raise ValueError(f"the table does not keep {act} apart from {first}")
    if context.by in done_by:
        raise AccessRefused("ACCESS-041", act=act, first=first)


def grants_of(session: Session, user: UserRow, on: date) -> Sequence[Grant]:
    """Return the roles that somebody has on a day: their own, and those of whoever they stand in for.

    What somebody has as a deputy they do not pass on.
    """
    return _grants(user, _absent(session, user), on)


def stood_in_for(session: Session, user: UserRow, on: date) -> Sequence[UserRow]:
    """Return whoever somebody stands in for on a day: what waits for the absent by name waits for their deputy too."""
    return [absent for row, absent in _absent(session, user) if row.first_day <= on <= row.last_day]


def places_of(session: Session, context: "Context", act: str) -> Places:
    """Return where whoever acts may do an act today: in their own place, and where they stand in for somebody."""
    user = session.get(UserRow, context.by)
    rule, table = rights().rules[act], rights()
    held = grants_of(session, user, day_in_brussels(context.at)) if user is not None else ()
    mine = [grant for grant in held if grant.role in rule.roles]
    if any(table.reach[grant.role] is Reach.EVERYWHERE for grant in mine):
        return Places(None)
    return Places(frozenset(grant.district for grant in mine if grant.district is not None))


def is_within(user: UserRow, district: str) -> bool:
    """Tell whether a district is one that the user works in; a field role without a district works in none."""
    return is_everywhere(user) or (user.district is not None and user.district == district)


def is_everywhere(user: HasRole) -> bool:
    """Tell whether a user works in every district, by their role."""
    return rights().reach[user.role] is Reach.EVERYWHERE


def _thing(asked: AskedOf) -> Thing:
    district = asked.get("district")
    return Thing(
        id=asked.get("subject"),
        service=asked.get("service"),
        districts=None if district is None else (district,),
        office=asked.get("office"),
        state=asked.get("state"),
        done_by=asked.get("done_by") or {},
    )


def _grants(user: UserRow, absent: Sequence[tuple[DeputyRow, UserRow]], on: date) -> Sequence[Grant]:
    own = Grant(role=user.role, district=user.district, office=user.office, first=user.first_day, last=user.last_day)
    others = [
        Grant(role=one.role, district=one.district, office=one.office, first=row.first_day, last=row.last_day)
        for row, one in absent
    ]
    return [grant for grant in (own, *others) if grant.holds_on(on)]


def _absent(session: Session, user: UserRow) -> Sequence[tuple[DeputyRow, UserRow]]:
    rows = asked_once(session, ("absent", user.id), lambda: session.exec(_ABSENT, params={"user": user.id}).all())
    return _stood_in_for(user, rows)


def _stood_in_for(
    user: UserRow, rows: Iterable[tuple[DeputyRow | None, UserRow | None]]
) -> Sequence[tuple[DeputyRow, UserRow]]:
    return [
        (row, absent)
        for row, absent in rows
        if row is not None and absent is not None and absent.active and absent.service == user.service
    ]


def _who(session: Session, context: "Context", of: str | None, act: str, on: date) -> tuple[UserRow, Who]:
    """Return whoever acts as the table asks about them; `of` somebody else, of whom only the roles count."""
    principal = context.principal
    user, absent = _active(session, of or principal.user, act)
    return user, Who(
        user=user.id,
        credential=principal.credential,
        service=user.service,
        grants=_grants(user, absent, on),
        rights=None if of else principal.rights,
        proven_at=principal.proven_at if principal.can_prove_again else None,
    )


def _active(session: Session, user_id: str, act: str) -> tuple[UserRow, Sequence[tuple[DeputyRow, UserRow]]]:
    """Return somebody active with whom they stand in for, asked together: every act and every page does."""
    rows = asked_once(session, ("known", user_id), lambda: session.exec(_KNOWN, params={"user": user_id}).all())
    user = rows[0][0] if rows else None
    if user is None or not user.active:
        raise AccessRefused("ACCESS-010", act=act)
    return user, _stood_in_for(user, ((row, absent) for _, row, absent in rows))


def _opened(session: Session, context: "Context", user_id: str) -> frozenset[str]:
    rows = asked_once(session, ("opened", user_id), lambda: session.exec(_OPENED, params={"user": user_id}).all())
    return frozenset(subject for subject, ends_at in rows if ends_at > context.at)
