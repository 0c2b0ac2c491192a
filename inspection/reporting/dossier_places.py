"""Where a control was, in words of a dossier: the door, what devices recorded, and nothing that leads to a centre."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from inspection.control import Control, Position
from inspection.i18n import Lang, t
from inspection.reporting.written import moment_text
from sectors import Catalogue

_MET: Final = frozenset({"done", "reached"})


def without_centres(control: Control, form: Catalogue) -> Control:
    """Return a control as a paper may tell of it: which reception centre was reached, and for whom, stands on none.

    Nor does where a device was once the control was left, or once a centre had a part in it: it may have been there.
    """
    centres = {key for key, step in form.steps.items() if step.role == "centre"}
    ends = tuple(_ends(control, centres))
    files = (each.model_copy(update={"position": _on_site(each.position, ends)}) for each in control.attachments)
    return control.model_copy(
        update={
            "steps": tuple(step for step in control.steps if step.step not in centres),
            "position": _on_site(control.position, ends),
            "attachments": tuple(files),
        }
    )


def places(control: Control, lang: Lang) -> list[str]:
    """Return the door as the inspector wrote it down, and where the device was at the entry, as far as it is known."""
    door, where = control.door.strip(), coordinates(control.position, lang)
    words = (
        t("dossier.door", lang, door=door) if door else "",
        t("dossier.position", lang, where=where) if where else "",
    )
    return [word for word in words if word]


def coordinates(position: Position | None, lang: Lang) -> str:
    """Return a position with its accuracy and the moment at which it was recorded; nothing where none was.

    Without a sign for degrees: in a dossier that sign says that something is to be verified.
    """
    if position is None:
        return ""
    metres = position.accuracy_m
    said = t("dossier.accuracy_unknown", lang) if metres is None else t("dossier.accuracy", lang, m=f"{metres:.0f}")
    degrees = {"lat": f"{position.lat:.5f}", "lon": f"{position.lon:.5f}"}
    return t("dossier.coordinates", lang, **degrees, accuracy=said, at=moment_text(position.at))


def _ends(control: Control, centres: set[str]) -> Iterator[datetime]:
    """Yield each moment after which a device may be elsewhere than at the workplace."""
    if control.left_at is not None:
        yield control.left_at
    yield from (step.at for step in control.steps if step.step in centres and step.outcome in _MET)
    yield from (asked.at for asked in control.consents if asked.explained_by == "centre_staff")


def _on_site(position: Position | None, ends: Sequence[datetime]) -> Position | None:
    return position if position is not None and all(position.at <= end for end in ends) else None
