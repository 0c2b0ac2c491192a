"""`vigie witness`: a process under another account of this machine that signs where the trail stands."""

from __future__ import annotations

import signal
from pathlib import Path
from pwd import getpwnam, getpwuid
from typing import Annotated

import typer

from flows.acting import acting
from flows.command.shell.console import AsJson, show, table, tell
from inspection import acts, history
from inspection.errors import HistoryFault
from inspection.time_of import moment_in_brussels, now

app = typer.Typer(help="Who signs the history: init, serve, accept, show; pin, for the house.", no_args_is_help=True)
Home = Annotated[
    Path,
    typer.Option("--home", help="The witness's own folder; the office cannot read it."),
]
_HOME, _SOCKET = Path("/var/lib/vigie-witness"), Path("/run/vigie-witness/witness.sock")


@app.command()
def init(
    office: Annotated[str, typer.Option(help="The account that the office runs under, by name or number.")],
    home: Home = _HOME,
    elsewhere: Annotated[
        Path | None, typer.Option(help="A folder into which each checkpoint goes besides, best of another machine.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the witness's home and key; run it as the account of the witness."""
    made = history.make_witness(home, (_account(office),), elsewhere)
    found = history.fingerprint_of(made.notary.public_key)
    if as_json:
        show({"fingerprint": found, "home": str(home)})
        return
    tell(f"The witness is made: {home}. Its fingerprint is {found}.")
    tell(f"Next: `vigie witness serve` under this account; then, as the office, `vigie witness pin {found}`.")


@app.command()
def serve(
    home: Home = _HOME,
    socket: Annotated[Path, typer.Option(help="Where it answers; VIGIE_WITNESS of the office names it.")] = _SOCKET,
) -> None:
    """Answer the office until it is stopped; run it as the account of the witness."""
    witness = history.open_witness(home)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit(0)))
    history.serve(witness, socket, clock=now, ready=lambda: tell(f"The witness answers at {socket}."))


@app.command()
def accept(home: Home = _HOME, as_json: AsJson = False) -> None:
    """Let the next checkpoint begin anew, once: a backup was restored, and the loss is known and accepted."""
    number = history.open_witness(home).accept()
    show({"after": number}) if as_json else tell(f"What follows checkpoint {number} may begin anew, once.")


@app.command("show")
def show_witness(home: Home = _HOME, as_json: AsJson = False) -> None:
    """Show what the witness signed last, and how far its other place is."""
    witness = history.open_witness(home)
    newest = witness.notary.newest()
    rows = [
        ("fingerprint", history.fingerprint_of(witness.notary.public_key)),
        ("answers", ", ".join(map(_name, witness.settings.offices))),
        ("last checkpoint", f"{newest.number} of {moment_in_brussels(newest.at)}" if newest else "none"),
        ("in the other place", str(witness.pushed) if witness.has_other_place else "there is none"),
        ("refusals", str(witness.refusals)),
    ]
    show(dict(rows)) if as_json else table("The witness", ["what", ""], rows)


@app.command()
def pin(
    fingerprint: Annotated[str, typer.Argument(help="What `vigie witness init` printed, read on its own screen.")],
    as_json: AsJson = False,
) -> None:
    """Let this house trust the witness that VIGIE_WITNESS names; run it as the account of the office."""
    row = acts.history.pin_witness(acting("history"), fingerprint)
    show({"witness": row.id}) if as_json else tell(f"The history of this house is signed by witness {row.id}.")


def _account(name: str) -> int:
    try:
        return int(name) if name.isdigit() else getpwnam(name).pw_uid
    except KeyError:
        raise HistoryFault("HISTORY-135", option="--office") from None


def _name(account: int) -> str:
    try:
        return getpwuid(account).pw_name
    except KeyError:
        return str(account)
