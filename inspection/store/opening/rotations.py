"""Rotations of keys as the database knows them: begun when a new key is known, ended when the old one opens nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect
from sqlmodel import Field, Session, col, select

from inspection.store.core import Row


class KeyRotationRow(Row, table=True):
    """A key that another one follows; from this row on, nothing is written by the old one."""

    __tablename__ = "key_rotation"

    name: str
    old_id: str = Field(foreign_key="house_key.id", unique=True)
    new_id: str = Field(foreign_key="house_key.id", unique=True)
    started_at: datetime


class KeyRotationEndRow(Row, table=True):
    """The end of a rotation, by its id: what was sealed anew was counted, and the old key is retired."""

    __tablename__ = "key_rotation_end"

    id: str = Field(primary_key=True, foreign_key="key_rotation.id")
    ended_at: datetime
    resealed: int


@dataclass(frozen=True)
class Rotation:
    """One rotation of a key: `ended_at` None while values of the old one are left."""

    id: str
    name: str
    old_id: str
    new_id: str
    started_at: datetime
    ended_at: datetime | None


def rotations(session: Session, name: str | None = None) -> list[Rotation]:
    """Return the rotations of every key, or of one, the oldest first; none in a store from before there were any."""
    if not inspect(session.connection()).has_table(KeyRotationRow.__tablename__):
        return []
    ends = KeyRotationEndRow
    asked = select(KeyRotationRow, ends).outerjoin(ends, col(ends.id) == col(KeyRotationRow.id))
    asked = asked.order_by(col(KeyRotationRow.id))
    if name is not None:
        asked = asked.where(col(KeyRotationRow.name) == name)
    return [
        Rotation(one.id, one.name, one.old_id, one.new_id, one.started_at, end.ended_at if end else None)
        for one, end in session.exec(asked).all()
    ]


def open_rotation(session: Session, name: str) -> Rotation | None:
    """Return the rotation of a key that is not finished, None where there is none."""
    return next((one for one in rotations(session, name) if one.ended_at is None), None)
