"""`vigie demo`: synthetic registers, teams and past controls, for a home that holds nothing real."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from flows.command.shell.console import AsJson, progress, show, table, tell
from inspection import acts
from inspection.demo import home as demo_home
from inspection.demo import policy, registers, year
from inspection.errors import SettingsFault
from inspection.settings import Settings, settings
from inspection.time_of import today
from inspection.trust import AppContext

app = typer.Typer(help=__doc__, invoke_without_command=True)


@app.callback()
def demo(
    context: typer.Context,
    scale: Annotated[str, typer.Option(help="small, medium or national.")] = "medium",
    seed: Annotated[int, typer.Option(help="The same seed, scale and day give the same bytes.")] = 1,
    kbo: Annotated[Path | None, typer.Option(help="A real KBO extract to build the closed registers over.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write synthetic registers under $VIGIE_HOME/registers, unless the demo did not make that home."""
    if context.invoked_subcommand:
        return
    if scale not in ("small", "medium", "national"):
        raise SettingsFault("SETTING-038", scale=scale)
    _refuse_foreign(settings())
    acts.found_house()
    demo_home.mark(settings(), scale, seed)
    policy.lay_policy(settings(), today())
    acts.portal.found_portal()
    with progress(quiet=as_json):
        made = registers.write_registers(
            settings().registers, scale=cast("registers.Scale", scale), seed=seed, on=today(), kbo=kbo
        )
        demo_home.note_written(settings())
    if as_json:
        show({"folder": str(made.folder), "rows": made.rows})
        return
    table(f"Synthetic registers, {scale}, seed {seed}", ["file", "rows"], sorted(made.rows.items()))


@app.command()
def past(as_json: AsJson = False) -> None:
    """Live the demo's past: some weeks of a few districts, chosen by the product itself; again adds nothing."""
    _live(None, as_json)


@app.command("year")
def whole_year(
    weeks: Annotated[int, typer.Option(min=1, help="How many weeks back.")] = 52, as_json: AsJson = False
) -> None:
    """Live the whole year of every district, with all that its teams have room for: hours; again adds nothing."""
    _live(weeks, as_json)


@app.command()
def learnt(as_json: AsJson = False) -> None:
    """Say what was learnt of the weeks that were lived, with its interval, beside the truth that was invented."""
    done = year.judge(*_planned())
    if as_json:
        show(done)
        return
    if done is None:
        tell("Nothing was lived here yet: vigie demo past")
        return
    tell(f"What was learnt of {done.weeks} weeks: {done.seen} of {done.drawn} visits drawn by lot were carried out.")
    rows = [
        _beside_truth("prevalence", done.prevalence, is_bounds=done.is_bounds),
        _beside_truth("lift", done.lift, is_bounds=done.lift_is_bounds),
    ]
    table(
        "Estimates, with intervals of 95 %", ("figure", "estimate", "interval", "truth of the demo", "holds it"), rows
    )
    tell(
        "Prevalence: share of all workplaces of these districts where a control would find something, from lots alone."
    )
    tell("Lift: how many times more often visits chosen by risk find something than a lot would in the same strata.")


def _beside_truth(name: str, told: year.Told, *, is_bounds: bool) -> tuple[str, str, str, str, str]:
    """Return a line of the table of estimates."""
    if told.value is None or told.low is None or told.high is None:
        return name, "nothing seen", "–", f"{told.truth:.2f}", "–"
    return (
        name,
        f"{told.value:.2f}",
        f"{told.low:.2f}–{told.high:.2f}" + (" (bounds: too many doors stayed shut)" if is_bounds else ""),
        f"{told.truth:.2f}",
        "yes" if told.holds else "no",
    )


@app.command()
def suspicion(as_json: AsJson = False) -> None:
    """Let one suspicion of today run its way: from the inspector's yes to an acknowledgement on the portal."""
    done = year.suspect_today(_planned()[0])
    if as_json:
        show(done)
        return
    if done is None:
        tell("Nobody of a police cell was let in whose district was visited: vigie demo past")
        return
    began = done.steps[0].at
    rows = [(f"{(one.at - began).total_seconds():.1f} s", one.what, one.who) for one in done.steps]
    table(f"Suspicion {done.reference}, from the inspector's yes", ("after", "what", "who"), rows)


def _planned() -> tuple[AppContext, year.Planned]:
    """Return the house and its short past; refuses a home that the demo did not make."""
    if not settings().is_demo:
        raise demo_home.foreign("registers in $VIGIE_HOME")
    app = acts.app()
    return app, year.Planned.read(app.settings.registers / "past")


def _live(weeks: int | None, as_json: bool) -> None:
    """Live the short past of a home of the demo, or so many weeks of the whole country."""
    app, planned = _planned()
    with progress(quiet=as_json):
        done = year.live(app, app.settings.registers / "past", planned if weeks is None else planned.whole(weeks))
    if as_json:
        show(done)
        return
    tell(
        f"Past: {done.weeks} weeks, {done.controls} controls, {done.referrals} referrals, "
        f"{done.complaints} complaints; {done.acknowledged} deliveries acknowledged, {done.refused} refused, "
        f"{done.unanswered} left unanswered."
    )


def _refuse_foreign(here: Settings) -> None:
    """Refuse a home that is not the demo's alone: by what lies in it, and by whom its database knows."""
    demo_home.refuse_foreign(here)
    has_store = here.database_url is not None or here.store_file.exists()
    standing = acts.identity.standing(acts.app().at_the_door()) if has_store else None
    if standing is not None and not here.is_demo and standing.has_teams:
        raise demo_home.foreign("the database of $VIGIE_HOME knows teams")
    if standing is not None and here.is_demo and standing.has_accounts:
        raise demo_home.foreign("people have accounts in the database of $VIGIE_HOME")
