"""`vigie keep`: what is due is proposed, confirmed by a second person and destroyed; a legal hold blocks."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.acting import acting as by_hand_or
from flows.command.shell.console import AsJson, acting, show, table, tell
from flows.keep import keep
from inspection import acts

app = typer.Typer(help="Retention: propose, list, confirm, hold.", no_args_is_help=True)


@app.command()
def propose(
    class_key: Annotated[str | None, typer.Option("--class", help="Of records without a time: judicial_order.")] = None,
    subject: Annotated[list[str] | None, typer.Option(help="Id of a record of that class.")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose to destroy what is due by retention.yaml, or named records that wait for a person."""
    made = acts.retention.propose_erasure(by_hand_or("keep"), class_key=class_key, subjects=subject or ())
    if as_json:
        show(made)
    elif made is None:
        tell("Nothing is due.")
    else:
        _print(made)
        tell("A second person confirms it:")
        tell(f"  vigie keep confirm {made.reference} {made.sha256}")


@app.command("list")
def list_erasures(as_json: AsJson = False) -> None:
    """List what is proposed and what was destroyed, by class, and the legal holds; the look is recorded."""
    found, holds = acts.retention.erasures(acting()), acts.retention.legal_holds(acting())
    if as_json:
        show({"erasures": found, "holds": holds})
        return
    rows = [
        (one.reference, one.scope, sum(one.due.values()), one.proposed_by, one.confirmed_by or "waits", one.sha256[:12])
        for one in found
    ]
    table("Erasures", ("reference", "scope", "records", "proposed by", "confirmed by", "hash"), rows)
    for one in found:
        if one.report is None:
            _print(one)
            tell(f"  vigie keep confirm {one.reference} {one.sha256}")
    if holds:
        table("Legal holds", ("subject", "reason", "by"), [(h.subject, h.reason, h.placed_by) for h in holds])


@app.command()
def confirm(reference: str, sha256: str, as_json: AsJson = False) -> None:
    """Destroy what was proposed, as a second person, bound to its hash; prints the purge report."""
    made = acts.retention.confirm_erasure(acting(), reference, sha256)
    show(made) if as_json else _print(made)


@app.command()
def hold(
    subject: str,
    reason: Annotated[str | None, typer.Option(help="One word, such as appeal.")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="End the hold.")] = False,
    as_json: AsJson = False,
) -> None:
    """Keep a record whatever its time, for a reason of one word; of a control all that belongs to it."""
    if lift:
        acts.retention.lift_legal_hold(acting(), subject)
        show({"subject": subject, "held": False}) if as_json else tell("Lifted.")
        return
    made = acts.retention.place_legal_hold(acting(), subject, reason=reason or "")
    show(made) if as_json else tell(f"Held: {made.reason}.")


@app.command()
def nightly(as_json: AsJson = False) -> None:
    """Do what the schedule does every night: propose, finish, sign the trail, watch the registers."""
    count = keep()
    show({"proposed": count}) if as_json else tell(f"{count} records wait for a second person; the trail is signed.")


def _print(made: acts.retention.ErasureProposal) -> None:
    report = made.report or {}
    rows = [
        (key, due, *(report.get(outcome, {}).get(key, 0) for outcome in ("erased", "held", "gone")))
        for key, due in sorted(made.due.items())
    ]
    title = f"{made.reference}: " + ("purge report" if made.report is not None else "proposed")
    table(title, ("class", "records", "erased", "held", "gone"), rows)
