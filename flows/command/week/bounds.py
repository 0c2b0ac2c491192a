"""`vigie bound`: how near the best possible the rounds of an approved week are."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from inspection.time_of import IsoWeek, today
from inspection.weeks import replanned


def bound(
    week: Annotated[str | None, typer.Option("--week", help="Such as 2026-W49; the week after this one.")] = None,
    district: Annotated[str | None, typer.Option(help="One district only.")] = None,
    seconds: Annotated[float | None, typer.Option(min=1.0, help="Cap for each district.")] = None,
    as_json: AsJson = False,
) -> None:
    """Prove how much the rounds of an approved week could be worth at most; minutes for a large district."""
    asked = str(IsoWeek.parse(week) if week else IsoWeek.after(today()))
    with progress(quiet=as_json):
        found = replanned.bound_week(acting(), asked, district, seconds)
    if as_json:
        show([{**asdict(each), "within_percent": round(each.within_percent, 2)} for each in found])
        return
    rows = [
        (each.district, f"{each.value:,.0f}", f"{each.bound:,.0f}", f"{each.within_percent:.1f} %") for each in found
    ]
    table(f"{asked}: rounds and what none can exceed", ["district", "worth", "at most", "within"], rows)
    tell("Rest between a team's days is given away in the proof: the best possible may lie nearer still.")
