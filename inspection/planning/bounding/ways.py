"""Shortest ways: a table in which no way by another point is shorter."""

from inspection.planning.search import Floats, compiled


@compiled
def shorten(travel: Floats) -> Floats:
    """Return the table with every way no longer than any way by other points (Floyd and Warshall).

    The bound may then pass over a visit that is not worth its price: without it nobody comes later anywhere.
    """
    ways = travel.copy()
    size = ways.shape[0]
    for k in range(size):
        through = ways[k]
        for i in range(size):
            leg = ways[i, k]
            row = ways[i]
            for j in range(size):
                row[j] = min(row[j], leg + through[j])
    return ways
