"""How the visits chosen by risk are divided between sectors: by the policy of the service, never by comparing points.

Points of two cards measure two things, and no probability of ours is calibrated yet: a sector that is dangerous and
rarely controlled would otherwise be passed over for ever. In a district each sector gets its share of the room. What it
cannot fill, for want of workplaces, goes to the others in proportion to their shares, again and again until the room is
full or nobody is left. A sector that the policy does not name shares what the named ones leave of the whole, with the
others that it does not name. Where the service set objectives of the year for a district, they are its shares.

What a sector missed earlier in the year comes on top of its share, up to a multiple of it.
"""

import math
from collections.abc import Mapping


def weights(members: Mapping[str, int], shares: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each sector that has any workplace; those that are not named divide what is left."""
    present = [sector for sector, size in members.items() if size]
    unnamed = [sector for sector in present if sector not in shares]
    rest = max(0.0, 1.0 - sum(shares.values()))
    return {sector: shares.get(sector, rest / len(unnamed) if unnamed else 0.0) for sector in present}


def shares_in(
    members: Mapping[str, int], shares: Mapping[str, float], meant: Mapping[str, int] | None
) -> dict[str, float]:
    """Return the share of each sector in one district, together 1: by the year's objectives, else by the country's.

    members
        Sector to its workplaces there; one that has none has a share only where the objectives of the year name it.
    meant
        Sector to the visits by risk of the year; a sector that they do not name has no share.
    """
    parts: Mapping[str, float] = {**dict.fromkeys(members, 0), **meant} if meant else weights(members, shares)
    every = sum(parts.values())
    return {sector: part / every for sector, part in sorted(parts.items())} if every > 0 else dict.fromkeys(parts, 0.0)


def with_owed(shares: Mapping[str, float], owed: Mapping[str, float], room: float, at_most: float) -> dict[str, float]:
    """Return the shares of a week with what each sector missed earlier: none below 0, or above `at_most` times its own.

    A sector whose share is less than a visit may get one all the same once it is owed one, or it would never have any.

    owed
        Sector to the visits that it missed; below 0 where it had more.
    room
        Visits of the week.
    """
    if at_most <= 1 or room <= 0:
        return dict(shares)
    most = {s: max(1.0, at_most * part * room) if part else 0.0 for s, part in shares.items()}
    asked = {s: min(most[s], max(0.0, part * room + owed.get(s, 0.0))) for s, part in shares.items()}
    every = sum(asked.values())
    return {s: one / every for s, one in asked.items()} if every > 0 else dict(shares)


def divide(room: float, members: Mapping[str, int], shares: Mapping[str, float], least: int) -> dict[str, float]:
    """Return how much of `room` each sector gets: at least `least`, at most its workplaces, together at most the room.

    members
        Sector to the number of workplaces that can be chosen.
    shares
        Sector to its part of the whole, in [0, 1].
    """
    parts = weights(members, shares)
    floor = {sector: float(min(least, members[sector])) for sector in parts}
    if sum(floor.values()) > room:
        return {sector: room * one / sum(floor.values()) for sector, one in floor.items()}

    def at(level: float) -> dict[str, float]:
        """What each gets when a whole share is worth `level` visits."""
        return {s: min(float(members[s]), max(floor[s], level * part)) for s, part in parts.items()}

    turns = sorted({bound[s] / part for s, part in parts.items() if part > 0 for bound in (floor, members)})
    below = 0.0
    for turn in turns:  # between two turns everybody grows in a straight line, or not at all
        if sum(at(turn).values()) >= room:
            start, end = sum(at(below).values()), sum(at(turn).values())
            return at(below + (turn - below) * (room - start) / (end - start) if end > start else turn)
        below = turn
    return at(below)


def whole(given: Mapping[str, float], members: Mapping[str, int]) -> dict[str, int]:
    """Round to whole visits by largest remainder, ties by key; nobody gets more than it has workplaces."""
    counts = {s: math.floor(one + 1e-9) for s, one in given.items()}
    left = round(sum(given.values())) - sum(counts.values())
    order = sorted((s for s in given if counts[s] < members[s]), key=lambda s: (counts[s] - given[s], s))
    return {s: n + int(s in order[:left]) for s, n in counts.items()}
