"""An update of fewer rows than a part can be told of: only what is impossible by chance is judged.

Of a handful of entities any share is ordinary. That a column which nearly everybody fills is empty in each of the rows,
or that several texts show the marks of a wrong decoding, is not.
"""

from collections.abc import Iterator

from inspection.registers.gate.difference import Difference
from inspection.registers.gate.profile import Profile
from inspection.registers.gate.taking_profile import FEW

_ROWS = 5  # from so many on, all of them without a value that nine of ten rows have are no chance
_SELDOM_MISSING = 0.1
_GARBLED = 3  # texts


def spoilt_in_few(now: Profile, before: Profile) -> Iterator[tuple[Difference, float]]:
    """Yield the columns that an update of few rows empties in every one of them, or decodes wrongly."""
    for name, new in now.tables.items():
        old = before.tables.get(name)
        if old is None or new.sampled >= FEW:
            continue
        for column, one in new.columns.items():
            was = old.columns[column].missing if column in old.columns else 1.0
            if new.sampled >= _ROWS and one.missing == 1 and was < _SELDOM_MISSING:
                lost = Difference(measure="missing", table=name, column=column, before=was, now=1.0, distance=1 - was)
                yield lost, 0.0
            part = one.garbled or 0.0
            if part * one.filled >= _GARBLED - 0.5:
                yield Difference(measure="garbled", table=name, column=column, now=part, distance=part), 0.0
