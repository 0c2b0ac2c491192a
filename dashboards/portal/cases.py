"""The page of one thing that was addressed to an office, and the words that are said there."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office import Asked, said_of, said_of_code, status_of
from dashboards.portal.around import counted_as
from dashboards.portal.case_page import values_of_case
from dashboards.portal.notice_pages import values_of_contact, values_of_finding
from dashboards.portal.states import got_from
from dashboards.portal.words import word_in
from inspection import acts
from inspection.acts.portal.pages import CopyPage, Held, WordSaid
from inspection.acts.portal.values import CaseCopy, ContactCopy, FindingCopy
from inspection.errors import InspectionError, PortalFault, ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.time_of import now

CASE = "/case/{id}"
_ABSENT = "PORTAL-301"


def show(asked: Asked) -> Response:
    """Show it, persons masked; the look is recorded."""
    return _page(asked, acts.portal.pages.open_page(asked.acting(), _id(asked)))


def show_names(asked: Asked) -> Response:
    """Show it with names, birth dates and numbers, which the trail tells apart."""
    return _page(asked, acts.portal.pages.open_page(asked.acting(), _id(asked), with_names=True), with_names=True)


def say(asked: Asked) -> Response:
    """Take a word; what cannot be said is told on the page, with everything that was typed."""
    try:
        acts.portal.pages.say(
            asked.acting(), _id(asked), asked.form.get("word", ""), word_in(asked.form), sent=asked.sends
        )
    except (PortalFault, ReferralFault) as fault:
        if fault.code == _ABSENT:
            raise
        return _page(asked, acts.portal.pages.open_page(asked.acting(), _id(asked)), sent=asked.form, fault=fault)
    if asked.form.get("kind") == "contact":
        return asked.led("/?told=contact")  # nothing of a request stays once it is answered
    way = f"/?said={quote(_id(asked))}" if asked.form.get("from") == "desk" else f"{address(_id(asked))}#said"
    return asked.led(way)


def show_words(asked: Asked) -> Response:
    """Show what became of what this office said, as a part that a page asks for again and again."""
    words = acts.portal.pages.words_of(asked.acting(), _id(asked))
    return asked.page("_words.html", words=words, case_id=_id(asked), fault_said=_fault_said(asked))


def address(copy_id: str) -> str:
    """Return the address of a page."""
    return f"/case/{quote(copy_id, safe='')}"


def _page(
    asked: Asked,
    page: CopyPage,
    *,
    with_names: bool = False,
    sent: Mapping[str, str] | None = None,
    fault: InspectionError | None = None,
) -> Response:
    held, words = page.held, page.words
    values = {
        "held": held,
        "case_id": held.id,
        "here": address(held.id),
        "room": _room(held),
        "as_of": now(),
        "words": words,
        "fault_said": _fault_said(asked),
        "sent": sent or {},
        "chosen": (sent or {}).get("kind", ""),
        "refusal": asked.say(said_of(fault, asked.look.lang)) if fault else "",
        "code": fault.code if fault else "",
        "word_ids": _Fresh(sent),
        "with_names": with_names,
        "around": counted_as(asked, page.counted),
    }
    template, own = _own(asked, held, words, with_names)
    return asked.page(template, status_of(fault) if fault else 200, **(values | own))


def _fault_said(asked: Asked) -> Callable[[str], str]:
    """Return what says in words why the office did not take a word, by the code that it kept."""
    return lambda code: asked.say(said_of_code(code, asked.look.lang))


class _Fresh:
    """Gives each form of a page its id; the one that was refused keeps its own, since nothing was said by it."""

    def __init__(self, sent: Mapping[str, str] | None) -> None:
        self._sent = sent or {}

    def __call__(self, kind: str) -> str:
        """Return the id of a form."""
        return (
            self._sent["word"]
            if self._sent.get("kind") == kind and self._sent.get("word")
            else acts.portal.pages.new_word_id()
        )


def _own(asked: Asked, held: Held, words: tuple[WordSaid, ...], with_names: bool) -> tuple[str, dict[str, object]]:
    if isinstance(held.copy, CaseCopy):
        return "case.html", values_of_case(asked, held, held.copy, words, with_names)
    if isinstance(held.copy, ContactCopy):
        return "contact.html", values_of_contact(asked, held.copy)
    if isinstance(held.copy, FindingCopy):
        return "finding.html", values_of_finding(asked, held.copy)
    raise PortalFault("PORTAL-301")  # a weekly list has a page of its own


def _room(held: Held) -> str:
    is_going = isinstance(held.copy, CaseCopy) and (
        held.copy.state == DeliveryState.ACKNOWLEDGED or got_from(held.copy)
    )
    if is_going and not held.is_over:
        return "/open"
    is_answered = getattr(held.copy, "answered_at", None) is not None
    return "/closed" if held.is_over or is_answered else "/"


def _id(asked: Asked) -> str:
    return str(asked.request.path_params["id"])
