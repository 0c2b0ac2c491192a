"""`vigie release`: figures that leave the house, protected, approved by a second person, held against earlier ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault
from inspection.reporting.disclosure import Audience, ProtectedTable, read_count_table

app = typer.Typer(help="Figures that leave the house: propose, approve, list.", no_args_is_help=True)
HIDDEN, IMPOSSIBLE = "…", "–"
DAY = ["%Y-%m-%d"]


@app.command()
def propose(
    file: Annotated[Path | None, typer.Argument(help="A table of counts as JSON; - reads the input.")] = None,
    figure: Annotated[str | None, typer.Option(help="A figure of `vigie figures list`, counted here.")] = None,
    cut: Annotated[list[str] | None, typer.Option("--cut", help="A dimension that is shown; once each.")] = None,
    first: Annotated[datetime | None, typer.Option(formats=DAY, help="First day of a month.")] = None,
    last: Annotated[datetime | None, typer.Option(formats=DAY, help="Last day of a month.")] = None,
    audience: Annotated[str, typer.Option(help="partners or public.")] = "partners",
    merge: Annotated[list[str] | None, typer.Option(help="Dimension whose small categories stand together.")] = None,
    as_json: AsJson = False,
) -> None:
    """Protect a figure, or a table of counts, and propose it; nothing leaves before a second person approves it."""
    if audience not in get_args(Audience):
        raise ReferralFault("REFER-965", readers=", ".join(get_args(Audience)))
    made = _proposed(file, _Asked(figure, cut or (), first, last), cast(Audience, audience), merge or ())
    if as_json:
        show(made)
        return
    _print(made.table)
    tell(f"{made.reference} proposed for {made.audience}; a second person approves it with its hash:")
    tell(f"  vigie release approve {made.reference} {made.sha256}")


@app.command()
def approve(reference: str, sha256: str, as_json: AsJson = False) -> None:
    """Approve a proposed release as a second person, bound to its hash; it enters the ledger."""
    done = acts.figures.approve_release(acting(), reference, sha256)
    show(done) if as_json else tell(f"{done.reference} released to {done.audience}, approved by {done.approved_by}.")


@app.command("list")
def list_releases(as_json: AsJson = False) -> None:
    """List the ledger of releases, with their tables as JSON; the look is recorded."""
    found = acts.figures.releases(acting())
    rows = [
        (
            r.reference,
            r.table.figure,
            " × ".join(r.table.dimensions),
            r.audience,
            len(r.table.hidden),
            r.proposed_by,
            r.approved_by or "waits",
            r.sha256[:12],
        )
        for r in found
    ]
    columns = ("reference", "figure", "by", "for", "hidden", "proposed by", "approved by", "hash")
    if as_json:
        show(found)
        return
    table("Releases", columns, rows)
    for one in found:
        if one.approved_by is None:
            tell(f"  vigie release approve {one.reference} {one.sha256}")


@dataclass(frozen=True)
class _Asked:
    """A figure as it was asked for."""

    figure: str | None
    cut: Sequence[str]
    first: datetime | None
    last: datetime | None


def _proposed(file: Path | None, asked: _Asked, audience: Audience, merge: Sequence[str]) -> acts.figures.Release:
    if file is not None and asked.figure is None:
        return acts.figures.propose_release(acting(), read_count_table(_content(file)), audience, merge=merge)
    if file is None and asked.figure is not None and asked.first is not None and asked.last is not None:
        first, last = asked.first.date(), asked.last.date()
        return acts.figures.propose_figure(acting(), asked.figure, asked.cut, first, last, audience, merge=merge)
    raise ReferralFault("REFER-966")


def _print(made: ProtectedTable) -> None:
    shown = {"hidden": HIDDEN, "impossible": IMPOSSIBLE}
    rows = [(*cell.labels, shown.get(cell.kind, str(cell.count))) for cell in made.cells]
    table(made.figure, (*made.dimensions, "count"), rows)
    tell(
        f"{HIDDEN} under {made.threshold}, or hidden to protect; {IMPOSSIBLE} impossible; rounded to {made.base} each."
    )


def _content(file: Path) -> Any:
    try:
        return json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ReferralFault("REFER-967") from None
