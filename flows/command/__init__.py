"""The `vigie` command: the product in a terminal; every screen's act exists here too, with `--json` for machines."""

import sys

import typer

from flows.command import controls, demo, house, referrals, registers, reports, weeks
from flows.command.console import fail
from inspection.errors import InspectionError
from sectors import RuleFault

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__, rich_markup_mode=None
)
app.add_typer(demo.app, name="demo")
app.add_typer(registers.ingest_app, name="ingest")
app.add_typer(house.teams_app, name="teams")
app.add_typer(house.complaint_app, name="complaint")
app.command("week")(weeks.week)
app.command("approve")(weeks.approve)
app.add_typer(controls.app, name="control")
app.add_typer(referrals.app, name="refer")
app.add_typer(reports.app, name="report")
app.command("serve")(house.serve)
app.add_typer(house.audit_app, name="audit")
app.command("doctor")(house.doctor)


def main() -> None:
    """Run the command; an error of ours ends in one message that says what to do, and exit status 2."""
    try:
        app()
    except (InspectionError, RuleFault) as fault:
        fail(fault)
        sys.exit(2)
