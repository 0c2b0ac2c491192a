"""`vigie notice`: written notices to parties of a chain of contracts; proposed, signed by a person, printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from flows.command.shell.looking import reveals
from inspection import acts
from inspection.files import put

app = typer.Typer(help="Notices to a chain of contracts: propose, sign, list, print.", no_args_is_help=True)


@app.command()
@reveals
def propose(
    control_id: str,
    to: Annotated[str | None, typer.Option(help="One party of the chain, such as C2; all by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose the notices that are due for a control, for a person to sign. The look is recorded."""
    made = acts.chain_notices.propose(acting(), control_id, to=to)
    if not made and not as_json:
        tell("Nothing of this is due; what is no longer due, and nobody had signed, is taken away.")
        return
    _tell(made, as_json)


@app.command()
def agree(
    control_id: str,
    authority: Annotated[str, typer.Option("--from", help="Magistrate's office that agrees.")],
    words: Annotated[str | None, typer.Option(help=f"Its reference or words; sealed: {HOW}")] = None,
    as_json: AsJson = False,
) -> None:
    """Record that a magistrate agrees to the notices of a control."""
    said = sensitive(words, "--words", "The magistrate's reference or words")
    agreement = acts.exchanges.MagistratePermission(authority=authority, words=said)
    acts.chain_notices.record_agreement(acting(), control_id, agreement)
    show({"control_id": control_id, "recorded": True}) if as_json else tell("Recorded.")


@app.command()
@reveals
def sign(
    reference: str,
    given_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which it is given; today by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Sign a notice: who and when is kept. It is given by that person; nothing is sent."""
    day = given_on.date() if given_on else None
    _tell((acts.chain_notices.sign(acting(), reference, notified_on=day),), as_json)


@app.command("list")
@reveals
def list_(
    control: Annotated[str | None, typer.Option(help="Id of one control; all of the district by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the notices that were proposed, the latest first. The look is recorded."""
    found = acts.chain_notices.notices(acting(), control_id=control)
    if not found and not as_json:
        tell("Not yet proposed.")
        return
    _tell(found, as_json)


@app.command("print")
@reveals
def print_(
    reference: str,
    copy: Annotated[str, typer.Option("--for", help="addressee, or employer for its copy.")] = "addressee",
    out: Annotated[Path, typer.Option(help="The folder that the PDF is written to.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a notice as PDF/A, a draft until it is signed. The look is recorded."""
    copies = get_args(acts.chain_notices.Copy)
    one_of("for", copy, copies)
    made = acts.chain_notices.notice_pdf(acting(), reference, copy=cast("acts.chain_notices.Copy", copy))
    path = out / made.name
    put(path, made.pdf, makes_folder=False)
    show({"file": path.name, "language": made.lang}) if as_json else tell(f"{path.name} is written, in {made.lang}")


def _tell(found: tuple[acts.chain_notices.ChainNotice, ...], as_json: bool) -> None:
    if as_json:
        show(found)
        return
    rows = [
        (
            one.reference,
            one.kind,
            f"{one.addressee} {one.addressee_name}",
            one.state,
            ", ".join(one.missing),
            _term(one),
        )
        for one in found
    ]
    table("Notices", ["reference", "kind", "to", "state", "missing", "covers wages due"], rows)


def _term(one: acts.chain_notices.ChainNotice) -> str:
    if one.covers_from is None:
        return ""
    return f"from {one.covers_from:%Y-%m-%d}" + (f" to {one.covers_until:%Y-%m-%d}" if one.covers_until else "")
