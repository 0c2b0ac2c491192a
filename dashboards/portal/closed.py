"""What is over: refused, withdrawn or closed cases, answered requests; and the way to a case by its reference."""

from starlette.responses import Response

from dashboards.office import Asked
from dashboards.portal.around import counted_as
from dashboards.portal.cards import contact_title, title_of
from dashboards.portal.offices import name_of
from dashboards.portal.states import State, state_of
from inspection import acts
from inspection.acts.portal.pages import Held
from inspection.acts.portal.values import CaseCopy, ContactCopy, FindingCopy
from inspection.time_of import now


def show(asked: Asked) -> Response:
    """Show them, the newest first; a reference that is known leads to its page."""
    wanted = asked.query("reference").strip().upper()
    if wanted and asked.known.may("portal.acknowledge"):
        found = acts.portal.pages.states_now(asked.acting()).get(wanted)
        if found is not None:
            return asked.led(f"/case/{found.id}")
    desk = acts.portal.pages.my_copies(asked.acting(), "closed")
    rows = [_row(asked, held) for held in desk.held]
    return asked.page(
        "closed.html",
        rows=rows,
        as_of=now(),
        wanted=wanted,
        has_cases=asked.known.may("portal.acknowledge"),
        several=len(desk.counted.offices) > 1,
        most=acts.portal.pages.MOST,
        around=counted_as(asked, desk.counted),
    )


def _row(asked: Asked, held: Held) -> dict[str, object]:
    copy = held.copy
    title, state = asked.say("portal.finding.title"), State("done", asked.say("portal.state.answered"))
    if isinstance(copy, CaseCopy):
        title, state = title_of(asked, copy), state_of(asked, copy, now())
    elif isinstance(copy, ContactCopy):
        title = contact_title(asked, copy)
    elif isinstance(copy, FindingCopy):
        title = str(copy.values.get("workplace_name") or title)
    if held.is_over and not isinstance(copy, CaseCopy):
        state = State("ended", asked.say("portal.state.withdrawn"))
    return {
        "id": held.id,
        "title": title,
        "state": state,
        "reference": copy.reference,
        "office": name_of(asked, held.office),
        "queued_at": getattr(copy, "queued_at", held.changed_at),
    }
