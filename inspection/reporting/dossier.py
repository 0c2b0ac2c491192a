"""The dossier of a control, prepared for the report of infringement that is drawn up in the federal system.

Two readers: the labour auditorate gets all of it. The copy for the offender is of a control that was made anew of what
the offender may read (`inspection.control.for_offender`), so that nothing here can give a suspicion away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from inspection.control import Conclusion, Control, Finding, PersonFound, asking_of, counted
from inspection.i18n import Lang, t
from inspection.reporting.dossier_facts import comments, exhibits, facts, hearings, looked_up, origin, seen_first, steps
from inspection.reporting.dossier_places import places, without_centres
from inspection.reporting.dossier_risks import risks
from inspection.reporting.typesetting import typeset
from inspection.reporting.written import day_text, marked, moment_text
from sectors import Catalogue, Offence, Question

EPV_NUMBER = "cl_epv_number"  # the question that asks for it
Reader = Literal["auditorate", "offender"]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """That a finished control was corrected: when, by whom, and why."""

    at: datetime
    by: str
    because: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LoggedCall:
    """A telephone call about the referral: whom, under which number, who answered by role, and what they instructed."""

    at: datetime
    office: str
    number: str
    role: str
    taken_on: bool
    instruction: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A control with everything that its dossier prints.

    law, form
        The rules on the day of the facts, and on the day of the control.
    questions
        Those that the control was filled in under, by their words of that time.
    place
        Municipality or canton, in words.
    auditorate
        To whom the original goes.
    calls
        What was said on the telephone about its referral; none in what the offender gets.
    """

    control: Control = field(repr=False)
    conclusion: Conclusion
    law: Catalogue
    form: Catalogue
    questions: Mapping[str, Question]
    place: str
    auditorate: str
    official: str
    service: str
    enterprise_number: str = ""
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    corrections: Sequence[Correction] = ()
    calls: Sequence[LoggedCall] = ()


def dossier_pdf(content: Dossier, reader: Reader, lang: Lang, *, made_on: datetime) -> bytes:
    """Return the dossier as PDF/A in the language of the report."""
    return typeset("dossier", dossier_data(content, reader, lang, made_on=made_on), made_on=made_on)


def dossier_data(content: Dossier, reader: Reader, lang: Lang, *, made_on: datetime) -> dict[str, Any]:
    """Return what the dossier says as plain values, part by part in the order of the rules."""
    control = without_centres(content.control, content.form)
    content = replace(content, control=control)
    written = _parts(content, reader, lang, made_on)
    parts = [
        {"title": marked(part.label, lang), "lines": written[key]}
        for key, part in content.form.report_parts.items()
        if key in written
    ]
    sections = [
        ("seen_first", seen_first(control, lang)),
        ("hearings", hearings(control, lang)),
        ("looked_up", looked_up(control, content.form, lang)),
        ("comments", comments(control, content.questions, lang)),
        ("steps", steps(control, content.form, lang)),
        ("calls", _calls(content, lang)),
    ]
    return {
        "lang": lang,
        "title": t(f"dossier.title_{reader}", lang),
        "reference": t("dossier.control", lang, id=control.control_id),
        "epv": _epv(control, lang),
        "draft": t("dossier.draft", lang),
        "verify_note": t("dossier.verify_note", lang),
        "page": t("dossier.page", lang),
        "parts": parts,
        "sections": [{"title": t(f"dossier.{key}", lang), "rows": rows} for key, rows in sections if rows],
        "clocks": _clocks(content, lang),
        "clocks_title": t("dossier.clocks", lang),
        "corrections": [
            t("dossier.corrected", lang, at=moment_text(c.at), by=c.by, because=c.because) for c in content.corrections
        ],
        "corrections_title": t("dossier.corrections", lang),
        "signature": t("dossier.signature", lang),
    }


def _calls(content: Dossier, lang: Lang) -> list[list[str]]:
    return [
        [
            moment_text(call.at),
            call.office,
            _joined(
                t(f"screen.callee.{call.role}", lang),
                call.number,
                t("dossier.call.taken_on", lang) if call.taken_on else "",
                call.instruction,
            ),
        ]
        for call in sorted(content.calls, key=lambda each: each.at)
    ]


def _parts(content: Dossier, reader: Reader, lang: Lang, made_on: datetime) -> dict[str, list[str]]:
    control, whole = content.control, reader == "auditorate"
    shown = content.conclusion.findings
    return {
        "official": [content.official, content.service],
        "competence": [t("dossier.competence", lang)],
        "place_and_day": [
            _joined(content.address or t("dossier.address_unknown", lang), content.place),
            *origin(control, lang),
            *places(control, lang),
            t("dossier.facts_on", lang, day=day_text(control.facts_on)),
            t("dossier.control_at", lang, start=moment_text(control.entered_at), end=_moment(control.left_at)),
        ],
        "offender": [
            _joined(content.name, content.enterprise_number) or t("dossier.blank", lang),
            t("dossier.at", lang, workplace=control.workplace),
        ],
        "persons": [_person(p, lang) for p in control.persons] or [t("dossier.nobody", lang)],
        "provisions": [
            *([_provision(content, f, lang) for f in shown] or [t("dossier.no_finding", lang)]),
            *(_unknown_then(content, lang) if whole else ()),
        ],
        "facts": facts(_counted(content), [f.questions for f in shown], content.questions, lang, whole=whole),
        "drawn_up": [t("dossier.prepared_on", lang, at=moment_text(made_on))],
        "links": [t("dossier.original_to", lang, office=content.auditorate)],
        "annexes": exhibits(control, lang) or [t("dossier.none", lang)],
    }


def _provision(content: Dossier, finding: Finding, lang: Lang) -> str:
    offence: Offence = content.law.offence(finding.offence)
    words = [
        marked(offence.label, lang),
        content.law.cite(finding.article, lang) + (" °" if finding.to_verify else ""),
        t("dossier.level", lang, level=finding.level) if finding.level is not None else "",
        t("dossier.regional", lang) if finding.competence == "regional" else "",
        t("dossier.workers", lang, n=finding.workers) if finding.workers else "",
        *risks(finding, content.law.sanctions, lang),
    ]
    return " · ".join(word for word in words if word)


def _unknown_then(content: Dossier, lang: Lang) -> list[str]:
    """Name the offences that answers point to and that the law of the day of the facts did not know."""
    known, day = content.form.offences, day_text(content.control.facts_on)
    return [
        t("dossier.not_in_force", lang, day=day, offence=marked(known[key].label, lang) if key in known else key)
        for key in content.conclusion.not_in_force
    ]


def _counted(content: Dossier) -> Control:
    """Return the control without the answers that linger where a question is not asked."""
    return counted(content.control, asking_of(content.questions))


def _person(person: PersonFound, lang: Lang) -> str:
    known = [person.name, person.birth_date and day_text(person.birth_date), person.national_number]
    return f"{person.ref}: " + (_joined(*known) or t("dossier.unknown_person", lang))


def _clocks(content: Dossier, lang: Lang) -> list[list[str]]:
    found = sorted(content.conclusion.clocks, key=lambda clock: (clock.due_on, clock.key))
    known = content.form.clocks
    return [[day_text(c.due_on), marked(known[c.key].label, lang)] for c in found if c.key in known]


def _epv(control: Control, lang: Lang) -> str:
    number = control.answers.get(EPV_NUMBER)
    return t("dossier.epv", lang, number=number) if number else t("dossier.no_epv", lang)


def _joined(*words: object) -> str:
    return ", ".join(str(word) for word in words if word)


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else "…"
