"""From bytes to fields: one record a line, strictly, with the exact number of every line that is wrong.

Two notations of the same columns, told apart by the ending of the file: CSV and JSON lines. What reads fields does not
know in which they came.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from inspection.errors import IntakeFault
from inspection.registers.readers import commas, objects
from inspection.registers.readers.blocks import Block, Layout, Lines, text_blocks, without_long_fields
from inspection.registers.readers.source import Source
from sectors.rules.registers import Notation

_ENDINGS: Final[Mapping[Notation, tuple[str, ...]]] = {"csv": (".csv",), "json_lines": (".jsonl", ".ndjson")}
_READS: Final[Mapping[Notation, Callable[[Iterable[Block], Layout], Iterator[Lines]]]] = {
    "csv": commas.records,
    "json_lines": objects.records,
}
_NOTATION_OF: Final = {ending: notation for notation, endings in _ENDINGS.items() for ending in endings}


def read_lines(
    source: Source, file: str, columns: Sequence[str], numbers: frozenset[str] = frozenset()
) -> Iterator[Lines]:
    """Yield the records of `file` block by block.

    columns
        The names of its columns, in their order.
    numbers
        Those whose values are numbers.

    Raises `IntakeFault` for other columns, a NUL byte, text that is not UTF-8, or something without line ends.
    """
    layout = Layout(tuple(columns), numbers, f"{source.name}, {file}")
    for lines in _READS[_NOTATION_OF[PurePath(file).suffix]](text_blocks(source, file), layout):
        yield without_long_fields(lines, layout.columns)


def names_of(file: str, notations: Iterable[Notation]) -> tuple[str, ...]:
    """Return the names that a file of the layout may have: `vat.csv` comes as `vat.jsonl` too."""
    return tuple(str(PurePath(file).with_suffix(ending)) for one in notations for ending in _ENDINGS[one])


def described_name(file: str) -> str:
    """Return the name that the layout has for a file, in whichever notation it came."""
    return str(PurePath(file).with_suffix(".csv"))


def delivered_name(source: Source, file: str, notations: Iterable[Notation]) -> str | None:
    """Return the name under which a file of the layout came, None where it did not.

    Raises `IntakeFault` where it came in two notations: one of them would be read for nothing, and may say otherwise.
    """
    found = [name for name in names_of(file, notations) if name in source.files]
    if len(found) > 1:
        raise IntakeFault("INTAKE-008", files=", ".join(found), source=source.name)
    return found[0] if found else None
