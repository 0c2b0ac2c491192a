"""Both registers as lists: what the coordination cell asked for, late ones first; and what departments did."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.policy.addresses import INITIATIVES, MEASURES, NEW, POLICY, initiative_address, measure_address
from dashboards.office.policy.words import SIGNS, PolicyWords
from dashboards.office.shared import order_in, sorted_by
from inspection import acts
from inspection.reporting.policy import Initiative, Measure
from inspection.time_of import now

_TOLD: Final = frozenset({"noted"})
_MEASURES: Final[dict[str, Callable[[Measure, PolicyWords], Any]]] = {
    "due": lambda one, _: (not one.is_open, one.now.due_on or date.max),
    "what": lambda one, words: words.title(one.title).casefold(),
    "owner": lambda one, words: words.office(one.now.owner).casefold(),
    "decided": lambda one, _: -one.decided_on.toordinal(),
    "state": lambda one, _: list(SIGNS).index(one.now.state),
}
_INITIATIVES: Final[dict[str, Callable[[Initiative, PolicyWords], Any]]] = {
    "days": lambda one, _: -one.first_day.toordinal(),
    "what": lambda one, words: words.title(one.what).casefold(),
    "department": lambda one, words: words.office(one.department).casefold(),
    "kind": lambda one, words: words.report(f"initiative.{one.kind}").casefold(),
}


def measures(asked: Asked) -> Response:
    """Show the register of the coordination cell; what ended on demand."""
    known, words = acts.reports.measures(asked.acting()), PolicyWords(asked)
    order, every = order_in(asked, _MEASURES, "due"), asked.query("all") == "1"
    found = [one for one in known if every or one.is_open]
    return asked.page(
        "policy/measures.html",
        200,
        rows=sorted(found, key=lambda one: _MEASURES[order](one, words)),
        n_late=sum(one.is_late(asked.today) for one in known),
        n_open=sum(one.is_open for one in known),
        n_ended=sum(not one.is_open for one in known),
        is_every=every,
        signs=SIGNS,
        is_down=order == "decided",
        sorted_by=lambda name: sorted_by(POLICY, name, all="1" if every else ""),
        every_address=sorted_by(POLICY, order, all="" if every else "1"),
        one_address=measure_address,
        new_address=f"{MEASURES}/{NEW}",
        may_keep=asked.known.may("measure.keep"),
        **_frame(asked, POLICY, order, words),
    )


def initiatives(asked: Asked) -> Response:
    """Show what departments did."""
    known, words = acts.reports.initiatives(asked.acting()), PolicyWords(asked)
    order = order_in(asked, _INITIATIVES, "days")
    return asked.page(
        "policy/initiatives.html",
        200,
        rows=sorted(known, key=lambda one: _INITIATIVES[order](one, words)),
        n_this_year=sum(one.last_day.year == asked.today.year for one in known),
        is_down=order == "days",
        sorted_by=lambda name: sorted_by(INITIATIVES, name),
        one_address=initiative_address,
        new_address=f"{INITIATIVES}/{NEW}",
        may_keep=asked.known.may("initiative.keep"),
        **_frame(asked, INITIATIVES, order, words),
    )


def _frame(asked: Asked, here: str, order: str, words: PolicyWords) -> dict[str, Any]:
    """Return what both lists have."""
    return {
        "words": words,
        "order": order,
        "here_address": here,
        "tabs": (("measures", POLICY), ("done", INITIATIVES)),
        "told": asked.query("told") if asked.query("told") in _TOLD else "",
        "at": now(),
        "room": POLICY,
    }
