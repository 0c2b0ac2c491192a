"""The reference page of a register: columns, use, codes, expectations, limits and source, made from registers.yaml."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from inspection.errors import IntakeFault
from sectors import Catalogue
from sectors.rules.registers import Column, Notation, Register, RegisterLimit, RegisterTable

_FORMS: Final[Mapping[Notation, str]] = {
    "csv": "CSV in UTF-8, comma, header in the order below",
    "json_lines": (
        "or JSON lines in UTF-8, the file ending in `.jsonl` or `.ndjson`: an object a line with every column by its "
        "name, values the texts of the CSV, null where empty; numbers may be without quotes where the kind is "
        "`integer` or `decimal`"
    ),
}
_WEEKS = (7, 28)  # days between two deliveries, for the two limits that a page tells


def page_of(catalogue: Catalogue, register: str) -> str:
    """Return docs/reference/registers/<register>.md; raises `IntakeFault` 030 where there is no such register."""
    if register not in catalogue.registers:
        raise IntakeFault("INTAKE-030", registers=", ".join(sorted(catalogue.registers)))
    return "\n".join(_lines(catalogue, catalogue.registers[register])) + "\n"


def _lines(catalogue: Catalogue, register: Register) -> Iterator[str]:
    yield f"# Register `{register.key}`: {register.label.en}"
    yield ""
    yield f"{register.label.fr} · {register.label.nl} · {register.label.de}"
    yield ""
    yield "This page is made from `sectors/common/registers.yaml`, and a test fails where it is not current:\n"
    yield f"    vigie registers describe --markdown {register.key} > docs/reference/registers/{register.key}.md"
    yield ""
    yield from _table(("what", "is"), _facts(catalogue, register))
    if register.note:
        yield f"\n{register.note.strip()}"
    for table in register.tables:
        yield from _described(register, table)
    yield from _limits(catalogue, register)


def _facts(catalogue: Catalogue, register: Register) -> Iterator[tuple[str, str]]:
    days = {"dd-mm-yyyy": "`31-12-2026`", "yyyy-mm-dd": "`2026-12-31`"}[register.dates]
    dots = "with dots, `0123.456.749`" if register.dotted_numbers else "ten digits, no dots"
    yield "owner", register.owner
    yield "source of this page", f"{register.source} (origin: {register.origin}, confidence: {register.confidence})"
    yield "files", ", ".join(f"`{file}`" for table in register.tables for file in table.files)
    yield "form", "; ".join([*(_FORMS[one] for one in register.notations), f"days {days}; numbers of firms {dots}"])
    yield "serves at most", ", ".join(register.purposes)
    yield "authorisation", "needed: nothing comes in without one" if register.needs_authorisation else "none is needed"
    if register.person_key:
        yield "persons", f"numbers become pseudonyms by the key `{register.person_key}`; joined with no other key's"
    yield "stale", f"after {register.stale_after_days} days: the direction is alerted"
    keep = catalogue.register_keep
    least = keep.at_least_of(register)
    stays = (
        f", and the newest {least} full deliveries whatever their age" if least else " after its day, the newest too"
    )
    yield "kept", f"{keep.days_of(register)} days{stays}"


def _described(register: Register, table: RegisterTable) -> Iterator[str]:
    yield f"\n## Table `{table.name}`\n"
    yield from _table(("what", "is"), _facts_of(register, table))
    yield ""
    rows = [(f"`{c.name}`", c.kind, _use(c), c.lake or "–", _values(c), c.origin) for c in table.columns]
    yield from _table(("column", "kind", "use", "name in the lake", "values", "origin of the name"), rows)


def _facts_of(register: Register, table: RegisterTable) -> Iterator[tuple[str, str]]:
    yield "files", ", ".join(f"`{file}`" for file in table.files)
    if table.name in register.expect:
        low, high = register.expect[table.name]
        yield "expected rows, for the whole country", f"{low:,} to {high:,}"
    if not table.stored:
        yield "kept", "no: read and counted, and left behind"
    if table.optional:
        yield "may be left out", "of an update"
    for name, columns in (("unique", table.unique), ("known again by", table.identity)):
        if columns:
            yield name, ", ".join(f"`{column}`" for column in columns)
    yield from _judged_by(table)


def _judged_by(table: RegisterTable) -> Iterator[tuple[str, str]]:
    """Yield what the gate looks at beside the limits."""
    for first, second in table.together:
        yield "belong together", f"`{first}` nearly decides `{second}`"
    if table.second_point is not None:
        yield "second point", f"EPSG:{table.second_point.epsg}; set aside where {table.second_point.metres:g} m apart"
    if table.window is not None:
        yield "reaches back", f"by `{table.window}`: what was known last before its first value is not expected again"
    if table.apart is not None:
        yield "judged in parts too", f"by the first {table.apart.signs} signs of `{table.apart.column}`"
    for one in table.found:
        yield "found again", f"`{one.column}` in {' or '.join(f'`{place}`' for place in one.among)}"


def _use(column: Column) -> str:
    marks = [column.use, *(["required"] if column.required else []), *(["person"] if column.person else [])]
    return ", ".join(marks)


def _values(column: Column) -> str:
    told = [
        " ".join(f"`{code}`" for code in column.codes),
        f"codes of `{column.codes_from}`" if column.codes_from else "",
        f"checked as {column.check}" if column.check else "",
        f"`{column.pattern}`" if column.pattern else "",
        _span(column),
    ]
    return "; ".join(one for one in told if one) or "–"


def _span(column: Column) -> str:
    if column.low is None and column.high is None:
        return ""
    ends = ("" if end is None else f"{end:g}" for end in (column.low, column.high))
    return " … ".join(ends).strip()


def _limits(catalogue: Catalogue, register: Register) -> Iterator[str]:
    yield "\n## What holds a delivery\n"
    yield "Largest distance from the last good delivery that is ordinary, in parts of 1. `alone` judges any delivery by"
    yield "itself, `updates` an update, `rewritten` what it writes anew beside what that replaces; a dash: not judged."
    yield "Chance of a small sample comes on top.\n"
    rows = [(*_limit(register, limit),) for _, limit in sorted(catalogue.register_limits.items())]
    names = ("measure", "meaning", "a week apart", "four weeks apart", "alone", "updates", "rewritten")
    yield from _table(names, rows)


def _limit(register: Register, limit: RegisterLimit) -> tuple[str, ...]:
    own = [t.name for t in register.tables if f"{register.key}.{t.name}" in limit.registers]
    spans = [[limit.between(register.key, table, days) for table in ("", *own)] for days in _WEEKS]
    week, month = (
        ", ".join([f"{first:g}", *(f"{value:g} for `{table}`" for table, value in zip(own, others, strict=True))])
        for first, *others in spans
    )
    alone, updates, anew = (
        "–" if value is None else f"{value:g}" for value in (limit.alone, limit.updates, limit.rewritten)
    )
    here, found = f"{register.key}.", limit.rewritten_in.items()
    others = [f"{value:g} for `{place.removeprefix(here)}`" for place, value in found if place.startswith(here)]
    return f"`{limit.measure}`", limit.meaning, week, month, alone, updates, ", ".join([anew, *others])


def _table(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
