"""The gate: what differs between the last good delivery of a register and a new one, beyond what is ordinary.

Pure: profiles and limits in, differences out. What is ordinary stands in `register_limits` of
sectors/common/registers.yaml; the chance of a small sample is added to each limit, so that a register of a hundred rows
is not held for one of them. The number of rows is counted and no sample: nothing is added to its limit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import sqrt

from inspection.registers.gate.difference import Difference
from inspection.registers.gate.distributions import FAR
from inspection.registers.gate.places import lost_places
from inspection.registers.gate.profile import Bins, ColumnProfile, FileProfile, Profile, TableProfile
from inspection.registers.gate.small_updates import spoilt_in_few
from inspection.registers.gate.taking_profile import Overlap
from sectors.rules.registers import RegisterLimit

# What a small sample can show, not how far a delivery may differ: no policy of anybody's. The limits are rules.
FEWEST = 20  # rows, or filled values, from which something can be said of a part of them
_SIGMAS = 3  # chance of a sample, on top of each limit
_MEASURE_OF = {"months": "calendar", "days": "calendar"}  # two distributions of one measure
Limits = Mapping[str, RegisterLimit]
_Gap = tuple[Difference, float]  # with the part of its distance that chance alone may make


@dataclass(frozen=True, kw_only=True)
class Written:
    """The rows of a table that an update writes anew: before and after, and what became of their content."""

    old: TableProfile
    new: TableProfile
    overlap: Overlap


@dataclass(frozen=True, kw_only=True)
class Touch:
    """What an update does to a table.

    rows, deleted, inserted
        Rows that there were, that it takes away, and that it brings.
    keys, unreplaced
        Keys that it takes away; the part of them that had rows, gets none again, and is of no entity that ends.
    brought, undeleted
        Keys whose rows it brings; the part of them that has rows already which it does not take away.
    ended, left_behind
        Entities of this table that it ends; by table, the part of them that still has rows there afterwards.
    unusual
        By pair of columns, the rows whose first value is known, and the part of them without its usual second one.
    places
        Rows that each place has afterwards of which it takes any away.
    written
        The rows of keys that were there before and that it brings again; None where they are few.
    """

    rows: int
    deleted: int
    inserted: int
    keys: int = 0
    unreplaced: float = 0.0
    brought: int = 0
    undeleted: float = 0.0
    ended: int = 0
    left_behind: Mapping[str, float] = field(default_factory=dict)
    unusual: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    places: Bins = field(default_factory=dict)
    written: Written | None = None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the gate knows beside the two profiles.

    taken_on
        Day of the intake; None where nobody gave one.
    is_demo
        Whether the demo made this home.
    must
        Tables of a full delivery that are never empty.
    expected
        Table to smallest and largest number of rows of the whole country; empty where it is not claimed to be that.
    overlaps, touched
        By table, what became of the identities known before; for an update, what it does to the rows.
    sent
        Profile of the last full delivery as it was sent, where updates stand on it; None: it is what is compared with.
    pruned
        What is known of the last good delivery where its rows are gone: the new one is a first one, and compared with
        it in counts and shares.
    """

    taken_on: date | None = None
    is_demo: bool = False
    must: frozenset[str] = frozenset()
    expected: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    overlaps: Mapping[str, Sequence[Overlap]] = field(default_factory=dict)
    touched: Mapping[str, Touch] = field(default_factory=dict)
    sent: Profile | None = None
    pruned: Profile | None = None


def compare(now: Profile, before: Profile | None, limits: Limits, around: Around) -> tuple[Difference, ...]:
    """Return what lies outside its limit, the farthest first; nothing where the delivery is ordinary.

    before
        Profile of the last good state; for an update, of the full delivery that it stands on; None for a first one,
        which is judged by itself. Outside a demo's home that is not enough: a whole one whose columns are exchanged
        looks as good by itself as a right one.
    """
    found = list(_judged(_alone(now, before, around), lambda one: limits[one.measure].alone))
    known = before or around.pruned
    if known is not None and now.kind == "full":
        days = (now.day - known.day).days
        gaps = (*_whole(now, known, around.sent or known), *_files(now, known), *_tables(now, known, around.overlaps))

        def limit_of(one: Difference) -> float:
            return limits[one.measure].between(now.register, one.table, one.column, days, is_demo=around.is_demo)

        found += _judged(gaps, limit_of)
    if before is not None and now.kind == "update":
        aside = _set_aside(now, before, limits["quarantine"].updates or 0.0)
        few = spoilt_in_few(now, before)
        gaps = (*aside, *few, *_tables(now, before, {}), *_touches(around.touched, before))
        found += _judged(gaps, lambda one: limits[one.measure].updates)
        anew = _written(now, before, around.touched)
        found += _judged(anew, lambda one: limits[one.measure].of_rewritten(now.register, one.table, one.column))
    worst = {(one.measure, one.table, one.column): one for one in sorted(found, key=_excess)}
    return tuple(sorted(worst.values(), key=lambda one: (-_excess(one), one.measure, one.where)))


