"""All that follows from a filled control."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from inspection.control.checklists import Asking, asking_of
from inspection.control.conclusions.clocks import running
from inspection.control.conclusions.conclusion import Conclusion
from inspection.control.conclusions.consequences import kept_and_set_aside, with_consequences, with_effects
from inspection.control.conclusions.findings import find, has_factor_without_offence
from inspection.control.conclusions.lodging import has_unknown_lodging
from inspection.control.conclusions.missing_evidence import missing_of
from inspection.control.evidence import events_of, gather, leaves_choice, without_unasked_answers
from inspection.control.filled import AnswerValue, Control
from inspection.control.trafficking import left_open, propose
from inspection.life_cycles import Decision
from inspection.territory import Competence
from inspection.time_of import day_in_brussels
from sectors import Catalogue
from sectors.reader import Rules
from sectors.rules.offences import PartTimeRule, order_of
from sectors.rules.protection import StoppingPath


def conclude(control: Control, rules: Rules, competence: Competence) -> Conclusion:
    """Return findings, clocks, indicators by dimension and a proposal with its grounds; nothing of it is decided.

    Facts are judged by the law of their own day; questions, indicators and deadlines are those of the day of the
    control, on which the offences were found. Pure: the same control and rules give the same conclusion.

    Where the inspector suspects trafficking, no finding is left to choice: a warning or a deadline would settle what
    has to be reported. Where only the rules propose it, that holds for what is connected with exploitation, and the
    inspector's no, with a reason, gives the choice back. No offence is held against a worker who may be a victim.

    competence
        Of the workplace: the report's language must be one of its territory, otherwise `remarks` says so; its area says
        which Region's law may apply.

    An answer to a question that is not asked counts for nothing.

    Raises `RuleFault` where the rules do not reach back to the day of the facts.
    """
    found_on = day_in_brussels(control.entered_at)
    law, form = rules.on(control.facts_on), rules.on(found_on)
    asking = asking_of(form.questions)
    control = without_unasked_answers(control, asking)
    evidence = gather(control, form.questions, law.questions)
    found = find(evidence, law)
    proposal = propose(control, evidence, form)
    proposal = replace(proposal, left_open=left_open(control, asking, proposal, form))
    suspects = _decided(control) == Decision.YES
    findings, set_aside = kept_and_set_aside(found.findings, law, suspected=suspects or proposal.positive)
    findings = with_effects(findings, law, sector=control.sector, order=order_of(law.legal_orders, competence.area))
    days = events_of(control, form.questions)
    if findings:
        days |= {"finding": found_on, "facts": control.facts_on}  # the copy counts from the finding, not the signature
    return Conclusion(
        findings=with_consequences(
            findings,
            law,
            form,
            discretion=not suspects and leaves_choice(control, form.questions),
            connected=form.exploitation.offences if proposal.positive and _decided(control) != Decision.NO else (),
        ),
        clocks=running(form, days, control_on=found_on),
        proposal=proposal,
        rules_sha256=rules.sha256,
        not_in_force=found.not_in_force,
        remarks=(
            *_remarks(control, competence, form, asking, law.part_time),
            *(("factor_without_offence",) if has_factor_without_offence(evidence, found.findings, law) else ()),
        ),
        set_aside=(*found.set_aside, *set_aside),
    )


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
