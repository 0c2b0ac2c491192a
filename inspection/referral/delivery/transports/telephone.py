"""A telephone call as a way to an addressee: software writes what to say, a person rings and logs what was answered."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from inspection.referral.bundle import MANIFEST
from inspection.referral.model import Bundle
from inspection.referral.report import danger_text, say
from sectors.rules.recipients import Recipient
from sectors.rules.values import Lang

# A bundle carries why its office is told; whoever works the case hears of the case itself.
_OPENINGS: Final = {"minor": "call.opening_minor", "lodging": "call.opening_lodging"}


def call_script(
    bundle: Bundle,
    office: Recipient,
    *,
    number: str | None = None,
    instead_of: Recipient | None = None,
    lang: Lang | None = None,
) -> str:
    """Return what to say on the telephone about a bundle: where, how many, danger; never a name.

    It is written so that it may lie on a desk: a line can be overheard, and the names follow in writing.

    number
        Of the duty roster at that moment; the office's own where there is none.
    instead_of
        The office that was written to and does not answer, where another is rung.
    lang
        The addressee's language unless the caller wants another.
    """
    files = dict(bundle.files)
    manifest, data = json.loads(files[MANIFEST]), json.loads(files["data.json"])
    spoken = lang or manifest["language"]
    head = _head(office, number, instead_of, spoken)
    return "\n".join([*head, *_lines(bundle, manifest, data, spoken)]) + "\n"


def _head(office: Recipient, number: str | None, instead_of: Recipient | None, lang: Lang) -> Iterator[str]:
    yield say("call.title", lang).format(to=office.name.say(lang))
    if instead_of is not None:
        yield say("call.instead", lang).format(of=instead_of.name.say(lang))
    yield f"{say('call.dial', lang)}: {number or office.telephone or say('unknown', lang)}"


def _lines(bundle: Bundle, manifest: Mapping[str, Any], data: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    opening = _OPENINGS.get(manifest["reason"], "call.opening")
    yield say("call.own_number", lang)
    yield ""
    yield say(opening, lang).format(service=data["service"], reference=bundle.reference)
    yield ""
    yield say("call.facts", lang)
    yield from (f"  {line}" for line in _facts(data, lang))
    yield ""
    yield say("call.ask", lang)
    yield say("call.read_back", lang)
    yield say("call.log", lang)


def _facts(data: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    persons = data["persons"]
    if "workplace" in data:
        where = [data["workplace"][part] for part in ("address", "place", "canton")]
        yield f"{say('workplace', lang)}: {', '.join(filter(None, where))}"
    yield from (f"{say('lodging', lang)}: {address}" for address in data.get("lodgings", ()))
    counted = f"{len(persons)} ({say('minors', lang)}: {sum(one['minor'] for one in persons)})"
    if "lodgings" in data:
        yield f"{say('lodged', lang)}: {counted if persons else say('lodged_unknown', lang)}"
    else:
        yield f"{say('persons', lang)}: {counted}"
    if "danger_now" in data:
        yield f"{say('danger_now', lang)}: {danger_text(data['danger_now'], lang)}"
    yield f"{say('contact', lang)}: {data['contact_telephone']}"
