"""The demo's people of offices outside: proposed by one, confirmed by another, of offices that its cases went to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from inspection import acts
from inspection.acts.outsiders import NewOutsider
from inspection.demo.past.acting import acting
from inspection.demo.past.past_doors import through_other_doors
from inspection.store import queries
from inspection.time_of import day_in_brussels, now
from inspection.trust import AppContext

# Role, kind of office, and the name that the demo gives: nobody's.
_WANTED: Final = (
    ("police_cell", "police_directorate", "Demo Cell"),
    ("auditorate", "labour_auditorate", "Demo Auditor"),
    ("reference_magistrate", "labour_auditorate", "Demo Magistrate"),
    ("central_cell", "central_police", "Demo Central"),
    ("reception_centre", "reception_centre", "Demo Centre"),
    ("regional_service", "regional_inspectorate", "Demo Regional"),
)


def enrol_outsiders(app: AppContext) -> None:
    """Let one person of each role outside in, once, and send something through each of their doors."""
    proposes, confirms = _first(app, "supervisor"), _first(app, "direction")
    if not proposes or not confirms or acts.outsiders.list_outsiders(acting(app, proposes, now())):
        return
    told = through_other_doors(app)
    for new in _new(app, told):
        proposal = acts.outsiders.propose_outsider(acting(app, proposes, now()), new)
        acts.outsiders.confirm_outsider(acting(app, confirms, now()), proposal)


def _first(app: AppContext, role: str) -> str:
    return min((one.id for one in queries.users(app.store) if one.role == role), default="")


def _new(app: AppContext, told: Mapping[str, str]) -> Iterator[NewOutsider]:
    """Yield somebody of each role: of the office that was told something, else of the one that was written to most."""
    on = day_in_brussels(now())
    rules = app.catalogue(on)
    written = Counter(one.recipient for one in queries.deliveries(app.store))
    for role, kind, name in _WANTED:
        offices = sorted(
            (one for one in rules.recipients.values() if one.kind == kind),
            key=lambda one: (one.id != told.get(one.kind), -written[one.id], one.id),
        )
        yield NewOutsider(
            role=role,
            office=offices[0].id,
            language=offices[0].languages[0],
            name=name,
            first_day=on,
            last_day=on + timedelta(days=rules.identity.outside_longest_days - 1),
        )
