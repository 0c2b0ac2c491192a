"""The dossier of a control, prepared for the report of infringement that is drawn up in the federal system.

Two readers: the labour auditorate gets all of it, or what is held against one offender. The copy for an offender is of
a control that was made anew of what that offender may read (`for_offender` and `limited_to_offender` in
`inspection.control.papers`), so that nothing here can give a suspicion away, or tell of somebody else's offence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from inspection.control.checklists import asking_of
from inspection.control.checks import Check
from inspection.control.conclusions import (
    Conclusion,
    Finding,
    Offender,
    offenders_of,
)
from inspection.control.device_clock import clock_lines
from inspection.control.evidence import without_unasked_answers
from inspection.control.filled import Control, PersonFound
from inspection.i18n import Lang, t
from inspection.reporting.cases.dossier_deadlines import deadlines
from inspection.reporting.cases.dossier_facts import (
    checked,
    comments,
    contracts,
    exhibits,
    facts,
    from_paper,
    hearings,
    looked_up,
    marks,
    origin,
    places,
    rooms,
    seen_first,
    steps,
    summaries,
    without_centres,
)
from inspection.reporting.cases.risk_texts import instruments, other_reading, recidivism_texts, regional_risks, risks
from inspection.reporting.paper import marked, typeset
from inspection.time_of import day_in_brussels, day_text, moment_text
from sectors import Catalogue
from sectors.rules.checklists import Question
from sectors.rules.offences import Offence

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

    law_on, form
        The rules on a day, since findings are judged by the law of their own days; and those of the day of the control.
    questions
        Those that the control was filled in under, by their words of that time.
    place
        Municipality or canton, in words.
    auditorate
        To whom the original goes.
    offender, is_alone
        Whom it is about; None where it is about all offenders. Whether findings are held against nobody else.
    calls
        What was said on the telephone about its referral; none in what the offender gets.
    checks
        Of special statuses, for the auditorate.
    """

    control: Control = field(repr=False)
    conclusion: Conclusion
    law_on: Callable[[date], Catalogue]
    form: Catalogue
    questions: Mapping[str, Question]
    place: str
    auditorate: str
    official: str
    service: str
    offender: Offender | None = None
    is_alone: bool = True
    enterprise_number: str = ""
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    corrections: Sequence[Correction] = ()
    calls: Sequence[LoggedCall] = ()
    checks: Sequence[Check] = ()

    @property
    def law(self) -> Catalogue:
        """The rules on the last day of the facts, by which roles are named."""
        return self.law_on(self.control.facts_on)


def dossier_pdf(data: Mapping[str, Any], *, made_on: datetime) -> bytes:
    """Return what `dossier_data` says as PDF/A."""
    return typeset("dossier", data, made_on=made_on)


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
        ("summaries", summaries(control, lang)),
        ("rooms", rooms(control, content.form, lang)),
        ("looked_up", looked_up(control, content.form, lang)),
        ("checked", checked(content.checks, lang)),
        ("marks", marks(control, content.form, lang) if reader == "auditorate" else []),
        ("from_paper", from_paper(control, lang) if reader == "auditorate" else []),
        ("chain", contracts(control, content.law, lang)),
        ("comments", comments(control, content.questions, lang)),
        ("steps", steps(control, content.form, lang)),
        ("calls", _calls(content, lang)),
    ]
    return {
        "lang": lang,
        "title": t(f"dossier.title_{reader}", lang),
        "about": _role(content, content.offender, lang) if content.offender else "",
        "reference": t("dossier.control", lang, id=control.control_id),
        "epv": _epv(control, lang),
        "draft": t("dossier.draft", lang),
        "verify_note": t("dossier.verify_note", lang),
        "page": t("dossier.page", lang),
        "parts": parts,
        "sections": [{"title": t(f"dossier.{key}", lang), "rows": rows} for key, rows in sections if rows],
        "clocks": deadlines(content, reader, lang, role=lambda one: _called(content, one, lang)),
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
            _days("dossier.facts", control.first_facts_on, control.facts_on, lang),
            t("dossier.control_at", lang, start=moment_text(control.entered_at), end=_moment(control.left_at)),
            *clock_lines(control, content.law.field_rules.clock_limit_s, lang),
        ],
        "offender": [*_offenders(content, lang), t("dossier.at", lang, workplace=control.workplace)],
        "persons": _persons(content, lang, whole=whole),
        "provisions": [
            *([*_provisions(content, lang, whole=whole)] or [t("dossier.no_finding", lang)]),
            *(_unknown_then(content, lang) if whole else ()),
            *(_factor_alone(content, lang) if whole else ()),
            *(_to_clarify(content, lang) if whole else ()),
        ],
        "facts": facts(_counted(content), [f.questions for f in shown], content.questions, lang, whole=whole),
        "drawn_up": [t("dossier.prepared_on", lang, at=moment_text(made_on))],
        "links": [t("dossier.original_to", lang, office=content.auditorate)],
        "annexes": exhibits(control, lang) or [t("dossier.none", lang)],
    }


