"""What the tables share: a state is a member of its enum in the code, and plain text in the database."""

import re
import typing
from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum

import pytest
from sqlalchemy import CheckConstraint, Column, MetaData, String, Table, create_engine, select, text
from sqlalchemy import Enum as DatabaseEnum
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from inspection.life_cycles import CardState, DeliveryState
from inspection.store import tables  # noqa: F401  every row is known then
from inspection.store.core import Stored, word_of

# Columns that take fewer words than their enum has: a decision is no proposal, an answer is one of two. A spent nonce
# says what an answer said, that was read already.
FEWER: Mapping[str, set[StrEnum]] = {
    "card_decision.decision": {CardState.APPROVED, CardState.REJECTED},
    "receipt.answer": {DeliveryState.ACKNOWLEDGED, DeliveryState.REFUSED},
    "used_nonce.answer": set(),
}


def _rows(base: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for row in base.__subclasses__():
        yield from (row, *_rows(row)) if hasattr(row, "__table__") else _rows(row)


def _words() -> dict[str, tuple[type[SQLModel], str, type[StrEnum]]]:
    """Return every column that a row says to be an enum, by table and column."""
    found = {}
    for row in _rows(Stored):
        for name, kind in typing.get_type_hints(row).items():
            for one in (kind, *typing.get_args(kind)):
                if isinstance(one, type) and issubclass(one, Enum) and name in row.model_fields:
                    found[f"{row.__tablename__}.{name}"] = (row, name, typing.cast("type[StrEnum]", one))
    return found


WORDS = _words()


def test_the_states_of_rows_are_enums():
    """The life cycles that everything hangs on; the architecture test watches each further one."""
    assert WORDS.keys() >= {
        "delivery.state",
        "referral.state",
        "planned_visit.state",
        "notice.state",
        "control.outcome",
    }


@pytest.mark.parametrize(("row", "name", "words"), WORDS.values(), ids=WORDS.keys())
def test_an_enum_of_a_row_is_plain_text_with_its_words_guarded(row: type[SQLModel], name: str, words: type[StrEnum]):
    """No type of the database, which a new word would change: a text, and a CHECK that lists words of the enum."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    column = table.c[name]
    assert not isinstance(column.type, DatabaseEnum)
    kept = {str(column.type.compile(dialect=one.dialect())) for one in (sqlite, postgresql)}
    assert (kept, column.type.words) == ({"VARCHAR"}, words)
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    guarded = [set(re.findall(r"'(\w+)'", one)) for one in checks if one.startswith(f"{name} IN ")]
    few = FEWER.get(f"{row.__tablename__}.{name}", set(words))
    assert guarded == ([{str(word) for word in few}] if few else [])


def test_a_word_comes_back_as_the_member_that_it_is_and_lies_there_as_text():
    """Also where a text was given, and nothing where there is nothing."""
    table = Table("one", MetaData(), Column("n", String), Column("state", word_of(DeliveryState)))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        given = ({"n": "1", "state": DeliveryState.SENT}, {"n": "2", "state": "refused"}, {"n": "3", "state": None})
        connection.execute(table.insert(), given)
        read = connection.execute(select(table.c.state).order_by(table.c.n)).scalars().all()
        lie = connection.execute(text("SELECT state FROM one ORDER BY n")).scalars().all()
        found = connection.execute(select(table.c.n).where(table.c.state == DeliveryState.SENT)).scalars().all()
    assert [type(one) for one in read] == [DeliveryState, DeliveryState, type(None)]
    assert (lie, [type(one) for one in lie[:2]], found) == (["sent", "refused", None], [str, str], ["1"])
