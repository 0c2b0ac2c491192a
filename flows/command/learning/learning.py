"""`vigie learn`: cards from outcomes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.command.learning import model_cards
from flows.command.shell.console import AsJson

__all__ = ["app"]

app = model_cards.app


@app.callback(invoke_without_command=True)
def learn(
    context: typer.Context,
    history: Annotated[Path | None, typer.Option(help="A table of controls and outcomes: CSV or Parquet.")] = None,
    config: Annotated[Path | None, typer.Option(help="What its columns are, and what may be learnt: YAML.")] = None,
    out: Annotated[Path | None, typer.Option(help="A new file for cards and figures, as JSON.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the fit. Default: the configuration's.")
    ] = None,
    generate: Annotated[Path | None, typer.Option(help="Write an invented city's table into a new folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Learn a card from a table of any inspectorate, and say how well it would have done; no home is needed."""
    if context.invoked_subcommand is not None:
        return
    from flows.command.learning import tables  # not before it is asked for: the subcommands need none of it

    if generate is not None:
        tables.generate_city(generate, as_json=as_json)
    elif history is None and config is None:
        typer.echo(context.get_help())
    else:
        tables.learn_from(history, config, out, on.date() if on else None, as_json=as_json)
