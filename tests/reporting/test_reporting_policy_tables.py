"""Tables for policy never leave a cell empty, never add up what others publish apart, and hold no formula."""

import io
from datetime import UTC, date, datetime
from random import Random

from builders_control import the_rules
from builders_figures import some_facts
from openpyxl import load_workbook

from inspection.i18n import LANGUAGES
from inspection.reporting.disclosure import DisclosureRule, protect
from inspection.reporting.figures import FIGURES, OTHERS, ImportedFigure, OtherLine, count, count_table, whole_year
from inspection.reporting.policy import (
    POLICY_READERS,
    PolicyCell,
    PolicyTable,
    counted_cells,
    imported_cells,
    policy_rows,
    policy_xlsx,
    released_cells,
)

YEAR = whole_year(2026)
RULE = DisclosureRule(threshold=5, base=5, least_values=3)


def an_account(n: int, source: str = "College", **cut: str) -> ImportedFigure:
    """A line of others' convictions in 2026."""
    line = OtherLine("convicted", source, *YEAR, tuple(sorted(cut.items())), n)
    return ImportedFigure(line=line, imported_at=datetime(2027, 3, 1, tzinfo=UTC), imported_by="supervisor-1")


def told(cells: list[PolicyCell]) -> list[tuple[str, str, str, int | None]]:
    """Each cell without its figure."""
    return [(cell.dimension, cell.category, cell.told, cell.count) for cell in cells]


def test_our_cells_are_the_counts_and_what_we_lack_says_so():
    """Total, each category that there is, and "not held" for a dimension that nobody asked about."""
    facts = some_facts(Random(5))
    counted = count("victims_referred", facts, *YEAR)
    cells = list(counted_cells(counted, "ONSS", ("organisation", "sex", "age_group")))
    ages = counted.by("age_group")
    assert told(cells) == [
        ("total", "total", "exact", counted.total),
        ("organisation", "ONSS", "exact", counted.total),
        ("sex", "total", "not_held", None),
        *(("age_group", age, "exact", ages.get((age,), 0)) for age in ("under_18", "adult", "unknown")),
    ]


def test_what_others_publish_apart_is_not_added_up():
    """By sex and by form are two wholes of the same persons."""
    account = [an_account(12, sex="female"), an_account(40, sex="male"), an_account(52, form="economic")]
    cells = told(list(imported_cells("convicted", account, ("sex", "form", "citizenship"), 2026)))
    assert cells == [
        ("total", "total", "exact", 52),
        ("sex", "female", "exact", 12),
        ("sex", "male", "exact", 40),
        ("form", "economic", "exact", 52),
        ("citizenship", "total", "not_held", None),
    ]


def test_two_sources_stand_beside_each_other_and_other_years_count_for_nothing():
    """Each account by itself; last year's is not this year's."""
    other_year = OtherLine("convicted", "College", date(2025, 1, 1), date(2025, 12, 31), (), 99)
    old = ImportedFigure(line=other_year, imported_at=datetime(2027, 3, 1, tzinfo=UTC), imported_by="supervisor-1")
    account = [an_account(9), an_account(10, "Myria"), old]
    cells = list(imported_cells("convicted", account, (), 2026))
    assert [(cell.source, cell.count) for cell in cells] == [("College", 9), ("Myria", 10)]
    assert told(list(imported_cells("convicted", [old], ("sex",), 2026))) == [("total", "total", "not_held", None)]


def test_released_cells_come_from_the_release_alone():
    """Rounded or hidden, never exact; by a dimension that nobody released, "not released"."""
    facts = some_facts(Random(7), many=200)
    table = protect(count_table(count("referrals", facts, *YEAR), ("sector",)), RULE)
    cells = list(released_cells("referrals", "ONSS", ("sector", "district", "country"), [table], 2026))
    by_dimension = {name: [c for c in cells if c.dimension == name] for name in ("sector", "district", "country")}
    assert {cell.count: cell.told for cell in by_dimension["sector"]} == {
        n: "rounded" for (label,), n in table.shown.items() if label != "total"
    }
    assert [cell.told for cell in by_dimension["district"]] == ["not_released"]
    assert [cell.told for cell in by_dimension["country"]] == ["not_held"]
    assert [cell.told for cell in released_cells("referrals", "TSW", (), [table], 2026)] == ["not_released"]
    assert [cell.told for cell in released_cells("referrals", "ONSS", (), [table], 2025)] == ["not_released"]


def test_every_readers_table_has_words_in_four_languages_and_no_formula():
    """Each cell of each reader's table is text or a number, also where a source looks like a formula."""
    facts, rules = some_facts(Random(2)), the_rules().on(date(2026, 11, 25))
    for reader, wanted in POLICY_READERS.items():
        ours = [c for f, cuts in wanted if f in FIGURES for c in counted_cells(count(f, facts, *YEAR), "ONSS", cuts)]
        others = [
            c for f, cuts in wanted if f in OTHERS for c in imported_cells(f, [an_account(3, "=1+1")], cuts, 2026)
        ]
        table = PolicyTable(reader=reader, year=2026, service="ONSS", is_released=False, cells=(*ours, *others))
        for lang in LANGUAGES:
            rows = list(policy_rows(table, rules, lang))
            assert len(rows) == len(table.cells)
            assert all(row[0] and row[-1] for row in rows)
            book = load_workbook(io.BytesIO(policy_xlsx(table, rules, lang)))
            cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
            assert {cell.data_type for cell in cells} == {"s", "n"}
            assert {cell.column for cell in cells if cell.data_type == "n"} == {len(rows[0])}
            assert not [cell.value for cell in cells if str(cell.value).startswith("=")]
