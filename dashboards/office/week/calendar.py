"""The calendar of teams: who works when, speaks what, is away, and which joint actions are booked with whose answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.forms import LARGEST_FILE
from dashboards.office.shared import JOINT_ACTIONS, Telling, action_address
from dashboards.office.week.addresses import ANSWER, AWAY, BACK, CALENDAR, CARS, INVITE, TAKE_IN, address
from dashboards.office.week.sorting import Order, table
from dashboards.office.week.words import Words
from inspection import acts
from inspection.acts.absences import AwayKind
from inspection.errors import InspectionError, SettingsFault
from inspection.i18n import language_name
from inspection.life_cycles import PartnerState
from inspection.planning.problem import Key, TeamDay
from inspection.store.queries import ActionView
from inspection.time_of import IsoWeek


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """A team's week: its hours on each day, None where it does not work, and the car that it takes, or lacks."""

    team: str
    district: str
    told: str
    hours: tuple[str | None, ...]
    cars: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartnerLine:
    """A partner of a joint action: who it is, and what it answered."""

    id: str
    named: str
    told: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """A joint action of the week: when, in which districts, and what each partner answered.

    has_hour
        Whether its minute is known, so that a partner can be invited to it.
    """

    reference: str
    address: str
    day: date | None
    state: str
    districts: tuple[str, ...]
    partners: tuple[PartnerLine, ...]
    is_open: bool
    has_hour: bool


@dataclass(frozen=True, kw_only=True)
class AwayLine:
    """Somebody who is away in the week: on which days, and what their days are for."""

    id: str
    user: str
    team: str
    first_day: date
    last_day: date
    kind: str


TOLD = frozenset({"kept", "ended", "answered", "taken"})
_ROWS: Mapping[str, Order[TeamRow]] = {
    "team": lambda one: one.team.casefold(),
    "district": lambda one: (one.district.casefold(), one.team.casefold()),
}
_AWAY: Mapping[str, Order[AwayLine]] = {
    "whom": lambda one: one.user,
    "first_day": lambda one: (one.first_day, one.user),
    "last_day": lambda one: (one.last_day, one.user),
    "kind": lambda one: (one.kind.casefold(), one.user),
}
_ACTIONS: Mapping[str, Order[ActionLine]] = {
    "reference": lambda one: one.reference,
    "day": lambda one: (one.day or date.max, one.reference),
    "state": lambda one: (one.state.casefold(), one.reference),
}


def show(asked: Asked) -> Response:
    """Show a week of teams.

    Errors: `AccessRefused` for whoever does not plan.
    """
    return drawn(asked, dict(asked.request.query_params))


def drawn(asked: Asked, fields: Mapping[str, str], fault: InspectionError | None = None) -> Response:
    """Return the page of a week, with why something was refused; what was typed stays."""
    week = _week(asked, fields.get("week", ""))
    words, context = Words(asked, week), asked.acting()
    named = fields.get("district", "")
    district = asked.known.user.district or named or None
    days, cars = acts.weeks.calendar_week(context, week, district)
    teams = {team.id: team for team in acts.staff.working_teams(context, district)}
    booked = [one for one in acts.joint_actions.actions_in(context, week) if district is None or district in one.shares]
    names = sorted({*teams, *(day.team for day in days), *(team for team, _ in cars)})
    rows = [_row(name, teams[name].district if name in teams else "", days, cars, words) for name in names]
    actions = [_action(one, words) for one in sorted(booked, key=lambda one: one.reference)]
    way = {"week": str(week), "district": named}
    return asked.page(
        "week_calendar.html",
        fault,
        room=CALENDAR,
        words=words,
        week=week,
        district=named,
        rows=table(asked, "teams", rows, _ROWS, CALENDAR, **way),
        off=_off(names, days, words),
        booked=table(asked, "booked", actions, _ACTIONS, CALENDAR, **way),
        before=address(CALENDAR, week=IsoWeek.before(week.monday), district=named),
        after=address(CALENDAR, week=IsoWeek.after(week.monday), district=named),
        told=fields.get("told", "") if fields.get("told") in TOLD else "",
        typed=lambda name, known="": fields.get(name, known) if fault else known,
        addresses={
            "cars": CARS,
            "away": AWAY,
            "back": BACK,
            "answer": ANSWER,
            "invite": INVITE,
            "file": TAKE_IN,
            "actions": JOINT_ACTIONS,
        },
        most=LARGEST_FILE // 1_000_000,
        at=context.at,
        **_of_people(asked, words, district, way),
    )


