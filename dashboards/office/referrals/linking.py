"""What links a case to others: a reference, a ground and a strength, for a reason; a head confirms or rejects.

Nobody's name stands here, and nothing can be typed that looks for somebody.
"""

from collections.abc import Sequence

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.referrals.addresses import BOARD, case_address, links_address
from dashboards.office.referrals.cases import reference_in
from dashboards.office.referrals.words import Words
from dashboards.office.shared import attempted, for_reason
from inspection import acts
from inspection.acts.links import FoundLink
from inspection.errors import InspectionError, PortalFault
from inspection.i18n import t
from inspection.store.referrals import FOREIGN_LINKS

TOLD = ("confirmed", "rejected")


def show(asked: Asked) -> Response:
    """Show the page as it opens: nothing is looked for yet."""
    return _drawn(asked, None)


def look(asked: Asked) -> Response:
    """Show what links the case to others, for the reason that was given; the look is in the trail before."""
    try:
        return _drawn(asked, acts.links.find_links(for_reason(asked), reference_in(asked)))
    except InspectionError as fault:
        return _again(asked, fault, "why")


def decide(asked: Asked) -> Response:
    """Confirm or reject a link, with a reason; what is rejected does not come back on this ground."""
    sent, told = asked.form, {"confirm": "confirmed", "reject": "rejected"}.get(asked.form.get("do", ""), "")

    def act() -> object:
        context, case, link = asked.acting(), reference_in(asked), sent.get("link", "")
        if not told:
            raise PortalFault("PORTAL-304")
        if told == "rejected":
            return acts.links.reject_link(context, case, link, reason=sent.get("words", ""))
        abroad = sent.get("abroad", "") or None
        return acts.links.confirm_link(context, case, link, reason=sent.get("words", ""), foreign_link=abroad)

    way = f"{links_address(reference_in(asked))}?told={told}"
    return attempted(asked, act, way, lambda fault: _again(asked, fault, "decide"))


def _again(asked: Asked, fault: InspectionError, part: str) -> Response:
    """Show the page again; after a decision that was refused with the links, where the reason to look still holds."""
    if alike(fault) is not fault:
        raise fault
    found = None
    if part == "decide":
        try:
            found = acts.links.find_links(for_reason(asked), reference_in(asked))
        except InspectionError as missing:
            if alike(missing) is not missing:
                raise
    return _drawn(asked, found, fault, part)


def _drawn(
    asked: Asked, found: Sequence[FoundLink] | None, fault: InspectionError | None = None, part: str = ""
) -> Response:
    """Return the page; `found` is None as long as nobody looked."""
    page = acts.board.case_page(asked.acting(), reference_in(asked))
    words, told = Words(asked), asked.query("told")
    return asked.page(
        "case_links.html",
        fault,
        page=page,
        found=found,
        more=lambda one: t("link.shared", asked.look.lang, count=one.shared) if one.shared > 1 else "",
        strength=lambda one: asked.say(
            "links.strength",
            word=t(f"link.strength.{one.word}", asked.look.lang),
            since=asked.day(one.since),
            until=asked.day(one.fades_on),
        ),
        abroad=[(key, t(f"link.abroad.{key}", asked.look.lang)) for key in FOREIGN_LINKS],
        purposes=acts.access.choices(words.rules, asked.known.user.role),
        words=words,
        typed=asked.form,
        part=part,
        told=told if told in TOLD else "",
        address=BOARD,
        room=BOARD,
        case=case_address,
        here_address=links_address(page.reference),
    )
