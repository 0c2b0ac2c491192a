"""The page of a register, made from registers.yaml: columns, use, codes, limits, source, and how to take it in."""

import csv
import io
import re
import textwrap
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
_META = "meta.csv"
_HOW_TO = "../../how-to"
_HASH = "3f9a0c47d21e"  # as the how-to of a held delivery has it
_WIDTH = 120
_BOUND = re.compile(r"\[[^]]*\]|`[^`]*`")


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
    yield from _taking_in(catalogue, register)


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
    if table.by_place is not None:
        yield "judged by place", f"rows of each `{table.by_place}`"
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
        "no number of a person (`holds_inss`)" if column.is_plain_text else "",
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
    yield "Chance of a small sample comes on top, but not to `rows`, which are counted.\n"
    rows = [(*_limit(register, limit),) for _, limit in sorted(catalogue.register_limits.items())]
    names = ("measure", "meaning", "a week apart", "four weeks apart", "alone", "updates", "rewritten")
    yield from _table(names, rows)


def _limit(register: Register, limit: RegisterLimit) -> tuple[str, ...]:
    here = f"{register.key}."
    own = [place.removeprefix(here) for place in limit.registers if place.startswith(here)]  # a table, or its column
    places = [(table, column) for table, _, column in (name.partition(".") for name in ("", *own))]
    spans = [[limit.between(register.key, *place, days) for place in places] for days in _WEEKS]
    week, month = (
        ", ".join([f"{first:g}", *(f"{value:g} for `{name}`" for name, value in zip(own, others, strict=True))])
        for first, *others in spans
    )
    alone, updates, anew = (
        "–" if value is None else f"{value:g}" for value in (limit.alone, limit.updates, limit.rewritten)
    )
    found = limit.rewritten_in.items()
    others = [f"{value:g} for `{place.removeprefix(here)}`" for place, value in found if place.startswith(here)]
    return f"`{limit.measure}`", limit.meaning, week, month, alone, updates, ", ".join([anew, *others])


def _taking_in(catalogue: Catalogue, register: Register) -> Iterator[str]:
    """Yield the section that a test follows as it stands: decision, files, first delivery, the ones after it."""
    yield "\n## How to take it in\n"
    yield from _prose(
        "A test runs the commands of this section. Its decision, numbers and rows are invented: try it in a home made "
        "for that. In the office's, only what the owner sent comes in; one of the demo takes invented rows without a "
        "decision and without waiting."
    )
    if register.needs_authorisation:
        yield from _decision(catalogue, register)
    else:
        yield "\nThis register needs no authorisation."
    yield from _files(register)
    yield from _first(register)
    yield from _next(register)


