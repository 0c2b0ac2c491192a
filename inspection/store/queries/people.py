"""Named queries on people: who somebody is, and the teams."""

from typing import cast

from sqlmodel import col, select

from inspection.i18n import Lang
from inspection.store.core import Store, asked_once
from inspection.store.people import AccountRow, TeamRow, UserRow
from inspection.store.queries.asking import where_given
from inspection.store.views import TeamView, UserView, view_of


def user(store: Store, user_id: str) -> UserView | None:
    """Return who somebody is, or None."""
    with store.read() as session:
        found = asked_once(session, ("user", user_id), lambda: session.get(UserRow, user_id))
    return user_view(found) if found else None


def users(store: Store) -> list[UserView]:
    """Return everybody who is active, in order of the ids."""
    with store.read() as session:
        return [
            user_view(u) for u in session.exec(select(UserRow).where(col(UserRow.active)).order_by(col(UserRow.id)))
        ]


def has_accounts(store: Store) -> bool:
    """Tell whether anybody active has an account of this house."""
    known = select(AccountRow.id).join(UserRow, col(UserRow.id) == col(AccountRow.id)).where(col(UserRow.active))
    with store.read() as session:
        return session.exec(known.limit(1)).first() is not None


def teams(store: Store, district: str | None = None) -> list[TeamView]:
    """Return the active teams with the ids of their members."""
    wanted = select(TeamRow).where(col(TeamRow.active)).order_by(col(TeamRow.id))
    with store.read() as session:
        found = session.exec(where_given(wanted, (TeamRow.district, district))).all()
        members = session.exec(
            select(UserRow.team_id, UserRow.id).where(col(UserRow.active)).order_by(col(UserRow.id))
        ).all()
    return [
        view_of(
            TeamView,
            team,
            language=cast(Lang, team.language),
            office=(team.office_lon, team.office_lat),
            members=tuple(user_id for team_id, user_id in members if team_id == team.id),
        )
        for team in found
    ]


def person_name(store: Store, user_id: str) -> str:
    """Return the name of one of ours, unsealed, for a carry sheet; the id where no name is known."""
    with store.read() as session:
        found = session.get(UserRow, user_id)
    return store.unseal("app_user.name", user_id, found.name) if found and found.name else user_id


def user_view(row: UserRow) -> UserView:
    """Return who somebody is of a row that is read already."""
    return view_of(UserView, row, team=row.team_id, is_active=row.active)
