"""Where a code is typed or scanned: a reader at the desk types it, and presses Enter."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.paper.found import PAPER, begun, page_address
from inspection import acts
from inspection.errors import ControlFault


def show(asked: Asked) -> Response:
    """Show the field for a code, and the drafts of planned visits that whoever asks has begun."""
    return _drawn(asked)


def begin(asked: Asked) -> Response:
    """Lead to the page that a code names."""
    try:
        return asked.led(begun(asked, asked.form.get("code", "")))
    except ControlFault as fault:
        return _drawn(asked, fault)


def _drawn(asked: Asked, fault: ControlFault | None = None) -> Response:
    drafts = [one for one in acts.controls.own_drafts(asked.acting()) if one.visit and not one.corrects]
    rules = asked.catalogue
    return asked.page(
        "paper.html",
        status_of(fault) if fault else 200,
        address=PAPER,
        typed=asked.form.get("code", ""),
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
        drafts=[
            (page_address(one.id, 1), one.visit, rules.sectors[one.sector].label.say(asked.look.lang), one.kept_at)
            for one in drafts
            if one.sector in rules.sectors
        ],
    )
