"""Where a device was, as far as a paper may tell: at the workplace, and nowhere that leads to a reception centre."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from inspection.control.filled.model import Control
from inspection.control.filled.onsite import Position
from sectors.rules import Catalogue

_MET: Final = frozenset({"done", "reached"})


def centre_steps(form: Catalogue) -> frozenset[str]:
    """Return the steps of the card by which a reception centre is reached."""
    return frozenset(key for key, step in form.steps.items() if step.role == "centre")


def only_on_site(control: Control, form: Catalogue) -> Control:
    """Return a control without the positions that a device recorded after it was left, or once a centre had a part in
    it: it may have been there. What was attached stays.

    form
        The rules under which it was filled in.
    """
    ends = tuple(_ends(control, centre_steps(form)))
    files = (each.model_copy(update={"position": _on_site(each.position, ends)}) for each in control.attachments)
    return control.model_copy(update={"position": _on_site(control.position, ends), "attachments": tuple(files)})


def _ends(control: Control, centres: frozenset[str]) -> Iterator[datetime]:
    """Yield each moment after which a device may be elsewhere than at the workplace."""
    if control.left_at is not None:
        yield control.left_at
    yield from (step.at for step in control.steps if step.step in centres and step.outcome in _MET)
    yield from (asked.at for asked in control.consents if asked.explained_by == "centre_staff")


def _on_site(position: Position | None, ends: Sequence[datetime]) -> Position | None:
    return position if position is not None and all(position.at <= end for end in ends) else None
