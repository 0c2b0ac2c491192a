"""Sector files: a sector's own lines and its dated parts (NACE codes, joint committees, card) become one sequence."""

from datetime import date
from typing import Any

from sectors.reader.checking import check_card, check_nace, check_windows
from sectors.reader.fault import Faults, RuleFault
from sectors.reader.laying import resolve
from sectors.reader.lines import ORIGIN, Entry, Line, RuleFile, Version, read_dated, read_lines
from sectors.reader.reading import Keyed
from sectors.reader.shapes import CardLine, CommitteeLine, NaceLine, SectorLine, WindowLine, card_of
from sectors.reader.tables import plain
from sectors.rules.selection import Card, ControlWindow, Sector
from sectors.rules.values import Sourced

PARTS = ("nace", "joint_committees", "card")
_SAME = SectorLine.model_fields.keys() & Sector.model_fields.keys() - {"windows"}
_REQUIRED = frozenset(name for name, field in SectorLine.model_fields.items() if field.is_required())


def gather_sectors(files: tuple[RuleFile, ...], faults: Faults) -> dict[str, Entry[Sector]]:
    """Return every sector, laid in time over all files, by its key; `faults` takes what is wrong with any."""
    by_key: dict[str, list[RuleFile]] = {}
    for file in files:
        if "key" in file.raw:
            by_key.setdefault(str(file.raw["key"]), []).append(file)
    return {key: _sector(key, mine, faults) for key, mine in sorted(by_key.items())}


def _sector(key: str, files: list[RuleFile], faults: Faults) -> Entry[Sector]:
    before = len(faults)
    core = resolve(_core_lines(files, faults), key, lambda state, _: _core_of(state), faults)
    committees = resolve(
        _part_lines(files, "joint_committees", faults),
        f"{key}.joint_committees",
        lambda state, _: CommitteeLine.model_validate(plain(state), strict=True),
        faults,
    )
    cards = resolve(
        _part_lines(files, "card", faults),
        f"{key}.card",
        lambda state, start: _card(key, state, start),
        faults,
        whole=True,
    )
    nace = {version: _nace(key, version, files, faults) for version in sorted(_versions(files, faults))}
    parts: tuple[Entry[Any], ...] = (core, committees, cards, *nace.values())
    places = {version.start: version.place for part in parts for version in part.timeline}

    def on(day: date) -> Sector | None:
        versions = {version: part.on(day) for version, part in nace.items()}
        return _compose(key, core.on(day), versions, committees.on(day), cards.on(day))

    is_broken = len(faults) > before
    found = tuple(Version(day, on(day), places[day]) for day in sorted(places))
    if not is_broken and not any(version.value for version in found):
        faults.append(RuleFault("RULE-305", key=key, place=files[0].raw.places["key"]))
        is_broken = True
    return Entry(found, is_broken)


def _core_lines(files: list[RuleFile], faults: Faults) -> list[Line]:
    found: list[Line] = []
    for file in files:
        kept = Keyed()
        for name, value in file.raw.items():
            if name not in (*PARTS, "key", "defaults", "last_reviewed"):
                kept.put(name, value, file.raw.places[name])
        if kept:
            with faults.kept():
                found += read_lines(file, kept, file.raw.places["key"], _REQUIRED, faults)
    return found


def _part_lines(files: list[RuleFile], part: str, faults: Faults) -> list[Line]:
    found: list[Line] = []
    for file in files:
        if part in file.raw:
            with faults.kept():
                found += read_dated(file, file.raw[part], file.raw.places[part], faults)
    return found


def _versions(files: list[RuleFile], faults: Faults) -> set[str]:
    found: set[str] = set()
    for file in files:
        nace = file.raw.get("nace", Keyed())
        if not isinstance(nace, Keyed) or not all(isinstance(version, str) for version in nace):
            faults.append(RuleFault("RULE-304", place=file.raw.places["nace"]))
        else:
            found |= nace.keys()
    return found


def _nace(key: str, version: str, files: list[RuleFile], faults: Faults) -> Entry[NaceLine]:
    lines: list[Line] = []
    for file in files:
        nace = file.raw.get("nace", Keyed())
        if isinstance(nace, Keyed) and version in nace:
            with faults.kept():
                lines += read_dated(file, nace[version], nace.places[version], faults)

    def build(state: Keyed, _: date) -> NaceLine:
        line = NaceLine.model_validate(plain(state), strict=True)
        check_nace(version, (*line.codes, *line.adjacent, *line.split.values()), state.places["codes"])
        return line

    return resolve(lines, f"{key}.nace.{version}", build, faults)


def _core_of(state: Keyed) -> SectorLine:
    source = {name: state[name] for name in ORIGIN if name in state}
    windows: Any = state.get("windows")
    if isinstance(windows, list):
        windows = [{**source, **window} if isinstance(window, Keyed) else window for window in windows]
    line = SectorLine.model_validate(plain({**state, "windows": windows}), strict=True)
    check_windows([_window(window) for window in line.windows], state.places["windows"])
    return line


def _card(key: str, state: Keyed, start: date) -> Card:
    line = CardLine.model_validate(plain(state), strict=True)
    card = card_of(line, key, start)
    check_card(card, state.places["signals"])
    return card


def _compose(
    key: str, core: SectorLine | None, nace: dict[str, NaceLine | None], committees: CommitteeLine | None,
    card: Card | None,
) -> Sector | None:  # fmt: skip
    if core is None:
        return None
    versions = {version: line for version, line in nace.items() if line is not None}
    parts: dict[str, Sourced] = {"sector": core, **{f"nace.{version}": line for version, line in versions.items()}}
    if committees is not None:
        parts["joint_committees"] = committees
    return Sector(
        **{name: getattr(core, name) for name in _SAME},
        key=key,
        nace={version: line.codes for version, line in versions.items()},
        joint_committees=committees.numbers if committees else (),
        dimona_joint_committees=committees.dimona if committees else (),
        windows=tuple(_window(window) for window in core.windows),
        card=card,
        sources={
            name: Sourced(source=part.source, confidence=part.confidence, origin=part.origin)
            for name, part in parts.items()
        },
    )


def _source_of(part: Sourced) -> Sourced:
    return Sourced(source=part.source, confidence=part.confidence, origin=part.origin)


def _window(line: WindowLine) -> ControlWindow:
    return ControlWindow.model_validate(line.model_dump())
