"""The demo's duty rosters, taken in as an office's own would be, each number tried by a test call some days ago."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from inspection import acts
from inspection.demo.past.acting import Event, acting
from inspection.life_cycles import OnCallTestOutcome
from inspection.time_of import moment_of, now
from inspection.trust import AppContext

_BY = "direction-1"
_IN_THE_MORNING = 9 * 60  # minutes after midnight


def on_call_events(app: AppContext, file: Path) -> Iterator[Event]:
    """Yield the taking in of each roster, and its test calls; an office that has a roster keeps its own."""
    try:
        read = json.loads(acts.registers.content_of(file))
    except FileNotFoundError:
        return
    tried_at = moment_of(date.fromisoformat(read["tried_on"]), _IN_THE_MORNING)
    held = {one.recipient for one in acts.on_call.list_on_call(acting(app, _BY, now()))}
    for roster in read["rosters"]:
        if roster["recipient"] not in held:
            since = min(date.fromisoformat(turn["valid_from"]) for turn in roster["turns"])
            at = moment_of(since, _IN_THE_MORNING)
            yield at, 0, partial(_take_in, app, roster, at)
            yield tried_at, 6, partial(_try, app, str(roster["recipient"]), tried_at)


def _take_in(app: AppContext, roster: Mapping[str, Any], at: datetime) -> None:
    acts.on_call.import_on_call(acting(app, _BY, at), roster)


def _try(app: AppContext, recipient: str, at: datetime) -> None:
    for line in acts.on_call.list_on_call(acting(app, _BY, at), recipient=recipient):
        acts.on_call.note_test_call(acting(app, _BY, at), line.id, OnCallTestOutcome.REACHED)
