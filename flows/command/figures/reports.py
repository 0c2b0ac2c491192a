"""`vigie report`: the weekly referral lists, what the arms found, and the reports to the cell and the government."""

from __future__ import annotations

from typing import Annotated

import typer

import flows
from flows.acting import acting as in_name_of
from flows.command.figures import published
from flows.command.figures.objectives import objectives
from flows.command.figures.policy_tables import eu, policy_table
from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from inspection import acts
from inspection.life_cycles import ListGroup
from inspection.store.views import DrawView
from inspection.targeting import ARMS
from inspection.time_of import IsoWeek, today

app = typer.Typer(help=__doc__, no_args_is_help=True)
for command in (
    published.month,
    published.cell,
    published.biennial,
    published.note,
    published.waiting,
    published.approve,
    published.published,
):
    app.command()(command)
app.add_typer(published.chapters_app, name="chapters")
app.command("eu")(eu)
app.command("table")(policy_table)
app.command("objectives")(objectives)


@app.command()
def week(
    week: Annotated[str | None, typer.Option("--week", help="The week that ended, by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Publish the referral list of every addressee for a week, also when it is empty."""
    asked = IsoWeek.parse(week) if week else IsoWeek.before(today())
    with progress(quiet=as_json):
        flows.publish_lists.publish_lists(str(asked))
    lists = [
        acts.delivery.referral_list(in_name_of("publish_lists"), recipient, asked)
        for recipient in acts.delivery.list_recipients(in_name_of("publish_lists"), asked)
    ]
    rows = [(one.recipient, *map(one.count, ListGroup)) for one in lists if one is not None]
    if as_json:
        show({"week": str(asked), "lists": [dict(zip(COLUMNS, row, strict=True)) for row in rows]})
        return
    full = [row for row in rows if any(row[1:])]
    table(f"Referral lists, {asked}", COLUMNS, full)
    unsent = acts.delivery.unsent_lists(in_name_of("publish_lists"), asked)
    tell(f"{len(rows)} lists published, {len(rows) - len(full)} of them empty, {len(rows) - len(unsent)} sent.")
    if unsent:
        tell(f"Not sent yet, and tried again by itself: {', '.join(unsent)}")
    tell(f"copies {acts.app().settings.lists}/<recipient>/")


COLUMNS = ("recipient", "overdue", "new", "open", "answered")


@app.command()
def arms(as_json: AsJson = False) -> None:
    """Count what each arm found: visits carried out, and those with at least one finding; the look is recorded."""
    drawn = acts.chasing.list_draws(acting())
    rows = [_yield(arm, [d for d in drawn if d.arm == arm]) for arm in ARMS]
    title = "Yield by arm (no estimate: risk and mandated visits are not representative)"
    columns = ("arm", "chosen", "carried out", "with a finding", "share")
    show(rows) if as_json else table(title, columns, [tuple(row.values()) for row in rows])


def _yield(arm: str, own: list[DrawView]) -> dict[str, object]:
    done = [d for d in own if d.has_finding is not None]
    found = sum(bool(d.has_finding) for d in done)
    share = f"{found / len(done):.0%}" if done else "–"
    return {"arm": arm, "chosen": len(own), "carried_out": len(done), "with_finding": found, "share": share}
