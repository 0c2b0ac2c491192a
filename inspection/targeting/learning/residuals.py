"""Own history as residuals: what controls found beyond what was to be expected of that inspector and kind of control.

A strict inspector finds much everywhere. So what is found counts only as far as it differs from what the same
inspector finds in the same kind of control, and it fades: after some years a workplace has the history of one that was
never seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_PRIOR_CONTROLS = 10.0  # of the whole, that stand beside an inspector's own when their rate is told
_PRIOR_VISITS = 1.0  # of no residual, that stand beside those of a subject


@dataclass(frozen=True, kw_only=True)
class Control:
    """A planned control of the past.

    subject
        Whose history it is, by any key; None where it is nobody's: then it only tells what is to be expected.
    inspector, kind
        What decides how much is found and not what is there; by any key.
    """

    subject: Hashable
    known_on: date
    sector: str
    inspector: Hashable
    kind: str
    found: bool


def decayed_residuals(controls: Iterable[Control], *, on: date, half_life_days: int) -> dict[Hashable, float]:
    """Return what controls that were known before `on` left on each subject, in (-1, 1); fading to 0.

    It is the mean of found minus expected, each weighing half as much after every `half_life_days`, beside one visit
    of no residual: one control of long ago tells little, and none at all tells nothing (the subject is not there).
    Nothing of what is expected of an inspector leaves this function.
    """
    known = [one for one in controls if one.known_on < on]
    expected = _expected(known)
    sums: dict[Hashable, float] = defaultdict(float)
    weights: dict[Hashable, float] = defaultdict(float)
    for one, chance in zip(known, expected, strict=True):
        if one.subject is not None:
            weight = 0.5 ** ((on - one.known_on).days / half_life_days)
            sums[one.subject] += weight * (one.found - chance)
            weights[one.subject] += weight
    return {subject: sums[subject] / (weights[subject] + _PRIOR_VISITS) for subject in sums}


def _expected(known: Sequence[Control]) -> list[float]:
    """Return the chance of a finding in each control, by sector, kind and inspector; few controls say little."""
    overall = sum(one.found for one in known) / len(known) if known else 0.0
    usual = _shrunk(((one.sector, one.kind), one.found - overall) for one in known)
    beyond = [one.found - overall - usual[one.sector, one.kind] for one in known]
    strict = _shrunk((one.inspector, over) for one, over in zip(known, beyond, strict=True))
    return [min(1.0, max(0.0, overall + usual[one.sector, one.kind] + strict[one.inspector])) for one in known]


def _shrunk(values: Iterable[tuple[Hashable, float]]) -> Mapping[Hashable, float]:
    """Return the mean of each group, beside as many zeros as stand for the whole."""
    sums: dict[Hashable, float] = defaultdict(float)
    counts: dict[Hashable, int] = defaultdict(int)
    for group, value in values:
        sums[group] += value
        counts[group] += 1
    return {group: sums[group] / (counts[group] + _PRIOR_CONTROLS) for group in sums}
