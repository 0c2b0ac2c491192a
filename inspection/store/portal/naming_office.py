"""The portal's database shows a row to whoever has named its office: on PostgreSQL the database itself sees to it."""

from sqlalchemy import text
from sqlmodel import Session

OFFICE = "vigie.office"


def for_office(session: Session, office: str) -> None:
    """Name the office that an act on the portal is for, before anything is read; it holds until the transaction ends.

    Whoever forgets it reads nothing on PostgreSQL (`inspection.store.roles`), and another office's rows are no rows at
    all. The embedded database has one account, so there the act's own condition on `office` is what tells them apart.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(
            text("SELECT set_config(:name, :office, true)"), {"name": OFFICE, "office": office}
        )
