"""A week: its rounds on a map and by team, and what an edit that is tried would make of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.shared import OnceASession, workplace_address
from dashboards.office.week.addresses import FRIDAY, PRINT, WEEK, address
from dashboards.office.week.beside import beside_of
from dashboards.office.week.books import book_of, plans_of
from dashboards.office.week.maps import (
    Country,
    Drawing,
    Ground,
    Part,
    Way,
    country_of,
    drawing_of,
    own_areas,
    parts_of,
)
from dashboards.office.week.reasons import why_of
from dashboards.office.week.rounds import RoundView, Showing, of_book, of_plan
from dashboards.office.week.trying import Answer, answer_of, edit_in, key_text, offer_of
from dashboards.office.week.words import Words
from inspection import acts
from inspection.errors import InspectionError, PlanningFault
from inspection.i18n import t
from inspection.planning.editing import EditReason
from inspection.reporting.week import DistrictBook
from inspection.store.views import PlanView
from inspection.territory import outlines
from inspection.time_of import IsoWeek
from inspection.weeks.replanned import OpenPlan, offered_edits, open_plan

_OPEN = OnceASession(32)  # plans that somebody edits: each holds a district's whole week
TOLD = frozenset({"kept", "pinned", "unpinned", "replanned"})
_GONE = frozenset({"PLAN-352", "PLAN-354", "PLAN-357"})  # of an address that names what is not there any more
_LOOKS = frozenset({"plan", "week", "district", "day", "beside", "told", "sort"})
_WRITTEN = frozenset({"visit", "to", "place", "earlier", "later", "other", "reason", "team", "workplace", "on"})
_NOBODY_CHOSEN: Mapping[str, object] = {"chosen": "", "answer": None, "offers": (), "is_pinned": False}


@dataclass(frozen=True)
class Looked:
    """What is looked at: a plan that stands, one of its districts, one day or the whole week."""

    plan: PlanView
    district: str
    book: DistrictBook
    day: date | None
    fields: Mapping[str, str]


def show(asked: Asked) -> Response:
    """Show it."""
    return drawn(asked, dict(asked.request.query_params))


def drawn(asked: Asked, fields: Mapping[str, str], fault: InspectionError | None = None) -> Response:
    """Return the page of a week, with why an edit was refused.

    An edit is tried on the plan for which it was meant only: where another one stands by now, that is shown, and the
    edit is left out. What somebody wrote in a form that was refused stays in the forms of that one.
    """
    every = plans_of(asked)
    plan = _chosen(asked, every, fields)
    is_other = plan is not None and plan.id != (fields.get("plan") or plan.id)
    fields = _only_looking(fields, also=_WRITTEN if fault else ()) if is_other else fields
    told: dict[str, object] = {
        "room": WEEK,
        "plan": plan,
        "plans": every,
        "address": address,
        "week_page": WEEK,
        "friday": FRIDAY,
        "print_page": PRINT,
        "refusal": said_of(fault, asked.look.lang) if fault else "",
        "code": fault.code if fault else "",
        "told": fields.get("told", "") if fields.get("told") in TOLD else "",
        "is_other": is_other and fault is None,
    }
    if plan is None:
        told |= {"words": Words(asked, IsoWeek.of(asked.today))}
        return asked.page("week.html", status_of(fault) if fault else 200, **told)
    try:
        shown = _of_week(asked, _looked(asked, plan, fields), every)
    except PlanningFault as gone:
        if gone.code not in _GONE or not fields.get("visit"):
            raise
        return drawn(asked, _only_looking(fields, also=_WRITTEN - {"visit"}), gone)
    return asked.page("week.html", status_of(fault) if fault else 200, **told, **shown)


def _only_looking(fields: Mapping[str, str], also: Collection[str] = ()) -> Mapping[str, str]:
    """Return what is looked at, without the visit that was chosen and without an edit of it; `also` what is kept."""
    return {name: text for name, text in fields.items() if name in _LOOKS or name in also}


def opened(asked: Asked, plan: PlanView, district: str) -> OpenPlan:
    """Return a plan to try edits on, opened once in a session; keeping an edit opens it anew, and whole."""
    read = lambda: open_plan(asked.acting(), plan.id, district, alone=True)  # noqa: E731
    return _OPEN.once(asked, _what_is_open(plan, district), read)


def _what_is_open(plan: PlanView, district: str) -> tuple[object, ...]:
    """Return by what an opened plan is known: another approval, edit or pin is another."""
    return "open", plan.id, plan.state, plan.changed_at, district


def _chosen(asked: Asked, every: Sequence[PlanView], fields: Mapping[str, str]) -> PlanView | None:
    """Return the plan that is asked for, or that stands where it was replaced; else this week's or the next."""
    wanted = fields.get("plan", "")
    known = {one.id: one for one in every}
    if wanted and wanted not in known:
        wanted = acts.weeks.standing_instead(asked.acting(), wanted) or ""
    if wanted in known:
        return known[wanted]
    first = fields.get("week") or str(IsoWeek.of(asked.today))
    ordered = sorted(every, key=lambda one: (one.week, -one.proposed_at.timestamp()))
    return next((one for one in ordered if one.week >= first), ordered[-1] if ordered else None)


