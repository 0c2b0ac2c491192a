"""What somebody of ours owes after a decision on a suspicion: a page each, with what came of it."""

from collections.abc import Callable
from typing import cast

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.concluded import Proposed
from dashboards.office.faults import alike
from dashboards.office.referrals import case_address, dialled
from dashboards.office.shared import NEEDS_REASON, WAITING, Telling, attempted, for_reason, look_of_session
from dashboards.office.suspicions import FORMS, PREFIX, follow_up_address, forms_in, owed_line
from inspection import acts
from inspection.acts.controls import ShownControl
from inspection.acts.follow_ups import FollowUp
from inspection.errors import AccessRefused, InspectionError, PortalFault
from inspection.life_cycles import SEEN, FollowUpKind, PersonNow, Seen


def follow_ups_of(asked: Asked) -> list[FollowUp]:
    """Return what waits and what whoever asks may know of; one look a session at the list."""
    return acts.follow_ups.list_follow_ups(asked.acting(), again=look_of_session(asked, "follow_ups"))


def show(asked: Asked) -> Response:
    """Show one with its form."""
    return _drawn(asked)


def read(asked: Asked) -> Response:
    """Show the contact what was seen and decided, before they leave a no as it is or set a yes beside it."""
    one = _one(asked)
    try:
        whole = acts.controls.show_control(for_reason(asked), one.control_id, whole=True)
    except InspectionError as fault:
        return _again(asked, fault, "why")
    return _drawn(asked, read=whole)


def end_no(asked: Asked) -> Response:
    """Note that a no was read and stays, or set a yes beside it: then the referral leaves at once."""
    if asked.form.get("do") == "refer":
        return _sent(
            asked, lambda: acts.aftercare.refer_no(asked.acting(), _id(asked), _words(asked), forms=forms_in(asked))
        )
    return _done(asked, lambda: acts.aftercare.leave_no(asked.acting(), _id(asked), _words(asked)))


def note_person(asked: Asked) -> Response:
    """Note what came of looking after a person."""

    def act() -> None:
        now_at = asked.form.get("now_at", "")
        if now_at and now_at not in list(PersonNow):
            raise PortalFault("PORTAL-304")
        seen = cast(Seen, asked.form.get("outcome", ""))  # the act refuses what nobody chose
        where = PersonNow(now_at) if now_at else None
        acts.aftercare.note_person(asked.acting(), _id(asked), seen, now_at=where, words=_words(asked))

    return _done(asked, act)


def note_call(asked: Asked) -> Response:
    """Note that the inspector was rung back."""
    return _done(asked, lambda: acts.aftercare.note_call_back(asked.acting(), _id(asked), _words(asked)))


def confirm(asked: Asked) -> Response:
    """Confirm what a colleague entered in one's name."""
    return _sent(asked, lambda: acts.aftercare.confirm_entry(asked.acting(), _id(asked), words=_words(asked)))


def _id(asked: Asked) -> str:
    return str(asked.request.path_params["id"])


def _words(asked: Asked) -> str:
    return asked.form.get("words", "")


def _one(asked: Asked) -> FollowUp:
    """Return the one that the address names. Errors: `AccessRefused` 120 for none that waits for whoever asks."""
    found = next((one for one in follow_ups_of(asked) if one.id == _id(asked) and one.is_mine), None)
    if found is None:
        raise AccessRefused("ACCESS-120")
    return found


def _done(asked: Asked, act: Callable[[], object]) -> Response:
    """Do it, and lead back to what waits."""
    return attempted(asked, act, f"{WAITING}?told=done", lambda fault: _again(asked, fault, "do"))


def _sent(asked: Asked, act: Callable[[], str]) -> Response:
    """Do it, and lead to the case that left."""
    way = lambda made: f"{case_address(made)}?told=left"  # noqa: E731
    return attempted(asked, act, way, lambda fault: _again(asked, fault, "do"), page=WAITING)


def _again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the page again with what was typed, and why it was not taken.

    Errors: the fault itself where it is not there, or not for who asks.
    """
    if alike(fault) is not fault:
        raise fault
    return _drawn(asked, fault=fault, part="why" if fault.code in NEEDS_REASON else part)


def _drawn(
    asked: Asked, *, read: ShownControl | None = None, fault: InspectionError | None = None, part: str = ""
) -> Response:
    one, telling = _one(asked), Telling(asked)
    return asked.page(
        "follow_up.html",
        fault,
        one=one,
        line=owed_line(one, telling),
        read=read,
        proposed=Proposed(telling, read.conclusion.proposal) if read else None,
        is_asked=part == "why",
        outcomes=SEEN,
        places=list(PersonNow),
        forms=FORMS,
        form_field=PREFIX,
        purposes=acts.access.choices(telling.rules, asked.known.user.role),
        number=acts.aftercare.number_to_ring(asked.acting(), one.id) if one.kind == FollowUpKind.CALL_BACK else "",
        dialled=dialled,
        telling=telling,
        typed=asked.form,
        part=part,
        address=WAITING,
        room=WAITING,
        here_address=follow_up_address(one),
    )
