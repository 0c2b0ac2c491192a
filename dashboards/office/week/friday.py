"""Friday: what stops an approval, what changed since last week, and whether the year is on course."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.proving import needs_fresh
from dashboards.office.shared import workplace_address
from dashboards.office.week.addresses import FRIDAY, PRINT, WEEK, address
from dashboards.office.week.books import books_of, once, plans_of
from dashboards.office.week.figures import Goal, figures_of, goals_of
from dashboards.office.week.sorting import Order, table
from dashboards.office.week.words import Words
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, PlanningFault
from inspection.i18n import t
from inspection.life_cycles import PlanState
from inspection.planning.bookings import UNAVAILABLE
from inspection.planning.editing import BY_HAND
from inspection.planning.problem import SHIFTS
from inspection.reporting.pages import (
    cause_text,
    counted_changes,
    event_text,
    held_texts,
    help_texts,
    slot_text,
    told_change,
    why_text,
)
from inspection.reporting.week import BookHelp, BookUnplaced, DistrictBook
from inspection.store.views import ChangeView, PlanView
from inspection.time_of import IsoWeek

_SHOWN = 12  # changes of a list, before somebody asks for all
_SEVERAL = "several_conditions_fail"


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A required visit without a place, as the page says it.

    helps
        What would give it a place, and the fields of the address at which that is tried at once; None for what is not
        tried there.
    """

    workplace: str
    name: str
    sector: str
    arm: str
    district: str
    why: str
    helps: tuple[tuple[str, Mapping[str, str] | None], ...]
    is_of_rules: bool


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One line of what changed: what it is about, and what became of it; `workplace` where it is about one."""

    what: str
    kind: str
    effect: str
    workplace: str = ""


_CHANGES: Mapping[str, Order[Changed]] = {
    "what": lambda one: one.what.casefold(),
    "kind": lambda one: (one.kind, one.what.casefold()),
}


def show(asked: Asked) -> Response:
    """Show what has to be decided about the week that comes."""
    return drawn(asked)


def approve(asked: Asked) -> Response:
    """Approve a week, bound to the hash of what was shown; whoever has to proves first who they are."""
    plan_id, sha256 = asked.form.get("plan", ""), asked.form.get("sha256", "")
    way = address(FRIDAY, plan=plan_id)
    if (led := needs_fresh(asked, way)) is not None:
        return led
    try:
        if asked.form.get("looked") != "1":
            raise PlanningFault("PLAN-350", week=asked.form.get("week", ""))
        acts.weeks.approve_week(asked.acting(), IsoWeek.parse(asked.form.get("week", "")), sha256)
    except InspectionError as fault:
        return drawn(asked, fault)
    return asked.led(address(FRIDAY, plan=plan_id, told="approved"))


def drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page, with why an approval was refused.

    Errors: `AccessRefused` 120 for whoever approves no week: it tells what was drawn by lot.
    """
    if not asked.known.may("plan.approve"):
        raise AccessRefused("ACCESS-120")
    every = [plan for plan in plans_of(asked) if plan.week >= str(IsoWeek.of(asked.today))]
    plan = _chosen(every, asked.form.get("plan") or asked.query("plan"))
    week = IsoWeek.parse(plan.week) if plan else IsoWeek.after(asked.today)
    words = Words(asked, week)
    told = {
        "words": words,
        "week": week,
        "plan": plan,
        "room": FRIDAY,
        "others": [one for one in every if plan and one.id != plan.id and one.state == PlanState.PROPOSED],
        "told": asked.query("told") if asked.query("told") == "approved" else "",
        "refusal": said_of(fault, asked.look.lang) if fault else "",
        "code": fault.code if fault else "",
        "friday": FRIDAY,
        "address": address,
        "week_page": WEEK,
        "print_page": PRINT,
        "place_page": workplace_address if asked.known.may("record.list") else None,
    }
    told |= _of_plan(asked, plan, words) if plan else {}
    return asked.page("week_friday.html", status_of(fault) if fault else 200, **told)


def _chosen(every: Sequence[PlanView], wanted: str) -> PlanView | None:
    """Return the plan that was asked for, else the first week that waits, else the latest that is approved."""
    known = {plan.id: plan for plan in every}
    waiting = sorted((plan for plan in every if plan.state == PlanState.PROPOSED), key=lambda plan: plan.week)
    return known.get(wanted) or next(iter(waiting), None) or next(iter(every), None)


def _of_plan(asked: Asked, plan: PlanView, words: Words) -> dict[str, object]:
    books = books_of(asked, plan)
    missed = [_missed(one, words) for book in books for one in book.unplaced]
    shown = asked.query("all") == "1"
    before, counts, changed, n_changed = _since(asked, plan, books, words, None if shown else _SHOWN)
    over_all, places = _goals(asked, plan, books, words)
    way = {"plan": plan.id, "all": 1 if shown else ""}
    by_hand = _of_version(asked, plan, words)
    return {
        "figures": figures_of(books),
        "missed": missed,
        "stops": _stopping(plan, books, missed, words),
        "before": before,
        "counts": counts,
        "changed": table(asked, "since", changed, _CHANGES, FRIDAY, **way),
        "n_changed": n_changed,
        "has_more": n_changed > len(changed),
        "by_hand": table(asked, "by-hand", by_hand, _CHANGES, FRIDAY, **way),
        "goals": table(asked, "goals", over_all, _goal_orders(words), FRIDAY, **way),
        "places": table(asked, "places", places, _goal_orders(words), FRIDAY, **way),
        "behind": [one for one in over_all if one.gap < 0],
        "registers": words.registers(sorted({item for book in books for item in book.snapshots.items()})),
        "may_approve": asked.known.may("plan.approve") and plan.state == PlanState.PROPOSED and not plan.is_own,
    }


