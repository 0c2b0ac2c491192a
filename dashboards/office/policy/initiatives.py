"""An initiative: noted by the department that did it, and its page, on which it is corrected by a new one."""

from typing import cast, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.policy.addresses import INITIATIVES, NEW, POLICY, initiative_address
from dashboards.office.policy.words import (
    JOINT_DAY,
    LONGEST,
    PolicyWords,
    as_fields,
    day_of_form,
    tongues,
    words_of_form,
)
from dashboards.office.shared import attempted
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, ReferralFault
from inspection.reporting.policy import Initiative, InitiativeKind
from inspection.time_of import now

_TOLD = frozenset({"noted", "corrected"})


def show_new(asked: Asked) -> Response:
    """Show the form that notes one, for whoever keeps the register.

    Errors: `AccessRefused` 120 for anybody else.
    """
    if not asked.known.may("initiative.keep"):
        raise AccessRefused("ACCESS-120")
    return _drawn(asked, None)


def add(asked: Asked) -> Response:
    """Note an initiative, and lead to its page."""
    return _noted(asked, None)


def show(asked: Asked) -> Response:
    """Show an initiative, with the form that corrects it."""
    return _drawn(asked, _found(asked))


def correct(asked: Asked) -> Response:
    """Note a new one in the place of this one, which is kept."""
    return _noted(asked, _found(asked))


def _found(asked: Asked) -> Initiative:
    """Return the initiative that the address names.

    Errors: `AccessRefused` 120 for one that is not there, or was corrected since.
    """
    wanted = str(asked.request.path_params["reference"]).upper()
    one = next((i for i in acts.reports.initiatives(asked.acting()) if i.reference == wanted), None)
    if one is None:
        raise AccessRefused("ACCESS-120")
    return one


def _noted(asked: Asked, corrected: Initiative | None) -> Response:
    told, here = ("corrected", corrected.reference) if corrected else ("noted", NEW)
    return attempted(
        asked,
        lambda: acts.reports.add_initiative(asked.acting(), _new(asked, corrected)),
        lambda made: f"{initiative_address(made.reference)}?told={told}",
        lambda fault: _drawn(asked, corrected, fault),
        page=initiative_address(here),
    )


def _new(asked: Asked, corrected: Initiative | None) -> acts.reports.NewInitiative:
    sent = asked.form
    first = day_of_form(asked, "first_day")
    if first is None or sent.get("kind") == JOINT_DAY:
        raise ReferralFault("REFER-950")
    return acts.reports.NewInitiative(
        department=sent.get("department", ""),
        kind=cast(InitiativeKind, sent.get("kind", "")),
        first_day=first,
        last_day=day_of_form(asked, "last_day"),
        what=words_of_form(sent),
        figures=_figures(asked, corrected),
        source=sent.get("source", ""),
        replaces=corrected.reference if corrected else None,
    )


def _figures(asked: Asked, corrected: Initiative | None) -> tuple[tuple[str, int], ...]:
    """Return what was counted; a form has the first figure, and a correction keeps the others.

    Errors: `ReferralFault` 946 for words without a number, or a number without words.
    """
    counted, number = (asked.form.get(name, "").strip() for name in ("counted", "number"))
    others = corrected.figures[1:] if corrected else ()
    if not counted and not number:
        return others
    if not counted or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ReferralFault("REFER-946")
    return (counted, int(number)), *others


def _drawn(asked: Asked, one: Initiative | None, fault: InspectionError | None = None) -> Response:
    """Return the form for a new one, or the page of one with the form that corrects it."""
    words, told = PolicyWords(asked), asked.query("told")
    kinds = [kind for kind in get_args(InitiativeKind) if kind != JOINT_DAY]
    own = asked.known.user.service.lower()
    known = _standing(one) if one else {"department": own, "first_day": asked.today.isoformat()}
    return asked.page(
        "policy/initiative.html" if one else "policy/initiative_new.html",
        fault,
        one=one,
        words=words,
        kinds=[(kind, words.report(f"initiative.{kind}")) for kind in kinds],
        departments=words.offices(),
        typed={**known, **(asked.form if fault else {})},
        may_keep=asked.known.may("initiative.keep") and not (one and one.kind == JOINT_DAY),
        told=told if told in _TOLD else "",
        today=asked.today,
        at=now(),
        here_address=initiative_address(one.reference if one else NEW),
        tongues=tongues(asked.look.lang),
        longest=LONGEST,
        back=INITIATIVES,
        room=POLICY,
    )


def _standing(one: Initiative) -> dict[str, str]:
    """Return an initiative as the form that corrects it shows it."""
    counted, number = one.figures[0] if one.figures else ("", "")
    return {
        "department": one.department,
        "kind": one.kind,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat() if one.last_day != one.first_day else "",
        "counted": counted,
        "number": str(number),
        "source": one.source,
        **as_fields(one.what),
    }
