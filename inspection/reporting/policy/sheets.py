"""A table for policy as rows of words, and as a workbook in which counts are numbers and no formula lives."""

from collections.abc import Iterator

from inspection.i18n import Lang, keys, t
from inspection.reporting.disclosure import TOTAL
from inspection.reporting.figures import FIGURES, OTHERS, NamedFigure
from inspection.reporting.paper import new_workbook, saved, write_table
from inspection.reporting.policy.tables import CellState, PolicyCell, PolicyTable
from inspection.territory import ARRONDISSEMENTS, arrondissement_label
from sectors import Catalogue

_COLUMNS = ("figure", "source", "dimension", "category", "count")
_WIDTHS = (38, 26, 22, 34, 16)


def policy_rows(table: PolicyTable, rules: Catalogue, lang: Lang) -> Iterator[tuple[str, ...]]:
    """Yield each cell in words: figure, by whose account, dimension, category, and what is told."""
    for cell in table.cells:
        yield (
            _figure(cell.figure, lang),
            cell.source,
            _dimension(cell.dimension, lang),
            _category(cell, rules, lang),
            _told(cell, lang),
        )


def policy_xlsx(table: PolicyTable, rules: Catalogue, lang: Lang) -> bytes:
    """Return the table as a workbook: its cells, counts as numbers, and the definition of every figure in it."""
    book, sheet = new_workbook(str(table.year))
    columns = [(t(f"policy.{name}", lang), width) for name, width in zip(_COLUMNS, _WIDTHS, strict=True)]
    note = t("policy.released" if table.is_released else "policy.exact", lang, service=table.service, year=table.year)
    told = [
        [*words[:-1], words[-1] if cell.count is None else cell.count]
        for cell, words in zip(table.cells, policy_rows(table, rules, lang), strict=True)
    ]
    write_table(sheet, columns, told, above=[note], foot=f"{table.service} {table.year}")
    meanings = book.create_sheet(t("policy.definitions", lang))
    names = [(t("policy.figure", lang), 38), (t("policy.definitions", lang), 110)]
    defined = [(_figure(f, lang), t(f"figure.{f}.definition", lang)) for f in _figures(table)]
    write_table(meanings, names, defined, foot=f"{table.service} {table.year}")
    return saved(book)


def _figures(table: PolicyTable) -> list[str]:
    return list(dict.fromkeys(cell.figure for cell in table.cells))


def _figure(figure: str, lang: Lang) -> str:
    named: NamedFigure = FIGURES[figure] if figure in FIGURES else OTHERS[figure]
    return t(named.label, lang)


def _dimension(name: str, lang: Lang) -> str:
    return t(f"policy.dimension.{name}", lang)


def _category(cell: PolicyCell, rules: Catalogue, lang: Lang) -> str:
    name, value = cell.dimension, cell.category
    if value == TOTAL:
        return "" if cell.told in (CellState.NOT_HELD, CellState.NOT_RELEASED) else t("policy.dimension.total", lang)
    if name == "district" and value in ARRONDISSEMENTS:
        return arrondissement_label(value, lang)
    if name == "sector" and value in rules.sectors:
        return rules.sectors[value].label.say(lang)
    if name == "organisation" and value in rules.recipients:
        return rules.recipients[value].name.say(lang)
    key = f"policy.{name}.{value}"
    return t(key, lang) if key in keys(lang) else value


def _told(cell: PolicyCell, lang: Lang) -> str:
    if cell.count is not None:
        return str(cell.count)
    return t(f"policy.told.{cell.told}", lang)
