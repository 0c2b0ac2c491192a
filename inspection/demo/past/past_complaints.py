"""The demo's complaints: each registered by the head of its district, then kept, dropped or left open."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from inspection import acts
from inspection.demo.past.acting import Event, acting
from inspection.store.queries import complaints
from inspection.time_of import moment_of
from inspection.trust import AppContext

_AT_TEN = 10 * 60  # minutes after midnight
_DECIDED_AFTER = timedelta(hours=5)
_TOLD = ("workplace", "district", "text", "language", "channel", "sector", "category")


def complaint_events(app: AppContext, file: Path) -> Iterator[Event]:
    """Yield the arrival of each complaint of `complaints.json` that is not there yet."""
    seen = {(c.workplace, c.received_at) for c in complaints(app.store)}
    for entry in json.loads(acts.registers.content_of(file)):
        at = moment_of(date.fromisoformat(entry["received_on"]), _AT_TEN)
        if (entry["workplace"], at) not in seen:
            yield at, 0, partial(_complain, app, entry, at)


def _complain(app: AppContext, entry: Mapping[str, Any], at: datetime) -> None:
    by, decided = f"head-{entry['district']}", at + _DECIDED_AFTER
    told = acts.workplaces.NewComplaint(**{key: entry[key] for key in _TOLD})
    registered = acts.workplaces.register_complaint(acting(app, by, at), told)
    if entry["kept"] is True:
        acts.workplaces.keep_complaint(acting(app, by, decided), registered.id)
    elif entry["kept"] is False:
        acts.workplaces.drop_complaint(acting(app, by, decided), registered.id, reason="unfounded")
