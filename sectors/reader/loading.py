"""Loading: every rule file is read, checked against every other, and handed out as of a day."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sectors.fault import RULE_FAULTS
from sectors.reader.branches import PARTS, gather_sectors
from sectors.reader.checking import check_all
from sectors.reader.fault import RuleFault, RuleWarning
from sectors.reader.lines import Entry, RuleFile, Tables, in_force
from sectors.reader.reading import Keyed, read_yaml
from sectors.reader.shapes import SectorLine
from sectors.reader.tables import TABLES, gather
from sectors.rules.catalogue import Catalogue
from sectors.rules.selection import Sector

OWN_RULES = Path(__file__).parents[1]
REVIEW_WITHIN = timedelta(days=365)
_NO_RULES = f"sectors/{RULE_FAULTS.name}"  # what the codes of errors say stands beside the rules
_Files = tuple[tuple[str, bytes], ...]
_SECTOR_KEYS = {"key", "defaults", "last_reviewed", "from", "dated", *PARTS, *SectorLine.model_fields}
_TABLE_KEYS = {"defaults", "last_reviewed", "note", *TABLES}


class Rules:
    """All rules over time; `on(day)` gives those of one day. Made by `load_rules` only."""

    def __init__(
        self, sectors: Mapping[str, Entry[Sector]], tables: Tables, reviews: Mapping[str, date | None], sha256: str
    ) -> None:
        self.sha256 = sha256
        self._sectors, self._tables, self._reviews = sectors, tables, reviews
        entries = (*sectors.values(), *(entry for table in tables.values() for entry in table.values()))
        self._starts = sorted({version.start for entry in entries for version in entry.timeline})
        self._periods: dict[int, Catalogue] = {}
        self._days: dict[date, Catalogue] = {}

    def on(self, day: date) -> Catalogue:
        """Return the rules as they stand on `day`; cheap to ask again.

        Raises RuleFault where a rule that the catalogue cannot do without (sanctions, selection, …) has no line yet.
        """
        if day not in self._days:
            period = bisect_right(self._starts, day)
            if period not in self._periods:
                self._periods[period] = self._catalogue(day)
            self._days[day] = self._periods[period].model_copy(update={"day": day})
        return self._days[day]

    def changes(self, after: date, until: date) -> tuple[date, ...]:
        """Return the days later than `after`, up to `until`, on which some rule changes."""
        return tuple(self._starts[bisect_right(self._starts, after) : bisect_right(self._starts, until)])

    def warnings(self, on: date) -> tuple[RuleWarning, ...]:
        """Return what a jurist must look at: files whose last review is more than a year before `on`, or unknown."""
        return tuple(
            RuleWarning(
                what=f"Last reviewed on {reviewed.isoformat()}" if reviewed else "Never reviewed",
                where=name,
                advice="Read the file against its sources and write the day under 'last_reviewed'.",
            )
            for name, reviewed in self._reviews.items()
            if reviewed is None or on - reviewed > REVIEW_WITHIN
        )

    def _catalogue(self, day: date) -> Catalogue:
        found: dict[str, Any] = {"day": day, "sha256": self.sha256, "sectors": in_force(self._sectors, day)}
        for name, table in TABLES.items():
            found[name] = in_force(self._tables[name], day) if table.id_field else self._single(name, day)
        found["offices"] = tuple(found["offices"].values())
        return Catalogue.model_construct(**found)

    def _single(self, name: str, day: date) -> Any:
        entry = self._tables[name].get("")
        value = entry.on(day) if entry is not None else None
        if value is None:
            raise RuleFault(
                "RULE-501", name=name, on=day, place=entry.timeline[0].place if entry else f"sectors/common/{name}.yaml"
            )
        return value


def load_rules(extra: Sequence[Path] = (), *, root: Path = OWN_RULES) -> Rules:
    """Read all rules.

    extra
        Files or folders of approved local changes, laid over as new dated lines. A folder that does not exist holds no
        local change; a file that does not exist is a fault.
    root
        The folder of the product's own files.

    Raises RuleFault at the first mistake: nothing is loaded then.
    """
    own = tuple(item for item in _contents(root, "sectors") if item[0] != _NO_RULES)
    return _rules_of(own, tuple(item for path in extra for item in _contents(path, path.name)))


@lru_cache(maxsize=4)
def _rules_of(own: _Files, local: _Files) -> Rules:
    """Read files whose bytes are known: the same bytes are the same rules, for whoever asks again."""
    files = tuple(
        RuleFile(name, read_yaml(content, name), local=part is local) for part in (own, local) for name, content in part
    )
    for file in files:
        _refuse_unknown_keys(file)
    sectors, tables = gather_sectors(files), gather(files)
    check_all(sectors, tables)
    return Rules(sectors, tables, {file.name: _reviewed(file) for file in files}, _sha256([*own, *sorted(local)]))


def _refuse_unknown_keys(file: RuleFile) -> None:
    known = _SECTOR_KEYS if "key" in file.raw else _TABLE_KEYS
    for key in file.raw:
        if key not in known:
            raise RuleFault("RULE-503", key=key, known=", ".join(sorted(known)), place=file.raw.places[key])
    defaults = file.raw.get("defaults", Keyed())
    if not isinstance(defaults, Keyed) or not defaults.keys() <= {"source", "confidence", "from"}:
        raise RuleFault("RULE-504", place=file.raw.places["defaults"])


def _reviewed(file: RuleFile) -> date | None:
    reviewed = file.raw.get("last_reviewed")
    if reviewed is not None and not isinstance(reviewed, date):
        raise RuleFault("RULE-505", reviewed=reviewed, place=file.raw.places["last_reviewed"])
    return reviewed


def _sha256(contents: Iterable[tuple[str, bytes]]) -> str:
    """Hash names and contents, each with its length, so that nothing can move between two files unseen."""
    digest = hashlib.sha256()
    for name, content in contents:
        digest.update(f"{len(name)}:{name}{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _contents(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each rule file below `path`, by name; names never hold a path of the machine."""
    if path.suffix in (".yaml", ".yml"):
        if not path.is_file():
            raise RuleFault("RULE-502", file=name)
        yield name, path.read_bytes()
        return
    for found in sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml")):
        yield f"{name}/{found.relative_to(path).as_posix()}", found.read_bytes()
