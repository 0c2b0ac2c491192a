"""People: who works here, in which teams, and what will change from which day."""

from typing import Final, get_args

from starlette.responses import Response

from dashboards.office.administration.addresses import PEOPLE, TEAMS
from dashboards.office.administration.asked_for import district_name, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.shared import Telling, attempted
from inspection import acts
from inspection.acts.staff import PersonHere, StaffChange, StaffRole, StaffSheet, TeamHere
from inspection.errors import InspectionError
from inspection.i18n import language_name
from inspection.life_cycles import StaffChangeState
from inspection.time_of import clock_text

ROLES: Final[tuple[str, ...]] = get_args(StaffRole)
_SIGNS: Final = {"asked": "ask", "to_come": "sent", "late": "late", "done": "done", "off": "ended"}
_PLACES: Final = {role: n for n, role in enumerate(ROLES)}


def show(asked: Asked) -> Response:
    """Show everybody, the teams, and what will change."""
    return _drawn(asked)


def decide(asked: Asked) -> Response:
    """Say yes or no to a change that somebody else asked for."""
    yes = asked.form.get("yes") == "1"
    act = lambda: acts.staff.decide_change(asked.acting(), asked.form.get("change", ""), yes=yes)  # noqa: E731
    return attempted(asked, act, f"{PEOPLE}?told=decided", lambda fault: _drawn(asked, fault))


def call_off(asked: Asked) -> Response:
    """Take a change back that has not come yet."""
    act = lambda: acts.staff.call_off_change(asked.acting(), asked.form.get("change", ""))  # noqa: E731
    return attempted(asked, act, f"{PEOPLE}?told=off", lambda fault: _drawn(asked, fault))


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    sheet, changes = acts.staff.staff_sheet(asked.acting()), _changes(asked)
    waiting = [
        one for one in changes if one.state in (StaffChangeState.ASKED, StaffChangeState.LATE, StaffChangeState.TO_COME)
    ]
    return drawn(
        asked,
        "people.html",
        fault,
        people=_people_table(asked, sheet, left=False),
        left=_people_table(asked, sheet, left=True),
        teams=_teams_table(asked, sheet),
        changes=changes_table(asked, waiting),
        n_asked=sum(one.state == StaffChangeState.ASKED for one in changes),
        n_late=sum(one.state == StaffChangeState.LATE for one in changes),
        n_people=sum(one.is_active for one in sheet.people),
        n_teams=len(sheet.teams),
        may_change=asked.known.may("staff.change"),
        new=f"{PEOPLE}/new",
        new_team=f"{TEAMS}/new",
    )


def _changes(asked: Asked) -> list[StaffChange]:
    return acts.staff.list_changes(asked.acting())


def _people_table(asked: Asked, sheet: StaffSheet, *, left: bool) -> Table:
    telling = Telling(asked)
    lines = [_person(asked, one, telling) for one in sheet.people if one.is_active is not left]
    return listed(asked, "left" if left else "persons", ("id", "role", "team", "district", "language", "known"), lines)


def _person(asked: Asked, one: PersonHere, telling: Telling) -> Line:
    lacks = [say(asked, "no_name")] if not one.has_name else []
    lacks += [say(asked, "no_number")] if not one.has_number and one.team else []
    return Line(
        [
            Cell(one.id, address=f"{PEOPLE}/{one.id}"),
            Cell(asked.say(f"role.{one.role}"), _PLACES.get(one.role)),
            Cell(telling.team(one.team) if one.team else "", address=f"{TEAMS}/{one.team}" if one.team else ""),
            Cell(district_name(asked, one.district)),
            Cell(language_name(one.language, asked.look.lang)),
            Cell(", ".join(lacks), colour="soon"),
        ]
    )


def _teams_table(asked: Asked, sheet: StaffSheet) -> Table:
    heads = ("team", "called", "district", "members", "size", "hours")
    return listed(asked, "teams", heads, [_team(asked, one) for one in sheet.teams])


def _team(asked: Asked, one: TeamHere) -> Line:
    is_short = one.inspectors < one.size
    return Line(
        [
            Cell(one.id, address=f"{TEAMS}/{one.id}"),
            Cell(one.name),
            Cell(district_name(asked, one.district)),
            Cell(str(len(one.members)), len(one.members)),
            Cell(
                str(one.size),
                one.size,
                notes=(say(asked, "short_team"),) if is_short else (),
                colour="soon" if is_short else "",
            ),
            Cell(hours_of(asked, one)),
        ]
    )


def hours_of(asked: Asked, team: TeamHere) -> str:
    """Return the earliest start and the latest end of a team's ordinary week, and on how many days it works."""
    if not team.shifts:
        return "–"
    first, last = min(s for s, _ in team.shifts.values()), max(e for _, e in team.shifts.values())
    return say(asked, "week_hours", first=clock_text(first), last=clock_text(last), n=len(team.shifts))


def changes_table(asked: Asked, changes: list[StaffChange]) -> Table:
    """Return what will change, the next first, with what can be done about it."""
    shown, telling = sorted(changes, key=lambda one: (one.starts_on, one.id)), Telling(asked)
    heads = ("whom", "from", "what", "state", "made_by")
    return listed(asked, "changes", heads, [_change(asked, one, telling) for one in shown])


def _change(asked: Asked, one: StaffChange, telling: Telling) -> Line:
    base, called = (PEOPLE, one.subject) if one.kind == "person" else (TEAMS, telling.team(one.subject))
    by = one.made_by if one.decided_by in (None, one.made_by) else f"{one.made_by}, {one.decided_by}"
    return Line(
        [
            Cell(called, address=f"{base}/{one.subject}"),
            Cell(asked.day(one.starts_on), one.starts_on),
            Cell(_what(asked, one, telling)),
            state(say(asked, f"change.{one.state}"), _SIGNS[one.state]),
            Cell(by),
        ],
        _presses(asked, one, called),
    )


def _presses(asked: Asked, one: StaffChange, called: str) -> list[Press]:
    made, about = {"change": one.id}, f"{called}, {asked.day(one.starts_on)}"
    presses = []
    is_mine = one.made_by == asked.known.user.id
    if one.state == StaffChangeState.ASKED and asked.known.may("staff.decide") and not is_mine:
        presses += [
            Press(f"{PEOPLE}/decide", say(asked, "yes"), {**made, "yes": "1"}, about),
            Press(f"{PEOPLE}/decide", say(asked, "no"), {**made, "yes": "0"}, about),
        ]
    elif one.state in (StaffChangeState.ASKED, StaffChangeState.TO_COME, StaffChangeState.LATE) and asked.known.may(
        "staff.call_off"
    ):
        presses.append(Press(f"{PEOPLE}/call-off", say(asked, "call_off"), made, about))
    return presses


def _what(asked: Asked, one: StaffChange, telling: Telling) -> str:
    facts = one.facts
    if facts.get("leaves") or facts.get("ends"):
        return say(asked, "leaves" if facts.get("leaves") else "ends")
    parts = [asked.say(f"role.{facts['role']}")] if "role" in facts else []
    parts += [telling.team(str(facts["team"]))] if facts.get("team") else []
    parts.append(district_name(asked, facts.get("district")))
    return " · ".join(parts)