def _offenders(content: Dossier, lang: Lang) -> list[str]:
    """Name each presumed offender by role; by name whom the inspector typed, whom the workplace belongs to, or who was
    found there."""
    known = (content.offender,) if content.offender else offenders_of(content.conclusion.findings, content.law)
    if not known:
        return [_joined(content.name, content.enterprise_number) or t("dossier.blank", lang)]
    return [_named(content, one, lang) for one in known]


def _named(content: Dossier, offender: Offender, lang: Lang) -> str:
    return f"{_role(content, offender, lang)}: {_name(content, offender, lang)}"


def _called(content: Dossier, offender: Offender, lang: Lang) -> str:
    """Return role and name, as short as several in one role are told apart."""
    typed = next((one.name for one in content.control.offenders if one.ref == offender.ref), "")
    return _joined(_role(content, offender, lang), typed or offender.ref or offender.person)


def _role(content: Dossier, offender: Offender, lang: Lang) -> str:
    role = content.law.offender_roles.get(offender.role)
    return role.label.say(lang) if role else offender.role


def _name(content: Dossier, offender: Offender, lang: Lang) -> str:
    typed = next((one for one in content.control.offenders if one.ref == offender.ref), None)
    if typed is not None:  # and never the name of whom the workplace belongs to, which may be somebody else
        return _joined(typed.name, typed.number, typed.address) or t("dossier.blank", lang)
    if offender.person is not None:
        return next((_person(p, lang) for p in content.control.persons if p.ref == offender.person), offender.person)
    role = content.law.offender_roles.get(offender.role)
    known = _joined(content.name, content.enterprise_number) if role is not None and role.of_the_workplace else ""
    return known or t("dossier.blank", lang)


def _persons(content: Dossier, lang: Lang, *, whole: bool) -> list[str]:
    """Name the persons whom the findings concern; whoever else was found there, apart and for the auditorate only."""
    concerned = {ref for finding in content.conclusion.findings for ref in finding.persons}
    lines = [_person(p, lang) for p in content.control.persons if p.ref in concerned]
    others = [_person(p, lang) for p in content.control.persons if p.ref not in concerned] if whole else []
    found = [t("dossier.also_found", lang), *others] if others else []
    return [*lines, *found] or [t("dossier.nobody", lang)]


def _provisions(content: Dossier, lang: Lang, *, whole: bool) -> Iterator[str]:
    """Say each offence of an offender once, with its parts below it where the law changed during the facts."""
    runs: dict[tuple[object, ...], list[Finding]] = {}
    for one in content.conclusion.findings:
        runs.setdefault((one.offence, one.offender, one.found_on, one.persons), []).append(one)
    for run in runs.values():
        parts = _parts_said(content, run, lang, whole=whole)
        head = _head(content, run, lang)
        if len(parts) == 1:
            yield " · ".join(filter(None, (*head, _when(content, run[0], run[-1], lang), parts[0][2])))
            continue
        yield " · ".join(filter(None, (*head, _when(content, run[0], run[-1], lang))))
        yield from (f"– {_days('dossier.facts', first, last, lang)}: {words}" for first, last, words in parts)


def _head(content: Dossier, run: Sequence[Finding], lang: Lang) -> list[str]:
    last, several = run[-1], content.offender is None and _is_about_several(content)
    offence: Offence = content.law_on(last.to_on).offence(last.offence)
    named = [_named(content, last.offender, lang)] if several else []
    return [*named, marked(offence.label, lang), _whom(last, lang)]


def _parts_said(content: Dossier, run: Sequence[Finding], lang: Lang, *, whole: bool) -> list[tuple[date, date, str]]:
    """Return first day, last day and words of each part; parts of which the same is said are one."""
    parts: list[tuple[date, date, str]] = []
    for one in sorted(run, key=lambda finding: finding.from_on):
        words = _part_words(content, one, lang, whole=whole)
        if parts and parts[-1][2] == words and parts[-1][1] + timedelta(days=1) == one.from_on:
            parts[-1] = (parts[-1][0], one.to_on, words)
        else:
            parts.append((one.from_on, one.to_on, words))
    return parts


