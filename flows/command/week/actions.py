"""`vigie action`: joint actions with police, interpreters and partner services, booked weeks ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import PlanningFault
from inspection.store.queries import ActionView
from inspection.time_of import IsoWeek, clock_text, today

app = typer.Typer(help=__doc__, no_args_is_help=True)
Day = Annotated[str | None, typer.Option(help="Fixed moment: its day, such as 2026-12-03.")]
At = Annotated[str | None, typer.Option(help="Fixed moment: a quarter of an hour, such as 10:00.")]
Days = Annotated[list[str] | None, typer.Option("--among", help="Free moment: a day it may be on; once for each.")]
Between = Annotated[
    list[str] | None, typer.Option(help="Free moment: a span in which it may start, such as 09:00-12:00.")
]
Replanning = Annotated[bool, typer.Option(help="Book into an approved week, which you will replan.")]


@app.command()
def add(
    workplace: str,
    district: Annotated[str, typer.Option(help="The one that leads: where the workplace is.")],
    sector: Annotated[str, typer.Option()],
    teams: Annotated[list[str] | None, typer.Option(help="2, or DISTRICT:N once for each district.")] = None,
    day: Day = None,
    at: At = None,
    among: Days = None,
    between: Between = None,
    minutes: Annotated[float | None, typer.Option(help="On site; as the sector by default.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="One of which each team speaks.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="As the sector by default.")] = None,
    size: Annotated[int | None, typer.Option(help="People in each team; as the sector by default.")] = None,
    partner: Annotated[list[str] | None, typer.Option(help="KIND:CONTACT or interpreter:CONTACT:LANGUAGE.")] = None,
    optional: Annotated[bool, typer.Option(help="Let the planner leave it out for better visits.")] = False,
    replanning: Replanning = False,
    as_json: AsJson = False,
) -> None:
    """Book a joint action, with a fixed moment (--day, --at) or a free one (--among, --between)."""
    action = acts.joint_actions.NewAction(
        workplace=workplace,
        district=district,
        sector=sector,
        shares=_shares(teams or ["2"], district),
        moment=_moment(day, at, among or (), between or ()),
        minutes=minutes,
        languages=frozenset(language or ()),
        skills=None if skill is None else frozenset(skill),
        team_size=size,
        required=not optional,
        partners=tuple(_partner(text) for text in partner or ()),
    )
    _say(acts.joint_actions.book_action(acting(), action, replanning=replanning), as_json)


@app.command()
def move(
    reference: str,
    day: Day = None,
    at: At = None,
    among: Days = None,
    between: Between = None,
    replanning: Replanning = False,
    as_json: AsJson = False,
) -> None:
    """Give an action another moment; its partners are asked anew."""
    moment = _moment(day, at, among or (), between or ())
    _say(acts.joint_actions.move_action(acting(), reference, moment, replanning=replanning), as_json)


@app.command()
def confirm(
    reference: str,
    kind: Annotated[str, typer.Argument(help="police, interpreter, partner_service or other_inspectorate")],
    contact: Annotated[str | None, typer.Option(help="Where several of a kind come.")] = None,
    language: Annotated[str | None, typer.Option(help="Where several interpreters come.")] = None,
    declined: Annotated[bool, typer.Option(help="The partner does not come.")] = False,
    as_json: AsJson = False,
) -> None:
    """Note a partner's answer; an action is confirmed with its last partner."""
    said = acts.joint_actions.confirm_partner(
        acting(), reference, kind, contact=contact, language=language, declined=declined
    )
    _say(said, as_json)


@app.command("call-off")
def call_off(reference: str, reason: Annotated[str, typer.Option(help="One word.")], as_json: AsJson = False) -> None:
    """Call an action off: its teams are free again."""
    _say(acts.joint_actions.call_off_action(acting(), reference, reason=reason), as_json)


@app.command("list")
def list_(
    week: Annotated[str | None, typer.Option(help="One week; the next eight by default.")] = None,
    district: Annotated[str | None, typer.Option()] = None,
    as_json: AsJson = False,
) -> None:
    """List joint actions by their days; the look is recorded."""
    if week:
        found = acts.joint_actions.actions_of(acting(), week=IsoWeek.parse(week), district=district)
    else:
        found = acts.joint_actions.actions_of(
            acting(), since=today(), until=today() + acts.joint_actions.LISTED_AHEAD, district=district
        )
    rows = [(a.reference, _when(a), a.workplace, _teams(a), a.state.replace("_", " "), _partners(a)) for a in found]
    columns = ["reference", "moment", "workplace", "teams", "state", "partners"]
    show(found) if as_json else table("Joint actions", columns, rows)


def _say(booked: acts.joint_actions.Booked, as_json: bool) -> None:
    waits = f"; {booked.waits_for} partners have not confirmed" if booked.waits_for else ""
    show(booked) if as_json else tell(f"{booked.reference} {booked.state.replace('_', ' ')}{waits}.")


def _shares(teams: Sequence[str], district: str) -> dict[str, int]:
    shares: dict[str, int] = {}
    for text in teams:
        place, _, number = text.rpartition(":")
        if not number.isdigit():
            raise PlanningFault("PLAN-273", text=text)
        shares[place or district] = shares.get(place or district, 0) + int(number)
    return shares


def _moment(
    day: str | None, at: str | None, among: Sequence[str], between: Sequence[str]
) -> acts.joint_actions.FixedMoment | acts.joint_actions.FreeMoment:
    if day and at and not among and not between:
        return acts.joint_actions.FixedMoment(day=_day(day, "--day"), minute=_minute(at, "--at"))
    if among and between and not day and not at:
        spans = [span.partition("-") for span in between]
        windows = tuple((_minute(opens, "--between"), _minute(closes, "--between")) for opens, _, closes in spans)
        return acts.joint_actions.FreeMoment(days=tuple(_day(one, "--among") for one in among), windows=windows)
    raise PlanningFault("PLAN-266")


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlanningFault("PLAN-268", text=text, where=where) from None


def _minute(text: str, where: str) -> float:
    found = re.fullmatch(r"([0-3]\d|4[0-7]):([0-5]\d)", text)
    if not found:
        raise PlanningFault("PLAN-267", text=text, where=where)
    return int(found[1]) * 60.0 + int(found[2])


def _partner(text: str) -> acts.joint_actions.NewPartner:
    kind, _, rest = text.partition(":")
    contact, _, language = rest.partition(":")
    if kind not in get_args(acts.joint_actions.PartnerKind):
        known = ", ".join(get_args(acts.joint_actions.PartnerKind))
        raise PlanningFault("PLAN-271", kind=kind, known=known)
    return acts.joint_actions.NewPartner(
        kind=cast(acts.joint_actions.PartnerKind, kind), contact=contact, language=language or None
    )


def _when(action: ActionView) -> str:
    day, minute = (action.day, action.minute) if action.day else (action.planned_day, action.planned_minute)
    if day is not None and minute is not None:
        return f"{day} {clock_text(minute)}" + ("" if action.day else " (by the plan)")
    spans = ", ".join(f"{clock_text(opens)}-{clock_text(closes)}" for opens, closes in action.windows)
    return f"{', '.join(map(str, action.days))}: {spans}"


def _teams(action: ActionView) -> str:
    return ", ".join(f"{district} {n}" for district, n in action.shares.items())


def _partners(action: ActionView) -> str:
    return ", ".join(
        f"{p.kind.replace('_', ' ')}{f' {p.language}' if p.language else ''}: {p.state}" for p in action.partners
    )
