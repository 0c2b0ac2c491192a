"""`vigie prefect`: the schedules set up on a Prefect server, and tried on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.house.starting import begin_whole
from flows.command.shell.console import AsJson, progress, show, table, tell
from flows.scheduling.here import refuse_taken, run_here
from flows.scheduling.setup import Made, set_up
from inspection import acts
from inspection.progress import say
from inspection.settings import settings

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command()
def setup(
    notify: Annotated[
        str | None,
        typer.Option(help="A notification block that is told too, such as slack-webhook/vigie."),
    ] = None,
    no_notify: Annotated[bool, typer.Option("--no-notify", help="End what --notify began; else it stays.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make pool, deployments, limits and automations on the server of PREFECT_API_URL; again changes nothing."""
    with progress(quiet=as_json):
        made = set_up(notify, lambda done, total: say("prefect", done, total), no_notify=no_notify)
    show(made) if as_json else _print(made)


@app.command()
def start(
    port: Annotated[int, typer.Option(help="On this machine only.")] = 4200,
    workers: Annotated[int, typer.Option(min=1, help="Each takes runs; of two, one takes over from the other.")] = 2,
) -> None:
    """Try it on this machine: a server, everything set up, and workers, until Ctrl-C."""
    refuse_taken(port)
    begin_whole(acts.app().acting_as_flow("history"))
    folder = settings().home / "prefect"
    tell(f"Prefect starts; its logs lie in {folder}.")

    def ready(address: str, made: list[Made]) -> None:
        _print(made)
        tell(f"{workers} workers wait. Pages: {address}   Ctrl-C stops everything.")
        tell(f"From another terminal: PREFECT_API_URL={address}/api prefect deployment run plan-week/thursday")

    run_here(folder, port=port, workers=workers, ready=ready)
    tell("Stopped.")


def _print(made: list[Made]) -> None:
    table("On Prefect's server", ("what", "name", ""), [(one.kind, one.name, one.state) for one in made])
