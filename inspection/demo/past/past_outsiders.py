"""The demo's people of offices outside: proposed by one, confirmed by another, of offices that its cases went to."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from inspection import acts
from inspection.acts.identity import NewOutsider
from inspection.demo.past.acting import acting
from inspection.store import queries
from inspection.time_of import day_in_brussels, now
from inspection.trust import AppContext

_PROPOSES, _CONFIRMS = "supervisor-liege", "direction-1"
# Role, kind of office, and the name that the demo gives: nobody's.
_WANTED: Final = (
    ("police_cell", "police_directorate", "Demo Cell"),
    ("auditorate", "labour_auditorate", "Demo Auditor"),
    ("reference_magistrate", "labour_auditorate", "Demo Magistrate"),
    ("central_cell", "central_police", "Demo Central"),
    ("reception_centre", "reception_centre", "Demo Centre"),
    ("regional_service", "regional_inspectorate", "Demo Regional"),
)


def enrol_outsiders(app: AppContext) -> int:
    """Let one person of each role outside in, once; returns how many there are."""
    at = now()
    known = [one for one in acts.identity.list_outsiders(acting(app, _PROPOSES, at)) if one.state == "enrolled"]
    for new in _new(app, at) if not known else ():
        proposal = acts.identity.propose_outsider(acting(app, _PROPOSES, at), new)
        acts.identity.confirm_outsider(acting(app, _CONFIRMS, at), proposal)
    return len(known) or len(_WANTED)


def _new(app: AppContext, at: datetime) -> Iterator[NewOutsider]:
    on = day_in_brussels(at)
    rules = app.catalogue(on)
    written = Counter(one.recipient for one in queries.deliveries(app.store))
    for role, kind, name in _WANTED:
        offices = sorted(
            (one for one in rules.recipients.values() if one.kind == kind), key=lambda one: (-written[one.id], one.id)
        )
        yield NewOutsider(
            role=role,
            office=offices[0].id,
            language=offices[0].languages[0],
            name=name,
            first_day=on,
            last_day=on + timedelta(days=rules.identity.outside_longest_days - 1),
        )
