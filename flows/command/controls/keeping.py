"""`vigie keep`: what is due is proposed, confirmed by a second person and destroyed; a legal hold blocks."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.acting import acting as by_hand_or
from flows.command.shell.console import AsJson, acting, show, table, tell
from flows.keep import keep
from inspection import acts
from inspection.time_of import moment_in_brussels

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
def proof(subject: str, as_json: AsJson = False) -> None:
    """Show that a case was erased, by its control's id: when its key went, and when no backup opens or holds it."""
    found = acts.retention.erasure_proof(acting(), subject)
    if as_json:
        show(found)
        return
    left = ", ".join(f"{count} {what}" for what, count in found.left.items()) or "nothing"
    tell(f"{found.reference} ({found.class_key}): {found.rows} rows are left; to be removed: {left}.")
    if found.destroyed_at is not None:
        tell(f"Its key was destroyed at {moment_in_brussels(found.destroyed_at)}.")
        tell(_of_keys(found))
    tell(_of_backups(found))


def _of_backups(found: acts.retention.ErasureProof) -> str:
    told = "What its own key did not seal, such as the workplace of a case, opens with the key of backups."
    if found.backups is None:
        held = "Backups (VIGIE_BACKUPS) or that key are not here: none was looked at."
    else:
        held = (
            f"Backups that hold rows of it: {found.backups}. That cannot be read, and may: {found.unreadable_backups}."
        )
    if found.backups_without_it_on is None:
        return f"{told} {held} Their time is over, and no proof can be given. Run `vigie backup prune`."
    return f"{told} {held} From {found.backups_without_it_on} on none does."


def _of_keys(found: acts.retention.ErasureProof) -> str:
    if found.copies is None:
        held = "The keyring's copies (VIGIE_KEYRING_BACKUPS) or the key of backups are not there: none was looked at."
    else:
        held = (
            f"Copies of the keyring that open it still: {found.copies}. "
            f"That cannot be read, and may: {found.unreadable_copies}."
        )
    if found.backups_closed_on is None:
        return f"Its time is over, and no proof can be given. {held} Run `vigie backup prune`."
    return f"From {found.backups_closed_on} on no backup opens it. {held}"


@app.command()
def archives(reference: str, as_json: AsJson = False) -> None:
    """List what of a proposal is to be offered to the State Archives before it is confirmed: ids, counts, no names."""
    offer = acts.retention.archive_offer(acting(), reference)
    if as_json:
        show(offer)
        return
    rows = [(key, len(ids)) for key, ids in sorted(offer.records.items())]
    table(f"{offer.reference}: to be offered to the State Archives", ("class", "records"), rows)
    for key, ids in sorted(offer.records.items()):
        for subject in ids:
            tell(f"  {key} {subject}")


@app.command()
def asked(reference: str, as_json: AsJson = False) -> None:
    """List the cases of somebody who asked what is kept of them, by the reference of the request: ids only."""
    found = acts.access.cases_of_request(acting(), reference)
    if as_json:
        show({"cases": found})
        return
    for subject in found:
        tell(f"  vigie keep propose --class subject_request --subject {subject}")


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