def drawn_again(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page of the week that a form was on, with why it was refused."""
    return drawn(asked, asked.form, fault)


def week_of_form(asked: Asked, **told: str) -> str:
    """Return the address of the week that a form was on."""
    return address(CALENDAR, week=asked.form.get("week", ""), district=asked.form.get("district", ""), **told)


def _of_people(asked: Asked, words: Words, district: str | None, way: Mapping[str, object]) -> dict[str, object]:
    """Return who is away in the week, and for whoever keeps absences whose days may be noted; else nothing."""
    context, week, may_keep = asked.acting(), words.week, asked.known.may("absence.keep")
    if not asked.known.may("absence.list"):
        return {"away": None, "people": [], "sees_away": False, "may_keep": False, "kinds": ()}
    teams = {one.id: one.team or "" for one in acts.staff.colleagues(context) if district in (None, one.district)}
    away = [
        AwayLine(
            id=one.id,
            user=one.user_id,
            team=words.team(teams[one.user_id]),
            first_day=one.first_day,
            last_day=one.last_day,
            kind=asked.say(f"admin.away.{one.kind}"),
        )
        for one in acts.absences.list_absences(context, week.monday, week.days[-1])
        if one.user_id in teams
    ]
    mine = [one for one in acts.absences.may_be_away(context) if one in teams] if may_keep else []
    kinds = [(kind, asked.say(f"admin.away.{kind}")) for kind in get_args(AwayKind)]
    people = [(one, words.team(teams[one])) for one in mine]
    shown = table(asked, "gone", away, _AWAY, CALENDAR, **way)
    return {"away": shown, "people": people, "sees_away": True, "may_keep": may_keep, "kinds": kinds}


def _week(asked: Asked, named: str) -> IsoWeek:
    """Return the week that is named, else this one."""
    try:
        return IsoWeek.parse(named)
    except (SettingsFault, ValueError):
        return IsoWeek.of(asked.today)


def _row(
    team: str, district: str, days: Sequence[TeamDay], cars: Mapping[Key, tuple[str, ...]], words: Words
) -> TeamRow:
    mine = {day.day: day for day in days if day.team == team}
    any_day = next(iter(mine.values()), None)
    spoken = sorted(language_name(one, words.lang) for one in any_day.languages) if any_day else []
    told = [words.say("calendar.size", n=any_day.size)] if any_day else []
    return TeamRow(
        team=words.team(team),
        district=words.district(district) if district else "",
        told=", ".join([*told, *spoken, *sorted(any_day.skills if any_day else ())]),
        hours=tuple(_hours(mine.get(day), words) for day in words.week.days),
        cars=tuple(_car(cars.get((team, day)), words) for day in words.week.days),
    )


def _car(taken: tuple[str, ...] | None, words: Words) -> str:
    """Return the car that a team takes on a day; nothing where none are kept, or where it does not work."""
    if taken is None:
        return ""
    return ", ".join(taken) or words.say("calendar.no_car")


def _hours(day: TeamDay | None, words: Words) -> str | None:
    return f"{words.clock(day.shift[0])}–{words.clock(day.shift[1])}" if day else None


def _off(names: Sequence[str], days: Sequence[TeamDay], words: Words) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return the teams that do not work on a day on which others do, each with such days."""
    found: dict[tuple[str, ...], list[str]] = {}
    for on in words.week.days:
        working = {day.team for day in days if day.day == on}
        if working and (away := tuple(words.team(name) for name in names if name not in working)):
            found.setdefault(away, []).append(words.day(on))
    return [(days_off, teams) for teams, days_off in found.items()]


def _action(one: ActionView, words: Words) -> ActionLine:
    asked, told = words.asked, Telling(words.asked)
    return ActionLine(
        reference=one.reference,
        address=action_address(one.reference),
        day=one.planned_day or one.day,
        state=asked.say(f"actions.state.{one.state}"),
        districts=tuple(words.district(name) for name in sorted(one.shares)),
        partners=tuple(
            PartnerLine(
                id=p.id,
                named=told.partner(p.kind, p.language),
                told=asked.say(f"actions.partner.{p.state}"),
                waits=p.state == PartnerState.ASKED,
            )
            for p in one.partners
        ),
        is_open=one.is_open and asked.known.may("partner.confirm"),
        has_hour=one.minute is not None or one.planned_minute is not None,
    )
