"""The sheet that a team carries: the day in order, a map, contacts and the checklists on paper.

It holds no reason, no points and no arm: it lies open in front of the employer, and a team that knows which visits were
drawn by lot gives them less. For the same reason the sensitive questions are not on it: they are asked from memory and
written down elsewhere. Two rounds that differ only in why a place was chosen give the same bytes. Each page that is
filled in carries a code, by which the office copies it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspection.control.on_paper import paper_code
from inspection.i18n import Lang, t
from inspection.reporting.pages import joint_text
from inspection.reporting.paper import MapStop, Outline, code_image, outline_map, typeset
from inspection.reporting.week import BookRound, BookStop
from inspection.time_of import clock_text, day_text

WORDS = (
    "arrived", "back", "break", "checklist", "contacts", "documents", "exceptions", "gone", "how", "key", "leave",
    "map", "map_note", "members", "name", "order", "page", "place_page", "rows", "verify_note", "version", "week",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to ring from the round; `role` is a key under `sheet.` in the catalogues.

    to_verify, name_to_verify
        Whether number or name carry the mark ° of what is to be verified.
    """

    role: str
    name: str
    number: str | None
    to_verify: bool = False
    name_to_verify: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetContent:
    """What stands on the sheet of one team-day.

    team
        What the team is called.
    members
        Names of the team's inspectors.
    contacts
        Police, auditorate, centres and emergency numbers, most urgent first.
    checklists
        What `paper_checklist` gives for each sector on the round, by sector key.
    sector_labels
        Sector key to its label in the team's language.
    outlines
        The cantons of the district and around, for the map.
    """

    round: BookRound
    team: str
    members: Sequence[str]
    contacts: Sequence[Contact]
    checklists: Mapping[str, Mapping[str, object]]
    sector_labels: Mapping[str, str]
    outlines: Sequence[Outline]


def carry_sheet(content: SheetContent, *, week: str) -> bytes:
    """Return the carry sheet of a team-day as PDF/A in the team's language."""
    return carry_sheets([content], week=week, lang=content.round.language)


def carry_sheets(contents: Sequence[SheetContent], *, week: str, lang: Lang) -> bytes:
    """Return sheets of several team-days as one PDF/A to print: each begins on a leaf of its own and counts its pages.

    Arguments: `lang` of the document's title; each sheet is in its team's language.
    """
    title = t("sheet.title", lang)
    papers = {
        _paper_key(one, key): {**paper, "key": key} for one in contents for key, paper in sorted(one.checklists.items())
    }
    sheets = [_sheet(one, week) for one in contents]
    return typeset("carry_sheet", {"lang": lang, "title": title, "papers": papers, "sheets": sheets}, tagged=False)


def _paper_key(content: SheetContent, sector: str) -> str:
    return f"{content.round.language}/{sector}"


def _sheet(content: SheetContent, week: str) -> dict[str, object]:
    round_, lang, stops = content.round, content.round.language, content.round.stops
    return {
        "lang": lang,
        "title": t("sheet.title", lang),
        "team": content.team,
        "day": f"{t(f'day.{round_.day.weekday()}', lang)} {day_text(round_.day)}",
        "week": week,
        "words": {word: t(f"sheet.{word}", lang) for word in WORDS},
        "members": ", ".join(content.members),
        "lines": list(_lines(round_, content.sector_labels)) if stops else [],
        "map": _map(round_, content.outlines) if stops else None,
        "contacts": [_contact(c, lang) for c in content.contacts],
        "checklists": [_paper_key(content, key) for key in sorted({s.sector for s in stops})],
        "leaves": _marked(list(_leaves(round_, content.checklists))),
    }


def _marked(leaves: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the leaves of a sheet, of which the last says that it is."""
    return [{**one, "last": n == len(leaves)} for n, one in enumerate(leaves, 1)]


def _lines(round_: BookRound, sector_labels: Mapping[str, str]) -> Iterable[dict[str, object]]:
    """Return leaving, stops, breaks and being back, in the order of the day."""
    found: list[tuple[float, int, dict[str, object]]] = [
        (s.start, 2, _stop(n, s, round_, sector_labels)) for n, s in enumerate(round_.stops, 1)
    ]
    found += [(a, 1, {"kind": "break", **_span(round_, a, b)}) for a, b in round_.pauses]
    if round_.leaves is not None:
        found.append((round_.leaves, 0, {"kind": "leave", **_span(round_, round_.leaves)}))
    if round_.back is not None:
        found.append((round_.back, 3, {"kind": "back", **_span(round_, round_.back)}))
    return (line for _, _, line in sorted(found, key=lambda each: each[:2]))


def _span(round_: BookRound, start: float, end: float | None = None) -> dict[str, object]:
    """Return a time as the sheet prints it; after midnight with the name of the day that it then is."""
    late = int(start // 1440)
    day = t(f"day.{(round_.day.weekday() + late) % 7}", round_.language) if late else None
    return {"time": clock_text(start), "until": clock_text(end) if end is not None else None, "day": day}


def _stop(number: int, stop: BookStop, round_: BookRound, sector_labels: Mapping[str, str]) -> dict[str, object]:
    return {
        "kind": "stop",
        **_span(round_, stop.start, stop.leave),
        "n": number,
        "code": stop.code,
        "name": stop.name,
        "address": ", ".join(part for part in (stop.address, _municipality(stop)) if part),
        "sector": sector_labels[stop.sector],
        "note": " · ".join(_notes(stop, round_.language)) or None,
    }


def _notes(stop: BookStop, lang: Lang) -> Iterable[str]:
    """Yield what a team must know of a stop beside its address: who else comes, and how well the place is known."""
    if stop.joint is not None:
        yield joint_text(stop.joint, lang)
    if stop.is_roughly_known:
        yield t(f"sheet.place.{stop.quality}", lang)


def _municipality(stop: BookStop) -> str:
    return f"{stop.postcode} {stop.municipality}".strip()


def _map(round_: BookRound, outlines: Sequence[Outline]) -> str:
    stops = [
        MapStop(number=str(n), at=(s.lon, s.lat), place=s.municipality, vague=s.is_roughly_known)
        for n, s in enumerate(round_.stops, 1)
    ]
    return outline_map(outlines, stops, round_.office, office_name=t("sheet.office", round_.language))


def _contact(contact: Contact, lang: Lang) -> dict[str, object]:
    return {
        "label": t(f"sheet.{contact.role}", lang),
        "name": contact.name,
        "name_verify": contact.name_to_verify,
        "number": contact.number,
        "unknown": t("sheet.unknown_number", lang),
        "verify": contact.to_verify,
    }


def _leaves(round_: BookRound, checklists: Mapping[str, Mapping[str, object]]) -> Iterable[dict[str, object]]:
    """Yield what stands at the head of each page that is filled in: a grid and a page about the place for each stop.

    In the order of their checklists, as the template sets them.
    """
    numbered = list(enumerate(round_.stops, 1))
    for n, stop in sorted(numbered, key=lambda one: (one[1].sector, one[0])):
        sha256 = str(checklists[stop.sector]["sha256"])
        for page in (1, 2):
            code = paper_code(stop.code, sha256, page)
            yield {
                "sector": stop.sector,
                "page": page,
                "n": n,
                "time": clock_text(stop.start),
                "name": stop.name,
                "code": code,
                "qr": code_image(code),
            }
