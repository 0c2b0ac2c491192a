"""`vigie text`: routes and patterns in words, for offices that see no case: propose, approve, list."""

from __future__ import annotations

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command()
def propose(
    recipient: str,
    text: str | None = typer.Option(None, help=f"What it says; sealed until it is approved: {HOW}"),
    as_json: AsJson = False,
) -> None:
    """Propose a text for an office; a second person approves it with its hash."""
    made = acts.figures.propose_text(acting(), recipient, sensitive(text, "--text", "What it says"))
    if as_json:
        show(made)
        return
    tell(f"{made.reference} proposed for {made.recipient}; a second person approves it with its hash:")
    tell(f"  vigie text approve {made.reference} {made.sha256}")


@app.command()
def approve(reference: str, sha256: str, as_json: AsJson = False) -> None:
    """Approve a text as a second person, bound to its hash: from then on it may leave."""
    done = acts.figures.approve_text(acting(), reference, sha256)
    show(done) if as_json else tell(f"{done.reference} may leave for {done.recipient}, approved by {done.approved_by}.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List texts; what nobody approved is shown to who wrote it and who may approve it only; the look is recorded."""
    found = acts.figures.released_texts(acting())
    rows = [
        (one.reference, one.recipient, one.proposed_by, one.approved_by or "waits", one.sha256[:12]) for one in found
    ]
    if as_json:
        show(found)
        return
    table("Texts", ["reference", "recipient", "proposed by", "approved by", "hash"], rows)
    for one in found:
        if one.approved_by is None:
            tell(f"  vigie text approve {one.reference} {one.sha256}")
