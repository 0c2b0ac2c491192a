"""All that follows from a filled control."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from inspection.control.checklists import Asking, asking_of
from inspection.control.conclusions.attributing import Span, attribute, spans
from inspection.control.conclusions.clocks import running, running_against
from inspection.control.conclusions.conclusion import Conclusion, Finding, LeftToClarify, RunningClock, SetAside
from inspection.control.conclusions.consequences import kept_and_set_aside, with_consequences, with_effects
from inspection.control.conclusions.findings import Setting, factors_of, find, joined
from inspection.control.conclusions.formalities import formal_remarks
from inspection.control.conclusions.lodging import has_unknown_lodging
from inspection.control.conclusions.missing_evidence import missing_of
from inspection.control.evidence import (
    Evidence,
    concerned,
    events_of,
    gather,
    leaves_choice,
    without_unasked_answers,
)
from inspection.control.filled import AnswerValue, Control
from inspection.control.trafficking import Proposal, left_open, propose
from inspection.life_cycles import Decision
from inspection.territory import Competence
from inspection.time_of import day_in_brussels
from sectors import Catalogue
from sectors.rules.offences import LegalOrder, PartTimeRule, order_of
from sectors.rules.protection import StoppingPath

if TYPE_CHECKING:
    from sectors.reader import Rules


def conclude(control: Control, rules: "Rules", competence: Competence) -> Conclusion:
    """Return findings, clocks, indicators by dimension and a proposal with its grounds; nothing of it is decided.

    Facts are judged by the law of their own days: a period over which it changed gives findings for each of its parts.
    Questions, indicators and deadlines are those of the day of the control, on which an offence was found unless
    another day was noted. Pure: the same control and rules give the same conclusion.

    Where the inspector suspects trafficking, no finding is left to choice: a warning or a deadline would settle what
    has to be reported. Where only the rules propose it, the choice stays, and `awaits_decision` warns of what is
    connected with exploitation until the inspector decides. No offence is held against a worker who may be a victim.

    competence
        Of the workplace: the report's language must be one of its territory, otherwise `remarks` says so; its area says
        which Region's law may apply.

    An answer to a question that is not asked counts for nothing.

    Raises `RuleFault` where the rules do not reach back to the first day of the facts.
    """
    found_on = day_in_brussels(control.entered_at)
    law, form = rules.on(control.facts_on), rules.on(found_on)
    asking = asking_of(form.questions)
    control = without_unasked_answers(control, asking)
    evidence = gather(control, form.questions, law.questions)
    proposal = propose(control, evidence, form)
    proposal = replace(proposal, left_open=left_open(control, asking, proposal, form))
    parts = _Parts(control, rules, competence, proposal)
    return Conclusion(
        findings=parts.findings,
        clocks=parts.clocks,
        proposal=proposal,
        rules_sha256=rules.sha256,
        not_in_force=parts.not_in_force,
        remarks=(
            *_remarks(control, competence, form, asking, law.part_time),
            *(("factor_without_offence",) if parts.has_factor_without_offence else ()),
        ),
        set_aside=parts.set_aside,
        to_clarify=tuple(_to_clarify(evidence)),
        awaits_decision=_awaits_decision(control, proposal, parts.findings, form),
    )


def findings_and_clocks(
    control: Control, rules: "Rules", competence: Competence
) -> tuple[tuple[Finding, ...], tuple[RunningClock, ...]]:
    """Return the findings and clocks of `conclude` alone, for a list of many controls that tells no more of each."""
    law, form = rules.on(control.facts_on), rules.on(day_in_brussels(control.entered_at))
    control = without_unasked_answers(control, asking_of(form.questions))
    proposal = propose(control, gather(control, form.questions, law.questions), form)
    parts = _Parts(control, rules, competence, proposal)
    return parts.findings, parts.clocks


class _Part(NamedTuple):
    """What one span amounts to; `factors` are the offences noted that may be an aggravating factor."""

    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    not_in_force: tuple[str, ...]
    factors: frozenset[str]


class _Parts:
    """What each span of the facts amounts to by its own law, put together again where the law made no difference."""

    def __init__(self, control: Control, rules: "Rules", competence: Competence, proposal: Proposal) -> None:
        self._control, self._rules, self._competence, self._proposal = control, rules, competence, proposal
        self._found_on = day_in_brussels(control.entered_at)
        self._form = rules.on(self._found_on)
        self._suspects = _decided(control) == Decision.YES
        self._typed = {one.ref: one for one in control.offenders}
        made = [self._of(span) for span in spans(control, rules)]
        self.findings = joined(finding for part in made for finding in part.findings)
        self.set_aside = tuple(dict.fromkeys(one for part in made for one in part.set_aside))
        self.not_in_force = tuple(sorted({key for part in made for key in part.not_in_force}))
        found, noted = {finding.offence for finding in self.findings}, {key for part in made for key in part.factors}
        self.has_factor_without_offence = not noted <= found

    @property
    def clocks(self) -> tuple[RunningClock, ...]:
        """The deadlines that the control and its findings set running."""
        form, found_on, days = self._form, self._found_on, events_of(self._control, self._form.questions)
        return (
            *running(form, days, control_on=found_on),
            *running_against(form, self.findings, _identified(self._control), days, control_on=found_on),
        )

    def _of(self, span: Span) -> _Part:
        law, control = self._rules.on(span.first), self._control
        evidence = gather(control, self._form.questions, law.questions)
        recorded = [one for one in evidence if one.points_to.of is not None]
        held = list(attribute(evidence, control, law, span, found_on=self._found_on))
        setting = Setting(law=law, span=span, order=self._order(law), recorded=recorded, typed=self._typed)
        found = find(held, setting)
        suspected = self._suspects or self._proposal.positive
        findings, set_aside = kept_and_set_aside(found.findings, law, suspected=suspected)
        findings = with_effects(findings, law, sector=control.sector)
        findings = with_consequences(
            findings,
            law,
            self._form,
            discretion=not self._suspects and leaves_choice(control, self._form.questions),
        )
        return _Part(findings, (*found.set_aside, *set_aside), found.not_in_force, factors_of(recorded, law))

    def _order(self, law: Catalogue) -> LegalOrder | None:
        """Return the legal order of the place of work; None where the rules do not say."""
        key = order_of(law.legal_orders, self._competence.area)
        return law.legal_orders[key] if key is not None else None


def _to_clarify(evidence: Sequence[Evidence]) -> Iterator[LeftToClarify]:
    for key in sorted({one.points_to.to_clarify for one in evidence if one.points_to.to_clarify is not None}):
        yield LeftToClarify(key=key, persons=concerned(one for one in evidence if one.points_to.to_clarify == key))


def _awaits_decision(
    control: Control, proposal: Proposal, findings: tuple[Finding, ...], form: Catalogue
) -> tuple[str, ...]:
    """Return what is better not settled before the inspector decides on what the rules propose: a warning, no more."""
    if not proposal.positive or _decided(control) != Decision.UNDECIDED:
        return ()
    open_ones = (finding.offence for finding in findings if len(finding.open_consequences) > 1)
    return tuple(dict.fromkeys(key for key in open_ones if key in form.exploitation.offences))


def _identified(control: Control) -> dict[str, date]:
    """Return since when it is established who an offender is, by reference, where it was typed."""
    return {one.ref: one.identified_on for one in control.offenders if one.identified_on is not None}


def stopping_paths(answers: Mapping[str, object], catalogue: Catalogue) -> tuple[StoppingPath, ...]:
    """Return the paths of the rules that a control is on by its answers: those whose question was answered yes.

    The control goes no further by software: what a path forbids is refused, and a yes on a suspicion goes to whom the
    path names alone. Nothing is held back from them.
    """
    return tuple(path for path in catalogue.paths.values() if answers.get(path.question) is True)


def _decided(control: Control) -> Decision:
    """Return what the inspector decided; a no without a reason is none yet."""
    said = control.suspicion
    if said is None or (said.decision == Decision.NO and not said.grounds.strip()):
        return Decision.UNDECIDED
    return said.decision


def _remarks(
    control: Control, competence: Competence, form: Catalogue, asking: Asking, part_time: PartTimeRule
) -> Iterator[str]:
    if control.report_language not in competence.report_languages:
        yield "report_language"
    if len(competence.report_languages) > 1:
        yield "report_language_choice"
    yield from (path.key for path in stopping_paths(control.answers, form))
    if control.left_at is not None and missing_of(control, asking):
        yield "evidence_missing"
    if has_unknown_lodging(control, control.facts_on):
        yield "lodging_unknown"
    yield from formal_remarks(control, form)
    if any(is_too_short(person.answers, control.answers, part_time) for person in control.persons):
        yield "part_time_minimum"


def is_too_short(person: Mapping[str, AnswerValue], workplace: Mapping[str, AnswerValue], rule: PartTimeRule) -> bool:
    """Tell whether the weekly hours of a contract are under the least share of the full time.

    Without both numbers nothing is said: the full time differs from one joint committee to another, and is not assumed.
    """
    hours, full = _number(person.get(rule.hours_question)), _number(workplace.get(rule.full_time_question))
    return hours is not None and full is not None and hours * rule.minimum_one_in < full


def _number(value: AnswerValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
