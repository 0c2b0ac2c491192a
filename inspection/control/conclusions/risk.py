"""What a finding risks: the sanctions of its level by its own law, for natural and legal persons, and the Region's."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from inspection.control.conclusions.conclusion import RegionalReading
from sectors import Catalogue
from sectors.rules.consequences import surcharged
from sectors.rules.offences import LegalOrder, Offence
from sectors.rules.values import Confidence

_WEAKEST_LAST: Final[tuple[Confidence, ...]] = ("H", "H*", "M", "L")
CERTAIN: Final[tuple[Confidence, ...]] = ("H", "H*")

Cents = tuple[int, int] | None


class Counted(NamedTuple):
    """How often a fine counts: once for each worker where the article multiplies, and what else its variant says.

    floor_percent
        The share of its maximum under which no fine may be; None: no such floor.
    """

    workers: int = 1
    times: int = 1
    floor_percent: int | None = None

    def fine(self, cents: Cents) -> Cents:
        """Return a range so often; the floor, where there is one, raises its lower end."""
        if cents is None:
            return None
        smallest, largest = (amount * self.workers * self.times for amount in cents)
        return (
            smallest if self.floor_percent is None else max(smallest, -(-largest * self.floor_percent // 100)),
            largest,
        )


@dataclass(frozen=True, kw_only=True)
class Risk:
    """The sanctions of one level, counted; each None where there is none, or it is not known.

    criminal_cents
        The fine of a natural person; of a legal one where the offender is known to be one.
    criminal_legal_cents
        The fine if the offender is a legal person, where nobody knows and it is another one.
    """

    level: int
    prison_months: tuple[int, int] | None
    criminal_cents: Cents
    criminal_legal_cents: Cents
    administrative_cents: Cents
    confidence: Confidence


def risk_of(level: int | None, law: Catalogue, counted: Counted, *, is_legal_person: bool | None) -> Risk | None:
    """Return what a level risks by the federal law of a day; None where no level is known, or it has no range.

    A legal person serves no prison term: the level's own is converted into its fine.

    is_legal_person
        None where nobody knows: then both fines are given, and the natural person's never stands alone.
    """
    known = law.sanctions.ranges.get(level) if level is not None else None
    if known is None:
        return None
    legal = counted.fine(known.criminal_legal_cents)
    is_converted = is_legal_person is True and legal is not None
    marks = [known.confidence]
    if is_converted:
        marks.append(law.sanctions.legal_person_confidence)
    if counted.floor_percent is not None:
        marks.append(law.sanctions.aggravating_floor_confidence or known.confidence)
    return Risk(
        level=known.level,
        prison_months=None if is_legal_person is True else known.prison_months,
        criminal_cents=legal if is_converted else counted.fine(known.criminal_cents),
        criminal_legal_cents=legal if is_legal_person is None else None,
        administrative_cents=counted.fine(known.administrative_cents),
        confidence=weakest(*marks),
    )


def floor_of(level: int | None, law: Catalogue) -> int | None:
    """Return the share of its maximum under which no fine of this level may be with an aggravating factor."""
    return law.sanctions.aggravating_floor_percent if level in law.sanctions.aggravating_floor_levels else None


def regional_reading(
    offence: Offence, order: LegalOrder | None, law: Catalogue, workers: int
) -> RegionalReading | None:
    """Return what the Region's own scale threatens, as far as it was read; None where it is not held.

    workers
        How many it concerns; a Region's fine is not multiplied by them here, since whether it is was not found.
    """
    if order is None or order.scale is None or offence.key not in order.scale.offences:
        return None
    scale, factor = order.scale, law.sanctions.surcharge_factor
    return RegionalReading(
        order=order.key,
        prison_months=scale.prison_months,
        criminal_cents=surcharged(scale.criminal_base_cents, factor),
        administrative_cents=surcharged(scale.administrative_base_cents, factor),
        is_of_one_worker=workers > 1,
        confidence=scale.confidence,
    )


def weakest(*marks: Confidence) -> Confidence:
    """Return the mark of the weakest part."""
    return max(marks, key=_WEAKEST_LAST.index)
