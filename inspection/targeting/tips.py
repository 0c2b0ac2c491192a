"""Which tips are copies of one, and which are a flood: a thousand copies are one tip, and one real tip is never lost.

Nothing of what was told is read here. A tip is known by keyed hashes: of who told it, of their device, and of a sample
of its words.
"""

import hashlib
import hmac
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from sectors.rules.watch import TipRules

URGENT, ORDINARY, FLOOD = LANES = ("urgent", "ordinary", "flood")
_SAMPLED, _WORDS = 48, 2
_PRIME = (1 << 61) - 1


@dataclass(frozen=True, kw_only=True)
class Tip:
    """A tip as these rules see it; None for a source or a device that nobody knows."""

    id: str
    workplace: str
    at: datetime
    is_urgent: bool = False
    source: str | None = None
    device: str | None = None
    sketch: tuple[str, ...] = field(default=(), repr=False)


def sketch_of(text: str, key: bytes, least: int = 1) -> tuple[str, ...]:
    """Return keyed hashes of a sample of the words of a text: texts are as alike as the share that they have in common.

    Accents, case and signs do not count. Without the key nobody can try whether a text has a sketch.

    Arguments: `least` words that a text has at least; a shorter one has no sketch.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    if len(words) < least:
        return ()
    pieces = {" ".join(words[n : n + _WORDS]) for n in range(max(1, len(words) - _WORDS + 1))}
    hashed = [_number(key, piece) for piece in pieces]
    return tuple(f"{min(_mixed(one, n) for one in hashed) & 0xFFFFFFFF:08x}" for n in range(_SAMPLED))


def lanes(tips: Iterable[Tip], rules: TipRules) -> dict[str, str]:
    """Return the lane of each tip.

    "flood" is a copy of an earlier tip about the workplace, and what comes after the first of a flood: about one
    workplace, or by one source, from one device, with one text. "urgent" is the first of its copies, and no flood about
    its workplace displaces it. All others are "ordinary".
    """
    ordered = sorted(tips, key=lambda tip: (tip.at, tip.id))
    texts = _texts(ordered, rules)
    firsts = _firsts(ordered, texts, rules)
    of_workplaces = _floods(firsts, lambda tip: tip.workplace, rules)
    of_makers = set()
    makers = (
        lambda tip: tip.source,
        lambda tip: tip.device,
        lambda tip: texts[tip.id] if _is_long(tip.sketch) else None,
    )
    for asked in makers:
        of_makers |= _floods(firsts, asked, rules)
    kept = {tip.id for tip in firsts} - of_makers
    return {tip.id: _lane(tip, kept, of_workplaces) for tip in ordered}


def _lane(tip: Tip, kept: set[str], of_workplaces: set[str]) -> str:
    if tip.id not in kept:
        return FLOOD
    if tip.is_urgent:
        return URGENT
    return FLOOD if tip.id in of_workplaces else ORDINARY


def _firsts(ordered: Sequence[Tip], texts: Mapping[str, int], rules: TipRules) -> list[Tip]:
    """Return the tips that are no copies: none before, about that workplace, has its source, device or text."""
    spans = (timedelta(days=rules.source_days), timedelta(hours=rules.device_hours), None)
    last: dict[tuple[int, str, object], datetime] = {}
    found = []
    for tip in ordered:
        is_copy = False
        for n, (value, span) in enumerate(zip((tip.source, tip.device, texts[tip.id]), spans, strict=True)):
            if value is None:
                continue
            before = last.get((n, tip.workplace, value))
            is_copy |= before is not None and (span is None or tip.at - before <= span)
            last[n, tip.workplace, value] = tip.at
        if not is_copy:
            found.append(tip)
    return found


def _floods(firsts: Sequence[Tip], asked: Callable[[Tip], object], rules: TipRules) -> set[str]:
    """Return the tips that came within a flood of those with the same value, apart from the first of it."""
    alike: dict[object, list[Tip]] = defaultdict(list)
    for tip in firsts:
        if asked(tip) is not None:
            alike[asked(tip)].append(tip)
    return {one for group in alike.values() for one in _surplus(group, rules)}


def _surplus(group: Sequence[Tip], rules: TipRules) -> Iterator[str]:
    """Yield what is too much of a group in the order of time: each tip of a flood but the first of that flood."""
    span, times = timedelta(days=rules.flood_days), [tip.at for tip in group]
    flooded = [False] * len(group)
    end = 0
    for n, at in enumerate(times):
        begin = bisect_left(times, at - span)
        if n - begin + 1 >= rules.flood_tips:
            for one in range(max(begin, end), n + 1):
                flooded[one] = True
            end = n + 1
    for n, tip in enumerate(group):
        is_going_on = n > 0 and flooded[n - 1] and times[n] - times[n - 1] <= span
        if flooded[n] and is_going_on:
            yield tip.id


def _texts(ordered: Sequence[Tip], rules: TipRules) -> dict[str, int]:
    """Return a number for the text of each tip: it has that of the first earlier text that is alike.

    Every earlier text is compared, not only the first of each number: whoever changes a word each time stays found.
    """
    numbers: dict[tuple[str, ...], int] = {}
    sketches = list(dict.fromkeys(tip.sketch for tip in ordered))
    long = [one for one in sketches if _is_long(one)]
    seen, least = np.zeros((len(long), _SAMPLED), dtype=np.uint32), rules.alike_percent * _SAMPLED / 100
    for n, sketch in enumerate(long):
        seen[n] = [int(value, 16) for value in sketch]
        alike = np.flatnonzero((seen[:n] == seen[n]).sum(axis=1) >= least)
        numbers[sketch] = numbers[long[alike[0]]] if alike.size else n
    others = (one for one in sketches if not _is_long(one))
    numbers |= {one: len(long) + n for n, one in enumerate(others)}
    return {tip.id: numbers[tip.sketch] for tip in ordered}


def _is_long(sketch: tuple[str, ...]) -> bool:
    """Tell whether a text was long enough for a sketch; of a shorter one only the whole is compared, by one key."""
    return len(sketch) == _SAMPLED


def _number(key: bytes, piece: str) -> int:
    return int.from_bytes(hmac.digest(key, piece.encode(), hashlib.sha256)[:8], "big")


def _mixed(number: int, n: int) -> int:
    """Return one of several numbers that follow from a number: the least of each over a text is its sample."""
    return ((2 * n + 3) * 0x9E3779B97F4A7C15 * number + n * 0xC2B2AE3D27D4EB4F) % _PRIME
