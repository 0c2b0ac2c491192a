"""`vigie explain`: what an error's code says, without waiting for the error."""

from collections.abc import Iterator
from itertools import groupby
from string import Formatter
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, show, tell
from inspection.errors import SettingsFault, known_codes
from sectors.fault import FaultText

_FAMILIES = {
    "ACCESS": "This person may not do or see this",
    "BACKUP": "A backup cannot be taken, read or restored",
    "BREACH": "Breaches of personal data",
    "CONTROL": "A filled control is refused whole",
    "DECOY": "Decoys",
    "ERASURE": "Something cannot be erased as asked, or was erased and may not come back",
    "HISTORY": "The history is not where it was signed, or cannot be signed",
    "INTAKE": "A register's file is not taken in",
    "KEYRING": "The key of a case is not here, or was destroyed",
    "KEYS": "A key of this house is being changed, or cannot be",
    "LEARN": "A history teaches nothing, or a card cannot be fitted, proposed or decided on",
    "PLACE": "A place cannot be found, or no office is competent there",
    "PLAN": "A week cannot be planned as asked",
    "PORTAL": "Somebody of an office outside cannot say or do this",
    "REFER": "A referral, a delivery, a figure or a report is refused",
    "REST": "What lies sealed on the disk cannot be opened, or something lies there in clear",
    "ROLE": "An account of the database may not do this, or waited too long",
    "RULE": "A rule file cannot be used",
    "SETTING": "This installation is incomplete, or a command is not well written",
    "STORE": "The database, its keys or its trail are not as they must be",
    "VIGIE": "What nobody foresaw",
}
_HEAD = """# Errors

Every error that Vigie raises on purpose has a code, and a code has one meaning. `vigie explain CODE` prints one. What
stands between braces is filled when the error is raised; nothing about a person ever is. The last column is the HTTP
status that a device is answered; where there is none, it is 400 for the field form and 422 for clients of others.

This page is made from the registries (`inspection/faults.yaml`, `sectors/faults.yaml`): `vigie explain --markdown >
docs/reference/errors.md`.
"""


def explain(
    code: Annotated[str, typer.Argument(help="As it was told, such as STORE-013.")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/reference/errors.md.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what an error's code means: what happened, where, and what to do."""
    if markdown:
        tell(page())
        return
    wanted = code.strip().strip("[]").upper()
    entry = known_codes().get(wanted)
    if entry is None:
        raise SettingsFault("SETTING-070", code=code)
    if as_json:
        show({"code": wanted, **_told(entry), "status": entry.status})
        return
    told = _told(entry)
    tell(f"[{wanted}] {told['what']}\n  where:  {told['where']}\n  advice: {told['advice']}")
    if entry.status is not None:
        tell(f"  status: {entry.status}")


def page() -> str:
    """Return docs/reference/errors.md, by the kinds of errors."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD.rstrip("\n")
    for family, codes in groupby(known_codes(), key=lambda code: code.partition("-")[0]):
        yield f"\n## {family}: {_FAMILIES[family].lower()}\n"
        yield "| code | what | where | what to do | status |"
        yield "|---|---|---|---|---|"
        for code in codes:
            entry = known_codes()[code]
            cells = [code, *_told(entry).values(), str(entry.status or "")]
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _told(entry: FaultText) -> dict[str, str]:
    """Return the texts as people read them: what is filled in later stands as a name between braces."""
    return {
        name: _named(text) for name, text in (("what", entry.what), ("where", entry.where), ("advice", entry.advice))
    }


def _named(text: str) -> str:
    return "".join(said + (f"{{{name}}}" if name else "") for said, name, _, _ in Formatter().parse(text))
