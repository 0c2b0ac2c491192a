"""`vigie refer`, after the report has left: corrections, withdrawals, recalls, embargoes, what was told later."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

import typer

from flows.command.referrals.referrals import app
from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from flows.command.shell.looking import reveals
from inspection import acts
from inspection.errors import ReferralFault
from inspection.life_cycles import TOLD_OUTCOMES
from inspection.store.referrals import CHANNELS
from inspection.time_of import BRUSSELS

Reason = Annotated[str | None, typer.Option(help=f"What is corrected, or why; sealed: {HOW}")]
Recipient = Annotated[str, typer.Option(help="The office that it is about.")]
Channel = Annotated[str, typer.Option(help="How it was said: " + ", ".join(CHANNELS))]


@app.command()
def correct(reference: str, reason: Reason = None, as_json: AsJson = False) -> None:
    """Propose a correction; a second person confirms. The report as it stands then replaces what was sent."""
    _propose(reference, "correction", reason, (), as_json)


@app.command()
def withdraw(reference: str, reason: Reason = None, as_json: AsJson = False) -> None:
    """Propose a withdrawal; a second person confirms. The addressees are told."""
    _propose(reference, "withdrawal", reason, (), as_json)


@app.command()
def add(
    reference: str,
    recipient: Annotated[list[str], typer.Option(help="Office that gets it too; may be given again.")],
    reason: Reason = None,
    as_json: AsJson = False,
) -> None:
    """Propose further addressees; a second person confirms. Only offices that may see a case."""
    _propose(reference, "addition", reason, tuple(recipient), as_json)


@app.command()
def changes(
    reference: Annotated[str | None, typer.Argument(help="Of this referral; else all that wait.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the changes of a referral, or all that wait. The look is recorded."""
    found = acts.changes.changes_of(acting(), reference) if reference else acts.changes.waiting_changes(acting())
    rows = [(c.id, c.reference, c.kind, ", ".join(c.recipients), c.proposed_by, c.outcome or "waits") for c in found]
    show(found) if as_json else table("Changes", ["id", "reference", "kind", "offices", "proposed by", "outcome"], rows)


@app.command()
@reveals
def reason(
    change: Annotated[str, typer.Argument(help="Id from `vigie refer changes`.")], as_json: AsJson = False
) -> None:
    """Print the words of a change before it is confirmed. The look is recorded."""
    said = acts.changes.change_reason(acting(), change)
    show({"reason": said}) if as_json else tell(said)


@app.command()
def standing(reference: str, as_json: AsJson = False) -> None:
    """Show who has a referral, recalls and embargoes. The look is recorded."""
    found = acts.changes.standing_of(acting(), reference)
    if as_json:
        show(found)
        return
    tell(f"{found.reference}{': withdrawn' if found.is_withdrawn else ''}")
    tell(f"  held by: {', '.join(found.offices) or 'nobody'}")
    for one in found.recalls:
        breach = "a breach" if one.is_breach else "before it left"
        tell(f"  recalled from {one.recipient}, {breach}; {_deletion(one)}")
    for kept in found.embargoes:
        tell(f"  embargo asked by {kept.asked_by}, until {kept.until or 'it is lifted'}")
    waiting = sum(change.outcome is None for change in found.changes)
    tell(f"  changes: {len(found.changes)}, of which {waiting} wait for a second person")


@app.command()
def confirm(
    change: Annotated[str, typer.Argument(help="Id from `vigie refer changes`.")],
    drop: Annotated[bool, typer.Option(help="Drop it instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Confirm a change as a second person, or drop it. Its messages leave at once."""
    ended = acts.changes.drop_change(acting(), change) if drop else acts.changes.confirm_change(acting(), change)
    show(ended) if as_json else tell(f"{ended.reference}: {ended.kind} {ended.outcome}.")


@app.command()
def recall(
    reference: str,
    recipient: Recipient,
    instead: Annotated[str | None, typer.Option(help="Office that it was meant for.")] = None,
    as_json: AsJson = False,
) -> None:
    """Recall a referral from the wrong office. It is asked to delete; the right one is written to."""
    made = acts.changes.recall(acting(), reference, recipient, instead=instead)
    what = "recalled; the breach is entered" if made.is_breach else "stopped before it left"
    show(made) if as_json else tell(f"{made.reference} {made.recipient}: {what}.")


@app.command()
def deleted(reference: str, recipient: Recipient, channel: Channel = "telephone", as_json: AsJson = False) -> None:
    """Record that the wrong office has deleted what it got."""
    made = acts.changes.confirm_deletion(acting(), reference, recipient, _channel(channel))
    show(made) if as_json else tell(f"{made.reference} {made.recipient}: deletion confirmed.")


@app.command()
def breaches(as_json: AsJson = False) -> None:
    """List the register of breaches; the look is recorded. Kinds of data and counts, no names."""
    found = acts.changes.breaches(acting())
    rows = [
        (f"{b.found_at:%Y-%m-%d}", b.recipient, ", ".join(b.categories), b.persons, "yes" if b.deleted_at else "no")
        for b in found
    ]
    columns = ["found", "office", "kinds of data", "persons", "deleted"]
    show(found) if as_json else table("Register of breaches", columns, rows)


@app.command()
def embargo(
    reference: str,
    recipient: Annotated[str, typer.Option(help="The magistrate's office that asks.")],
    channel: Channel = "telephone",
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its last day.")] = None,
    lift: Annotated[bool, typer.Option(help="End it instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record a magistrate's embargo, or its end. The file stays out of the police list, of links and of figures."""
    said = _channel(channel)
    if lift:
        ended = acts.changes.lift_embargo(acting(), reference, recipient, said)
        show(ended) if as_json else tell(f"{len(ended)} embargoes ended.")
        return
    made = acts.changes.embargo(acting(), reference, recipient, said, until=until.date() if until else None)
    show(made) if as_json else tell(f"{made.reference}: under embargo until {made.until or 'it is lifted'}.")


@app.command()
def told(
    reference: str,
    outcome: Annotated[str, typer.Argument(help=", ".join(TOLD_OUTCOMES))],
    recipient: Annotated[str, typer.Option(help="The magistrate's office that told it.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which it was told.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record what a magistrate told later. Figures count it, nothing else reads it."""
    if outcome not in TOLD_OUTCOMES:
        raise ReferralFault("REFER-761", outcomes=", ".join(TOLD_OUTCOMES))
    acts.changes.note_outcome(acting(), reference, recipient, outcome, told_on=on.date() if on else None)
    show({"reference": reference, "outcome": outcome}) if as_json else tell(f"{reference}: noted.")


def _propose(
    reference: str,
    kind: acts.changes.ChangeKind,
    reason: str | None,
    recipients: tuple[str, ...],
    as_json: bool,
) -> None:
    said = sensitive(reason, "--reason", "What is corrected, or why")
    made = acts.changes.propose_change(acting(), reference, kind, said, recipients=recipients)
    show(made) if as_json else tell(f"{made.reference}: {made.kind} proposed; a second person confirms {made.id}.")


def _deletion(recalled: acts.changes.Recalled) -> str:
    if not recalled.is_breach:
        return "nothing to delete"
    at = recalled.deleted_at
    return f"deletion confirmed {at.astimezone(BRUSSELS):%Y-%m-%d}" if at else "deletion not confirmed yet"


def _channel(given: str) -> acts.changes.Channel:
    if given not in CHANNELS:
        raise ReferralFault("REFER-715", known=", ".join(CHANNELS))
    return cast(acts.changes.Channel, given)
