"""What the first page and the page of absences show, each read in one transaction: shelves, deputies, the duty number.

Each look leaves the entry that it leaves by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from inspection.acts.absences import Deputy, deputies_in
from inspection.acts.portal.packing import BODY, unpacked_copy
from inspection.acts.portal.pages.colleagues import colleagues_in
from inspection.acts.portal.pages.reading import BASIS, PURPOSE, PortalDesk, desk_in, listing
from inspection.acts.portal.pages.seats import seats_of
from inspection.acts.portal.pages.shelves import Counted, Shelf, counted_for, newest_of
from inspection.acts.portal.values import CaseCopy, ContactCopy, Copy, FindingCopy
from inspection.trust import Asker, AuditedTransaction, Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class Duty:
    """The number on which the inspection answers day and night, and when it was tried last; "" where none is known."""

    number: str = field(default="", repr=False)
    tried_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """The shelves of the first page; who stands in for whom in one's office, and who could."""

    desk: PortalDesk
    deputies: tuple[Deputy, ...]
    colleagues: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AbsencePage:
    """Who stands in for whom in one's office, who could, and whom to ring meanwhile."""

    deputies: tuple[Deputy, ...]
    colleagues: tuple[str, ...]
    duty: Duty
    counted: Counted


def first_page(context: Context, *shelves: Shelf) -> FirstPage:
    """Return what the first page shows; each look is recorded.

    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        asker = listing(tx)
        return FirstPage(
            desk=desk_in(tx, asker, *shelves), deputies=deputies_in(tx, asker), colleagues=colleagues_in(tx, asker)
        )


def absence_page(context: Context) -> AbsencePage:
    """Return what the page of absences shows; each look is recorded.

    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        asker = listing(tx)
        tx.record("portal.list", tx.by, stream="reading", purpose=PURPOSE, basis=BASIS, facts={"kind": "number"})
        return AbsencePage(
            deputies=deputies_in(tx, asker),
            colleagues=colleagues_in(tx, asker),
            duty=duty_in(_newest(tx, asker)),
            counted=counted_for(tx.session, seats_of(asker)),
        )


def duty_in(copies: Iterable[Copy]) -> Duty:
    """Return the duty number that came with the first of some copies which has one, the newest being given first."""
    for copy in copies:
        if isinstance(copy, CaseCopy) and copy.numbers.duty:
            return Duty(number=copy.numbers.duty, tried_on=copy.numbers.duty_tried_on)
        if isinstance(copy, ContactCopy) and copy.callback:
            return Duty(number=copy.callback)
        if isinstance(copy, FindingCopy) and copy.values.get("callback"):
            return Duty(number=str(copy.values["callback"]))
    return Duty()


def _newest(tx: AuditedTransaction, asker: Asker) -> Iterator[Copy]:
    """Yield what lies with whoever asks: of each office what changed last first, opened when it is asked for."""
    for seat in seats_of(asker):
        for id_, kind, body in newest_of(tx.session, seat):
            yield unpacked_copy(kind, tx.store.unseal(BODY, id_, body))
