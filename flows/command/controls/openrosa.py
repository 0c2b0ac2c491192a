"""`vigie openrosa`: what clients of others need, for whoever sets them up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, show, tell
from inspection import acts
from inspection.control.checklists import checklist
from inspection.errors import ControlFault
from inspection.time_of import today

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command()
def keys(as_json: AsJson = False) -> None:
    """Make the key pair of encrypted forms at its first use, and print the public half."""
    public = acts.openrosa.public_form_key(acts.app())
    show({"public_key": public, "sha256": hashlib.sha256(public.encode()).hexdigest()}) if as_json else tell(public)


@app.command()
def xlsform(
    sector: str,
    file: Annotated[Path, typer.Argument(help="Where to write the workbook (.xlsx).")],
    as_json: AsJson = False,
) -> None:
    """Write the form of a sector as an XLSForm workbook, without what is sensitive, for tools that take one."""
    from openpyxl import Workbook

    app = acts.app()
    catalogue = app.catalogue(today())
    if sector not in catalogue.sectors:
        raise ControlFault("CONTROL-312", sectors=", ".join(sorted(catalogue.sectors)), sector=sector)
    key = acts.openrosa.public_form_key(app) if app.settings.openrosa == "encrypted" else None
    made = checklist(catalogue.sectors[sector], catalogue)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in made.xlsform(public_key=key).items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet = book.create_sheet(name)
        for row in ([*columns], *([row.get(column) for column in columns] for row in rows)):
            sheet.append(row)
    book.save(file)
    told = {"sector": sector, "version": made.version, "file": str(file)}
    show(told) if as_json else tell(f"{sector} {made.version} written to {file}.")
