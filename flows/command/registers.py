"""`vigie ingest`: take a register's delivery into the lake, with an account of every row."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command.console import AsJson, progress, show, table, tell
from flows.ingest_registers import ORDER, ingest_register, waiting
from inspection.errors import SettingsFault
from inspection.registers import IntakeReport

ingest_app = typer.Typer(help=__doc__, invoke_without_command=True, no_args_is_help=False)


@ingest_app.callback()
def ingest(context: typer.Context, as_json: AsJson = False) -> None:
    """Take in everything that waits under $VIGIE_HOME/registers."""
    if context.invoked_subcommand is None:
        found = waiting()
        if not found:
            raise SettingsFault(
                "No delivery is waiting",
                where="$VIGIE_HOME/registers",
                advice="Put a register's files there, or run `vigie demo`.",
                code="021",
            )
        _take(found, as_json)


def _register(name: str) -> None:
    @ingest_app.command(name, help=f"Take in one delivery of the register {name}: a folder, a zip or a CSV.")
    def one(
        source: Annotated[Path, typer.Argument(help="Folder, zip or CSV as its owner delivered it.")],
        as_json: AsJson = False,
    ) -> None:
        _take([(name, source)], as_json)


for _name in ORDER:
    _register(_name)


def _take(found: list[tuple[str, Path]], as_json: bool) -> None:
    with progress(quiet=as_json):
        reports = [ingest_register(register, str(source)) for register, source in found]
    if as_json:
        show([report.as_json() for report in reports])
        return
    for report in reports:
        _print(report)


def _print(report: IntakeReport) -> None:
    extract = f", extract {report.extract}" if report.extract is not None else ""
    again = ", taken in before: nothing changed" if report.unchanged else ""
    title = f"{report.register}: {report.kind} of {report.snapshot}{extract}{again}"
    table(title, ["file", "read", "kept", "quarantined", "remarks"], report.rows())
    for text in (*report.warnings, *report.alarms):
        tell(f"  ! {text}")
