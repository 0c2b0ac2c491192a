"""A roster is taken in whole: what it would change is shown first, and done if that is still what it changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from inspection.acts.staff.differences import RosterDifference, Standing, roster_difference
from inspection.acts.staff.reading import read_roster
from inspection.acts.staff.roster import Roster, RosterTeam, RosterUser, Span, usual_week, written_days
from inspection.errors import AccessRefused, SettingsFault
from inspection.sealing import sha256_of
from inspection.store.core import Store, taken_elsewhere
from inspection.store.people import RosterDayRow, TeamRow, UserRow
from inspection.trust import RANK, Context, audited_transaction, require_permission


def preview_roster(context: Context, roster: Mapping[str, Any]) -> RosterDifference:
    """Return what a roster would change, and change nothing; refused for whatever the import would be refused for.

    Errors: `SettingsFault` 040 and 110 to 116 naming the place of a mistake (never its content); `AccessRefused`.
    """
    read = read_roster(roster)
    with context.store.read() as session:
        user = require_permission(session, context, "roster.import", service=read.service)
        _refuse_unfit(session, read, user)
        return _difference(session, context.store, read)


def import_roster(context: Context, roster: Mapping[str, Any], *, shown: str | None = None) -> Roster:
    """Take in a roster whole: teams, people and roles of one service, the importer's own.

    Nobody grants a role above their own: a supervisor's roster may repeat who is direction, and make nobody so.

    Arguments: `shown` the hash of the difference that somebody looked at; None for a schedule, which looks at nothing.
    Errors: `SettingsFault` 040 and 110 to 116 naming the place of a mistake (never its content), 043 where it would no
    longer change what was shown; `AccessRefused`.
    """
    read = read_roster(roster)
    with audited_transaction(context) as tx:
        user = tx.require("roster.import", service=read.service)
        _refuse_unfit(tx.session, read, user)
        if shown is not None and _difference(tx.session, context.store, read).sha256 != shown:
            raise SettingsFault("SETTING-043")
        _retire(tx.session, read.service)
        for team in read.teams:
            tx.session.merge(team_row(team, usual_week(read, team.id)))
        tx.session.flush()
        _write_weeks(tx.session, read)
        for one in read.users:
            tx.session.merge(user_row(context.store, one, tx.session.get(UserRow, one.id)))
        facts = {"teams": len(read.teams), "people": len(read.users), "sha256": sha256_of(read)}
        tx.record("roster.import", read.service, stream="roster", facts=facts)
    return read


def refuse_takeover(session: Session, service: str, users: Sequence[str], teams: Sequence[str]) -> None:
    """Refuse the id of a user or team of another service, or of somebody outside: it would change hands.

    Errors: `AccessRefused` 053.
    """
    known = [session.get(UserRow, one) for one in users]
    theirs = [session.get(TeamRow, one) for one in teams]
    of_others = any(one is not None and one.service != service for one in (*known, *theirs))
    unseen = taken_elsewhere(session, "app_user", list(users), service)
    unseen = unseen or taken_elsewhere(session, "team", list(teams), service)
    if of_others or unseen or any(one is not None and one.office is not None for one in known):
        raise AccessRefused("ACCESS-053", service=service)


def refuse_promotion(session: Session, people: Sequence[RosterUser], giver: UserRow) -> None:
    """Refuse a role above the giver's own, unless who gets it has it already; raises `AccessRefused` 054."""
    for user in people:
        known = session.get(UserRow, user.id)
        has_it = known is not None and known.active and known.role == user.role
        if not has_it and RANK[user.role] > RANK[giver.role]:
            raise AccessRefused("ACCESS-054", role=giver.role, given=user.role)


def team_row(team: RosterTeam, shifts: Mapping[str, Span]) -> TeamRow:
    """Return a team as an entry of a roster says it."""
    return TeamRow(
        id=team.id,
        service=team.service,
        district=team.district,
        name=team.name,
        office_lon=team.office.lon,
        office_lat=team.office.lat,
        end_lon=team.end.lon if team.end else None,
        end_lat=team.end.lat if team.end else None,
        language=team.languages[0],
        languages=sorted(team.languages),
        skills=sorted(team.skills),
        size=team.size,
        shifts=dict(shifts),
        breaks=list(team.breaks),
        longest=team.longest,
    )