def _looked(asked: Asked, plan: PlanView, fields: Mapping[str, str]) -> Looked:
    names = plan.districts
    wanted = (fields.get("district", ""), asked.known.user.district or "")
    district = next((name for name in wanted if name in names), names[0])
    book = book_of(asked, plan, district)
    days = sorted({each.day for each in book.rounds if each.stops})
    on = asked.today
    named = next((day for day in days if day.isoformat() == fields.get("day")), _day_of(book, fields.get("visit")))
    coming = next((day for day in days if day >= on), days[0] if days else None)
    day = None if fields.get("day") == "all" else named or coming
    return Looked(plan, district, book, day, fields)


def _of_week(asked: Asked, looked: Looked, every: Sequence[PlanView]) -> dict[str, object]:
    plan, book = looked.plan, looked.book
    words = Words(asked, IsoWeek.parse(plan.week))
    now = [of_book(each) for each in book.rounds if each.stops]
    may_edit = asked.known.may("plan.replan")
    editing = _editing(asked, looked, words) if may_edit and looked.fields.get("visit") else {}
    answer = editing.get("answer")
    after: Sequence[RoundView] = now
    changed = frozenset[tuple[str, date]]()
    if isinstance(answer, Answer) and answer.tried.costs:
        changed = frozenset(one.key for one in answer.tried.costs)
        open_one = opened(asked, plan, looked.district)
        after = [each for each in of_plan(open_one, answer.tried.plan.rounds, book) if each.stops]
    query = {"plan": plan.id, "district": looked.district}
    shown = Showing(words=words, now=now, after=after, named=_named(looked.fields), changed=changed, query=query)
    days = sorted({each.day for each in (*now, *after)})
    touched = {day for _, day in changed}
    return {
        "words": words,
        "week": words.week,
        "district": looked.district,
        "districts": plan.districts,
        "day": looked.day,
        "days": days,
        "map": _map(asked, looked.district, shown.ways(looked.day, touched)),
        "why": why_of(asked, book, looked.fields.get("visit", ""), words),
        "lanes": [(day, shown.lanes(day)) for day in days if looked.day in (None, day) or day in touched],
        "stops": [(stop, each) for each in now for stop in each.stops if looked.day in (None, each.day)],
        "every_stop": sorted(
            (stop.name, stop.workplace, words.team(each.team), each.day) for each in now for stop in each.stops
        ),
        "unplaced": book.unplaced if may_edit else (),
        "may_edit": may_edit,
        "reasons": [(one, t(f"replan.reason.{one}", words.lang)) for one in EditReason],
        "fields": looked.fields,
        "teams": sorted(((words.team(one), one) for one in {each.team for each in now}), key=_by_name),
        "way": shown.way_to,
        "query": query,
        "travel": book.travel,
        **_NOBODY_CHOSEN,
        **beside_of(asked, looked.plan, looked.district, every, looked.fields.get("beside", ""), words),
        **editing,
    }


def _by_name(named: tuple[str, str]) -> tuple[str, str]:
    return named[0].casefold(), named[1]


def _day_of(book: DistrictBook, workplace: str | None) -> date | None:
    """Return the day of a visit that an address names without its day."""
    found = (each.day for each in book.rounds for stop in each.stops if stop.workplace == workplace)
    return next(found, None) if workplace else None


def _named(fields: Mapping[str, str]) -> frozenset[str]:
    return frozenset(fields[name] for name in ("visit", "other") if fields.get(name))


def _editing(asked: Asked, looked: Looked, words: Words) -> dict[str, object]:
    """Return what the side column says of the visit that was chosen: where it is, what is offered, what was tried."""
    plan = opened(asked, looked.plan, looked.district)
    visit = plan.visit(looked.fields["visit"])
    keys = plan.question.places.get(visit, ())
    edit = edit_in(looked.fields, plan)
    day = keys[0][1] if keys else looked.day
    offers = [] if edit is not None or day is None else offered_edits(plan, visit, day)
    return {
        "chosen": plan.workplace(visit),
        "chosen_page": workplace_address(plan.workplace(visit)),
        "chosen_name": plan.name(plan.workplace(visit)),
        "chosen_at": keys[0] if keys else None,
        "is_pinned": plan.question.known[visit].pinned is not None,
        "slots": [(key_text(key), key) for key in plan.shown_keys],
        "answer": answer_of(plan, edit, words) if edit is not None else None,
        "offers": [offer_of(plan, one, words) for one in offers],
        "offers_on": day,
    }


def _map(asked: Asked, district: str, ways: Sequence[Way]) -> Drawing:
    folder = asked.app.settings.cache
    ground = Ground(country=_country(folder), parts=_parts(folder), lang=asked.look.lang)
    return drawing_of(ground, district, ways, own_areas(asked.acting()))


@cache
def _country(folder: Path) -> Country:
    return country_of(outlines("arrondissement", cache=folder))


@cache
def _parts(folder: Path) -> tuple[Part, ...]:
    return parts_of(outlines("canton", cache=folder))
