"""What is noted on the page of a case: a call, our answer to a question, an office's answer, another office."""

from collections.abc import Callable

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals.addresses import case_address
from dashboards.office.referrals.cases import again, reference_in
from inspection import acts
from inspection.errors import InspectionError
from inspection.life_cycles import RefusalReason
from inspection.trust import Context


def call(asked: Asked) -> Response:
    """Note a call: who answered by role, what was said, and whether the office takes it on."""
    sent = asked.form

    def note(context: Context) -> object:
        return acts.referrals.log_call(
            context,
            sent.get("delivery", ""),
            sent.get("role", ""),  # type: ignore[arg-type]  # the act refuses what is no role
            sent.get("said", ""),
            sent.get("taken") == "1",
            number=sent.get("number", "").strip() or None,
        )

    return _done(asked, note, "call", "called")


def answer(asked: Asked) -> Response:
    """Note that an office gave the reference back: it takes the case on, or refuses it with a reason."""
    typed, office, said = (asked.form.get(name, "") for name in ("typed", "office", "answer"))

    def note(context: Context) -> object:
        if said == "acknowledged":
            return acts.referrals.acknowledge(context, typed, recipient=office)
        return acts.referrals.refuse(context, typed, RefusalReason(said), recipient=office)

    return _done(asked, note, "answer", "answered")


def reroute(asked: Asked) -> Response:
    """Send to another office what one refused."""
    delivery_id, office = asked.form.get("delivery", ""), asked.form.get("office", "")
    return _done(asked, lambda context: acts.changes.reroute(context, delivery_id, office), "reroute", "rerouted")


def _done(asked: Asked, act: Callable[[Context], object], part: str, told: str) -> Response:
    """Do it, and lead back to the case; where it is refused the form is shown again with what was typed."""
    try:
        act(asked.acting())
    except InspectionError as fault:
        return again(asked, fault, part)
    return asked.led(f"{case_address(reference_in(asked))}?told={told}")
