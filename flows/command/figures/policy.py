"""`vigie measures` and `vigie initiatives`: what the coordination cell asked for, and what departments did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, cast

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault
from inspection.i18n import Lang
from inspection.life_cycles import MeasureState
from inspection.reporting.policy import Initiative, InitiativeKind, Measure, MeasureKind, Meeting, words_in
from inspection.time_of import today

measures_app = typer.Typer(
    help="Decisions, recommendations and measures of the coordination cell: add, update, list.", no_args_is_help=True
)
initiatives_app = typer.Typer(help="What departments did against trafficking: add, list.", no_args_is_help=True)
Day = typer.Option(formats=["%Y-%m-%d"])
French = Annotated[str, typer.Option("--fr", help="In French; about nobody.")]
Dutch = Annotated[str, typer.Option("--nl", help="In Dutch.")]
German = Annotated[str, typer.Option("--de", help="In German.")]
English = Annotated[str, typer.Option("--en", help="In English.")]
SHOWN: Lang = "en"


@measures_app.command("add")
def add_measure(
    kind: Annotated[str, typer.Option(help="decision, recommendation or action_plan.")],
    decided_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day of the meeting.")],
    owner: Annotated[str, typer.Option(help="Id of the actor who owes it.")],
    meeting: Annotated[str, typer.Option(help="cell or bureau.")] = "cell",
    due: Annotated[datetime | None, Day] = None,
    french: French = "",
    dutch: Dutch = "",
    german: German = "",
    english: English = "",
    as_json: AsJson = False,
) -> None:
    """Note what a meeting decided, recommended or planned, in one language at least."""
    new = acts.reports.NewMeasure(
        kind=cast(MeasureKind, kind),
        meeting=cast(Meeting, meeting),
        decided_on=decided_on.date(),
        title={"fr": french, "nl": dutch, "de": german, "en": english},
        owner=owner,
        due_on=_day(due),
    )
    _say(acts.reports.add_measure(acting(), new), as_json)


@measures_app.command("update")
def update_measure(
    reference: str,
    state: Annotated[str | None, typer.Option(help="open, in_progress, done or dropped.")] = None,
    owner: Annotated[str | None, typer.Option(help="Id of the actor who owes it from now on.")] = None,
    due: Annotated[datetime | None, Day] = None,
    no_due: Annotated[bool, typer.Option("--no-due", help="It is due on no day any more.")] = False,
    evidence: Annotated[str, typer.Option(help="What shows it; an end must have some. About nobody.")] = "",
    as_json: AsJson = False,
) -> None:
    """Note how a measure stands now; what it was before is kept."""
    changed = acts.reports.change_measure(
        acting(),
        reference,
        state=cast(MeasureState | None, state),
        owner=owner,
        due_on=_day(due),
        removes_due_day=no_due,
        evidence=evidence,
    )
    _say(changed, as_json)


@measures_app.command("list")
def list_measures(
    every: Annotated[bool, typer.Option("--all", help="Also what is done or dropped.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is owed, by whom and by when, what is late first (--json: with its history)."""
    found = [one for one in acts.reports.measures(acting()) if every or one.is_open]
    if as_json:
        show(found)
        return
    found.sort(key=lambda m: (not m.is_late(today()), m.now.due_on or date.max))
    rows = [(m.reference, _state(m), m.now.due_on or "", m.now.owner, words_in(m.title, SHOWN)[0]) for m in found]
    table("Measures", ("reference", "state", "due", "owner", "what"), rows)


@initiatives_app.command("add")
def add_initiative(
    department: Annotated[str, typer.Option(help="Id of the actor who did it.")],
    kind: Annotated[str, typer.Option(help="training, campaign, circular, staff, cooperation, joint_day or other.")],
    day: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day.")],
    source: Annotated[str, typer.Option(help="Where it can be read again.")],
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; one day by default.")] = None,
    figure: Annotated[list[str] | None, typer.Option(help='WORDS=NUMBER, such as "persons trained=40".')] = None,
    replaces: Annotated[str | None, typer.Option(help="Reference of the one that this corrects.")] = None,
    french: French = "",
    dutch: Dutch = "",
    german: German = "",
    english: English = "",
    as_json: AsJson = False,
) -> None:
    """Note what a department did, with its figures and its source; joint days come from joint actions."""
    new = acts.reports.NewInitiative(
        department=department,
        kind=cast(InitiativeKind, kind),
        first_day=day.date(),
        last_day=_day(until),
        what={"fr": french, "nl": dutch, "de": german, "en": english},
        figures=_figures(figure or ()),
        source=source,
        replaces=replaces,
    )
    made = acts.reports.add_initiative(acting(), new)
    show(made) if as_json else tell(f"{made.reference} noted for {made.department}.")


@initiatives_app.command("list")
def list_initiatives(
    since: Annotated[datetime | None, Day] = None,
    until: Annotated[datetime | None, Day] = None,
    as_json: AsJson = False,
) -> None:
    """List initiatives that touch a period, by their days; joint days by month."""
    found = acts.reports.initiatives(acting(), since=_day(since), until=_day(until))
    rows = [(i.reference, _days(i), i.department, i.kind, words_in(i.what, SHOWN)[0]) for i in found]
    show(found) if as_json else table("Initiatives", ("reference", "days", "department", "kind", "what"), rows)


def _say(measure: Measure, as_json: bool) -> None:
    if as_json:
        show(measure)
        return
    due = f", due {measure.now.due_on}" if measure.now.due_on else ""
    tell(f"{measure.reference} {measure.now.state.replace('_', ' ')}, owed by {measure.now.owner}{due}.")


def _state(measure: Measure) -> str:
    return "late" if measure.is_late(today()) else measure.now.state.replace("_", " ")


def _days(initiative: Initiative) -> str:
    one = initiative.first_day == initiative.last_day
    return str(initiative.first_day) if one else f"{initiative.first_day} to {initiative.last_day}"


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _figures(given: Sequence[str]) -> tuple[tuple[str, int], ...]:
    found = []
    for text in given:
        words, _, number = text.rpartition("=")
        if not words.strip() or not number.strip().isdigit():
            raise ReferralFault("REFER-955", text=text)
        found.append((words.strip(), int(number)))
    return tuple(found)
