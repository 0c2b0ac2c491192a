"""What followed from a control as if nobody had thought of trafficking: its findings and deadlines, by keys only.

What the database keeps of a finding follows from the whole control. A list that counted those would say more, or less,
than a page that is concluded without the suspicion: the difference would tell of it. So all that a list or a story says
is concluded anew, as the page of the control is, and kept for as long as the control and the rules stay the same.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from inspection.acts import records, workplaces
from inspection.control import conclusions, papers
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

_MOST = 20_000
_Key = tuple[str, str, str]
_kept: OrderedDict[_Key, "Told"] = OrderedDict()
_lock = Lock()


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
    return {row.id: _told(app, row) if row.left_at is not None else Told() for row in rows}


def _told(app: AppContext, row: ControlRow) -> Told:
    key = (row.id, row.content_key, app.rules.sha256)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = _concluded(app, row)
        with _lock:
            _kept[key] = found
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return found


def _concluded(app: AppContext, row: ControlRow) -> Told:
    day = day_in_brussels(row.entered_at)
    plain = papers.without_suspicion(records.load_control(app.store, row), app.catalogue(day).questions)
    made = conclusions.conclude(plain, app.rules, workplaces.competence_of(app, row.refnis, row.canton, day))
    findings = {(one.offence, one.offender, one.from_on): one.workers for one in made.findings}
    counted: dict[str, int] = {}
    for (offence, _, _), workers in findings.items():
        counted[offence] = max(counted.get(offence, 0), workers)
    alike = (one for one in made.clocks if one.offender is None or one.offender.person is None)
    clocks = sorted({(one.due_on, one.key, one.offender.key if one.offender else "", one.starts_on) for one in alike})
    return Told(
        findings=tuple(ToldFinding(offence=key, workers=workers) for key, workers in counted.items()),
        clocks=tuple(
            ToldClock(key=key, offender=offender, starts_on=starts_on, due_on=due_on)
            for due_on, key, offender, starts_on in clocks
        ),
    )