def _excess(one: Difference) -> float:
    return one.distance / (one.limit or 0.01)


def _judged(gaps: Iterable[_Gap], limit_of: Callable[[Difference], float | None]) -> Iterator[Difference]:
    for one, chance in gaps:
        limit = limit_of(one)
        if limit is not None and one.distance > limit + chance:
            yield replace(one, limit=round(limit + chance, 4), distance=round(one.distance, 4))


def _alone(now: Profile, before: Profile | None, around: Around) -> Iterator[_Gap]:
    """Yield what can be judged of any delivery by itself."""
    if before is None and not around.is_demo:
        yield Difference(measure="first", now=1, distance=1), 0.0
        yield Difference(measure="origin", now=now.synthetic, distance=now.synthetic), 0.0
    if around.taken_on is not None and now.day > around.taken_on:
        yield Difference(measure="day", now=1, distance=1), 0.0
    read = sum(file.read for file in now.files.values())
    share = 1 - sum(file.kept for file in now.files.values()) / max(read, 1)
    if read >= FEWEST:
        yield Difference(measure="quarantine_all", now=share, distance=share), 0.0
    for name, file in now.files.items():
        rule = max(file.reasons, key=lambda r: file.reasons[r], default="")
        if file.read >= FEWEST:
            share = sum(file.reasons.values()) / file.read
            yield Difference(measure="quarantine", table=name, detail=rule, now=share, distance=share), 0.0
    for name, table in now.tables.items():
        if now.kind == "full" and name in around.must and not table.rows:
            yield Difference(measure="empty", table=name, now=0, distance=1), 0.0
        low, high = around.expected.get(name, (0, table.rows)) if before is None else (0, table.rows)
        if not low <= table.rows <= high:
            span = f"{low:,} to {high:,}"
            yield Difference(measure="expected", table=name, detail=span, now=table.rows, distance=1), 0.0
        yield from _rising(name, "duplicates", "", None, table.duplicates, table.sampled, table.sampled)
        for column, one in table.columns.items():
            far = _part(one.bins.get("dates", {}), FAR)
            yield from _rising(name, "far_future", column, None, far, one.filled, one.filled)
            yield from _rising(name, "garbled", column, None, one.garbled, one.filled, one.filled)


def _whole(now: Profile, before: Profile, sent: Profile) -> Iterator[_Gap]:
    if now.synthetic != before.synthetic:
        yield Difference(measure="origin", before=before.synthetic, now=now.synthetic, distance=1), 0.0
    rows = sum(table.rows for table in now.tables.values())
    is_alike = now.hashed_by == sent.hashed_by and _content(now) == _content(sent)
    if rows >= FEWEST and is_alike and now.day != sent.day:  # a corrected delivery of its day may say the same
        yield Difference(measure="same", before=1, now=1, distance=1), 0.0
    if now.extract is not None and before.extract is not None:
        pace = (now.extract - before.extract) / max(7, (now.day - before.day).days)
        yield Difference(measure="extract", before=before.extract, now=now.extract, distance=pace), 0.0


def _content(profile: Profile) -> list[tuple[str, int, int]]:
    return sorted((name, table.rows, table.content) for name, table in profile.tables.items())


def _files(now: Profile, before: Profile) -> Iterator[_Gap]:
    for name, old in before.files.items():
        new = now.files.get(name, FileProfile(table=old.table, read=0, kept=0))
        if old.kept >= FEWEST and not new.kept:
            yield Difference(measure="empty", table=old.table, detail=name, before=old.kept, now=0, distance=1), 0.0
        apart = abs(new.kept - old.kept)
        one = Difference(measure="rows", table=old.table, detail=name, before=old.kept, now=new.kept)
        if apart >= FEWEST:
            yield replace(one, distance=apart / max(old.kept, FEWEST)), 0.0
        for rule, count in new.reasons.items():
            was = old.reasons.get(rule, 0) / max(old.read, 1)
            yield from _rising(old.table, "quarantine", "", was, count / new.read, old.read, new.read, detail=rule)
    for name in now.files.keys() - before.files.keys():
        new = now.files[name]
        one = Difference(measure="rows", table=new.table, detail=name, before=0, now=new.kept, distance=1)
        yield one, 0.0 if new.kept >= FEWEST else 1.0


