"""One suspicion of today, from the inspector's yes to the acknowledgement: through the real portal, in real time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inspection import acts
from inspection.acts.portal.pages import Held
from inspection.acts.portal.values import Acknowledges, CaseCopy, SendsOn
from inspection.control.reading import read_control
from inspection.demo.past import acting, deliver
from inspection.demo.year.drawing import stream
from inspection.demo.year.inspecting import Case, Met, Questions, Visit, Words, written_down
from inspection.life_cycles import ControlOutcome, Decision
from inspection.store import queries
from inspection.store.views import ControlView, UserView
from inspection.time_of import BRUSSELS, day_in_brussels, now
from inspection.trust import AppContext

_CELL = "police_cell"
_LASTS = 45.0  # minutes that the control has lasted by now
_WORDS = "Same kind of case as elsewhere; synthetic words of the demo."
_TELEPHONE = "02 000 00 01"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What happened, when, and who or which office did it."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """A suspicion of today: its reference, and each step until an office took it on."""

    reference: str
    steps: tuple[Step, ...]


def suspect_today(app: AppContext) -> Suspicion | None:
    """Let an inspector say yes now, and whoever is at the district's police cell acknowledge it on the portal.

    None where nobody of a police cell was let in, or their district was never visited.
    """
    found = _where(app)
    if found is None:
        return None
    officer, control = found
    at = now()
    raw = _control(app, control, at)
    questions = Questions(app.catalogue(day_in_brussels(at)))
    saved = acts.controls.save(acting(app, control.saved_by, at), read_control(raw, questions.of))
    steps = [Step(at=at, what="the inspector says yes", who=control.saved_by)]
    deliver(app, now())
    steps += [
        Step(at=one.sent_at, what="handed over", who=one.recipient)
        for one in queries.deliveries(app.store, reference=saved.reference)
        if one.sent_at is not None
    ]
    steps += _on_the_portal(app, officer, saved.reference or "")
    return Suspicion(reference=saved.reference or "", steps=tuple(steps))


def _where(app: AppContext) -> tuple[UserView, ControlView] | None:
    """Return somebody of a police cell, and a control of their district to come back from: the latest one."""
    outside = {one.user: one for one in acts.outsiders.list_outsiders(acting(app, "direction-1", now()))}
    for one in (user for user in queries.users(app.store) if user.role == _CELL and user.id in outside):
        office = outside[one.id].office
        areas = {o.area for o in app.catalogue(day_in_brussels(now())).offices if o.police_directorate == office}
        there = [c for c in queries.controls(app.store) if c.area in areas and c.outcome == ControlOutcome.DONE]
        if there:
            return one, min(there, key=lambda c: c.reference is not None)
    return None


def _control(app: AppContext, before: ControlView, at: datetime) -> dict[str, object]:
    """Return a control that ends now, at a workplace that was visited before, by the same inspector."""
    local = at.astimezone(BRUSSELS)
    minute = local.hour * 60.0 + local.minute
    visit = Visit(
        code=None, workplace=before.workplace, sector=before.sector, district=before.district,
        language=acts.staff.own_user(acting(app, before.saved_by, at)).language, day=local.date(),
        start=max(0.0, minute - _LASTS), leave=minute,
    )  # fmt: skip
    met = Met(
        by=before.saved_by,
        outcome=ControlOutcome.DONE,
        finds=True,
        serious=True,
        rng=stream(0, at.isoformat(), before.workplace),
    )
    questions = Questions(app.catalogue(visit.day))
    serial = len(queries.controls(app.store))
    return written_down(visit, met, questions, Case(decision=Decision.YES, n=serial), Words())


def _on_the_portal(app: AppContext, officer: UserView, reference: str) -> Iterator[Step]:
    """Let the officer find the case on the portal, take it on and send it to the central cell; yields each step."""
    there = acts.portal.portal_app(app)
    if there is None:
        return
    acts.portal.crossing.cross(app.acting_as_flow("portal"))
    yield Step(at=now(), what="lies on the portal", who=officer.id)
    for word in (Acknowledges(taker="other", telephone=_TELEPHONE), SendsOn(words=_WORDS)):
        held = _held(there, officer, reference)
        if held is None:
            return
        acts.portal.pages.say(acting(there, officer.id, now()), held.id, acts.portal.pages.new_word_id(), word)
        acts.portal.crossing.cross(app.acting_as_flow("portal"))
        yield Step(at=now(), what=word.kind, who=officer.id)


def _held(there: AppContext, officer: UserView, reference: str) -> Held | None:
    """Return the officer's copy of a case, on whichever shelf it lies."""
    for shelf in ("waiting", "open"):
        for one in acts.portal.pages.my_copies(acting(there, officer.id, now()), shelf).held:
            if isinstance(one.copy, CaseCopy) and one.copy.reference == reference:
                return one
    return None
