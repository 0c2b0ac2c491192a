"""Where a control was, in words of a dossier: the door, what devices recorded, and nothing that leads to a centre."""

from inspection.control.filled import Control, Position, centre_steps, only_on_site
from inspection.i18n import Lang, t
from inspection.reporting.paper import moment_text
from sectors.rules import Catalogue


def without_centres(control: Control, form: Catalogue) -> Control:
    """Return a control as a paper may tell of it: which reception centre was reached, and for whom, stands on none.

    Nor does where a device was once it may have been there.
    """
    centres = centre_steps(form)
    steps = tuple(step for step in control.steps if step.step not in centres)
    return only_on_site(control, form).model_copy(update={"steps": steps})


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
