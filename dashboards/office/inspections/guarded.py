"""What bears on a suspicion: shut until somebody opens it by a form of its own, with an entry in the trail each time.

The page as it is read holds nothing of it; after each act it is shut again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.concluded import Concluded
from dashboards.office.inspections import chain, exhibits
from dashboards.office.inspections.content import comments
from dashboards.office.inspections.exchange import permission_in
from dashboards.office.inspections.opening import GUARDED_PART, Opened, Part, control_in, part_address
from dashboards.office.inspections.words import Table, Words
from dashboards.office.shared import for_reason
from dashboards.office.suspicions import FORMS, PREFIX, forms_in, owed_line
from inspection import acts
from inspection.errors import InspectionError, ReferralFault
from inspection.life_cycles import ChainNoticeState, Decision
from inspection.reporting.cases import dossier_facts

if TYPE_CHECKING:
    from dashboards.office.asking import Asked
    from inspection.control.chain import ChainPoint, Liability
    from inspection.control.filled import Control, PersonFound
    from inspection.trust import Context

_SHUT, _WHOLE, _CHAIN, _AFTER = "", "whole", "chain", "after"


def _shut(opened: Opened) -> Mapping[str, object]:
    return {
        "open": _SHUT,
        "may_consider": bool(opened.shown.control.chain) and opened.may("chain.consider"),
        "may_follow": opened.may("follow_up.list"),
        "forms": FORMS,
        "form_field": PREFIX,
    }


GUARDED = Part(GUARDED_PART, _shut)


def reveal(asked: Asked) -> Response:
    """Open what the form asks for: the whole, what the chain makes due, or what still waits; each is a look."""
    read = _OPENED.get(asked.form.get("open", ""))
    if read is None:
        return GUARDED.reveal(asked)
    try:
        return GUARDED.drawn(asked, for_reason(asked), read=read)
    except InspectionError as fault:
        return GUARDED.again(asked, fault, "open")


def decide(asked: Asked) -> Response:
    """Record one more decision beside those that were taken: none is ever changed."""
    said = asked.form.get("decision", "")
    if said not in list(Decision):
        return GUARDED.unchosen(asked, "decide.choose", "decide", _whole)
    grounds, made = asked.form.get("grounds", "").strip(), list[acts.referrals.Referral]()

    def decided(context: Context) -> None:
        forms = forms_in(asked) if said == Decision.YES else ()
        found = acts.referrals.decide(context, control_in(asked), Decision(said), grounds=grounds, forms=forms)
        made.extend([found] if found else [])

    answer = GUARDED.done(asked, decided, "decide", "decided", _whole)
    if not made:
        return answer
    return asked.led(f"{part_address(control_in(asked), GUARDED_PART)}?told=referred&case={made[0].reference}")


def agree(asked: Asked) -> Response:
    """Record that a magistrate agrees to the notices of a chain."""

    def agreed(context: Context) -> None:
        agreement = permission_in(asked)
        if agreement is None:
            raise ReferralFault("REFER-806")
        acts.chain_notices.record_agreement(context, control_in(asked), agreement)

    return GUARDED.done(asked, agreed, "agree", "agreed", _due)


def propose(asked: Asked) -> Response:
    """Propose the notices that are due, or take away those that nobody signed and that are due no more."""
    told = "taken_away" if asked.form.get("nothing_due") == "1" else "proposed"
    return GUARDED.done(
        asked, lambda context: acts.chain_notices.propose(context, control_in(asked)), "propose", told, _due
    )


def sign(asked: Asked) -> Response:
    """Sign a notice; it is given by whoever signs, never from here."""
    reference = asked.form.get("reference", "")
    return GUARDED.done(
        asked, lambda context: acts.chain_notices.sign(context, reference), f"sign-{reference}", "signed", _due
    )


def _whole(opened: Opened) -> Mapping[str, object]:
    """Read the whole of a control, and return what of it bears on a suspicion."""
    words, plain = opened.words, opened.shown.control
    whole = acts.controls.show_control(opened.context, opened.id, whole=True)
    control, lang = whole.control, words.asked.look.lang
    apart = tuple(one for one in control.comments if one not in plain.comments)
    came, mine = exhibits.received(opened), acts.referrals.decisions_open_to(opened.context, opened.id)
    return {
        **_shut(opened),
        "open": _WHOLE,
        "decided": whole.decided,
        "mine": mine,
        "concluded": Concluded(words, whole.conclusion, control.facts_on),
        "is_owed": Decision.NO in mine and not whole.decided,
        "origin": control.origin,
        "tables": [
            _steps(words, control),
            *_persons(words, control),
            *comments(words, control.model_copy(update={"comments": apart})),
        ],
        "hearings": dossier_facts.hearings(control, lang),
        "summaries": dossier_facts.summaries(control, lang),
        "exhibits": exhibits.exhibits(
            words, [ref for ref in control.attachments if ref not in plain.attachments], came
        ),
        "unnamed": len(came.keys() - {one.sha256 for one in control.attachments}),
    }


def _due(opened: Opened) -> Mapping[str, object]:
    """Read what the chain of a control makes due; of one that waits, only that it does."""
    words = opened.words
    found = acts.chain_notices.consider(opened.context, opened.id)
    made = () if found.waits else chain.notices_of(opened)
    proposed = [one for one in made if one.state == ChainNoticeState.PROPOSED]
    return {
        **_shut(opened),
        "open": _CHAIN,
        "waits": found.waits,
        "due": [(_liable(words, one), _lacking(words, one)) for one in found.due],
        "already": [_liable(words, one) for one in found.already],
        "points": [_point(words, one) for one in found.points],
        "to_sign": [one.reference for one in proposed] if opened.may("chain.sign") else [],
        "may_take_away": not found.due and bool(proposed) and opened.may("chain.propose"),
        "may_propose": bool(found.due) and opened.may("chain.propose"),
        "magistrates": words.magistrates() if opened.may("chain.agree") else [],
    }


def _waiting(opened: Opened) -> Mapping[str, object]:
    """Read what still waits of a control after a decision; it is done on a page of its own."""
    found = acts.follow_ups.list_follow_ups(opened.context, control_id=opened.id)
    return {**_shut(opened), "open": _AFTER, "owed": [owed_line(one, opened.words) for one in found]}


_OPENED = {_WHOLE: _whole, _CHAIN: _due, _AFTER: _waiting}


def _liable(words: Words, one: Liability) -> str:
    regime = words.rules.chain_regimes[one.regime].label.say(words.asked.look.lang)
    return f"{one.addressee} · {regime}: {words.say(f'chain.why.{one.why}')}"


def _lacking(words: Words, one: Liability) -> str:
    if not one.missing:
        return ""
    return words.say("chain.lacking", which="; ".join(words.say(f"chain.missing.{key}") for key in one.missing))


def _point(words: Words, one: ChainPoint) -> str:
    tolerated = f" ({words.say('chain.tolerated')})" if one.is_tolerated else ""
    return f"{one.link} · {words.rules.chain_duties[one.duty].label.say(words.asked.look.lang)}{tolerated}"


def _steps(words: Words, control: Control) -> Table:
    return Table(
        words.paper("dossier.steps"),
        (words.say("word.time"), words.say("word.what"), words.say("controls.words")),
        dossier_facts.steps(control, words.rules, words.asked.look.lang),
        words.say("word.nothing"),
    )


def _persons(words: Words, control: Control) -> Iterator[Table]:
    """Yield which papers each person had, whether anybody met them before, and where they are now; none for nothing."""
    told = [_known_of(words, person) for person in control.persons]
    rows = [row for row in told if any(row[1:])]
    if rows:
        asked = (words.paper("field.person.documents"), words.paper("field.person.met_before"))
        columns = (words.say("control.person"), *asked, words.say("controls.whereabouts"))
        yield Table(words.say("inspections.people"), columns, rows)


def _known_of(words: Words, person: PersonFound) -> list[str]:
    now_at = words.say(f"now_at.{person.now_at}") if person.now_at else ""
    how = words.say(f"reach.{person.reach_how}") if person.reach_how else ""
    reach = (how, person.reach_through, person.reach_when, person.reach_language)
    where = ", ".join(filter(None, (now_at, person.whereabouts, *reach)))
    return [person.ref, person.documents, words.yes_no(person.met_before), where]
