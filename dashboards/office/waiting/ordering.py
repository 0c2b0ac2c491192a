"""By what the tables of what waits sort: the words that their columns say, or a moment."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboards.office.asking import Asked
from dashboards.office.referrals import Words, change_named
from dashboards.office.shared import WAITING, Sorting, Telling

_Orders = Mapping[str, Callable[[Any], Any]]
_ALERTS: _Orders = {
    "since": lambda one: one.raised_at,
    "what": lambda one: (one.subject.name, one.text),
    "district": lambda one: one.district,
}
_OWED: _Orders = {
    "due": lambda one: one.due_at,
    "what": lambda one: one.named,
    "workplace": lambda one: one.workplace.casefold(),
    "district": lambda one: one.district,
}


def sortings(asked: Asked, words: Words, telling: Telling, names: Mapping[str, str]) -> Mapping[str, Sorting]:
    """Return the order of each table by its name; `names` of firms by their workplaces."""
    made = {
        "alerts": ("alerts", _ALERTS),
        "changes": ("changes", _of_changes(asked, words)),
        "owed": ("follow-ups", _OWED),
        "overdue": ("overdue", _of_overdue(telling)),
        "clocks": ("clocks", _of_clocks(telling, names)),
    }
    return {table: Sorting(asked, WAITING, id_, orders) for table, (id_, orders) in made.items()}


def _of_changes(asked: Asked, words: Words) -> _Orders:
    return {
        "since": lambda one: one.proposed_at,
        "reference": lambda one: one.reference,
        "what": lambda one: change_named(asked, words, one),
        "by": lambda one: one.proposed_by,
    }


def _of_overdue(telling: Telling) -> _Orders:
    return {
        "due": lambda one: one.due_at,
        "reference": lambda one: one.reference,
        "recipient": lambda one: telling.office(one.recipient).casefold(),
        "district": lambda one: telling.district(one.district),
    }


def _of_clocks(telling: Telling, names: Mapping[str, str]) -> _Orders:
    return {
        "due": lambda one: one.due_on,
        "what": lambda one: telling.clock(one.key),
        "workplace": lambda one: names.get(one.workplace, telling.number(one.workplace)).casefold(),
        "district": lambda one: telling.district(one.district),
    }