def user_row(store: Store, user: RosterUser, known: UserRow | None) -> UserRow:
    """Return somebody as the roster says; a number that they gave on their own device stays where it says none."""
    told = known.telephone if known else None
    return UserRow(
        id=user.id,
        service=user.service,
        district=user.district,
        role=user.role,
        team_id=user.team,
        language=user.language,
        thb_contact=user.thb_contact,
        name=store.seal("app_user.name", user.id, user.name) if user.name else None,
        telephone=store.seal("app_user.telephone", user.id, user.telephone) if user.telephone else told,
    )


def ours(service: str) -> Any:
    """Return the question for everybody of the house: none of an office outside, and not the installation itself."""
    mine = select(UserRow).where(col(UserRow.service) == service, col(UserRow.office).is_(None))
    return mine.where(col(UserRow.role) != "system")


def _refuse_unfit(session: Session, read: Roster, user: UserRow) -> None:
    refuse_takeover(session, read.service, [one.id for one in read.users], [one.id for one in read.teams])
    refuse_promotion(session, read.users, user)


def _retire(session: Session, service: str) -> None:
    for user in session.exec(ours(service)):
        user.active = False
    for team in session.exec(select(TeamRow).where(col(TeamRow.service) == service)):
        team.active = False


def _write_weeks(session: Session, roster: Roster) -> None:
    """Keep the days of written-out weeks that differ from the ordinary week."""
    written = list(written_days(roster))
    mine = col(RosterDayRow.team_id).in_([team.id for team in roster.teams])
    session.exec(delete(RosterDayRow).where(col(RosterDayRow.day).in_({day for _, day, _, _ in written}), mine))
    for team, day, span, is_usual in written:
        if not is_usual:
            starts, ends = span or (None, None)
            session.add(RosterDayRow(team_id=team, day=day, starts=starts, ends=ends))


def _difference(session: Session, store: Store, roster: Roster) -> RosterDifference:
    before = _standing(session, store, roster)
    return roster_difference(before, _wanted(session, store, roster))


def _standing(session: Session, store: Store, roster: Roster) -> Standing:
    days = {day for _, day, _, _ in written_days(roster)}
    mine = col(RosterDayRow.team_id).in_([team.id for team in roster.teams])
    rows = session.exec(select(RosterDayRow).where(col(RosterDayRow.day).in_(days), mine))
    people = session.exec(ours(roster.service).where(col(UserRow.active))).all()
    teams = session.exec(select(TeamRow).where(col(TeamRow.service) == roster.service, col(TeamRow.active))).all()
    return Standing(
        people={one.id: _facts_of_user(store, one) for one in people},
        teams={one.id: _facts_of_team(one) for one in teams},
        days={_day(row.team_id, row.day): _span(row.starts, row.ends) for row in rows},
    )


def _wanted(session: Session, store: Store, roster: Roster) -> Standing:
    people = [user_row(store, one, session.get(UserRow, one.id)) for one in roster.users]
    teams = [team_row(one, usual_week(roster, one.id)) for one in roster.teams]
    return Standing(
        people={one.id: _facts_of_user(store, one) for one in people},
        teams={one.id: _facts_of_team(one) for one in teams},
        days={
            _day(team, day): _span(*(span or (None, None)))
            for team, day, span, is_usual in written_days(roster)
            if not is_usual
        },
    )


def _facts_of_user(store: Store, row: UserRow) -> dict[str, Any]:
    return {
        "role": row.role,
        "district": row.district,
        "team": row.team_id,
        "language": row.language,
        "thb_contact": row.thb_contact,
        "name": store.unseal("app_user.name", row.id, row.name) if row.name else None,
        "telephone": store.unseal("app_user.telephone", row.id, row.telephone) if row.telephone else None,
    }


def _facts_of_team(row: TeamRow) -> dict[str, Any]:
    return {
        "title": row.name,
        "district": row.district,
        "office": [row.office_lon, row.office_lat],
        "end": list(row.end) if row.end else None,
        "languages": list(row.languages),
        "skills": list(row.skills),
        "size": row.size,
        "shifts": {day: list(span) for day, span in row.shifts.items()},
        "breaks": [list(one) for one in row.breaks],
        "longest": row.longest,
    }


def _day(team: str, day: date) -> str:
    return f"{team}@{day.isoformat()}"


def _span(starts: float | None, ends: float | None) -> list[float] | None:
    return None if starts is None or ends is None else [starts, ends]
