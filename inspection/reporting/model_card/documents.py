"""A model card as documents: a PDF/A-3b with its data attached, and a page that opens without a network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inspection.i18n import Lang, t
from inspection.reporting.model_card.content import ModelCard
from inspection.reporting.model_card.pages import card_blocks
from inspection.reporting.model_card.words import CardSpeaker
from inspection.reporting.paper import HASH_SHOWN, notice, typeset
from inspection.sealing import canonical_json, sha256_of
from inspection.time_of import day_text
from sectors import Catalogue

SCHEMA = "vigie/model-card/1"


@dataclass(frozen=True, kw_only=True)
class CardVersion:
    """Which version of a card a document is of.

    told_on
        The day on which it was published, or proposed.
    approve_as
        The hash that an approval names, for a draft; empty once it is published.
    service
        Key of the service, such as ONSS.
    """

    version: int
    told_on: date
    service: str
    approve_as: str = ""


def card_pdf(card: ModelCard, of: CardVersion, lang: Lang, rules: Catalogue, *, made_on: datetime) -> bytes:
    """Return an edition in one language as a PDF; what is attached is the data of the same edition."""
    return typeset("report", _told(card, of, CardSpeaker(lang, rules)), made_on=made_on, attached=card_json(card))


def card_page(card: ModelCard, of: CardVersion, lang: Lang, rules: Catalogue) -> str:
    """Return an edition in one language as a page of HTML that asks nobody for anything."""
    return _templates().get_template("model_card.html").render(**_told(card, of, CardSpeaker(lang, rules)))


def card_json(card: ModelCard) -> bytes:
    """Return the data of an edition as readable JSON with sorted keys."""
    value = {"schema": SCHEMA, **json.loads(canonical_json(card))}
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _told(card: ModelCard, of: CardVersion, say: CardSpeaker) -> Mapping[str, object]:
    title, edition = t("report.title.model_card", say.lang), say.say(f"edition.{card.edition}")
    weeks = f"{day_text(card.first)} – {day_text(card.last)}"
    state = t("report.head.proposed" if of.approve_as else "report.head.published", say.lang)
    head = [
        (say.say("head.edition"), edition),
        (say.say("head.weeks"), weeks),
        (say.say("head.known"), day_text(card.on)),
        (state, day_text(of.told_on)),
        (t("report.head.version", say.lang), str(of.version)),
        (t("report.head.hash", say.lang), of.approve_as or sha256_of(card)[:HASH_SHOWN]),
        (say.say("head.rules"), card.rules_sha256[:HASH_SHOWN]),
    ]
    known = say.rules.recipients.get(of.service.lower())
    draft = [notice(t("report.draft", say.lang))] if of.approve_as else []
    return {
        "lang": say.lang,
        "title": title,
        "subtitle": f"{edition} · {day_text(card.on)}",
        "service": known.name.say(say.lang) if known else of.service,
        "head": head,
        "contents": "",
        "attached": t("report.attached", say.lang),
        "foot": f"{title} · {edition} · {day_text(card.on)}",
        "blocks": [*draft, *card_blocks(card, say)],
    }


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(Path(__file__).parents[1] / "templates")
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
