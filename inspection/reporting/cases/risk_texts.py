"""What a finding risks, in words: its level's fines, those of a legal person, a Region's, what may double a maximum."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from inspection.control.conclusions import Finding, OtherReading
from inspection.i18n import Lang, t
from inspection.reporting.paper import fine_text, marked, range_text
from inspection.time_of import day_text
from sectors import Catalogue
from sectors.rules.consequences import Sanctions

_OF_ANYBODY: Final = "dossier.criminal_fine"
_OF_NATURAL: Final = "dossier.criminal_natural"
_OF_LEGAL: Final = "dossier.criminal_legal"


def risks(finding: Finding, sanctions: Sanctions, lang: Lang) -> list[str]:
    """Return what a finding risks: the administrative fine, the criminal one, imprisonment, how often fines count.

    Fines are those of the finding, multiplied already; nothing is said where no range is known. Where nobody knows
    whether the offender is a legal person, both criminal fines are said, each as whose it is.

    sanctions
        Those of the day of the facts: the number of workers beyond which nothing is multiplied is theirs.
    """
    has_fine = finding.administrative_cents is not None
    is_multiplied = finding.multiplier > 1 and has_fine
    words = [
        fine_text(finding.administrative_cents, lang),
        range_text(_whose(finding), finding.criminal_cents, lang),
        range_text(_OF_LEGAL, finding.criminal_legal_cents, lang),
        _prison(finding.prison_months, lang),
        t("dossier.multiplied", lang, n=finding.multiplier, cap=sanctions.workers_cap) if is_multiplied else "",
        t("dossier.capped", lang) if is_multiplied and finding.multiplier < finding.workers else "",
        t("dossier.surcharge", lang, n=sanctions.surcharge_factor) if sanctions.is_to_verify and has_fine else "",
    ]
    return [word for word in words if word]


def by_other_reading(finding: Finding, other: OtherReading) -> Finding:
    """Return a finding as other sources read its level; how often the fines count is the same, and not said again."""
    return replace(
        finding,
        multiplier=1,
        prison_months=other.prison_months,
        criminal_cents=other.criminal_cents,
        criminal_legal_cents=other.criminal_legal_cents,
        administrative_cents=other.administrative_cents,
    )


def other_reading(finding: Finding, law: Catalogue, lang: Lang) -> list[str]:
    """Say what other sources make of its level, where they conflict."""
    if finding.other is None:
        return []
    by_it = risks(by_other_reading(finding, finding.other), law.sanctions, lang)
    return [t("dossier.other_level", lang, level=finding.other.level, risk=", ".join(by_it))]


def regional_risks(finding: Finding, law: Catalogue, lang: Lang) -> list[str]:
    """Say what a finding risks by the Region's own scale, where that is held; to be verified."""
    scale = finding.regional
    if scale is None:
        return []
    risk = (
        fine_text(scale.administrative_cents, lang),
        range_text(_OF_ANYBODY, scale.criminal_cents, lang),
        _prison(scale.prison_months, lang),
    )
    order = law.legal_orders[scale.order].label.say(lang)
    said = t("dossier.regional_scale", lang, order=order, risk=", ".join(filter(None, risk)))
    return [said, *([t("dossier.regional_of_one", lang)] if scale.is_of_one_worker else [])]


def recidivism_texts(finding: Finding, lang: Lang) -> list[str]:
    """Say that a maximum may be doubled, because of which decision; no amount is doubled here."""
    return [
        t("dossier.recidivism", lang, day=day_text(one.final_on), until=day_text(one.until))
        for one in finding.recidivism
    ]


def instruments(finding: Finding, law: Catalogue, lang: Lang) -> Iterator[str]:
    """Name the Region's own instruments under which a finding falls; no amount of theirs is held."""
    for one in law.legal_instruments.values():
        if one.order in finding.legal_orders and finding.offence in one.offences:
            yield marked(one.title, lang) + (f" ({one.numac})" if one.numac is not None else "")


def _whose(finding: Finding) -> str:
    """Tell whose criminal fine a finding's is: anybody's, or of natural or legal persons only."""
    if finding.criminal_legal_cents is not None:
        return _OF_NATURAL
    return _OF_LEGAL if finding.is_legal_person else _OF_ANYBODY


def _prison(months: tuple[int, int] | None, lang: Lang) -> str:
    return t("dossier.prison", lang, low=months[0], high=months[1]) if months else ""
