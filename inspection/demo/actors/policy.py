"""What departments, the coordination cell and prosecutors do in the demo: measures, initiatives, texts, figures."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from inspection import acts
from inspection.acts.reports import NewInitiative, NewMeasure
from inspection.demo.past import acting
from inspection.errors import ReferralFault
from inspection.life_cycles import MeasureState
from inspection.store import queries
from inspection.time_of import now, today
from inspection.trust import AppContext, Context

_WRITES, _APPROVES = "supervisor", "direction"
_TOO_SMALL = "REFER-922"


class Place(NamedTuple):
    """A workplace that could be visited; `where` is its canton or REFNIS code."""

    workplace: str
    district: str
    sector: str
    where: str


@cache
def _invented() -> Mapping[str, Any]:
    with Path(__file__).with_name("actors.yaml").open("rb") as file:
        found: Mapping[str, Any] = yaml.load(file, yaml.CSafeLoader)  # the safe one, in a tenth of the time
    return found


def note_policy(app: AppContext) -> None:
    """Note what meetings decided, what departments did, what others hold, and let a text and a figure be released."""
    writes, approves = (acting(app, of_role(app, role), now()) for role in (_WRITES, _APPROVES))
    for entry in _invented()["measures"]:
        _measure(writes, entry)
    for entry in _invented()["initiatives"]:
        acts.reports.add_initiative(writes, _initiative(entry))
    for entry in _invented()["texts"]:
        text = acts.figures.propose_text(writes, entry["recipient"], entry["text"])
        acts.figures.approve_text(approves, text.reference, text.sha256)
    first, last = _last_year()
    acts.figures.import_figures(writes, _invented()["others"].format(first=first, last=last))
    _release(writes, approves)


def of_role(app: AppContext, role: str, district: str | None = None) -> str:
    """Return who has a role in the demo, in a district where one is named."""
    return min(one.id for one in queries.users(app.store) if one.role == role and district in (None, one.district))


def _measure(context: Context, entry: Mapping[str, Any]) -> None:
    new = NewMeasure(
        kind=entry["kind"], meeting=entry["meeting"], owner=entry["owner"], title=entry["title"],
        decided_on=_ago(entry["decided"]), due_on=_ago(entry["due"]),
    )  # fmt: skip
    added = acts.reports.add_measure(context, new)
    if "done" in entry:
        acts.reports.change_measure(context, added.reference, state=MeasureState.DONE, evidence=entry["done"])


def _initiative(entry: Mapping[str, Any]) -> NewInitiative:
    return NewInitiative(
        department=entry["department"], kind=entry["kind"], first_day=_ago(entry["first"]), what=entry["what"],
        source=entry["source"], figures=[(words, count) for words, count in entry.get("figures", ())],
    )  # fmt: skip


def _release(proposes: Context, approves: Context) -> None:
    """Release how many controls there were last month, by sector; a month with too few of them is not shown."""
    last = today().replace(day=1) - timedelta(days=1)
    try:
        made = acts.figures.propose_figure(proposes, "controls", ("sector",), last.replace(day=1), last, "partners")
    except ReferralFault as fault:
        if fault.code != _TOO_SMALL:
            raise
        return
    acts.figures.approve_release(approves, made.reference, made.sha256)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _last_year() -> tuple[date, date]:
    year = today().year - 1
    return date(year, 1, 1), date(year, 12, 31)