def _decision(catalogue: Catalogue, register: Register) -> Iterator[str]:
    yield "\n### The decision\n"
    yield from _prose(
        "Nothing comes in without a decision in force. Write yours into `$VIGIE_HOME/rules/authorisations.yaml`, "
        f"under those that stand there, approved by two persons like [any local rule]({_HOW_TO}/change-a-rule.md):"
    )
    fields = textwrap.fill(
        f"fields: [{', '.join(register.fields)}]",
        _WIDTH,
        initial_indent=" " * 4,
        subsequent_indent=" " * 6,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield "\n```yaml\nauthorisations:"
    yield f"  {register.key}-2026-014:\n    from: 2026-10-05\n    register_key: {register.key}"
    yield '    body: Information Security Committee\n    number: "26/014"'
    yield "    decided_on: 2026-10-05\n    valid_until: 2028-10-04"
    yield f"    purposes: [{', '.join(register.purposes)}]\n{fields}"
    yield f"    retention_days: {catalogue.register_keep.days_of(register)}"
    yield '    source: "deliberation 26/014 of 5 October 2026"\n    confidence: H\n    origin: official\n```\n'
    yield "- Fill in from yours: the key, `from` (not before `decided_on`), `body`, `number`, `decided_on`, `source`,"
    yield "  and `valid_until`, its last day; where it holds until it is withdrawn, that line goes."
    yield from (f"{'  ' if n else '- '}{line}" for n, line in enumerate(_prose(_of_fields(register), _WIDTH - 2)))
    yield "- `retention_days` is how long it lets you keep a snapshot; here are the days after which it goes anyway."
    yield f"- All `purposes` that stand here are needed: {', '.join(register.purposes)}."
    yield "\n```sh\nvigie rules check\nvigie registers authorisations\n```\n"
    yield f"The second lists it as in force, and no longer names `{register.key}` among the registers that lack one."


def _of_fields(register: Register) -> str:
    """Return which fields a decision may leave out: a column that no row can be read without is in every one."""
    every = [(register.field_of(table, c), c) for table in register.tables for c in table.columns]
    free = ", ".join(f"`{name}`" for name, column in every if not column.required)
    if not free:
        return "All `fields` are needed: no row can be read without one of them."
    return f"Of `fields`, take out those that yours does not name: {free} may go, and then stay empty in every row."


def _files(register: Register) -> Iterator[str]:
    yield "\n### The files\n"
    yield from _prose(
        "A folder with these files and nothing else, or a zip of them. Each begins with its header; what stands "
        f"below it is an example. {' '.join(_remarks(register))}"
    )
    folder = f'"$VIGIE_HOME/sent/{register.key}"'
    yield f"\n```sh\nmkdir -p {folder}"
    for name, rows in _example(register):
        yield f"cat > {folder[:-1]}/{name}\" <<'CSV'"
        yield f"{_csv(rows)}CSV"
    yield "```"


def _remarks(register: Register) -> Iterator[str]:
    if "Synthetic" in register.example_meta:
        yield "`Synthetic` says that the rows are invented: a real delivery does not have that line."
    for table in register.tables:
        if len(table.files) > 1:
            yield f"One file of these is enough: {', '.join(f'`{name}`' for name in table.files)}."


def _example(register: Register) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the files of the example with their rows, the header first."""
    if register.example_meta:
        yield _META, [["Variable", "Value"], *([name, value] for name, value in register.example_meta.items())]
    for table in register.tables:
        header = [column.name for column in table.columns]
        yield table.files[0], [header, *([row.get(name, "") for name in header] for row in table.example)]


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _first(register: Register) -> Iterator[str]:
    yield "\n### The first delivery\n"
    if register.looks_into:
        first = ", ".join(f"[{one}]({one}.md)" for one in sorted(register.looks_into))
        yield f"Take in before it, where the house has them: {first}. Its numbers are looked for there.\n"
    yield f'```sh\nvigie ingest {register.key} "$VIGIE_HOME/sent/{register.key}"   # status 3'
    yield "vigie registers held\n```\n"
    invented = ", and this one for `origin`, being invented" if "Synthetic" in register.example_meta else ""
    yield from _prose(
        f"Status 3: held. A first delivery always is, for `first`{invented}: nothing says yet what is ordinary. No "
        f"week reads it. Somebody else than who took it in looks at rows that they know and at the totals of its owner "
        f"({register.owner}), and releases it by the hash that `held` printed:"
    )
    named = f"{register.key} {_HASH}"
    yield f'\n```sh\nvigie registers release {named} --reason "Compared with the totals of the owner"\n```\n'
    yield from _prose(
        "Where the schedule took it in, two persons give that command: the first asks, the second releases. One person "
        f'rejects what is not right: `vigie registers reject {named} --reason "…"`. Status 2 instead of 3: refused '
        "whole, with a code; nothing of it is in the lake."
    )


def _next(register: Register) -> Iterator[str]:
    yield "\n### From then on\n"
    yield f"```sh\nvigie registers quarantine {register.key}\n```\n"
    yield from _prose(
        "That tells what was set aside, row by row. The next deliveries go into "
        f"`$VIGIE_HOME/registers/{register.key}/`: `vigie registers receive` seals them at once, and the schedule "
        "takes them in every night. Each is compared with the last good one by the limits above, and what is ordinary "
        "is current without anybody. "
        f"After {register.stale_after_days} days without a new one the direction is alerted."
    )
    pages = ["connect your own extract", "when a delivery is held"]
    if register.needs_authorisation:
        pages.insert(0, "receive a closed register")
    yield ""
    links = [f"[{page}]({_HOW_TO}/{page.replace(' ', '-')}.md)" for page in pages]
    yield from _prose(f"More: {', '.join(links)}.")


def _prose(text: str, width: int = _WIDTH) -> Iterator[str]:
    """Yield the lines of a paragraph; what a link or a command says stays on one line."""
    bound = _BOUND.sub(lambda found: found[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(bound, width, break_long_words=False, break_on_hyphens=False)
    yield from (line.replace("\0", " ") for line in lines)


def _table(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
