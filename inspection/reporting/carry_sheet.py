"""The sheet that a team carries: order, map, contacts and the checklist on paper.

It holds no reason, no points and no arm: it lies open in front of the employer, and a team that knows which visits were
drawn by lot gives them less. For the same reason the sensitive questions are not on it: they are asked from memory and
written down elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspection.control import Checklist
from inspection.i18n import Lang, t
from inspection.reporting.outline_map import Ring, outline_map
from inspection.reporting.typesetting import typeset
from inspection.reporting.week_book import BookRound, BookStop
from inspection.time_of import clock_text

WORDS = (
    "order",
    "code",
    "time",
    "place",
    "sector",
    "map",
    "contacts",
    "checklist",
    "verify_note",
    "empty",
    "page",
    "week",
)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to ring from the round; `role` is a key under `sheet.` in the catalogues."""

    role: str
    name: str
    number: str | None
    to_verify: bool = False


def carry_sheet(
    round_: BookRound,
    *,
    week: str,
    members: Sequence[str],
    contacts: Sequence[Contact],
    checklists: Mapping[str, Checklist],
    sector_labels: Mapping[str, str],
    outlines: Sequence[Ring],
) -> bytes:
    """Return the carry sheet of a team-day as PDF/A in the team's language.

    members
        Names of the team's inspectors.
    contacts
        Police, auditorate, centres and emergency numbers, most urgent first.
    checklists
        One for each sector on the round, by sector key.
    sector_labels
        Sector key to its label in the team's language.
    outlines
        Rings of the cantons or arrondissements around, for the map.
    """
    lang = round_.language
    stops = list(enumerate(round_.stops, 1))
    drawn = outline_map(outlines, [(str(n), (s.lon, s.lat)) for n, s in stops], round_.office)
    sectors = sorted({s.sector for s in round_.stops})
    return typeset(
        "carry_sheet",
        {
            "lang": lang,
            "title": t("sheet.title", lang),
            "team": round_.team,
            "day": f"{t(f'day.{round_.day.weekday()}', lang)} {round_.day.strftime('%d/%m/%Y')}",
            "week": week,
            "words": {word: t(f"sheet.{word}", lang) for word in WORDS},
            "foot": ", ".join(members),
            "stops": [_stop(n, s, sector_labels, lang) for n, s in stops],
            "map": drawn if stops else None,
            "contacts": [_contact(c, lang) for c in contacts],
            "checklists": [_paper(checklists[key], lang) for key in sectors],
        },
    )


def _stop(number: int, stop: BookStop, sector_labels: Mapping[str, str], lang: Lang) -> dict[str, object]:
    return {
        "n": number,
        "time": clock_text(stop.start),
        "code": stop.code,
        "name": stop.name,
        "address": stop.address,
        "municipality": f"{stop.postcode} {stop.municipality}",
        "sector": sector_labels[stop.sector],
        "note": t("sheet.canton_only", lang) if stop.quality == "canton" else None,
    }


def _contact(contact: Contact, lang: Lang) -> dict[str, object]:
    return {
        "label": t(f"sheet.{contact.role}", lang),
        "name": contact.name,
        "number": contact.number or t("sheet.unknown_number", lang),
        "verify": contact.to_verify,
    }


def _paper(checklist: Checklist, lang: Lang) -> dict[str, object]:
    """Lay the checklist out for paper: a part for each section and scope; sensitive questions stay off the counter."""
    form = checklist.paper(lang, discreet=True)
    parts = [
        {
            "title": section["label"],
            "scope": t(f"sheet.{words}", lang),
            "questions": [_question(q, lang) for q in section[scope]],
        }
        for section in form["sections"]
        for scope, words in (("workplace", "once"), ("person", "each_person"))
        if section[scope]
    ]
    return {"title": form["title"], "parts": parts}


def _question(question: Mapping[str, Any], lang: Lang) -> dict[str, object]:
    yes_no = [t("sheet.yes", lang), t("sheet.no", lang)]
    boxes = yes_no if question["kind"] == "yes_no" else [choice["label"] for choice in question["choices"]]
    return {"label": question["label"], "verify": question["to_verify"], "choices": boxes}
