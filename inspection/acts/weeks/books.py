"""The books of a plan: the hash that their list has, and how they are opened."""

from collections.abc import Collection, Sequence

from inspection.acts.weeks.parts import DistrictPart
from inspection.reporting.week import DistrictBook, WeekBook, week_text
from inspection.sealing import sha256_of
from inspection.store import queries
from inspection.store.core import Lately, Store
from inspection.time_of import IsoWeek

_OPENED = Lately[str, DistrictBook](32)  # by their hash: two weeks of every district, and some of before


def hash_of(week: IsoWeek | str, service: str, parts: Sequence[DistrictPart]) -> str:
    """Return what an approval of these districts is bound to; the same books give the same hash in whatever order."""
    return sha256_of(week_text(str(week), service, {part.district: part.book.sha256 for part in parts}))


def opened(store: Store, plan_id: str, districts: Collection[str] | None = None) -> tuple[DistrictBook, ...]:
    """Return the books of a plan, or those of some of its districts: inside an act that asked.

    A book that was opened lately is opened no more: its hash says that it is the same. That it still is the plan's
    own is asked each time.
    """
    hashes = queries.book_hashes(store, plan_id, districts)
    known = _OPENED.known(hashes.values())
    lacking = [name for name, sha256 in hashes.items() if sha256 not in known]
    texts = queries.district_books(store, plan_id, lacking) if lacking else {}
    read = {hashes[name]: DistrictBook.parse(text) for name, text in texts.items()}
    _OPENED.keep(read)
    return tuple((known | read)[sha256] for sha256 in hashes.values())


def opened_week(store: Store, plan_id: str, week: str, service: str) -> WeekBook:
    """Return a plan with the books of all its districts: inside an act that asked."""
    return WeekBook.of(week, service, opened(store, plan_id))
