"""The `vigie` command: the product in a terminal; every screen's act exists here too, with `--json` for machines."""

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from flows.command.shell.on_demand import Offer, OnDemand

DISTRIBUTION = "vigie-inspection"  # the name of the wheel; `vigie` belongs to somebody else
OWNER_ONLY = 0o077  # what this house writes is nobody else's on this machine

COMMANDS = {
    "init": Offer("flows.command.house.founding:init", "Make the database and the keys of a home that has none."),
    "migrate": Offer(
        "flows.command.house.founding:migrate", "Bring the tables up to date, as the account that owns them."
    ),
    "keys": Offer("flows.command.house.keys:app", "Keys of this installation: list, check, rotate."),
    "demo": Offer(
        "flows.command.house.demo:app", "Synthetic registers, teams and past controls, for a home that is empty."
    ),
    "ingest": Offer("flows.command.house.registers:ingest", "Take what other bodies publish into the lake."),
    "registers": Offer(
        "flows.command.house.registers:registers_app",
        "Deliveries and snapshots: held, release, reject; quarantine, changes, history; prune.",
    ),
    "rules": Offer("flows.command.rules.rules:app", "Rules: check, try, show; a jurist's own, without a database."),
    "enrol": Offer("flows.command.house.identity:enrol_app", "Codes that give somebody an account."),
    "login": Offer("flows.command.house.identity:login", "Sign in, in a browser or with your password."),
    "logout": Offer("flows.command.house.identity:logout", "End what login began."),
    "sessions": Offer("flows.command.house.identity:sessions_app", "Your sessions: list, end, end-all."),
    "rights": Offer("flows.command.house.rights:rights_app", "Who may do what: show."),
    "deputy": Offer("flows.command.house.rights:deputy_app", "Who stands in for whom: name, end, list."),
    "outside": Offer(
        "flows.command.house.rights:outside_app", "People of offices outside: propose, confirm, end, list."
    ),
    "glass": Offer("flows.command.house.rights:glass_app", "Records outside your reach: break, judge, list."),
    "teams": Offer("flows.command.house.house:teams_app", "Teams and people."),
    "staff": Offer(
        "flows.command.staff.people:staff_app", "People and teams from a day on: person, team, decide, changes, list."
    ),
    "absence": Offer("flows.command.staff.people:absence_app", "Who is away on which days: note, end, list."),
    "car": Offer("flows.command.staff.cars:car_app", "Cars of a district: keep, give-back, away, back, list."),
    "addressee": Offer(
        "flows.command.staff.addressees:app", "How offices outside are reached: list, proposals, propose, decide."
    ),
    "complaint": Offer("flows.command.house.house:complaint_app", "Complaints: add, keep, drop."),
    "week": Offer("flows.command.week.weeks:app", "Assess, select and plan a week: PROPOSED; difference to the last."),
    "action": Offer("flows.command.week.actions:app", "Joint actions: add, move, confirm, call-off, list."),
    "replan": Offer(
        "flows.command.week.replans:replan", "Replan an approved week after what happened, and propose it."
    ),
    "edit": Offer("flows.command.week.edits:edit", "Move, swap, drop or pin a visit by hand, and propose the version."),
    "bound": Offer("flows.command.week.bounds:bound", "Prove how near the best possible an approved week is."),
    "approve": Offer("flows.command.week.weeks:approve", "Approve a week as a second person; sheets and calendars."),
    "export": Offer("flows.command.week.maps:export_app", "A released week for a GIS: gpkg."),
    "territory": Offer(
        "flows.command.week.maps:territory_app", "Zones of your own on the maps: --layer, list, remove."
    ),
    "learn": Offer("flows.command.learning.learning:app", "Targeting measured; cards from outcomes, of any table too."),
    "hold": Offer(
        "flows.command.week.holds:hold_app", "Places that may not be visited until a day: place, lift, list."
    ),
    "order": Offer("flows.command.week.holds:order_app", "Visits that a magistrate ordered: register, permit, list."),
    "control": Offer("flows.command.controls.controls:app", "Filled controls in and out."),
    "scales": Offer(
        "flows.command.controls.scales:app", "Minimum wages by committee: import, approve, withdraw, list, show."
    ),
    "device": Offer("flows.command.house.devices:app", "Devices in the field: invite, list, revoke, wipe."),
    "openrosa": Offer("flows.command.controls.openrosa:app", "Forms for clients of others: keys, xlsform."),
    "refer": Offer(
        "flows.command.referrals.after_decision:app", "Decide, send, call, acknowledge; correct, recall, embargo."
    ),
    "protect": Offer("flows.command.controls.protection:app", "People found: centres, consent, withdrawal, guardians."),
    "exchange": Offer(
        "flows.command.controls.exchange:app", "Findings for other services: propose, pass, answer, list."
    ),
    "notice": Offer(
        "flows.command.controls.notice:app", "Notices to a chain of contracts: propose, sign, list, print."
    ),
    "on-call": Offer("flows.command.house.on_call:app", "On-call rosters: import, list, test-call, absent."),
    "alerts": Offer("flows.command.house.house:alerts_app", "What somebody must act on: list, see."),
    "report": Offer("flows.command.figures.reports:app", "Referral lists; notes, files and reports to the cell."),
    "figures": Offer("flows.command.figures.figures:app", "Figures, each counted once: list, show, import, imported."),
    "links": Offer(
        "flows.command.referrals.links:app", "Links between cases: find, list, confirm, reject; link files."
    ),
    "release": Offer("flows.command.figures.releases:app", "Figures that leave the house: propose, approve, list."),
    "measures": Offer(
        "flows.command.figures.policy:measures_app", "What the coordination cell asked for: add, update, list."
    ),
    "initiatives": Offer("flows.command.figures.policy:initiatives_app", "What departments did: add, list."),
    "text": Offer("flows.command.figures.texts:app", "Routes and patterns in words: propose, approve, list."),
    "serve": Offer("flows.command.house.house:serve", "Start the office: screens and delivery."),
    "portal": Offer(
        "flows.command.house.portal:app", "The portal of offices outside: found, serve, invite, sync, show."
    ),
    "prefect": Offer("flows.command.house.scheduler:app", "The schedules on a Prefect server: setup, start."),
    "keep": Offer("flows.command.controls.keeping:app", "Retention: what is due is proposed, confirmed and destroyed."),
    "backup": Offer("flows.command.house.backups:app", "Take a backup; list, verify, prune, drill."),
    "restore": Offer("flows.command.house.backups:restore", "Restore a backup into a new home."),
    "audit": Offer("flows.command.house.auditing:app", "The trail: verify, checkpoint, accept, who, looks, request."),
    "witness": Offer(
        "flows.command.house.witness:app",
        "Who signs the history, under another account: init, serve, pin, accept, show.",
    ),
    "decoy": Offer("flows.command.house.watching:decoy_app", "Invented files that sound an alarm: make, list, end."),
    "breach": Offer(
        "flows.command.house.watching:breach_app", "Breaches of personal data: open, assess, notify, draft, close."
    ),
    "run": Offer("flows.command.house.running:run", "Several commands, one a line of a file, in one process."),
    "warm": Offer("flows.command.house.running:warm", "Compile the search before a week asks for it."),
    "explain": Offer("flows.command.house.explaining:explain", "What an error's code means, and what to do."),
    "doctor": Offer("flows.command.house.house:doctor", "What is wrong with this installation, and what to do."),
}


class Vigie(OnDemand):
    """The commands of Vigie."""

    offered = COMMANDS


app = typer.Typer(
    cls=Vigie, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"vigie {version(DISTRIBUTION)}\n")
        raise typer.Exit


@app.callback(help=__doc__)
def vigie(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Say which version this is.")
    ] = False,
) -> None:
    """Take part in every command, and do nothing."""


def main() -> None:
    """Run the command; an error of ours ends in one message that says what to do, and exit status 2."""
    os.umask(OWNER_ONLY)
    app(prog_name="vigie")
