"""Loading: every rule file is read, checked against every other, and handed out as of a day."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from sectors.fault import RULE_FAULTS
from sectors.reader.branches import PARTS, gather_sectors
from sectors.reader.checking import check_all
from sectors.reader.fault import Faults, RuleFault, RuleWarning
from sectors.reader.lines import ORIGIN, Entry, RuleFile, Tables, Version, in_force
from sectors.reader.plain_checking import plain_faults
from sectors.reader.reading import UNREADABLE, Keyed, read_whole
from sectors.reader.shapes import SectorLine
from sectors.reader.tables import TABLES, gather
from sectors.rules.catalogue import Catalogue
from sectors.rules.selection import Sector
from sectors.rules.values import Confidence, Origin

OWN_RULES = Path(__file__).parents[1]
REVIEW_WITHIN = timedelta(days=365)
_OF_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "source": (),
    "confidence": get_args(Confidence),
    "origin": get_args(Origin),
}
_NO_RULES = f"sectors/{RULE_FAULTS.name}"  # what the codes of errors say stands beside the rules
_Files = tuple[tuple[str, bytes], ...]
_SECTOR_KEYS = {"key", "defaults", "last_reviewed", "from", "dated", *PARTS, *SectorLine.model_fields}
_TABLE_KEYS = {"defaults", "last_reviewed", "note", *TABLES}


class Rules:
    """All rules over time; `on(day)` gives those of one day. Made by `load_rules` only."""

    def __init__(
        self, sectors: Mapping[str, Entry[Sector]], tables: Tables, reviews: Mapping[str, date | None], sha256: str
    ) -> None:
        self._sha256 = sha256
        self._sectors, self._tables, self._reviews = sectors, tables, reviews
        entries = (*sectors.values(), *(entry for table in tables.values() for entry in table.values()))
        self._starts = sorted({version.start for entry in entries for version in entry.timeline})
        self._periods: dict[int, Catalogue] = {}
        self._days: dict[date, Catalogue] = {}

    @property
    def sha256(self) -> str:
        """The hash of all files that they were read from."""
        return self._sha256

    def now(self) -> "Rules":
        """Return these rules: they never change. Those that follow files give what they are at this moment."""
        return self

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

    def history(self, table: str, key: str) -> tuple[Version[Any], ...]:
        """Return every form that an entry of a table ever had, in time, with the place of each; empty for none."""
        entry = self._tables[table].get(key)
        return entry.timeline if entry is not None else ()

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
        found: dict[str, Any] = {"day": day, "sha256": self._sha256, "sectors": in_force(self._sectors, day)}
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


@dataclass(frozen=True)
class Checked:
    """What is wrong with rule files: every fault, by file and line, and how much of them was looked at.

    is_whole
        False where so much could not be read that whether the rules fit together was not looked at.
    """

    files: tuple[str, ...]
    faults: tuple[RuleFault, ...]
    is_whole: bool


def load_rules(extra: Sequence[Path] = (), *, root: Path = OWN_RULES) -> Rules:
    """Read all rules.

    extra
        Files or folders of approved local changes, laid over as new dated lines. A folder that does not exist holds no
        local change; a file that does not exist is a fault.
    root
        The folder of the product's own files.

    Raises RuleFault for the first mistake, which says how many there are: nothing is loaded then.
    """
    return _rules_of(*_all_contents(extra, root))


def check_rules(extra: Sequence[Path] = (), *, root: Path = OWN_RULES) -> Checked:
    """Return every fault of the rules, for whoever mends them; arguments as in `load_rules`."""
    own, local = _all_contents(extra, root)
    faults = Faults()
    _read_all(own, local, faults)
    return Checked(
        files=tuple(name for name, _ in (*own, *local)),
        faults=tuple(sorted(_once(faults), key=_by_place)),
        is_whole=not faults.lost,
    )


def _all_contents(extra: Sequence[Path], root: Path) -> tuple[_Files, _Files]:
    own = tuple(item for item in _contents(root, "sectors") if item[0] != _NO_RULES)
    return own, tuple(item for path in extra for item in _contents(path, path.name))


@lru_cache(maxsize=4)
def _rules_of(own: _Files, local: _Files) -> Rules:
    """Read files whose bytes are known: the same bytes are the same rules, for whoever asks again."""
    faults = Faults()
    files, sectors, tables = _read_all(own, local, faults)
    found = _once(faults)
    if found:
        more = len(found) - 1
        raise found[0].with_more(f"and {more} more: `vigie rules check` tells all") if more else found[0]
    return Rules(sectors, tables, {file.name: _reviewed(file) for file in files}, _sha256([*own, *sorted(local)]))


def _read_all(
    own: _Files, local: _Files, faults: Faults
) -> tuple[tuple[RuleFile, ...], Mapping[str, Entry[Sector]], Tables]:
    """Read what can be read; `faults` takes all that is wrong with it."""
    files: list[RuleFile] = []
    for part in (own, local):
        for name, content in part:
            raw, wrong = _read(content, name)
            faults += wrong
            if raw is None:
                faults.lost = True
            else:
                files.append(RuleFile(name, raw, local=part is local))
    for file in files:
        faults += _unknown_keys(file)
        with faults.kept():
            _reviewed(file)
    sectors, tables = gather_sectors(tuple(files), faults), gather(tuple(files), faults)
    if not faults.lost:
        faults += check_all(sectors, tables)
    return tuple(files), sectors, tables


@lru_cache(maxsize=256)
def _read(content: bytes, name: str) -> tuple[Keyed | None, tuple[RuleFault, ...]]:
    """Parse a file whose bytes are known: the product's own are the same whatever a house lays over them."""
    faults = Faults()
    return read_whole(content, name, faults), tuple(faults)


def _once(faults: Faults) -> list[RuleFault]:
    """Leave out what is told twice: a fault that holds on several days, or in several forms of an entry."""
    return list({str(fault): fault for fault in faults}.values())


def _by_place(fault: RuleFault) -> tuple[str, int]:
    name, _, line = fault.where.partition(", line ")
    digits = line.partition(" ")[0].rstrip(",")
    return name, int(digits) if digits.isdigit() else 0


def _unknown_keys(file: RuleFile) -> Iterator[RuleFault]:
    known = _SECTOR_KEYS if "key" in file.raw else _TABLE_KEYS
    for key in file.raw:
        if key not in known:
            yield RuleFault("RULE-503", key=key, known=", ".join(sorted(known)), place=file.raw.places[key])
    defaults = file.raw.get("defaults", Keyed())
    if not isinstance(defaults, Keyed) or not defaults.keys() <= {*ORIGIN, "from"}:
        yield RuleFault("RULE-504", place=file.raw.places["defaults"])
        return
    yield from plain_faults(defaults, "defaults", nested=True)
    for key, allowed in _OF_DEFAULTS.items():
        value = defaults.get(key, allowed[0] if allowed else "")
        if not isinstance(value, str) or (allowed and value not in allowed):
            told = " or ".join(allowed) or "a text"
            yield RuleFault("RULE-506", key=key, allowed=told, place=defaults.places[key])


def _reviewed(file: RuleFile) -> date | None:
    reviewed = file.raw.get("last_reviewed")
    if reviewed is UNREADABLE:
        return None
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
