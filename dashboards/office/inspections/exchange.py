"""Findings that another service is competent for: who would get which, confirmed one by one; and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.inspections.opening import Opened, Part, control_in
from inspection import acts
from inspection.acts.exchanges import MagistratePermission
from inspection.life_cycles import ExchangeAnswer, RefusalReason

if TYPE_CHECKING:
    from dashboards.office.asking import Asked

_TAKEN = "taken"


def _read(opened: Opened) -> Mapping[str, object]:
    words = opened.words
    law = words.asked.app.catalogue(opened.shown.control.facts_on)
    offers = acts.exchanges.to_pass_on(opened.context, opened.id) if opened.may("exchange.propose") else ()
    made = acts.exchanges.exchanges(opened.context, control_id=opened.id) if opened.may("exchange.list") else ()
    lang = words.asked.look.lang
    return {
        "basis": words.rules.cite(words.rules.exchange.basis, lang),
        "offers": [(one, [law.offence(key).label.say(lang) for key in one.offences]) for one in offers],
        "made": made,
        "answers": [(_TAKEN, "exchange.taken"), *((why, f"answer.{why}") for why in RefusalReason)],
        "magistrates": words.magistrates(),
        "may_pass": opened.may("exchange.pass"),
        "may_answer": opened.may("exchange.answer"),
    }


EXCHANGE = Part("exchange", _read)


def pass_on(asked: Asked) -> Response:
    """Pass the findings of one service on to it."""
    service = asked.form.get("service", "")
    return EXCHANGE.done(
        asked,
        lambda context: acts.exchanges.pass_on(context, control_in(asked), service, permission=permission_in(asked)),
        f"pass-{service}",
        "passed",
    )


def answer(asked: Asked) -> Response:
    """Note what a service answers to what was passed on; nothing is chosen before somebody chose it."""
    reference, said = asked.form.get("reference", ""), asked.form.get("answer", "")
    form = f"answer-{reference}"
    if said != _TAKEN and said not in list(RefusalReason):
        return EXCHANGE.unchosen(asked, "exchange.choose", form)
    reason = None if said == _TAKEN else RefusalReason(said)
    told = ExchangeAnswer.TAKEN if reason is None else ExchangeAnswer.REFUSED
    return EXCHANGE.done(
        asked,
        lambda context: acts.exchanges.answer_exchange(context, reference, told, reason=reason),
        form,
        "answered",
    )


def permission_in(asked: Asked) -> MagistratePermission | None:
    """Return the magistrate's permission that a form brings, None for a form that asks for none."""
    if "authority" not in asked.form:
        return None
    return MagistratePermission(authority=asked.form["authority"], words=asked.form.get("permission", ""))
