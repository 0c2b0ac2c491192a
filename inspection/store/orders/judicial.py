"""Work that a magistrate ordered: kept beside plans and controls, so that nothing shows it unless a query asks."""

from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, UniqueConstraint, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.life_cycles import OrderState
from inspection.store.core import SERVICES, Row, Sealed, Store, Stored, one_of, word_of
from inspection.store.views import UserView

READERS = ("user", "team", "list")


class JudicialOrderRow(Row, table=True):
    """A visit that a magistrate ordered; `reference` is ours and speakable, `authority_reference` is theirs, sealed.

    state
        "open" until a control answers it.
    """

    __tablename__ = "judicial_order"
    __table_args__ = (one_of("service", SERVICES), one_of("state", OrderState))

    reference: str = Field(unique=True)
    service: str
    district: str
    workplace_key: str = Field(index=True)
    workplace: bytes = Field(sa_type=Sealed, repr=False)
    authority: bytes = Field(sa_type=Sealed, repr=False)
    authority_reference: bytes = Field(sa_type=Sealed, repr=False)
    not_after: date | None = None
    ordered_by: str = Field(foreign_key="app_user.id")
    ordered_at: datetime
    state: OrderState = Field(sa_type=word_of(OrderState))
    visited_by: str | None = None


class JudicialPermissionRow(Row, table=True):
    """A recorded permission: this user, this team or this list may show the order's visit and control. Append-only.

    It stands until a revocation names it; whoever is permitted again gets another.
    """

    __tablename__ = "judicial_permission"
    __table_args__ = (one_of("reader_kind", READERS),)

    order_id: str = Field(foreign_key="judicial_order.id", index=True)
    reader_kind: str
    reader: str
    permitted_by: str = Field(foreign_key="app_user.id")
    permitted_at: datetime


class JudicialRevocationRow(Row, table=True):
    """The end of a permission; `reason` is one word. Append-only."""

    __tablename__ = "judicial_revocation"

    permission_id: str = Field(foreign_key="judicial_permission.id", unique=True)
    reason: str
    revoked_by: str = Field(foreign_key="app_user.id")
    revoked_at: datetime


class JudicialWithdrawalRow(Row, table=True):
    """The end of an order that nobody answered; `reason` is one word. Append-only: the order itself stays."""

    __tablename__ = "judicial_withdrawal"

    order_id: str = Field(foreign_key="judicial_order.id", unique=True)
    reason: str
    withdrawn_by: str = Field(foreign_key="app_user.id")
    withdrawn_at: datetime


class JudicialStopRow(Row, table=True):
    """An order's place in the rounds of a plan, which the plan's own body leaves out; `body` is a sealed week book."""

    __tablename__ = "judicial_stop"
    __table_args__ = (UniqueConstraint("plan_id", "order_id"),)

    order_id: str = Field(foreign_key="judicial_order.id")
    plan_id: str = Field(foreign_key="plan.id")
    code_key: str = Field(index=True)
    body: bytes = Field(sa_type=Sealed, repr=False)


class JudicialControlRow(Stored, table=True):
    """A control that answered an order: left out of every query that does not ask for it."""

    __tablename__ = "judicial_control"

    control_id: str = Field(primary_key=True, foreign_key="control.id")
    order_id: str = Field(foreign_key="judicial_order.id")


class JudicialRecipientRow(Row, table=True):
    """An office that a magistrate lets have the referral of an ordered visit; no other gets it. Append-only."""

    __tablename__ = "judicial_recipient"
    __table_args__ = (UniqueConstraint("order_id", "recipient"),)

    order_id: str = Field(foreign_key="judicial_order.id")
    recipient: str
    permitted_by: str = Field(foreign_key="app_user.id")
    permitted_at: datetime


def hidden_controls(reader: UserView | None = None, listing: str | None = None) -> SelectOfScalar[str]:
    """Return the query of the controls that a reader, or a list, may not show: all that were ordered, by default."""
    permitted = permitted_orders(reader, listing)
    return select(JudicialControlRow.control_id).where(col(JudicialControlRow.order_id).not_in(permitted))


def permitted_orders(reader: UserView | None = None, listing: str | None = None) -> SelectOfScalar[str]:
    """Return the query of the orders that a reader, their team, or a list may show."""
    kind, name = col(JudicialPermissionRow.reader_kind), col(JudicialPermissionRow.reader)
    mine = {"user": reader.id if reader else None, "team": reader.team if reader else None, "list": listing}
    asked = [(kind == k) & (name == value) for k, value in mine.items()]
    return select(JudicialPermissionRow.order_id).where(or_(*asked), is_standing())


def is_standing() -> ColumnElement[bool]:
    """Return the condition that a permission was not revoked."""
    return col(JudicialPermissionRow.id).not_in(select(JudicialRevocationRow.permission_id))


def withdrawn_orders() -> SelectOfScalar[str]:
    """Return the query of the orders that were withdrawn: nobody is sent for them any more."""
    return select(JudicialWithdrawalRow.order_id)


def order_references(store: Store, reader: UserView) -> dict[str, str]:
    """Return by id what people call the orders that a reader was permitted to see."""
    wanted = select(JudicialOrderRow.id, JudicialOrderRow.reference)
    with store.read() as session:
        return dict(session.exec(wanted.where(col(JudicialOrderRow.id).in_(permitted_orders(reader)))).all())
