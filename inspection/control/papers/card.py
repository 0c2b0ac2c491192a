"""The card of steps and the numbers beside it: what an inspector does, and whom they ring, when something is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from inspection.control.papers.on_call import is_overnight
from sectors import Catalogue
from sectors.rules.on_call import FieldStep, Hours, OnCallLine, OnCallRole
from sectors.rules.recipients import RoutingLine
from sectors.rules.values import Text


@dataclass(frozen=True, kw_only=True)
class OnCallNumber:
    """Somebody to ring in one area; `number` is None where nobody said, and nobody guesses.

    line
        Key of the line of a roster or of the rules; two that say the same are one number.
    rank
        1 is on duty, 2 the deputy.
    days, starts, ends
        Weekdays and the clock of a line that gives them instead of `hours`.
    to_verify
        Whether it must be shown "to be verified".
    """

    line: str = field(compare=False)
    role: OnCallRole
    recipient: str
    label: Text
    number: str | None
    rank: int = 1
    hours: Hours | None
    days: tuple[int, ...] = ()
    starts: str | None = None
    ends: str | None = None
    to_verify: bool
    valid_until: date | None

    @property
    def is_overnight(self) -> bool:
        """Whether its hours go on after midnight: on its last day they end the morning after."""
        return is_overnight(self.starts, self.ends)


def steps(catalogue: Catalogue, *, minors: bool, third_country: bool) -> tuple[FieldStep, ...]:
    """Return the steps that a case asks for, in order.

    Arguments: `minors` whether somebody is or says to be under age, or may be; `third_country` whether somebody is no
    citizen of the Union.
    """
    asked = {"always": True, "minor": minors, "third_country": third_country}
    return tuple(step for step in every_step(catalogue) if asked[step.when])


def every_step(catalogue: Catalogue) -> tuple[FieldStep, ...]:
    """Return all steps of the card in order, whatever the case: for a form that decides without a network."""
    return tuple(sorted(catalogue.steps.values(), key=lambda step: (step.rank, step.key)))


def on_call_numbers(catalogue: Catalogue, area: str) -> tuple[OnCallNumber, ...]:
    """Return whom to ring in an area of the routing table on the catalogue's day, by role.

    A roster whose days are over is left out; where a role and office have a number of their own, so are the lines that
    would show the office's general one, or none.

    Errors: KeyError for an unknown area.
    """
    office = {office.area: office for office in catalogue.offices}[area]
    lines = list(_lines(catalogue, office))
    labels = {(line.role, recipient): line.label for line, recipient in lines if line.label is not None}
    own = {(line.role, recipient) for line, recipient in lines if line.number is not None}
    told = [(line, recipient) for line, recipient in lines if line.number or (line.role, recipient) not in own]
    found = [_number(catalogue, line, recipient, labels) for line, recipient in told]
    known = {(one.role, one.recipient) for one in found if one.number is not None}
    return tuple(one for one in found if one.number is not None or (one.role, one.recipient) not in known)


def _lines(catalogue: Catalogue, office: RoutingLine) -> Iterator[tuple[OnCallLine, str]]:
    """Yield the lines of an area with the office that each names; a line of its own area comes before the others."""
    mine = [line for line in catalogue.on_call.values() if not line.areas or office.area in line.areas]
    for line in sorted(mine, key=lambda line: (not line.areas, line.rank)):
        if line.valid_until is None or line.valid_until >= catalogue.day:
            yield line, line.recipient or str(getattr(office, str(line.office)))


def _number(
    catalogue: Catalogue, line: OnCallLine, recipient: str, labels: Mapping[tuple[OnCallRole, str], Text]
) -> OnCallNumber:
    known = catalogue.recipients[recipient]
    number = line.number or known.telephone
    is_sure = not (line if line.number else known).is_to_verify
    return OnCallNumber(
        line=line.key,
        role=line.role,
        recipient=recipient,
        label=line.label or labels.get((line.role, recipient)) or known.name,
        number=number,
        rank=line.rank,
        hours=line.hours,
        days=line.days,
        starts=line.starts,
        ends=line.ends,
        to_verify=number is None or not is_sure,
        valid_until=line.valid_until,
    )
