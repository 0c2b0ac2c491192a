"""The page of one control: what was found, what runs out, its dossiers, what was said of it; names after a reason."""

from collections.abc import Mapping
from typing import get_args
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.drawing import SAID
from dashboards.office.faults import alike, said_of, status_of
from dashboards.office.shared import INSPECTIONS, Telling, control_address, workplace_address
from inspection import acts
from inspection.acts.controls import ShownControl
from inspection.control.conclusions import Offender
from inspection.errors import AccessRefused, InspectionError, Unseen
from inspection.reporting.cases import EPV_NUMBER, Reader
from inspection.store.queries import WorkplaceView
from inspection.trust import Context

TOLD = frozenset({"returned", "reviewed", "noted", "stopped", "saved", "corrected"})
_LATER = frozenset({"ACCESS-090", "ACCESS-091", "ACCESS-092", "ACCESS-093", "ACCESS-094"})


def show(asked: Asked) -> Response:
    """Show a control as it opens: without names, except one's own that is still open."""
    return drawn(asked, asked.acting())


def reveal(asked: Asked) -> Response:
    """Show names too, for the reason that was given."""
    try:
        return drawn(asked, for_reason(asked))
    except InspectionError as fault:
        return again(asked, fault, "why")


def dossier(asked: Asked) -> Response:
    """Give a dossier as a file: the auditorate's, or the copy for one offender; that it was made is recorded."""
    try:
        made = acts.controls.dossier(
            for_reason(asked), control_in(asked), _reader(asked), offender=asked.form.get("offender") or None
        )
    except InspectionError as fault:
        return again(asked, fault, "dossier")
    return _file(made.name, made.pdf)


def fields(asked: Asked) -> Response:
    """Show each part of the report on its own, to be copied into the federal system."""
    try:
        context = for_reason(asked)
        made = acts.controls.dossier(
            context, control_in(asked), "auditorate", offender=asked.form.get("offender") or None
        )
        return drawn(asked, context, parts=made.parts, part="fields")
    except InspectionError as fault:
        return again(asked, fault, "dossier")


def visit_record(asked: Asked) -> Response:
    """Give the paper that every employer may have of a visit."""
    try:
        made = acts.controls.visit_record(for_reason(asked), control_in(asked))
    except InspectionError as fault:
        return again(asked, fault, "dossier")
    return _file(made.name, made.pdf)


def control_in(asked: Asked) -> str:
    """Return the control that the address names."""
    return str(asked.request.path_params["control"])


def for_reason(asked: Asked) -> Context:
    """Return the context with the reason that a form gives, where it gives one."""
    purpose, context = asked.form.get("purpose", ""), asked.acting()
    return context.because(purpose, asked.form.get("case", "").strip()) if purpose else context


def again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the control again with what a form of it held, and why it was not taken.

    Errors: the fault itself where the control is not there, or not for who asks.
    """
    if isinstance(fault, Unseen) or alike(fault) is not fault:
        raise AccessRefused("ACCESS-120") from None
    context = asked.acting()
    if part != "why" and fault.code not in _LATER:
        context = for_reason(asked)
    return drawn(asked, context, fault=fault, part="why" if fault.code in _LATER else part)


def drawn(
    asked: Asked,
    context: Context,
    *,
    parts: tuple[tuple[str, str], ...] = (),
    fault: InspectionError | None = None,
    part: str = "",
) -> Response:
    """Return the page; `part` is the form that was refused, or whose answer is shown."""
    control, told = control_in(asked), asked.query("told")
    try:
        shown = acts.controls.show_control(context, control)
        beside = acts.stories.beside_control(context, control)
    except Unseen:
        raise AccessRefused("ACCESS-120") from None
    telling = Telling(asked)
    return asked.page(
        "inspection.html",
        status_of(fault) if fault else 200,
        id=control,
        shown=shown,
        control=shown.control,
        findings=shown.conclusion.findings,
        clocks=beside.clocks,
        place=_place(context, shown),
        reviews=() if shown.is_masked else acts.controls.reviews(context, control),
        offenders=_offenders(context, telling, shown),
        readers=get_args(Reader),
        epv=str(shown.control.answers.get(EPV_NUMBER) or ""),
        is_mine=beside.is_mine and asked.known.may("control.correct"),
        telling=telling,
        purposes=acts.access.choices(telling.rules, asked.known.user.role),
        typed=_typed(asked, fault),
        parts=parts,
        part=part,
        told=told if told in TOLD else "",
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
        address=INSPECTIONS,
        room=INSPECTIONS,
        here_address=control_address(control),
        workplace_address=workplace_address,
    )


def _place(context: Context, shown: ShownControl) -> WorkplaceView | None:
    """Return what is known of the place, None where it lies elsewhere, as in a joint action."""
    try:
        return acts.workplaces.show_workplace(context, shown.control.workplace)
    except AccessRefused:
        return None


def _offenders(context: Context, telling: Telling, shown: ShownControl) -> list[tuple[str, str]]:
    """Return key and name of each offender, whose copies are made apart; without a reason, by role only."""
    if shown.is_masked or shown.control.left_at is None:
        return []
    typed = {one.ref: one.name for one in shown.control.offenders}
    found = acts.controls.copy_offenders(context, shown.control)
    return [(one.key, _named(one, telling, typed)) for one in found]


def _named(one: Offender, telling: Telling, typed: Mapping[str, str | None]) -> str:
    return " ".join(filter(None, (telling.role(one.role), one.person, typed.get(one.ref or ""))))


def _reader(asked: Asked) -> Reader:
    return "offender" if asked.form.get("reader") == "offender" else "auditorate"


def _typed(asked: Asked, fault: InspectionError | None) -> Mapping[str, str]:
    """Return what stands in the form that was refused, and the reason that was given."""
    kept = ("purpose", "case")
    return asked.form if fault else {name: value for name, value in asked.form.items() if name in kept}


def _file(name: str, content: bytes) -> Response:
    said = {**SAID, "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return Response(content, media_type="application/pdf", headers=said)
