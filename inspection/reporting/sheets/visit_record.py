"""What an employer keeps of a visit: place, day, inspectors, the documents that are asked, and nothing else.

It is the same paper in every control. No finding, provision, amount, name or answer of a worker can come onto it, since
none of them is handed in; it is no copy of a report of infringement and starts no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from inspection.control.filled import Control
from inspection.i18n import Lang, t
from inspection.reporting.paper import typeset
from inspection.time_of import clock_in_brussels, day_in_brussels, day_text
from sectors import Catalogue
from sectors.rules.checklists import VisitRecordRules


@dataclass(frozen=True, kw_only=True)
class VisitRecord:
    """All that a visit record says.

    place
        Name and address of the workplace, a line each.
    until
        When it was shown, or the end of the visit; None where neither is known.
    documents
        Those that are asked by `due_on`, in the words of `lang`.
    """

    lang: Lang
    place: tuple[str, ...] = field(repr=False)
    entered_at: datetime
    until: datetime | None
    service: str
    inspectors: tuple[str, ...] = field(repr=False)
    documents: tuple[str, ...]
    due_on: date


def visit_record_pdf(record: VisitRecord, words: VisitRecordRules, *, made_on: datetime) -> bytes:
    """Return a visit record as PDF/A in its language."""
    return typeset("visit_record", visit_record_data(record, words), made_on=made_on)


def visit_record_data(record: VisitRecord, words: VisitRecordRules) -> dict[str, Any]:
    """Return what a visit record prints as plain values: the same rows in the same order as the field form shows."""
    lang = record.lang
    until = clock_in_brussels(record.until) if record.until is not None else "…"
    return {
        "lang": lang,
        "title": words.title.say(lang),
        "opening": words.opening.say(lang),
        "service": words.service.say(lang).format(service=record.service),
        "rows": [
            [words.place.say(lang), ", ".join(record.place)],
            [words.day.say(lang), day_text(day_in_brussels(record.entered_at))],
            [words.hours.say(lang), f"{clock_in_brussels(record.entered_at)} – {until}"],
            [words.inspectors.say(lang), ", ".join(record.inspectors)],
        ],
        "asked": words.documents.say(lang).format(day=day_text(record.due_on))
        if record.documents
        else words.no_documents.say(lang),
        "documents": list(record.documents),
        "closing": words.closing.say(lang),
        "page": t("dossier.page", lang),
    }


def visit_record_of(
    control: Control, form: Catalogue, *, place: Sequence[str], names: Sequence[str], service: str
) -> VisitRecord:
    """Return the visit record of a control: as it was shown on the spot, else by the default of every control.

    Read are the sector, the moments, the report's language and what was shown: nothing else of the control counts.

    Arguments: `form` the rules of the day of the control; `place` name and address of the workplace; `names` of the
    inspectors who were present, where nothing was shown.
    """
    shown = control.visit_record
    lang: Lang = shown.language if shown else control.report_language
    ended = shown.shown_at if shown else control.left_at
    asked = form.documents_asked(form.sectors[control.sector]) if control.sector in form.sectors else ()
    last = day_in_brussels(ended or control.entered_at)
    return VisitRecord(
        lang=lang,
        place=tuple(place),
        entered_at=control.entered_at,
        until=ended,
        service=service,
        inspectors=tuple(shown.inspectors if shown and shown.inspectors else names),
        documents=shown.documents if shown else tuple(one.say(lang) for one in asked),
        due_on=shown.due_on if shown else last + timedelta(days=form.visit_record.due_days),
    )
