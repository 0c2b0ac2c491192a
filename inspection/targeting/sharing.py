"""How the visits chosen by risk are divided between sectors: by the policy of the service, never by comparing points.

Points of two cards measure two things, and no probability of ours is calibrated yet: a sector that is dangerous and
rarely controlled would otherwise be passed over for ever. In a district each sector gets its share of the room. What it
cannot fill, for want of workplaces, goes to the others in proportion to their shares, again and again until the room is
full or nobody is left. A sector that the policy does not name shares what the named ones leave of the whole, with the
others that it does not name.
"""

import math
from collections.abc import Mapping


def weights(members: Mapping[str, int], shares: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each sector that has any workplace; those that are not named divide what is left."""
    present = [sector for sector, size in members.items() if size]
    unnamed = [sector for sector in present if sector not in shares]
    rest = max(0.0, 1.0 - sum(shares.values()))
    return {sector: shares.get(sector, rest / len(unnamed) if unnamed else 0.0) for sector in present}


def divide(room: float, members: Mapping[str, int], shares: Mapping[str, float], least: int) -> dict[str, float]:
    """Return how much of `room` each sector gets: at least `least`, at most its workplaces, together at most the room.

    members
        Sector to the number of workplaces that can be chosen.
    shares
        Sector to its part of the whole, in [0, 1].
    """
    parts = weights(members, shares)
    given = {sector: float(min(least, members[sector])) for sector in parts}
    if sum(given.values()) > room:
        return {sector: room * one / sum(given.values()) for sector, one in given.items()}
    return _filled(room, members, parts, given)


def _filled(
    room: float, members: Mapping[str, int], parts: Mapping[str, float], least: Mapping[str, float]
) -> dict[str, float]:
    """Fill up in proportion to the parts: whoever is full, or below its least, is settled and the others share anew."""
    settled: dict[str, float] = {}
    while True:
        free = {s: part for s, part in parts.items() if s not in settled and part > 0}
        left = room - sum(settled.values()) - sum(least[s] for s in parts if s not in settled and s not in free)
        whole = sum(free.values())
        wanted = {s: left * part / whole for s, part in free.items()}
        low = {s: least[s] for s, want in wanted.items() if want < least[s]}
        full = {s: float(members[s]) for s, want in wanted.items() if want > members[s]}
        if not low and not full:
            return {s: settled.get(s, wanted.get(s, least[s])) for s in parts}
        settled |= low or full


def whole(given: Mapping[str, float], members: Mapping[str, int]) -> dict[str, int]:
    """Round to whole visits by largest remainder, ties by key; nobody gets more than it has workplaces."""
    counts = {s: math.floor(one + 1e-9) for s, one in given.items()}
    left = round(sum(given.values())) - sum(counts.values())
    order = sorted((s for s in given if counts[s] < members[s]), key=lambda s: (counts[s] - given[s], s))
    return {s: n + int(s in order[:left]) for s, n in counts.items()}
