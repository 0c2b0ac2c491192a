"""What registers said of somebody at a control is read in words, in every language."""

from builders_registers import rules

from inspection.i18n import LANGUAGES, keys


def test_every_column_that_a_register_gives_has_words() -> None:
    """A row is read in words, in every language; codes are the register's own."""
    tables = {"enterprise", "establishment", "activity", "period", "summary", "works", "contractor", "presence"}
    tables |= {"posting", "certificate", "permit", "title"}
    known = (c for r in rules().registers.values() for table in r.tables if table.name in tables for c in table.columns)
    names = {c.lake for c in known if c.lake and not c.person} - {"lat", "lon"} | {"workers"}
    names |= {"year", "days", "in_a_row", "worker_days", "without_hours"}  # sums that a look-up makes
    for lang in LANGUAGES:
        assert {name for name in names if f"extract.column.{name}" not in keys(lang)} == set()
