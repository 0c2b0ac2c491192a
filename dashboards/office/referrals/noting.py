"""What is noted on the page of a case: a call, our answer to a question, an office's answer, another office."""

from collections.abc import Callable, Mapping
from typing import cast

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals.addresses import case_address
from dashboards.office.referrals.cases import again, reference_in
from dashboards.office.shared import attempted, moment_typed
from inspection import acts
from inspection.errors import PortalFault
from inspection.life_cycles import RefusalReason, Taker
from inspection.trust import Context


def call(asked: Asked) -> Response:
    """Note a call: who answered by role, what was said, and who takes it on and rings back when, if they do."""
    sent = asked.form
    is_taken = sent.get("taken") == "1"

    def note(context: Context) -> object:
        return acts.referrals.log_call(
            context,
            sent.get("delivery", ""),
            sent.get("role", ""),  # type: ignore[arg-type]  # the act refuses what is no role
            sent.get("said", ""),
            is_taken,
            number=sent.get("number", "").strip() or None,
            taking=_taking(sent) if is_taken else None,
            figures=(sent.get("figures", "").strip() or None) if is_taken else None,
        )

    return _done(asked, note, "call", "called")


def reply(asked: Asked) -> Response:
    """Answer a question of an office."""
    question, words = asked.form.get("question", ""), asked.form.get("words", "")
    return _done(asked, lambda context: acts.referrals.answer_question(context, question, words), "reply", "replied")


def answer(asked: Asked) -> Response:
    """Note that an office gave the reference back: it takes the case on, or refuses it with a reason."""
    typed, office, said = (asked.form.get(name, "") for name in ("typed", "office", "answer"))

    def note(context: Context) -> object:
        if said == "acknowledged":
            return acts.referrals.acknowledge(context, typed, recipient=office)
        if said not in list(RefusalReason):
            raise PortalFault("PORTAL-304")
        return acts.referrals.refuse(context, typed, RefusalReason(said), recipient=office)

    return _done(asked, note, "answer", "answered")


def reroute(asked: Asked) -> Response:
    """Send to another office what one refused."""
    delivery_id, office = asked.form.get("delivery", ""), asked.form.get("office", "")
    return _done(asked, lambda context: acts.changes.reroute(context, delivery_id, office), "reroute", "rerouted")


def _taking(sent: Mapping[str, str]) -> acts.referrals.Taking | None:
    """Return who takes it on, where anything of it was said; the act refuses a moment without anybody.

    Errors: `PortalFault` PORTAL-304 for what is no moment.
    """
    taker = sent.get("taker", "")
    text = sent.get("rings_back", "")
    if not taker and not text:
        return None
    at = moment_typed(text, PortalFault("PORTAL-304")) if text.strip() else None
    return acts.referrals.Taking(taker=cast(Taker, taker), rings_back_at=at)


def _done(asked: Asked, act: Callable[[Context], object], part: str, told: str) -> Response:
    """Do it, and lead back to the case; where it is refused the form is shown again with what was typed."""
    way = f"{case_address(reference_in(asked))}?told={told}"
    return attempted(asked, lambda: act(asked.acting()), way, lambda fault: again(asked, fault, part))
