"""The search: where somebody works, among what they may see; the look is recorded, and never what was typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from inspection.acts import access, stories
from inspection.acts.searching.opened import plain_words
from inspection.acts.searching.typed import Typed, read_typed
from inspection.life_cycles import PlanState
from inspection.store import queries
from inspection.store.referrals import ReferralRow
from inspection.store.views import ControlView
from inspection.store.weeks import PlannedVisitRow, PlanRow, WorkplaceRow
from inspection.trust import Context

What = Literal["workplace", "visit", "referral", "control"]
_KIND: Final = "search"
_MOST: Final = 50


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that was found.

    key
        By which its page is asked for: a workplace, the reference of a referral, the id of a control; of a visit its
        workplace.
    said
        By what it was found, where that is no name: a number, a code, a reference.
    """

    what: What
    key: str
    said: str
    district: str
    sector: str = ""
    on: date | None = None
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class Found:
    """What was found, the surest first, and how many there are in all."""

    hits: tuple[Hit, ...] = ()
    total: int = 0


def search(context: Context, text: str, *, again: access.ListLook | None = None) -> Found:
    """Return what words, a number, a reference or a code name, where whoever asks works; at most 50.

    The look is recorded as one at a list; what was typed stands nowhere, since it may be somebody's name. Complaints
    and orders are never found; of judicial work only what whoever asks was permitted to see.

    Arguments: `again` as for `access.look_at_list`.
    Errors: `AccessRefused`.
    """
    place, service = access.look_at_list(context, _KIND, None, again=again)
    typed = read_typed(text)
    with context.store.read() as session:
        found = [
            *_referrals(session, context, typed, place, service),
            *_controls(context, typed, place, service),
            *_visits(session, context, typed, place, service),
            *_workplaces(session, context, typed, _columns(context, place, service)),
        ]
    hits = list({(one.what, one.key, one.said): one for one in found}.values())
    return Found(tuple(hits[:_MOST]), len(hits))


def _referrals(session: Session, context: Context, typed: Typed, place: str | None, service: str) -> Iterator[Hit]:
    if not typed.reference or typed.reference in access.hidden_from(context):
        return
    wanted = select(ReferralRow).where(
        col(ReferralRow.reference) == typed.reference, col(ReferralRow.service) == service
    )
    for row in session.exec(_where_in(wanted, ReferralRow.district, place)):
        yield Hit(what="referral", key=row.reference, said=row.reference, district=row.district)


def _controls(context: Context, typed: Typed, place: str | None, service: str) -> Iterator[Hit]:
    if not typed.control:
        return
    reader = queries.user(context.store, context.by)
    found: Iterable[ControlView] = queries.controls(context.store, place, None, service, reader, context.by)
    for one in found:
        if one.id == typed.control:
            yield Hit(
                what="control", key=one.id, said=one.id, district=one.district, sector=one.sector, on=one.facts_on
            )


def _visits(session: Session, context: Context, typed: Typed, place: str | None, service: str) -> Iterator[Hit]:
    """Yield the visit of a code: one that was answered, or that whoever asks may know to be planned."""
    if not typed.code:
        return
    wanted = (
        select(PlannedVisitRow)
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.code) == typed.code,
            col(PlannedVisitRow.service) == service,
            col(PlanRow.state) == PlanState.APPROVED,
        )
    )
    for row in session.exec(_where_in(wanted, PlannedVisitRow.district, place)):
        if row.control_id is None and not stories.may_know_visit(session, context, row.workplace, row.code):
            continue
        known = session.get(WorkplaceRow, row.workplace)
        if known is not None:
            yield _hit(context, known, "visit", row.code)
        else:
            yield Hit(what="visit", key=row.workplace, said=row.code, district=row.district, sector=row.sector)


def _workplaces(session: Session, context: Context, typed: Typed, places: Any) -> Iterator[Hit]:
    """Yield workplaces by their own number or their employer's, then those whose name and address have every word."""
    by_number = list(session.execute(places.where(_numbered(typed.number)))) if typed.number else []
    yield from (_hit(context, row) for row in by_number)
    if not typed.words or by_number:
        return
    ranked = ((_rank(context, row, typed.words), row) for row in session.execute(places))
    found = sorted(((rank, _hit(context, row)) for rank, row in ranked if rank >= 0), key=_by_name)
    yield from (one for _, one in found)


def _by_name(ranked: tuple[int, Hit]) -> tuple[int, str, str]:
    rank, hit = ranked
    return rank, hit.name, hit.key


def _rank(context: Context, row: Any, words: tuple[str, ...]) -> int:
    """Return 0 where every word stands in the name, 1 where the address is needed, -1 where one is missing."""
    key, name, address = row[:3]
    opened = plain_words(context.store, key, name, address)
    beside_name = [word for word in words if word not in opened.name]
    if not all(word in opened.address for word in beside_name):
        return -1
    return 1 if beside_name else 0


def _columns(context: Context, place: str | None, service: str) -> Any:
    """Return the query of the workplaces that whoever asks may know of, where they work."""
    named = (WorkplaceRow.id, WorkplaceRow.name, WorkplaceRow.address, WorkplaceRow.district, WorkplaceRow.sector)
    openly = queries.openly_known(queries.user(context.store, context.by), service)
    return _where_in(select(*map(col, cast(Any, named))).where(openly), WorkplaceRow.district, place)


def _numbered(number: str) -> ColumnElement[bool]:
    keys, firm = (f"est:{number}", f"site:{number}"), number.zfill(10)  # older numbers of firms lack the nought
    return or_(col(WorkplaceRow.id).in_(keys), col(WorkplaceRow.enterprise).in_((firm, _dotted(firm))))


def _dotted(number: str) -> str:
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def _hit(context: Context, row: Any, what: What = "workplace", said: str = "") -> Hit:
    """Return what is shown of a workplace, by its row or the columns of it; without `said`, by its number."""
    return Hit(
        what=what,
        key=row.id,
        said=said or str(row.id).partition(":")[2],
        district=row.district,
        sector=row.sector,
        name=_opened(context, row, "name"),
        address=_opened(context, row, "address"),
    )


def _opened(context: Context, row: Any, column: str) -> str:
    sealed = getattr(row, column)
    return context.store.unseal(f"workplace.{column}", row.id, sealed) if sealed else ""


def _where_in(wanted: Any, column: Any, place: str | None) -> Any:
    return wanted if place is None else wanted.where(col(column) == place)
