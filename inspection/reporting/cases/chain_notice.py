"""A written notice to a party of a chain of contracts, on paper: what its law asks to be said, and nothing else.

It tells nothing of why the control took place, of any other finding, of a fine or of anybody else's part in the chain.
"""

from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from inspection.control import chain
from inspection.i18n import Lang, money_text, t
from inspection.reporting.paper import TO_VERIFY, marked, typeset
from inspection.time_of import day_in_brussels, day_text
from sectors import Catalogue
from sectors.rules.chain import ChainNotice

_HOME: Final = "BE"


class _Frozen(BaseModel):
    """A value that was frozen when the notice was proposed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoticeParty(_Frozen):
    """A party as the inspector typed it."""

    name: str = Field(repr=False)
    number: str = Field(repr=False)
    country: str
    address: str = Field(repr=False)


class NoticePerson(_Frozen):
    """Somebody whom the notice is about, by what identifies them; amounts in euro cents, None where nobody knows."""

    name: str = Field(repr=False)
    born_on: date | None = Field(repr=False)
    owed_cents: int | None
    unpaid_cents: int | None


class NoticeContent(_Frozen):
    """All that a notice says beside the words of its law.

    place
        Where the persons were found at work, in words; control_on, when.
    """

    kind: str
    language: Lang
    service: str
    addressee: NoticeParty
    employer: NoticeParty
    place: str = Field(repr=False)
    control_on: date
    persons: tuple[NoticePerson, ...]


class NoticeSigned(_Frozen):
    """Who signed a notice and when, and the day on which it is given."""

    by: str
    at: datetime
    notified_on: date


def chain_notice_pdf(
    reference: str,
    content: NoticeContent,
    law: Catalogue,
    signed: NoticeSigned | None,
    *,
    is_copy: bool,
    made_on: datetime,
) -> bytes:
    """Return a notice as PDF/A in its language.

    law
        The catalogue of the day on which it is given.
    is_copy
        Whether it is the employer's copy, which says what the notice says.
    """
    return typeset("chain_notice", chain_notice_data(reference, content, law, signed, is_copy=is_copy), made_on=made_on)


def chain_notice_data(
    reference: str, content: NoticeContent, law: Catalogue, signed: NoticeSigned | None, *, is_copy: bool
) -> dict[str, Any]:
    """Return what a notice prints as plain values."""
    lang, notice = content.language, law.chain_notices[content.kind]
    asks_pay = "owed" in notice.parts
    return {
        "lang": lang,
        "title": marked(notice.label, lang),
        "basis": t("chain.paper.basis", lang, article=_article(notice, law, lang)),
        "reference": reference,
        "draft": "" if signed else t("chain.paper.draft", lang),
        "copy": t("chain.paper.copy", lang) if is_copy else "",
        "from": t("chain.paper.service", lang, service=content.service),
        "to_title": t("chain.paper.addressee", lang),
        "to": _party(content.addressee),
        "opening": marked(notice.opening, lang),
        "facts": [
            [t("chain.paper.employer", lang), ", ".join(_party(content.employer))],
            [t("chain.paper.place", lang), content.place or t("chain.paper.blank", lang)],
            [t("chain.paper.control_on", lang), day_text(content.control_on)],
            [t("chain.paper.persons", lang), str(len(content.persons))],
        ],
        "columns": [t(f"chain.paper.{key}", lang) for key in ("n", "name", "born", *(("owed", "unpaid") * asks_pay))],
        "persons": [
            [
                str(n),
                person.name,
                day_text(person.born_on) if person.born_on else "–",
                *((_euros(person.owed_cents, lang), _euros(person.unpaid_cents, lang)) if asks_pay else ()),
            ]
            for n, person in enumerate(content.persons, 1)
        ],
        "effect": _effect(notice, law, signed, lang),
        "counted": t("chain.paper.counted", lang) if notice.clock is not None else "",
        "incomplete": "" if notice.is_complete else t("chain.paper.incomplete", lang),
        "given": t("chain.paper.given", lang, day=day_text(signed.notified_on)) if signed else "",
        "signature": t("chain.paper.signature", lang),
        "signed": _signed(signed, lang) if signed else "",
        "verify_note": t("chain.paper.verify", lang, sign=TO_VERIFY),
        "page": t("dossier.page", lang),
    }


def _signed(signed: NoticeSigned, lang: Lang) -> str:
    return t("chain.paper.signed", lang, by=signed.by, day=day_text(day_in_brussels(signed.at)))


def _article(notice: ChainNotice, law: Catalogue, lang: Lang) -> str:
    """Return the article of a notice, and the law of the liability that it is about."""
    is_checked = notice.article_confidence in ("H", "H*")
    named = [law.cite(notice.article, lang) + ("" if is_checked else f" {TO_VERIFY}")]
    for regime in law.chain_regimes.values():
        if regime.notice == notice.key:
            named.append(law.cite(regime.law, lang) + (f" {TO_VERIFY}" if regime.is_to_verify else ""))
    return "; ".join(named)


def _effect(notice: ChainNotice, law: Catalogue, signed: NoticeSigned | None, lang: Lang) -> str:
    """Return what the notice sets running; with blanks for the days as long as nobody signed it."""
    blank = t("chain.paper.blank", lang)
    if signed is None:
        return marked(notice.effect, lang).format(first=blank, last=blank)
    term = chain.covered(notice, law, signed.notified_on)
    first = day_text(term.first) if term is not None else blank
    last = day_text(term.last) if term is not None and term.last is not None else blank
    return marked(notice.effect, lang).format(first=first, last=last)


def _party(party: NoticeParty) -> list[str]:
    country = "" if party.country == _HOME else party.country
    return [line for line in (party.name, party.number, party.address, country) if line]


def _euros(cents: int | None, lang: Lang) -> str:
    return t("chain.paper.blank", lang) if cents is None else money_text(cents, lang)
