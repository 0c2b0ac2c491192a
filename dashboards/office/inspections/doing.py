"""What is done on the page of a control: corrected by who made it, returned or read by a head, a deadline ended."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.inspections.opening import control_in
from dashboards.office.inspections.showing import PAGE
from dashboards.office.shared import day_or_none, form_address
from inspection import acts
from inspection.errors import ControlFault, InspectionError
from inspection.trust import Context


def correct(asked: Asked) -> Response:
    """Put a control back into the form, for who made it."""
    try:
        acts.controls.begin_correction(asked.acting(), control_in(asked))
    except InspectionError as fault:
        return PAGE.again(asked, fault, "correct")
    return asked.led(form_address(control_in(asked), "visit"))


def report(asked: Asked) -> Response:
    """Note under which number the report was drawn up, and the day it left."""
    number, sent, control = asked.form.get("epv", ""), asked.form.get("sent_on", ""), control_in(asked)

    def note(context: Context) -> object:
        sent_on = day_or_none(sent, ControlFault("CONTROL-046", listed="sent_on", control_id=control))
        return acts.controls.note_report(context, control, number, sent_on=sent_on)

    return PAGE.done(asked, note, "report", "noted")


def give_back(asked: Asked) -> Response:
    """Return a control to who made it, saying what is to be corrected."""
    words = asked.form.get("words", "")
    return PAGE.done(
        asked, lambda context: acts.controls.return_control(context, control_in(asked), words), "return", "returned"
    )


def review(asked: Asked) -> Response:
    """Note that a head has read a control."""
    words = asked.form.get("words", "")
    return PAGE.done(
        asked,
        lambda context: acts.controls.review_control(context, control_in(asked), words=words),
        "review",
        "reviewed",
    )


def stop_clock(asked: Asked) -> Response:
    """Note that what a deadline asks for was done."""
    clock = asked.form.get("clock", "")
    return PAGE.done(asked, lambda context: acts.chasing.stop_clock(context, clock), "clock", "stopped")