def _stopping(plan: PlanView, books: Sequence[DistrictBook], missed: Sequence[Missed], words: Words) -> list[str]:
    """Return what speaks against approving now, the gravest first."""
    found = [words.say("stop.took_part")] if plan.state == PlanState.PROPOSED and plan.is_own else []
    found += [words.counted("stop.unplaced", len(missed))] if missed else []
    found += [words.say("stop.seed")] if plan.seed_by_hand else []
    return found + list(dict.fromkeys(text for book in books for text in held_texts(book, words.rules, words.lang)))


def _missed(one: BookUnplaced, words: Words) -> Missed:
    named = ", ".join(part for part in (one.name, one.municipality) if part)
    return Missed(
        workplace=one.workplace,
        name=named or one.workplace,
        sector=words.sector(one.sector) if one.sector else "",
        arm=words.asked.say(f"rounds.arm.{one.arm}") if one.arm else "",
        district=one.district,
        why=why_text(one.called(words.team_names), words.lang),
        helps=tuple(_helps(one, words)),
        is_of_rules=one.rule not in (BY_HAND, UNAVAILABLE),
    )


def _helps(one: BookUnplaced, words: Words) -> Iterator[tuple[str, Mapping[str, str] | None]]:
    """Yield what would help; where it alone gives the visit its place, and moves a team's hours, with how to try it."""
    texts = help_texts(one.called(words.team_names), words.lang)
    before = len(texts) - len(one.helps)  # that all of several are needed, is said before them
    yield from ((text, None) for text in texts[:before])
    for text, remedy in zip(texts[before:], one.helps, strict=True):
        yield text, _tried(remedy) if one.rule != _SEVERAL else None


def _tried(remedy: BookHelp) -> Mapping[str, str] | None:
    if remedy.kind not in SHIFTS or not remedy.team or not remedy.day:
        return None
    minutes = {name: str(ceil(float(remedy.detail.get(name, 0)))) for name in ("earlier", "later")}
    return {"to": f"{remedy.team}@{remedy.day.isoformat()}", **minutes}


def _since(
    asked: Asked, plan: PlanView, books: Sequence[DistrictBook], words: Words, most: int | None
) -> tuple[str, str, list[Changed], int]:
    """Return the week with which the list is compared, what changed in words, the changes that are shown and how many.

    The week is "" for nothing before. Those with a visit in the week come first. Nothing of complaints, orders and
    lots is among them.
    """
    week = words.week
    if not asked.known.may("plan.see_ahead"):
        return "", "", [], 0
    try:
        found = once(asked, ("since", plan.id, plan.sha256), lambda: acts.choices.list_difference(asked.acting(), week))
    except PlanningFault:
        return "", "", [], 0
    mine = [one for one in found.changes if one.district in plan.districts]
    ordered = sorted(mine, key=lambda one: (not one.is_planned, -abs(one.points)))
    told = [told_change(one, words.rules, words.lang) for one in ordered[:most]]
    names = {stop.workplace: stop.name for book in books for each in book.rounds for stop in each.stops}
    lines = [
        Changed(
            what=names.get(one.workplace, one.workplace),
            kind=one.kind,
            effect="; ".join((one.sector, *one.what)),
            workplace=one.workplace,
        )
        for one in told
    ]
    counts = counted_changes(Counter(one.kind for one in mine), words.lang)
    return str(IsoWeek.parse(found.before).week), counts, lines, len(mine)


def _of_version(asked: Asked, plan: PlanView, words: Words) -> list[Changed]:
    """Return what somebody changed of a plan by hand, or had replanned, and why."""
    found = once(asked, ("version", plan.id, plan.changed_at), lambda: acts.weeks.plan_changes(asked.acting(), plan.id))
    if found is None:
        return []
    events = [event_text(event.kind, _called(event.values, words), words.lang) for event in found.events]
    return [_version_line(one, events, words) for one in found.changes]


def _called(values: Mapping[str, str | float], words: Words) -> Mapping[str, str | float]:
    """Return what is told of an event, its team as it is called."""
    return {**values, "team": words.team(str(values["team"]))} if "team" in values else values


def _version_line(one: ChangeView, events: Sequence[str], words: Words) -> Changed:
    before, after = (
        ", ".join(slot_text(words.team(slot.team), slot.day, slot.start, words.lang) for slot in slots)
        for slots in (one.before, one.after)
    )
    event = events[one.event] if one.event is not None else ""
    why = cause_text(one.cause, words.lang, event=event, other=one.other or "")
    return Changed(
        what=one.code,
        kind=t(f"replan.kind.{one.kind}", words.lang),
        effect=f"{before or '–'} → {after or '–'}. {why}",
    )


def _goal_orders(words: Words) -> Mapping[str, Order[Goal]]:
    return {
        "sector": lambda one: (words.sector(one.sector).casefold(), one.district),
        "meant": lambda one: one.meant,
        "due": lambda one: one.due,
        "done": lambda one: one.done,
        "planned": lambda one: one.visits - one.done,
        "week": lambda one: one.week,
        "gap": lambda one: one.gap,
    }


def _goals(
    asked: Asked, plan: PlanView, books: Sequence[DistrictBook], words: Words
) -> tuple[tuple[Goal, ...], tuple[Goal, ...]]:
    if not asked.known.may("figures.read"):
        return (), ()
    year = words.week.year
    found = once(
        asked,
        ("year", year, plan.sha256, plan.state),
        lambda: acts.choices.objectives_of_year(asked.acting(), year),
    )
    return goals_of(found, books, counted=plan.state == PlanState.APPROVED)
