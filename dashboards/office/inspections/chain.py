"""The chain of contracts: who contracted with whom, and the notices proposed; nothing tells why there is none.

What is due, or waits for a magistrate, stands in the guarded part alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.inspections.opening import Opened, Part
from dashboards.office.shared import as_file, for_reason
from inspection import acts
from inspection.control.chain import drawn
from inspection.errors import InspectionError

if TYPE_CHECKING:
    from dashboards.office.asking import Asked
    from inspection.acts.chain_notices import ChainNotice, Copy


def _read(opened: Opened) -> Mapping[str, object]:
    words, control = opened.words, opened.shown.control
    law = words.asked.app.catalogue(control.facts_on)
    made = notices_of(opened) if control.chain else ()
    return {
        "parties": drawn(control.chain, law, words.asked.look.lang),
        "notices": [(one, words.rules.chain_notices[one.kind]) for one in made],
        "may_print": opened.may("chain.print"),
    }


CHAIN = Part("chain", _read)


def notices_of(opened: Opened) -> tuple[ChainNotice, ...]:
    """Return the notices of a control that were proposed or signed."""
    return acts.chain_notices.notices(opened.context, control_id=opened.id) if opened.may("chain.list") else ()


def paper(asked: Asked) -> Response:
    """Give a notice on paper, for its addressee or for the employer."""
    reference = asked.form.get("reference", "")
    copy: Copy = "employer" if asked.form.get("copy") == "employer" else "addressee"
    try:
        made = acts.chain_notices.notice_pdf(for_reason(asked), reference, copy=copy)
    except InspectionError as fault:
        return CHAIN.again(asked, fault, f"print-{reference}")
    return as_file(made.name, made.pdf)
