"""What the page of a case says: what is expected, page one, who, the story, documents, and which words can be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboards.office import Asked
from dashboards.portal.cards import title_of
from dashboards.portal.deadlines import clock_of, day_clock
from dashboards.portal.documents import documents_of
from dashboards.portal.offices import name_of
from dashboards.portal.page_one import age_of, forms_of, lacks_in, lines_of, people_of
from dashboards.portal.seen_and_told import elements_in
from dashboards.portal.states import State, got_from, other_line, state_of
from dashboards.portal.words import REASONS, TAKERS
from inspection.acts.portal.pages import Held, WordSaid
from inspection.acts.portal.values import CaseCopy, CaseNamed, Happening, SentOn
from inspection.i18n import keys, language_name
from inspection.life_cycles import TOLD_OUTCOMES, DeliveryState
from inspection.referral.report import say as wording
from inspection.time_of import day_in_brussels, now


@dataclass(frozen=True)
class PersonShown:
    """A person as the page shows them; `name`, `born`, `number` and `reach` are "" while they are masked."""

    ref: str
    age: str
    language: str
    where: str = field(repr=False)
    is_heard: bool
    name: str = field(default="", repr=False)
    known: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)


def values_of_case(
    asked: Asked, held: Held, case: CaseCopy, words: tuple[WordSaid, ...], with_names: bool
) -> dict[str, object]:
    """Return what the template of a case needs besides what every page of the portal has."""
    at = now()
    elements, silent = elements_in(asked, case.data)
    return {
        "case": case,
        "title": title_of(asked, case),
        "office": name_of(asked, held.office),
        "clock": clock_of(asked, case.due_at, at) if case.answered_at is None and not held.is_over else None,
        "outcome_clock": day_clock(asked, case.outcome_due_on, at),
        "state": state_of(asked, case, at),
        "others": [(other_line(asked, one), one.rings_back_at) for one in case.others],
        "lines": lines_of(asked, case),
        "forms": forms_of(asked, case.data),
        "people": people_of(asked, case.data),
        "telephone": case.numbers.inspector or str(case.data.get("contact_telephone") or ""),
        "lacks": lacks_in(asked, case.data),
        "elements": elements,
        "silent": silent,
        "persons": [_person(asked, one, with_names) for one in case.data.get("persons", ())],
        "calls": [_call(asked, one) for one in case.data.get("calls", ())],
        "story": [_happening(asked, one) for one in sorted(case.story, key=lambda one: one.at)],
        "named": [(one, _state_named(asked, one)) for one in case.others_of_ours],
        "documents": documents_of(asked, case.files),
        "can": _can(asked, held, case),
        "takers": TAKERS["magistrate" if asked.known.may("portal.embargo") else "police"],
        "reasons": REASONS,
        "outcome_keys": TOLD_OUTCOMES,
        "got_from": _sending(asked, got_from(case)),
        "went_to": [_sending(asked, one) for one in case.sent_on if one.sent_by == case.office],
        "today": day_in_brussels(at).isoformat(),
        "tone": "done" if any(one.fault == "" and one.taken_at for one in words) else "",
    }


def _can(asked: Asked, held: Held, case: CaseCopy) -> frozenset[str]:
    """Return the words that make sense now; the act and the office ask again."""
    if held.is_over or case.is_withdrawn or got_from(case) is not None:
        return frozenset()
    may = asked.known.may
    found = {"question"} if may("portal.ask") else set()
    if case.state != DeliveryState.REFUSED:
        found |= {"acknowledged"} if may("portal.acknowledge") else set()
        found |= {"embargo"} if may("portal.embargo") else set()
        found |= {"outcome"} if may("portal.outcome") and case.state == DeliveryState.ACKNOWLEDGED else set()
        found |= {"forwarded"} if may("portal.send_on") and not case.embargo and not case.sent_on else set()
    if case.answered_at is None and may("portal.refuse"):
        found.add("refused")
    if case.embargo is not None and case.embargo.asked_by == case.office and may("portal.embargo"):
        found.add("lifted")
    return frozenset(found)


def _sending(asked: Asked, one: SentOn | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "from": name_of(asked, one.sent_by),
        "to": name_of(asked, one.sent_to),
        "at": one.sent_at,
        "words": one.words,
    }


def _person(asked: Asked, one: Mapping[str, Any], with_names: bool) -> PersonShown:
    lang = asked.look.lang
    code = one.get("hearing_language")
    now_at = wording(f"now_at.{one['now_at']}", lang) if one.get("now_at") else ""
    shown = PersonShown(
        ref=one["ref"],
        age=age_of(one),
        language=language_name(code, lang) if code else "",
        where=now_at,
        is_heard=bool(one.get("is_heard")),
    )
    return _named(asked, one, shown) if with_names else shown


def _named(asked: Asked, one: Mapping[str, Any], shown: PersonShown) -> PersonShown:
    lang = asked.look.lang
    born = f"{wording('born', lang)} {one['birth_date']}" if one.get("birth_date") else ""
    number = f"{wording('number', lang)} {one['national_number']}" if one.get("national_number") else ""
    safe = one.get("reach") or {}
    how = wording(f"reach.{safe['how']}", lang) if safe.get("how") else ""
    return PersonShown(
        ref=shown.ref,
        age=shown.age,
        language=shown.language,
        where=", ".join(filter(None, (shown.where, one.get("where_now")))),
        is_heard=shown.is_heard,
        name=one.get("name") or asked.say("portal.name_unknown"),
        known=", ".join(filter(None, (born, number))),
        reach=", ".join(filter(None, (how, safe.get("through"), safe.get("when")))),
    )


def _call(asked: Asked, one: Mapping[str, Any]) -> dict[str, object]:
    lang = asked.look.lang
    return {
        "at": datetime.fromisoformat(one["at"]),
        "whom": wording(f"role.{one['role']}", lang),
        "outcome": wording(f"called.{one['outcome']}", lang),
        "said": str(one.get("instruction", "")).strip(),
    }


def _happening(asked: Asked, one: Happening) -> dict[str, object]:
    known = keys(asked.look.lang)
    how = next(
        (asked.say(key) for key in (f"transport.{one.how}", f"portal.how.{one.how}") if f"screen.{key}" in known), ""
    )
    return {"at": one.at, "what": asked.say(f"portal.story.{one.what}"), "who": name_of(asked, one.who), "how": how}


def _state_named(asked: Asked, one: CaseNamed) -> State:
    signs = {"acknowledged": "done", "refused": "none", "delivered": "given"}
    return State(signs.get(one.state, "sent"), asked.say(f"portal.state.{one.state}"))
