"""Sorting as the search needs it: a few numbers at a time, written out, since the library's takes long to compile."""

import numpy as np

from inspection.planning.search.arrays import Floats, Ints
from inspection.planning.search.compiling import inner


@inner
def lowest(nodes: Ints, score: Floats, count: int) -> Ints:
    """Return so many nodes of the lowest score, the lowest first: few of many, which sorting them all takes long to.

    Of equal scores the first comes first.
    """
    chosen, known, size = np.empty(count, dtype=np.intp), np.full(count, np.inf), 0
    for i in range(nodes.size):
        if size == count and score[i] >= known[count - 1]:
            continue
        size = min(size + 1, count)
        j = size - 1
        while j > 0 and known[j - 1] > score[i]:
            chosen[j], known[j] = chosen[j - 1], known[j - 1]
            j -= 1
        chosen[j], known[j] = nodes[i], score[i]
    return chosen


@inner
def distinct(numbers: Floats, count: int) -> Floats:
    """Return the first so many numbers in order, each once."""
    found, size = np.empty(count), 0
    for i in range(count):
        j = size
        while j > 0 and found[j - 1] > numbers[i]:
            j -= 1
        if j > 0 and found[j - 1] == numbers[i]:
            continue
        for k in range(size, j, -1):
            found[k] = found[k - 1]
        found[j] = numbers[i]
        size += 1
    return found[:size]
