"""Intervals of a share: Wilson's, and that of Imbens and Manski where only bounds are known.

Wilson's interval is not symmetric: near 0 and 1, and below a hundred draws, a normal interval covers too little
(targeting.md). It is asked here for the number of equally weighted draws that would be as precise as the design was.
"""

import math
from statistics import NormalDist

from inspection.targeting.evaluating.draws import Interval

_NORMAL = NormalDist()
_MANY = 1e4  # degrees of freedom above which Student's t is the normal distribution


def two_sided(level: float, freedom: float = math.inf) -> float:
    """Return how many standard errors lie on each side of an interval of `level`, in (0, 1).

    freedom
        Degrees of freedom of the standard error; at least 1.
    """
    if freedom > _MANY:
        return _NORMAL.inv_cdf(0.5 + level / 2)
    from scipy.special import stdtrit  # heavy, and only for few draws

    return float(stdtrit(max(freedom, 1.0), 0.5 + level / 2))


def wilson(share: float, size: float, errors: float) -> tuple[float, float]:
    """Return both ends of Wilson's interval, of `errors` standard errors, for a share of `size` equal draws."""
    spread = errors * errors / size
    middle = (share + spread / 2) / (1 + spread)
    half = errors * math.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def one_end(width: float, error: float, level: float, freedom: float = math.inf) -> float:
    """Return by how many standard errors each bound is widened so that the interval covers the truth at `level`.

    Imbens and Manski (2004): the truth lies somewhere between the bounds, so that it can be missed on both sides only
    where they are close. From the two-sided figure at a width of zero it falls to the one-sided one.

    width, error
        Between the two bounds, and the larger of their standard errors; in one unit.
    """
    most = two_sided(level, freedom)
    if error <= 0:
        return most
    least = two_sided(2 * level - 1, freedom)
    scale = most / two_sided(level)  # few degrees of freedom widen it as they widen the two-sided one
    low, high = least / scale, most / scale
    for _ in range(60):
        middle = (low + high) / 2
        covered = _NORMAL.cdf(middle + width / error) - _NORMAL.cdf(-middle)
        low, high = (low, middle) if covered >= level else (middle, high)
    return high * scale


def share_interval(found: float, seen: float, unseen: float, *, level: float, limit: float) -> tuple[Interval, bool]:
    """Return the interval of a plain share of counts, and whether it is bounds.

    found, seen, unseen
        How many had a finding, were seen, were not; of one arm with equal weights. Something must have been seen.
    level, limit
        Of the interval; the part that was not seen above which it is bounds.
    """
    share, whole = found / seen, seen + unseen
    if unseen <= limit * whole:
        return Interval(share, *wilson(share, seen, two_sided(level))), False
    lower, upper = found / whole, (found + unseen) / whole
    error = math.sqrt(max(lower * (1 - lower), upper * (1 - upper)) / whole)
    errors = one_end(upper - lower, error, level)
    return Interval(share, wilson(lower, whole, errors)[0], wilson(upper, whole, errors)[1]), True
