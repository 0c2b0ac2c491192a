"""The people found: the three facts that are kept of each, what they say of the centres, and whom to ring next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError
from starlette.responses import Response

from dashboards.office.inspections.opening import Opened, Part, control_in
from dashboards.office.shared import for_reason
from inspection import acts
from inspection.acts.protection import CallOutcome
from inspection.control.filled import ConsentAsked, Interpreting
from inspection.errors import InspectionError
from inspection.time_of import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.office.asking import Asked
    from inspection.acts.protection import PersonProtected

_ANSWERS = ("given", "refused", "not_asked", "informed")
_INTERPRETERS = get_args(Interpreting)
_OUTCOMES: tuple[CallOutcome, ...] = get_args(CallOutcome)


def _read(opened: Opened) -> Mapping[str, object]:
    words = opened.words
    people = acts.protection.protection_of(opened.context, opened.id)
    return {
        "people": [(one, _called(words.say, one)) for one in people],
        "stages": sorted(words.rules.protection_stages.values(), key=lambda stage: stage.rank),
        "languages": words.rules.worker_languages,
        "answers": _ANSWERS,
        "interpreters": _INTERPRETERS,
        "outcomes": _OUTCOMES,
        "may_record": opened.may("consent.record"),
        "may_tell": opened.may("guardian.notify"),
        "may_ring": opened.may("notice.ring"),
        "script": None,
        "script_of": "",
    }


PEOPLE = Part("people", _read)


def consent(asked: Asked) -> Response:
    """Record what a person says of the centres; nothing is chosen before somebody chose it."""
    sent, form = asked.form, f"consent-{asked.form.get('person', '')}"
    told = {name: sent.get(name, "") for name in ("person", "answer", "language", "interpreter")}
    try:
        said = ConsentAsked.model_validate({**told, "at": now(), "name_too": sent.get("name_too") == "1"})
    except ValidationError:
        return PEOPLE.unchosen(asked, "people.choose", form)
    return PEOPLE.done(
        asked, lambda context: acts.protection.record_consent(context, control_in(asked), said), form, "consented"
    )


def withdraw(asked: Asked) -> Response:
    """Record that a person agrees no longer."""
    person = asked.form.get("person", "")
    return PEOPLE.done(
        asked,
        lambda context: acts.protection.withdraw_consent(context, control_in(asked), person),
        f"withdraw-{person}",
        "withdrawn",
    )


def guardian(asked: Asked) -> Response:
    """Tell the guardianship service of somebody who may be a minor alone."""
    person = asked.form.get("person", "")
    return PEOPLE.done(
        asked,
        lambda context: acts.protection.notify_guardian(context, control_in(asked), person),
        f"guardian-{person}",
        "guardian",
    )


def ring(asked: Asked) -> Response:
    """Note what came of a call to a centre."""
    reference, outcome = asked.form.get("reference", ""), asked.form.get("outcome", "")
    if outcome not in _OUTCOMES:
        return PEOPLE.unchosen(asked, "people.outcome", f"ring-{reference}")
    return PEOPLE.done(
        asked, lambda context: acts.protection.log_notice(context, reference, outcome), f"ring-{reference}", "rung"
    )


def reveal(asked: Asked) -> Response:
    """Show the part for a reason, or what to say to the centre whose turn it is; that it was opened is recorded."""
    reference = asked.form.get("reference", "")
    if not reference:
        return PEOPLE.reveal(asked)
    try:
        said = acts.protection.notice_script(for_reason(asked), reference)
        return PEOPLE.drawn(
            asked, for_reason(asked), read=lambda opened: {**_read(opened), "script": said, "script_of": reference}
        )
    except InspectionError as fault:
        return PEOPLE.again(asked, fault, f"ring-{reference}")


def _called(say: Callable[..., str], one: PersonProtected) -> str:
    told = {True: "guardian_yes", False: "guardian_no"}
    words = [
        say("people.is_minor") if one.minor else "",
        say(f"people.{told[one.guardian_told]}") if one.guardian_told is not None else "",
    ]
    return " · ".join(filter(None, words))
