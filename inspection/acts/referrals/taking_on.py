"""Who of an office takes a referral on, by function, and when they ring back: said on the portal or by telephone."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from inspection.errors import PortalFault
from inspection.life_cycles import TAKERS, Taker
from inspection.referral.delivery import is_number
from inspection.store.core import Store, new_id
from inspection.store.referrals import DeliveryRow, ReferralRow, TakenOnRow
from inspection.trust import AuditedTransaction

LONGEST = 2000  # signs that an office tells in one field: a form of the portal carries no more


@dataclass(frozen=True, kw_only=True)
class Taking:
    """Who takes a referral on, by function and never by name; `words` are for the team."""

    taker: Taker
    rings_back_at: datetime | None = None
    telephone: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


def refuse_unfit_taking(said: Taking, at: datetime) -> None:
    """Refuse what cannot be right about who takes a referral on.

    Errors: `PortalFault` PORTAL-201 for a moment that has passed, 202 for a number that nobody can ring, 203 for
    words that are too long, 204 for another function.
    """
    if said.taker not in TAKERS:
        raise PortalFault("PORTAL-204", takers=", ".join(TAKERS))
    if said.rings_back_at is not None and said.rings_back_at <= at:
        raise PortalFault("PORTAL-201")
    if said.telephone.strip() and not is_number(said.telephone):
        raise PortalFault("PORTAL-202")
    if len(said.words) > LONGEST:
        raise PortalFault("PORTAL-203", longest=LONGEST)


def take_on(
    tx: AuditedTransaction, row: DeliveryRow, said: Taking, how: Literal["portal", "telephone"], at: datetime
) -> int | None:
    """Keep inside an act who takes a referral on; whoever was said last holds.

    Result: how many were said before for this referral and office; None where the very same was said last.
    Errors: as for `refuse_unfit_taking`.
    """
    refuse_unfit_taking(said, at)
    before = takings_of(tx.session, row.referral_id, row.recipient)
    if before and taking(tx.store, before[-1]) == said:
        return None
    id_, case = new_id(), tx.session.get_one(ReferralRow, row.referral_id).control_id
    made = TakenOnRow(
        id=id_,
        delivery_id=row.id,
        taker=said.taker,
        rings_back_at=said.rings_back_at,
        telephone=_sealed(tx.store, case, "telephone", id_, said.telephone),
        words=_sealed(tx.store, case, "words", id_, said.words),
        how=how,
        noted_by=tx.by,
        noted_at=at,
    )
    tx.add(made)
    facts = {"recipient": row.recipient, "taker": said.taker, "how": how, "rings_back": said.rings_back_at is not None}
    tx.record("delivery.take_on", row.id, stream="referral", facts=facts)
    return len(before)


def takings_of(session: Session, referral_id: str, office: str) -> list[TakenOnRow]:
    """Return who was said to take a referral on at an office, the last one last: that one holds."""
    mine = (
        select(TakenOnRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(TakenOnRow.delivery_id))
        .where(col(DeliveryRow.referral_id) == referral_id, col(DeliveryRow.recipient) == office)
    )
    return list(session.exec(mine.order_by(col(TakenOnRow.noted_at), col(TakenOnRow.id))))


def taking(store: Store, row: TakenOnRow) -> Taking:
    """Return what was said, unsealed."""

    def opened(column: Literal["telephone", "words"]) -> str:
        sealed = getattr(row, column)
        return store.unseal(f"taken_on.{column}", row.id, sealed) if sealed else ""

    return Taking(
        taker=next(one for one in TAKERS if one == row.taker),
        rings_back_at=row.rings_back_at,
        telephone=opened("telephone"),
        words=opened("words"),
    )


def _sealed(store: Store, case: str, column: str, row_id: str, text: str) -> bytes | None:
    return store.seal(f"taken_on.{column}", row_id, text.strip(), case=case) if text.strip() else None
