"""`vigie addressee`: how offices outside are reached: proposed by one person, decided by another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import SettingsFault
from inspection.time_of import day_in_brussels
from inspection.trust import Context

app = typer.Typer(help="How offices outside are reached: list, proposals, propose, decide.", no_args_is_help=True)


@app.command("list")
def list_addressees(as_json: AsJson = False) -> None:
    """List how each addressee is reached: ways, telephone, mailbox, certificate; the look is recorded."""
    found = acts.addressees.list_addressees(acting())
    rows = [(a.recipient, " ".join(a.ways), a.telephone or "", a.mail or "", _until(a)) for a in found]
    heads = ["id", "ways", "telephone", "mailbox", "certificate until"]
    show(found) if as_json else table("Addressees", heads, rows)


@app.command("proposals")
def list_proposed(as_json: AsJson = False) -> None:
    """List what was proposed, the latest first; what waits with what it would change and the hash that binds a yes."""
    found = acts.addressees.list_proposed(acting())
    if as_json:
        show([{**_plain(one), "shown": one.difference.sha256 if one.difference else None} for one in found])
        return
    rows = [(p.id, p.recipient, p.state, p.starts_on, p.proposed_by, p.decided_by or "") for p in found]
    table("Proposals", ["id", "addressee", "state", "from", "proposed by", "decided by"], rows)
    for one in found:
        if one.difference is not None:
            tell(f"\n{one.id}")
            _tell(one.difference)
            tell(f"vigie addressee decide {one.id} {one.difference.sha256}")


@app.command("propose")
def propose_addressee(
    recipient: Annotated[str, typer.Argument(help="Id of the rules, such as aud-liege.")],
    source: Annotated[str, typer.Option(help="What it rests on, such as their letter of a day; about nobody.")],
    ways: Annotated[str | None, typer.Option(help="In their order, such as mail,file_drop,telephone.")] = None,
    telephone: Annotated[str | None, typer.Option(help="Of the office; an empty one takes it away.")] = None,
    mail: Annotated[str | None, typer.Option(help="Mailbox of the office; an empty one takes it away.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="PEM file for which everything is enveloped.")] = None,
    starts_on: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Default: today.")] = None,
    try_only: Annotated[bool, typer.Option("--try", help="Say what would change, and propose nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Propose how an addressee is reached; what is not named stays, and a second person decides."""
    context = acting()
    day = starts_on.date() if starts_on else day_in_brussels(context.at)
    stands = acts.addressees.show_addressee(context, recipient, day)
    new = acts.addressees.read_reach(
        {
            "recipient": recipient,
            "ways": stands.ways if ways is None else [one.strip() for one in ways.split(",")],
            "telephone": stands.telephone if telephone is None else telephone or None,
            "mail": stands.mail if mail is None else mail or None,
            "certificate": _pem(certificate),
            "starts_on": day,
            "source": source,
        }
    )
    _propose(context, new, try_only, as_json)


@app.command("decide")
def decide_addressee(
    proposal: str,
    shown: Annotated[str, typer.Argument(metavar="HASH", help="From `vigie addressee proposals`.")],
    refuse: Annotated[bool, typer.Option("--refuse")] = False,
    as_json: AsJson = False,
) -> None:
    """Say yes, or no with --refuse, to what another person proposed; what starts from then on reads it."""
    made = acts.addressees.decide_addressee(acting(), proposal, yes=not refuse, shown=shown)
    if as_json:
        show({"id": made.id, "state": made.state})
    else:
        tell("Refused." if refuse else "Approved; it counts once the office and its schedules are started again.")


def _propose(context: Context, new: acts.addressees.NewReach, try_only: bool, as_json: bool) -> None:
    difference = acts.addressees.preview_addressee(context, new)
    made = None if try_only else acts.addressees.propose_addressee(context, new, shown=difference.sha256)
    if as_json:
        show({"id": made.id if made else None, "fields": difference.fields, "shown": difference.sha256})
        return
    _tell(difference)
    if made is not None:
        tell(f"Proposed; a second person: vigie addressee decide {made.id} {difference.sha256}")


def _tell(difference: acts.addressees.AddresseeDifference) -> None:
    rows = [(one.name, one.before or "none", one.after or "none") for one in difference.fields]
    table(f"{difference.recipient} from {difference.starts_on}", ["what", "now", "then"], rows)


def _until(one: acts.addressees.Reached) -> str:
    return f"{one.certificate_until:%Y-%m-%d}" if one.certificate_until else one.certificate


def _plain(one: acts.addressees.ProposedReach) -> dict[str, Any]:
    return {"id": one.id, "recipient": one.recipient, "state": one.state, "from": one.starts_on}


def _pem(file: Path | None) -> str | None:
    """Return a certificate's text; raises `SettingsFault` 083 for a file that is none."""
    if file is None:
        return None
    try:
        return file.read_text(encoding="ascii")
    except (OSError, ValueError):
        raise SettingsFault("SETTING-083", place="certificate") from None
