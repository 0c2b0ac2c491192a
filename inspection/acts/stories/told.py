"""What followed from a control as if nobody had thought of trafficking: its findings and deadlines, by keys only.

What the database keeps of a finding follows from the whole control. A list that counted those would say more, or less,
than a page that is concluded without the suspicion: the difference would tell of it. So all that a list or a story says
is concluded anew, as the page of the control is, and kept for as long as the control and the rules stay the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlmodel import col, select

from inspection.acts import records, workplaces
from inspection.control import conclusions, papers
from inspection.store.controls import ControlRow
from inspection.store.core import Lately
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

_Key = tuple[str, str, str]
_TOLD = Lately[_Key, "Told"](20_000)


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    """An offence that was found, and how many persons it concerns."""

    offence: str
    workers: int


@dataclass(frozen=True, kw_only=True)
class ToldClock:
    """A deadline that a control set running; `due_on` is its last day.

    offender
        Key of whose finding started it, "" for an event of the whole control. It is never that of a person found: no
        deadline runs against a presumed victim, so that one which is missing would tell of a suspicion.
    """

    key: str
    offender: str
    starts_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a control led to, as far as everybody who may see the control may know it."""

    findings: tuple[ToldFinding, ...] = ()
    clocks: tuple[ToldClock, ...] = ()


def told_of(app: AppContext, rows: Iterable[ControlRow]) -> Mapping[str, Told]:
    """Return by id what each of some controls led to; inside an act that recorded the look at them.

    A control that is not finished led to nothing yet.
    """
    every = list(rows)
    keys = {row.id: (row.id, row.content_key, app.rules.sha256) for row in every if row.left_at is not None}
    found = _TOLD.known(keys.values())
    unknown = [row for row in every if row.id in keys and keys[row.id] not in found]
    _read_whole(unknown)
    made = {keys[row.id]: _concluded(app, row) for row in unknown}
    _TOLD.keep(made)
    found |= made
    return {row.id: found[keys[row.id]] if row.id in keys else Told() for row in every}


def _read_whole(rows: Sequence[ControlRow]) -> None:
    """Read what was filled in of controls that a list left out, all of them in one question."""
    lacking = {row.id: row for row in rows if "body" in instance_state(row).unloaded}
    session = object_session(next(iter(lacking.values()))) if lacking else None
    if session is not None:
        wanted = select(ControlRow.id, ControlRow.body).where(col(ControlRow.id).in_(lacking))
        for id_, body in session.execute(wanted):
            set_committed_value(lacking[id_], "body", body)


def _concluded(app: AppContext, row: ControlRow) -> Told:
    day = day_in_brussels(row.entered_at)
    plain = papers.without_suspicion(records.load_control(app.store, row), app.catalogue(day).questions)
    where = workplaces.competence_of(app, row.refnis, row.canton, day)
    made, running = conclusions.findings_and_clocks(plain, app.rules, where)
    findings = {(one.offence, one.offender, one.from_on): one.workers for one in made}
    counted: dict[str, int] = {}
    for (offence, _, _), workers in findings.items():
        counted[offence] = max(counted.get(offence, 0), workers)
    alike = (one for one in running if one.offender is None or one.offender.person is None)
    clocks = sorted({(one.due_on, one.key, one.offender.key if one.offender else "", one.starts_on) for one in alike})
    return Told(
        findings=tuple(ToldFinding(offence=key, workers=workers) for key, workers in counted.items()),
        clocks=tuple(
            ToldClock(key=key, offender=offender, starts_on=starts_on, due_on=due_on)
            for due_on, key, offender, starts_on in clocks
        ),
    )