def _set_aside(now: Profile, before: Profile, ordinary: float) -> Iterator[_Gap]:
    """Yield what an update's files set aside, beside the same table of the full delivery before it.

    Its files are short, and one row of twenty is no sign: the chance is that of a file in which an `ordinary` part more
    than before is set aside.
    """
    for file in now.files.values():
        old = [one for one in before.files.values() if one.table == file.table.removesuffix(".delete")]
        for rule, count in file.reasons.items():
            was = max((one.reasons.get(rule, 0) / max(one.read, 1) for one in old), default=0.0)
            gaps = _rising(file.table, "quarantine", "", was, count / file.read, file.read, file.read, detail=rule)
            yield from ((one, _chance(was + ordinary, file.read, file.read)) for one, _ in gaps)


def _tables(now: Profile, before: Profile, overlaps: Mapping[str, Sequence[Overlap]]) -> Iterator[_Gap]:
    for name, new in now.tables.items():
        old = before.tables.get(name)
        if old is None or min(new.sampled, old.sampled) < FEWEST:
            continue
        size = (old.sampled, new.sampled)
        yield from _rising(name, "duplicates", "", old.duplicates, new.duplicates, *size)
        for pair, share in new.together.items():
            was = old.together.get(pair, share)
            yield from _rising(name, "together", "", 1 - was, 1 - share, *size, detail=pair, turned=True)
        for link, share in new.orphans.items():
            yield from _rising(name, "orphans", "", old.orphans.get(link), share, *size, detail=link)
        for column, one in new.columns.items():
            if column in old.columns:
                yield from _columns(name, column, one, old.columns[column], size)
        for one_part in overlaps.get(name, ()):
            yield from _known(name, one_part, new, old)
        if now.kind == "full":
            yield from lost_places(name, old.places, new.places)


def _known(table: str, overlap: Overlap, new: TableProfile, old: TableProfile) -> Iterator[_Gap]:
    """Yield which part of the identities vanished, is new, or has other content now."""
    if overlap.known < FEWEST:
        return
    chance, part = _chance(0.5, overlap.known, overlap.known), overlap.part
    one = Difference(measure="gone", table=table, detail=part, now=overlap.gone, distance=overlap.gone)
    yield one, _error(overlap.gone, overlap.known)
    if not part:
        fresh = max(0.0, 1 - old.identities * overlap.left / max(new.identities, 1))
        yield Difference(measure="new", table=table, now=fresh, distance=fresh), chance
    for column, share in overlap.changed.items():
        one = Difference(measure="changed", table=table, column=column, detail=part, now=share, distance=share)
        yield one, _error(share, overlap.known)
    if overlap.paired:
        yield Difference(measure="together", table=table, now=overlap.paired, distance=overlap.paired), chance
    for measure, shares in (("changed_alone", overlap.alone), ("of_another", overlap.of_another)):
        for column, share in shares.items():
            one = Difference(measure=measure, table=table, column=column, detail=part, now=share, distance=share)
            yield one, chance
    for column, share in overlap.exchanged.items():
        one = Difference(measure="exchanged", table=table, column=column, detail=part, now=share, distance=share)
        yield one, 0.0 if not part else chance


def _columns(table: str, column: str, new: ColumnProfile, old: ColumnProfile, size: tuple[int, int]) -> Iterator[_Gap]:
    yield from _either(table, "missing", column, old.missing, new.missing, size)
    filled = (old.filled, new.filled)
    if min(filled) < FEWEST:
        return
    yield from _rising(table, "garbled", column, old.garbled, new.garbled, *filled)
    yield from _either(table, "accents", column, old.accents, new.accents, filled)
    if old.distinct and new.distinct:
        apart = abs(new.distinct - old.distinct) / max(new.distinct, old.distinct)
        one = Difference(measure="distinct", table=table, column=column, before=old.distinct, now=new.distinct)
        yield replace(one, distance=apart), _SIGMAS / sqrt(min(filled))
    for kind, bins in new.bins.items():
        if kind in old.bins:
            yield from _spread(table, column, kind, bins, old.bins[kind])


def _spread(table: str, column: str, kind: str, new: Bins, old: Bins) -> Iterator[_Gap]:
    if min(sum(new.values()), sum(old.values())) < FEWEST:
        return
    moved = max({*new, *old}, key=lambda name: (abs(_part(new, name) - _part(old, name)), name))
    one = Difference(
        measure=_MEASURE_OF.get(kind, kind), table=table, column=column, detail=f"{kind}: {moved}",
        before=_part(old, moved), now=_part(new, moved), distance=_apart(new, old),
    )  # fmt: skip
    yield one, _noise(new, old)
    if kind == "dates":
        sizes = sum(old.values()), sum(new.values())
        yield from _rising(table, "far_future", column, _part(old, FAR), _part(new, FAR), *sizes)


