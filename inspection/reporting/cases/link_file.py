"""The link file: which cases belong together and on which grounds, for a cell or a magistrate who send and decide.

References, arrondissements, grounds and strengths only. Whoever may read the cases has their bundles already.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inspection.i18n import Lang, t
from inspection.reporting.paper import marked, typeset
from inspection.sealing import canonical_json
from inspection.territory import arrondissement_label
from inspection.time_of import day_in_brussels, day_text
from sectors.rules.trafficking import Strength
from sectors.rules.values import Frozen, Text

FORMAT = "vigie-links-1"


class FileCase(Frozen):
    """A case as it stands in a link file; `district` is its judicial arrondissement."""

    reference: str
    district: str
    opened_on: date


class FileLink(Frozen):
    """A confirmed link between two of the cases, in the words of the rules.

    percent, word
        Its strength on the day of the file.
    foreign_link
        What reaches abroad, as the person who confirmed it said.
    """

    reference: str
    cases: tuple[str, str]
    ground: str
    label: Text
    percent: int
    word: Strength
    since: date
    shared: int
    foreign_link: str | None
    confirmed_on: date


@dataclass(frozen=True, kw_only=True)
class LinkFileContent:
    """What one cell or magistrate is handed."""

    reference: str
    recipient_name: str
    lang: Lang
    prepared_at: datetime
    cases: tuple[FileCase, ...]
    links: tuple[FileLink, ...]

    @property
    def districts(self) -> tuple[str, ...]:
        """The arrondissements that the cases lie in, each once."""
        return tuple(sorted({case.district for case in self.cases}))

    @property
    def foreign_links(self) -> tuple[str, ...]:
        """What reaches abroad, each once."""
        return tuple(sorted({link.foreign_link for link in self.links if link.foreign_link}))


def link_file_data(content: LinkFileContent) -> bytes:
    """Return the file as JSON for a machine: the same as its pages, and no more."""
    shown = {
        "format": FORMAT,
        "reference": content.reference,
        "recipient": content.recipient_name,
        "language": content.lang,
        "prepared_at": content.prepared_at,
        "districts": content.districts,
        "foreign_links": content.foreign_links,
        "cases": content.cases,
        "links": [link.model_dump(mode="json", exclude={"label"}) for link in content.links],
    }
    return (canonical_json(shown) + "\n").encode()


def link_file_pdf(content: LinkFileContent) -> bytes:
    """Return the file as PDF/A in the addressee's language."""
    lang = content.lang
    return typeset(
        "link_file",
        {
            "lang": lang,
            "title": t("link_file.title", lang, reference=content.reference),
            "recipient": content.recipient_name,
            "made": t("link_file.made", lang, day=day_text(day_in_brussels(content.prepared_at))),
            "why": _why(content),
            "note": t("link_file.note", lang),
            "you_decide": t("link_file.you_decide", lang),
            "cases_title": t("link_file.cases", lang),
            "cases_head": [t(f"link_file.{name}", lang) for name in ("case", "area", "opened")],
            "cases": [_case(case, lang) for case in content.cases],
            "links_title": t("link_file.links", lang),
            "links_head": [t(f"link_file.{name}", lang) for name in ("between", "ground", "strength", "since")],
            "links": [_row(link, lang) for link in content.links],
            "verify": t("link_file.verify", lang),
        },
        made_on=content.prepared_at,
    )


def _why(content: LinkFileContent) -> list[str]:
    lang, said = content.lang, []
    if len(content.districts) > 1:
        names = ", ".join(arrondissement_label(district, lang) for district in content.districts)
        said.append(t("link_file.why_areas", lang, count=len(content.districts), names=names))
    said += [t("link_file.why_abroad", lang, what=t(f"link.abroad.{key}", lang)) for key in content.foreign_links]
    return said


def _case(case: FileCase, lang: Lang) -> list[str]:
    return [case.reference, arrondissement_label(case.district, lang), day_text(case.opened_on)]


def _row(link: FileLink, lang: Lang) -> dict[str, object]:
    ground = marked(link.label, lang)
    more = [t("link.shared", lang, count=link.shared)] if link.shared > 1 else []
    if link.foreign_link:
        more.append(t(f"link.abroad.{link.foreign_link}", lang))
    return {
        "cases": list(link.cases),
        "ground": ground,
        "more": " · ".join(more),
        "word": t(f"link.strength.{link.word}", lang),
        "percent": link.percent,
        "since": day_text(link.since),
        "confirmed": t("link_file.confirmed", lang, day=day_text(link.confirmed_on)),
    }
