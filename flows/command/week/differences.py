"""`vigie week difference`: why a week's list differs from the one before it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.i18n import Lang, t
from inspection.reporting.pages import counted_changes, told_change
from inspection.time_of import IsoWeek, today

SHOWN: Lang = "en"


def difference(
    week: Annotated[str | None, typer.Option("--week", help="Such as 2026-W49; the coming week by default.")] = None,
    against: Annotated[str | None, typer.Option(help="An earlier week; the latest approved one by default.")] = None,
    district: Annotated[str | None, typer.Option(help="Compare one district only.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say who is new on a week's list, gone, up or down, with the terms that changed; the look is recorded."""
    asked = IsoWeek.parse(week) if week else IsoWeek.after(today())
    before = IsoWeek.parse(against) if against else None
    found = acts.choices.list_difference(acting(), asked, before=before, district=district)
    if as_json:
        show(found)
        return
    rules = acts.app().catalogue(asked.monday)
    told = [told_change(change, rules, SHOWN) for change in found.changes]
    rows = [(one.kind, one.workplace, one.district, one.sector, "; ".join(one.what)) for one in told]
    tell(t("difference.about", SHOWN))
    table(f"{found.week} beside {found.before}", ("change", "workplace", "district", "sector", "what changed"), rows)
    tell(counted_changes(Counter(change.kind for change in found.changes), SHOWN))