def _touches(touched: Mapping[str, Touch], before: Profile) -> Iterator[_Gap]:
    for table, touch in touched.items():
        base = max(touch.rows, FEWEST)
        part, lost = max(touch.deleted, touch.inserted) / base, (touch.deleted - touch.inserted) / base
        yield Difference(measure="touched", table=table, now=part, distance=part), _SIGMAS / sqrt(base)
        yield Difference(measure="lost", table=table, now=lost, distance=lost), _SIGMAS / sqrt(base)
        if touch.keys >= FEWEST and not touch.inserted:
            yield Difference(measure="empty", table=table, before=touch.keys, now=0, distance=1), 0.0
        yield from _part_of(table, "unreplaced", touch.unreplaced, touch.keys)
        yield from _part_of(table, "undeleted", touch.undeleted, touch.brought)
        if table in before.tables:
            stood = before.tables[table].places
            yield from lost_places(table, {place: stood[place] for place in touch.places}, touch.places)
        for other, share in touch.left_behind.items():
            yield from _part_of(table, "left_behind", share, touch.ended, detail=other)
        for pair, (rows, share) in touch.unusual.items():
            old = before.tables[table]  # the pairs were read there
            was = 1 - old.together.get(pair, 1.0)
            yield from _rising(table, "together", "", was, share, old.sampled, rows, detail=pair, turned=True)


def _part_of(table: str, measure: str, share: float, size: int, *, detail: str = "") -> Iterator[_Gap]:
    """Yield a part of so many that ordinarily is next to nothing."""
    if size >= FEWEST:
        one = Difference(measure=measure, table=table, detail=detail, now=share, distance=share)
        yield one, _error(share, size)


def _written(now: Profile, before: Profile, touched: Mapping[str, Touch]) -> Iterator[_Gap]:
    """Yield how the rows that an update writes anew differ from those in whose place they come."""
    anew = {table: touch.written for table, touch in touched.items() if touch.written is not None}
    old = replace(before, tables={table: one.old for table, one in anew.items()})
    new = replace(now, tables={table: one.new for table, one in anew.items()})
    yield from _tables(new, old, {table: (one.overlap,) for table, one in anew.items()})


def _rising(
    table: str, measure: str, column: str, before: float | None, now: float | None, old_size: int, new_size: int,
    *, detail: str = "", turned: bool = False,
) -> Iterator[_Gap]:  # fmt: skip
    """Yield a part that may fall but not rise; `turned` says it as the part that remains."""
    if now is None or min(old_size, new_size) < FEWEST:
        return
    was = before or 0.0
    shown = (1 - was, 1 - now) if turned else (before, now)
    one = Difference(measure=measure, table=table, column=column, detail=detail, before=shown[0], now=shown[1])
    yield replace(one, distance=max(0.0, now - was)), 0.0 if before is None else _chance(was, old_size, new_size)


def _either(
    table: str, measure: str, column: str, before: float | None, now: float | None, size: tuple[int, int]
) -> Iterator[_Gap]:
    if before is not None and now is not None:
        one = Difference(measure=measure, table=table, column=column, before=before, now=now)
        yield replace(one, distance=abs(now - before)), _chance(max(before, now), *size)


def _part(bins: Bins, name: str) -> float:
    return bins.get(name, 0) / max(sum(bins.values()), 1)


def _apart(new: Bins, old: Bins) -> float:
    """Return the part of the rows that moved to another bin.

    Only the most frequent values have a bin: one without may have been as frequent as the rarest that has one.
    """
    return max(_over(new, old), _over(old, new))


def _over(more: Bins, less: Bins) -> float:
    rarest = min(less.values()) / sum(less.values()) if "other" in less else 0.0
    named = (name for name in more if name != "other")
    return sum(max(0.0, _part(more, name) - (_part(less, name) if name in less else rarest)) for name in named)


def _noise(new: Bins, old: Bins) -> float:
    """Return the distance that two samples of one distribution seldom leave: half the sum over bins of their errors."""
    sizes = sum(old.values()), sum(new.values())
    pooled = [(new.get(name, 0) + old.get(name, 0)) / sum(sizes) for name in {*new, *old}]
    return sum(_chance(part, *sizes) for part in pooled) / (2 * _SIGMAS) * 1.5


def _error(part: float, size: int) -> float:
    """Return three standard errors of a part that was found in a sample."""
    return _SIGMAS * sqrt(part * (1 - part) / size)


def _chance(part: float, old_size: int, new_size: int) -> float:
    """Return three standard errors of the difference of two parts."""
    return _SIGMAS * sqrt(max(part * (1 - part), 0.0) * (1 / max(old_size, 1) + 1 / max(new_size, 1)))