def _part_words(content: Dossier, finding: Finding, lang: Lang, *, whole: bool) -> str:
    law = content.law_on(finding.to_on)
    words = [
        law.cite(finding.article, lang) + (" °" if finding.to_verify else ""),
        t("dossier.level", lang, level=finding.level) if finding.level is not None else "",
        t("dossier.regional", lang) if finding.competence == "regional" else "",
        *instruments(finding, law, lang),
        *(_weighed(content, finding, law, lang) if whole else ()),
    ]
    return " · ".join(word for word in words if word)


def _weighed(content: Dossier, finding: Finding, law: Catalogue, lang: Lang) -> Iterator[str]:
    """Say what weighs on a finding and what it risks: for the auditorate; no page for an offender holds a fine."""
    yield from _factors(content, finding, lang)
    yield from risks(finding, law.sanctions, lang)
    yield from other_reading(finding, law, lang)
    yield from regional_risks(finding, law, lang)
    yield from recidivism_texts(finding, lang)


def _when(content: Dossier, first: Finding, last: Finding, lang: Lang) -> str:
    """Say the days of an offence where they are not those of the control, and the day on which it was found."""
    control, said = content.control, []
    if (first.from_on, last.to_on) != (control.first_facts_on, control.facts_on):
        said.append(_days("dossier.facts", first.from_on, last.to_on, lang))
    if last.found_on != day_in_brussels(control.entered_at):
        said.append(t("dossier.found_on", lang, day=day_text(last.found_on)))
    return ", ".join(said)


def _days(key: str, first: date, last: date, lang: Lang) -> str:
    """Say a day, or the first and the last of several."""
    if first == last:
        return t(f"{key}_on", lang, day=day_text(last))
    return t(f"{key}_between", lang, first=day_text(first), last=day_text(last))


def _is_about_several(content: Dossier) -> bool:
    return len({finding.offender for finding in content.conclusion.findings}) > 1


def _whom(finding: Finding, lang: Lang) -> str:
    if not finding.workers:
        return ""
    return f"{t('dossier.workers', lang, n=finding.workers)} ({', '.join(finding.persons)})"


def _factors(content: Dossier, finding: Finding, lang: Lang) -> list[str]:
    """Name the aggravating factors of which facts were recorded: whether they are one is for the auditorate."""
    known = (content.law.aggravating_factors[key] for key in finding.factors if key in content.law.aggravating_factors)
    return [t("dossier.factor", lang, what=marked(factor.label, lang)) for factor in known]


def _unknown_then(content: Dossier, lang: Lang) -> list[str]:
    """Name the offences that answers point to and that the law of the day of the facts did not know."""
    known, day = content.form.offences, day_text(content.control.facts_on)
    return [
        t("dossier.not_in_force", lang, day=day, offence=marked(known[key].label, lang) if key in known else key)
        for key in content.conclusion.not_in_force
    ]


def _to_clarify(content: Dossier, lang: Lang) -> list[str]:
    """Name what answers leave open: it is no offence, and settled by somebody else."""
    known = content.form.to_clarify
    return [
        t("dossier.to_clarify", lang, what=marked(known[one.key].label, lang)) + f" ({', '.join(one.persons)})"
        for one in content.conclusion.to_clarify
        if one.key in known
    ]


def _factor_alone(content: Dossier, lang: Lang) -> list[str]:
    """Say that facts were noted which may be an aggravating factor, though the offence they belong to was not found."""
    return [t("dossier.factor_alone", lang)] if "factor_without_offence" in content.conclusion.remarks else []


def _counted(content: Dossier) -> Control:
    """Return the control without the answers that linger where a question is not asked."""
    return without_unasked_answers(content.control, asking_of(content.questions))


def _person(person: PersonFound, lang: Lang) -> str:
    known = [person.name, person.birth_date and day_text(person.birth_date), person.national_number]
    return f"{person.ref}: " + (_joined(*known) or t("dossier.unknown_person", lang))


def _epv(control: Control, lang: Lang) -> str:
    number = control.answers.get(EPV_NUMBER)
    return t("dossier.epv", lang, number=number) if number else t("dossier.no_epv", lang)


def _joined(*words: object) -> str:
    return ", ".join(str(word) for word in words if word)


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at else "…"
