"""A colleague on duty enters a suspicion for an inspector whose telephone is dead: the least that a report needs."""

import re
from typing import cast

from starlette.responses import Response

from dashboards.numbers import workplace_of
from dashboards.office.asking import Asked
from dashboards.office.referrals.addresses import BOARD, ENTRY, case_address
from dashboards.office.referrals.changing import one_of
from dashboards.office.referrals.words import Words
from dashboards.office.shared import attempted, moment_typed
from dashboards.office.suspicions import FORMS, PREFIX, forms_in
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, PortalFault
from inspection.i18n import OF_BELGIUM
from inspection.territory import municipalities
from inspection.time_of import BRUSSELS, now
from inspection.trust import may
from sectors.rules.values import Lang

_REFERENCE = re.compile(r"R-\d\d-\d{6}-\d")


def show(asked: Asked) -> Response:
    """Show the form; what nobody knows stays empty, and it leaves all the same."""
    return _drawn(asked)


def enter(asked: Asked) -> Response:
    """Enter it in the inspector's name: it leaves at once, and they confirm later."""
    act = lambda: acts.aftercare.enter_for(asked.acting(), asked.form.get("inspector", ""), _told(asked))  # noqa: E731
    way = lambda made: f"{ENTRY}?entered={made.reference}"  # noqa: E731
    return attempted(asked, act, way, lambda fault: _drawn(asked, fault), page=ENTRY)


def _told(asked: Asked) -> acts.aftercare.Told:
    """Return what the inspector told.

    Errors: `PortalFault` PORTAL-304 for what is empty or cannot be so; `ReferralFault` 101 without a form of
    exploitation; `ControlFault` 261 for a number that is none.
    """
    sent = asked.form
    number = sent.get("workplace", "").strip()
    return acts.aftercare.Told(
        told_at=moment_typed(sent.get("told_at", ""), PortalFault("PORTAL-304")),
        grounds=sent.get("grounds", "").strip(),
        sector=one_of(sent.get("sector", ""), tuple(asked.catalogue.sectors)),
        report_language=cast(Lang, one_of(sent.get("language", ""), OF_BELGIUM)),
        forms=forms_in(asked),
        workplace=workplace_of(number, "workplace") if number else "",
        place=sent.get("place", "") or None,
        door=sent.get("door", "").strip(),
        danger_now={"yes": True, "no": False}.get(sent.get("danger", "")),
    )


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    if not asked.known.may("suspicion.enter_for"):
        raise AccessRefused("ACCESS-120")
    words, entered = Words(asked), asked.query("entered")
    lang = asked.look.lang
    return asked.page(
        "case_entry.html",
        fault,
        inspectors=_inspectors(asked, words),
        sectors=sorted(
            ((key, one.label.say(lang)) for key, one in words.rules.sectors.items()), key=lambda one: one[1]
        ),
        places=_places(asked),
        languages_of_report=OF_BELGIUM,
        forms=FORMS,
        form_field=PREFIX,
        now=f"{now().astimezone(BRUSSELS):%Y-%m-%dT%H:%M}",
        typed=asked.form,
        entered=entered if _REFERENCE.fullmatch(entered) else "",
        address=BOARD,
        room=BOARD,
        here_address=ENTRY,
        case=case_address,
    )


def _inspectors(asked: Asked, words: Words) -> list[tuple[str, list[str]]]:
    """Return who may be entered for, by district."""
    found: dict[str, list[str]] = {}
    for one in acts.staff.colleagues(asked.acting()):
        if may(one, "suspicion.decide") and one.id != asked.known.user.id:
            found.setdefault(words.district(one.district) if one.district else "", []).append(one.id)
    return sorted(found.items())


def _places(asked: Asked) -> list[tuple[str, str]]:
    """Return the municipalities by the name that the reader knows."""
    is_dutch = asked.look.lang == "nl"
    known = municipalities(asked.today).values()
    return sorted(((one.refnis, one.name_nl if is_dutch else one.name_fr) for one in known), key=lambda one: one[1])
