"""The books of a plan as one session reads them: a book is opened, and the look recorded, once in a session.

Whoever may not see ahead reads afresh each time, since what is shown to them changes with the hour.
"""

from collections.abc import Sequence
from functools import partial

from dashboards.office.asking import Asked
from dashboards.office.shared import OnceASession
from inspection import acts
from inspection.reporting.week import DistrictBook
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek

_BOOKS = OnceASession(64)
once = _BOOKS.once


def plans_of(asked: Asked, week: IsoWeek | None = None) -> list[PlanView]:
    """Return the plans that whoever asks may look at, each with the districts of it that they may."""
    return acts.weeks.readable_plans(asked.acting(), week)


def book_of(asked: Asked, plan: PlanView, district: str) -> DistrictBook:
    """Return the book of one district of a plan.

    Errors: `AccessRefused`.
    """
    (book,) = _read(asked, plan, [district])
    return book


def books_of(asked: Asked, plan: PlanView) -> tuple[DistrictBook, ...]:
    """Return the books of a plan, as whoever asks may know them."""
    return _read(asked, plan, plan.districts)


def _read(asked: Asked, plan: PlanView, names: Sequence[str]) -> tuple[DistrictBook, ...]:
    """Return books; those that a session has not read are read together, in one look."""

    def read(*lacking: str) -> dict[str, DistrictBook]:
        return acts.weeks.district_books(asked.acting(), plan.id, lacking) if lacking else {}

    def again(name: str) -> DistrictBook:
        return read(name)[name]

    if not asked.known.may("plan.see_ahead"):
        found = read(*names)
        return tuple(found[name] for name in names)
    keys = {name: ("book", plan.id, plan.books[name]) for name in names}
    fresh = read(*(name for name, key in keys.items() if not _BOOKS.knows(asked, key)))
    for name, book in fresh.items():
        _BOOKS.keep(asked, keys[name], book)
    return tuple(fresh.get(name) or once(asked, key, partial(again, name)) for name, key in keys.items())
