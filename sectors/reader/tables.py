"""Which tables the files may hold, and how an entry of each becomes a value of the model.

The catalogue says it all: a mapping is a table with one entry a key, any other field is a single entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from sectors.reader.fault import Faults, RuleFault
from sectors.reader.laying import resolve
from sectors.reader.lines import ORIGIN, Entry, Line, RuleFile, Tables, read_lines
from sectors.reader.reading import Keyed
from sectors.reader.shapes import SanctionsLine, sanctions_of
from sectors.rules.catalogue import Catalogue
from sectors.rules.consequences import Sanctions
from sectors.rules.values import Sourced


@dataclass(frozen=True)
class RuleTable:
    """A table of rules: the model of its entries, and the field that takes the mapping's key (None: a single entry)."""

    name: str
    model: type[BaseModel]
    id_field: str | None = None

    @property
    def required(self) -> frozenset[str]:
        """The fields without which an entry cannot stand alone."""
        fields = self.model.model_fields.items()
        return frozenset(name for name, field in fields if field.is_required() and name != self.id_field)

    def build(self, key: str, state: Keyed, start: date) -> Any:
        """Make the value that the catalogue shows from `start` on."""
        fields = {name: value for name, value in state.items() if self._keeps(name)}
        if self.id_field is not None:
            if self.id_field in state:
                raise RuleFault(
                    "RULE-301", table=self.name, key=key, id_field=self.id_field, place=state.places[self.id_field]
                )
            fields[self.id_field] = key
        value = self.model.model_validate(plain(fields), strict=True)
        return sanctions_of(value, start) if isinstance(value, SanctionsLine) else value

    def _keeps(self, name: str) -> bool:
        return name in self.model.model_fields or name not in ORIGIN


def plain(value: Any) -> Any:
    """Return what a file holds with its lists as the model has them, so that no text passes for a number or a yes."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, list) else value


def _table(name: str, annotation: Any) -> RuleTable:
    if get_origin(annotation) is None:
        # the file gives base amounts, the catalogue what they come to
        return RuleTable(name, SanctionsLine if annotation is Sanctions else annotation)
    model = next(part for part in get_args(annotation) if part not in (str, ...))
    # the key is the first field that a model has of its own
    return RuleTable(name, model, next(field for field in model.model_fields if field not in Sourced.model_fields))


TABLES: Mapping[str, RuleTable] = {
    name: _table(name, field.annotation)
    for name, field in Catalogue.model_fields.items()
    if name not in ("day", "sha256", "sectors")
}


def gather(files: tuple[RuleFile, ...], faults: Faults) -> Tables:
    """Return every table, each entry laid in time over all files; `faults` takes what is wrong with any."""
    found: dict[str, dict[str, Entry[Any]]] = {}
    for table in TABLES.values():
        pool: dict[str, list[Line]] = {}
        broken: set[str] = set()
        for file in files:
            try:
                _pour(table, file, pool, broken, faults)
            except RuleFault as fault:
                faults.append(fault)
                faults.lost = True
        own = [key for key, lines in pool.items() if not all(line.local for line in lines)]
        found[table.name] = {
            key: _entry(table, key, pool.get(key, []), own, broken, faults) for key in (*pool, *(broken - pool.keys()))
        }
    return found


def _pour(table: RuleTable, file: RuleFile, pool: dict[str, list[Line]], broken: set[str], faults: Faults) -> None:
    if table.name not in file.raw:
        return
    raw, place = file.raw[table.name], file.raw.places[table.name]
    entries = {"": (raw, place)} if table.id_field is None else _entries(table, raw, place)
    for key, (entry, at) in entries.items():
        before = len(faults)
        with faults.kept():
            if not isinstance(entry, Keyed):
                raise RuleFault("RULE-303", table=table.name, key=key, place=at)
            pool.setdefault(key, []).extend(read_lines(file, entry, at, table.required, faults))
        if len(faults) > before:
            broken.add(key)


def _entries(table: RuleTable, raw: Any, place: str) -> dict[str, tuple[Any, str]]:
    if not isinstance(raw, Keyed) or not all(isinstance(key, str) for key in raw):
        raise RuleFault("RULE-302", table=table.name, place=place)
    return {key: (entry, raw.places[key]) for key, entry in raw.items()}


def _entry(
    table: RuleTable, key: str, lines: list[Line], own: list[str], broken: set[str], faults: Faults
) -> Entry[Any]:
    path = f"{table.name}.{key}" if key else table.name
    entry = resolve(lines, path, lambda state, start: table.build(key, state, start), faults, known=own)
    return Entry(entry.timeline, broken=True) if key in broken or not lines else entry
