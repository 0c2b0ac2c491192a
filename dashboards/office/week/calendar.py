"""The calendar of teams: who works when, speaks what, and which joint actions are booked with whose answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from dashboards.office.administration import ABSENCES
from dashboards.office.asking import Asked
from dashboards.office.week.addresses import CALENDAR, address
from dashboards.office.week.words import Words
from inspection import acts
from inspection.errors import SettingsFault
from inspection.i18n import language_name
from inspection.planning.problem import TeamDay
from inspection.reporting.pages import partner_text
from inspection.store.queries import ActionView
from inspection.time_of import IsoWeek


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """A team's week: its hours on each day, None where it does not work."""

    team: str
    district: str
    told: str
    hours: tuple[str | None, ...]


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """A joint action of the week: when, in which districts, and what each partner answered."""

    reference: str
    day: date | None
    state: str
    districts: tuple[str, ...]
    partners: tuple[str, ...]


def show(asked: Asked) -> Response:
    """Show a week of teams.

    Errors: `AccessRefused` for whoever does not plan.
    """
    week = _week(asked)
    words, context = Words(asked, week), asked.acting()
    district = asked.known.user.district or asked.query("district") or None
    days = acts.weeks.work_days(context, week, (), district)
    teams = {team.id: team for team in acts.staff.working_teams(context, district)}
    away = acts.staff.list_absences(context, week.monday, week.days[-1]) if asked.known.may("absence.list") else []
    booked = [one for one in acts.joint_actions.actions_in(context, week) if district is None or district in one.shares]
    names = sorted({*teams, *(day.team for day in days)})
    return asked.page(
        "week_calendar.html",
        room=CALENDAR,
        words=words,
        week=week,
        rows=[_row(name, teams[name].district if name in teams else "", days, words) for name in names],
        off=_off(names, days, words),
        away=away,
        note=ABSENCES if asked.known.may("absence.keep") else "",
        booked=[_action(one, words) for one in sorted(booked, key=lambda one: one.reference)],
        before=address(CALENDAR, week=IsoWeek.of(week.monday - timedelta(days=7)), district=asked.query("district")),
        after=address(CALENDAR, week=IsoWeek.of(week.monday + timedelta(days=7)), district=asked.query("district")),
    )


def _week(asked: Asked) -> IsoWeek:
    """Return the week that the address names, else this one."""
    try:
        return IsoWeek.parse(asked.query("week"))
    except (SettingsFault, ValueError):
        return IsoWeek.of(asked.acting().at.date())


def _row(team: str, district: str, days: Sequence[TeamDay], words: Words) -> TeamRow:
    mine = {day.day: day for day in days if day.team == team}
    any_day = next(iter(mine.values()), None)
    spoken = sorted(language_name(one, words.lang) for one in any_day.languages) if any_day else []
    told = [words.say("calendar.size", n=any_day.size)] if any_day else []
    return TeamRow(
        team=team,
        district=words.district(district) if district else "",
        told=", ".join([*told, *spoken, *sorted(any_day.skills if any_day else ())]),
        hours=tuple(_hours(mine.get(day), words) for day in words.week.days),
    )


def _hours(day: TeamDay | None, words: Words) -> str | None:
    return f"{words.clock(day.shift[0])}–{words.clock(day.shift[1])}" if day else None


def _off(names: Sequence[str], days: Sequence[TeamDay], words: Words) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return the teams that do not work on a day on which others do, each with such days."""
    found: dict[tuple[str, ...], list[str]] = {}
    for on in words.week.days:
        working = {day.team for day in days if day.day == on}
        if working and (away := tuple(name for name in names if name not in working)):
            found.setdefault(away, []).append(words.day(on))
    return [(days_off, teams) for teams, days_off in found.items()]


def _action(one: ActionView, words: Words) -> ActionLine:
    asked = words.asked
    return ActionLine(
        reference=one.reference,
        day=one.planned_day or one.day,
        state=asked.say(f"actions.state.{one.state}"),
        districts=tuple(words.district(name) for name in sorted(one.shares)),
        partners=tuple(
            f"{partner_text(f'{p.kind}:{p.language}' if p.language else p.kind, words.lang)}: "
            f"{asked.say(f'actions.partner.{p.state}')}"
            for p in one.partners
        ),
    )
