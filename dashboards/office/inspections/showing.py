"""The first page of a control: what was found, what runs out, its dossiers, what was said; names after a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from starlette.responses import Response

from dashboards.office.concluded import Concluded
from dashboards.office.inspections.opening import FOUND, Opened, Part, control_in
from dashboards.office.shared import as_file, for_reason
from inspection import acts
from inspection.errors import InspectionError
from inspection.reporting.cases import EPV_NUMBER, Reader

if TYPE_CHECKING:
    from dashboards.office.asking import Asked
    from dashboards.office.inspections.words import Words
    from inspection.acts.controls import ShownControl
    from inspection.control.conclusions import Offender


def _read(opened: Opened) -> Mapping[str, object]:
    shown, control = opened.shown, opened.shown.control
    concluded = Concluded(opened.words, shown.conclusion, control.facts_on)
    beside = acts.stories.beside_control(opened.context, opened.id)
    return {
        "concluded": concluded,
        "clocks": concluded.running(beside.clocks),
        "made": opened.words.say("controls.by", who=beside.saved_by, at=opened.asked.day(beside.saved_on)),
        "reviews": () if shown.is_masked else acts.controls.reviews(opened.context, opened.id),
        "offenders": _offenders(opened),
        "readers": get_args(Reader),
        "epv": str(control.answers.get(EPV_NUMBER) or ""),
        "is_mine": beside.is_mine and opened.may("control.correct"),
        "parts": (),
    }


PAGE = Part(FOUND, _read)


def dossier(asked: Asked) -> Response:
    """Give a dossier as a file: the auditorate's, or the copy for one offender; that it was made is recorded."""
    try:
        made = acts.controls.dossier(
            for_reason(asked), control_in(asked), _reader(asked), offender=asked.form.get("offender") or None
        )
    except InspectionError as fault:
        return PAGE.again(asked, fault, "dossier")
    return as_file(made.name, made.pdf)


def fields(asked: Asked) -> Response:
    """Show each part of the report on its own, to be copied into the federal system."""
    try:
        context = for_reason(asked)
        made = acts.controls.dossier(
            context, control_in(asked), "auditorate", offender=asked.form.get("offender") or None
        )
        return PAGE.drawn(asked, context, read=lambda opened: {**_read(opened), "parts": made.parts})
    except InspectionError as fault:
        return PAGE.again(asked, fault, "dossier")


def visit_record(asked: Asked) -> Response:
    """Give the paper that every employer may have of a visit."""
    try:
        made = acts.controls.visit_record(for_reason(asked), control_in(asked))
    except InspectionError as fault:
        return PAGE.again(asked, fault, "dossier")
    return as_file(made.name, made.pdf)


def _offenders(opened: Opened) -> list[tuple[str, str]]:
    """Return key and name of each offender, whose copies are made apart; without a reason, by role only."""
    shown: ShownControl = opened.shown
    if shown.is_masked or shown.control.left_at is None:
        return []
    typed = {one.ref: one.name for one in shown.control.offenders}
    found = acts.controls.copy_offenders(opened.context, shown.control)
    return [(one.key, _named(one, opened.words, typed)) for one in found]


def _named(one: Offender, words: Words, typed: Mapping[str, str | None]) -> str:
    return " ".join(filter(None, (words.role(one.role), one.person, typed.get(one.ref or ""))))


def _reader(asked: Asked) -> Reader:
    return "offender" if asked.form.get("reader") == "offender" else "auditorate"
