"""What a finding risks by the law of the day of the facts, in words: fines, imprisonment, how often they count."""

from dataclasses import replace

from inspection.control.filled import Finding, OtherReading
from inspection.i18n import Lang, t
from inspection.reporting.paper import fine_text
from sectors.rules import Sanctions


def risks(finding: Finding, sanctions: Sanctions, lang: Lang) -> list[str]:
    """Return the administrative fine, the criminal one, the imprisonment, and how often the fines are counted.

    Fines are those of the finding, multiplied already; nothing is said where no range is known.

    sanctions
        Those of the day of the facts: the number of workers beyond which nothing is multiplied is theirs.
    """
    words = [
        fine_text(finding.administrative_cents, lang),
        _criminal(finding, lang),
        _prison(finding, lang),
        _times(finding, sanctions.workers_cap, lang),
    ]
    return [word for word in words if word]


def other_of(finding: Finding, other: OtherReading) -> Finding:
    """Return a finding as other sources read its level; how often the fines count is the same, and not said again."""
    return replace(
        finding,
        multiplier=1,
        prison_months=other.prison_months,
        criminal_cents=other.criminal_cents,
        administrative_cents=other.administrative_cents,
    )


def _criminal(finding: Finding, lang: Lang) -> str:
    if finding.criminal_cents is None:
        return ""
    low, high = (f"{cents // 100:,}".replace(",", "\N{NO-BREAK SPACE}") for cents in finding.criminal_cents)
    return t("dossier.criminal_fine", lang, low=low, high=high)


def _prison(finding: Finding, lang: Lang) -> str:
    if finding.prison_months is None:
        return ""
    shortest, longest = finding.prison_months
    return t("dossier.prison", lang, low=shortest, high=longest)


def _times(finding: Finding, cap: int, lang: Lang) -> str:
    """Say how often the fines are counted, where there are any and it is more than once."""
    if finding.multiplier <= 1 or finding.administrative_cents is None:
        return ""
    return t("dossier.multiplied", lang, n=finding.multiplier, cap=cap)
