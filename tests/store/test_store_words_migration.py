"""Half-typed words and broken glasses of before are told whose they are, and the steps of an erasure have one more."""

from pathlib import Path

from sqlalchemy import inspect, text

from inspection.acts.founding import found_house
from inspection.settings import Settings
from inspection.store.core import migrating
from inspection.store.core.engine import WRITES
from inspection.store.opening import open_store

_CASE, _OTHER = (f"01a215c0-f15b-7590-bd54-343c5bfc809{n}" for n in range(2))
_DRAFT = (
    "INSERT INTO draft (id, service, district, workplace, sector, body, begun_by, begun_at, kept_at, corrects) "
    "VALUES (:id, 'ONSS', 'liege', 'site:1', 'restaurants', x'5631', 'system', '2026-01-01', '2026-01-01', 0)"
)
_TEXT = (
    "INSERT INTO kept_text (id, service, user_id, page, field, version, words, kept_at) "
    "VALUES (:page, 'ONSS', 'system', :page, 'words', 1, x'5631', '2026-01-01')"
)
_GLASS = (
    "INSERT INTO broken_glass (id, service, user_id, kind, subject, words, begun_at, ends_at) "
    "VALUES (:kind, 'ONSS', 'system', :kind, :subject, x'5631', '2026-01-01', '2026-01-01')"
)


def test_what_is_there_is_told_apart_by_its_case(tmp_path: Path) -> None:
    """Down again, the tables are as they were."""
    found_house(here := Settings(home=tmp_path / "home"))
    store = open_store(here)
    with store.engine.execution_options(**WRITES).connect() as connection, connection.begin():
        migrating._move(connection, "downgrade", "0056")
        assert not inspect(connection).has_table("text_key")
        connection.execute(text(_DRAFT), {"id": _CASE})
        for page in (f"/control/{_CASE}/visit", f"/control/{_CASE}", "/board/entry", f"/control/{_CASE}0"):
            connection.execute(text(_TEXT), {"page": page})
        for kind, subject in (("control", _CASE), ("complaint", _CASE), ("referral", _OTHER)):
            connection.execute(text(_GLASS), {"kind": kind, "subject": subject})
        migrating._move(connection, "upgrade", "head")
    with store.engine.connect() as connection:
        texts = dict(connection.execute(text("SELECT page, case_id FROM kept_text")).all())
        glasses = dict(connection.execute(text("SELECT kind, case_id FROM broken_glass")).all())
        steps = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'erasure_step'")).scalar()
        left = inspect(connection).get_indexes("erasure_step")
    assert texts == {
        f"/control/{_CASE}/visit": _CASE,
        f"/control/{_CASE}": _CASE,
        "/board/entry": None,
        f"/control/{_CASE}0": None,
    }
    assert glasses == {"control": _CASE, "complaint": None, "referral": None}
    assert "'journal'" in str(steps)
    assert {one["name"] for one in left} >= {"ix_erasure_step_left", "ix_erasure_step_item_id"}
    store.close()
