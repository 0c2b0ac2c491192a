"""How much of a special status somebody may use, on which conditions: student, occasional, flexi-job, benefits."""

from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Sourced, Text

Passed = Literal["contributions", "requalification", "unknown"]


class Quota(Sourced):
    """How many hours or days of a status there are in a calendar year, for a worker or for an employer.

    label
        What is counted, with its unit.
    counts
        What of the Dimona is counted: the hours planned, the days, the days in a row at one employer; None: it does not
        hold it, and what was typed counts.
    worker_types, committees
        The Dimona periods that count; every joint committee where none is named.
    statuses
        The answers to the question of the status that make it apply.
    schemes, sectors
        Where the status has several schemes: those that it belongs to, and the sectors that need not be asked.
    most
        None where nobody found how many there are.
    passed
        What follows where there are more; it is never an offence by itself.
    typed
        The question that asks how many there were already.
    """

    key: str
    label: Text
    subject: Literal["worker", "employer"] = "worker"
    counts: Literal["planned_hours", "days", "days_in_a_row"] | None
    worker_types: tuple[str, ...] = Field(min_length=1)
    committees: tuple[str, ...] = ()
    statuses: tuple[str, ...] = Field(min_length=1)
    schemes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    most: Annotated[int, Field(ge=0)] | None
    passed: Passed = "unknown"
    typed: str


class QuotaRules(Sourced):
    """Where the answers stand that quotas go by.

    status_question, scheme_question
        The status that somebody claims, and which scheme of it.
    year_types
        Worker types of which the look-up sums the periods of the calendar year, over all employers: never which ones.
    """

    status_question: str
    scheme_question: str
    year_types: tuple[str, ...] = Field(min_length=1)


class FlexiRules(Sourced):
    """On which conditions somebody may work in a flexi-job.

    statuses
        The answers to the question of the status that make it one.
    sectors_open
        Sectors where it was possible; None where it is in every one.
    main_job_quarters_before
        How many quarters before that of the facts the other job is asked for.
    reduced_quarters_before, reduced_blocks
        A job that went from full time to less in the quarter so many before bars the quarter of the facts and, in all,
        so many of them; None before that rule.
    main_job_met, main_job_unmet
        The answers to `main_job_question` that meet its condition, and those that do not; any other leaves it open.
        Each has its own sentence, `check.flexi.main_job_` with the answer.
    main_job_question, reduced_question, framework_question, contract_question
        Where it is asked.
    """

    statuses: tuple[str, ...] = Field(min_length=1)
    sectors_open: tuple[str, ...] | None
    main_job_quarters_before: int = Field(ge=1)
    reduced_quarters_before: int | None = Field(ge=1)
    reduced_blocks: int = Field(ge=1)
    main_job_question: str
    main_job_met: tuple[str, ...] = Field(min_length=1)
    main_job_unmet: tuple[str, ...] = Field(min_length=1)
    reduced_question: str
    framework_question: str
    contract_question: str


class BenefitRules(Sourced):
    """Work beside a benefit: it concerns the employer only where facts show that they knew.

    paid
        The answers that name a benefit which may not go together with work.
    unshown
        The answers that show no knowledge.
    """

    benefit_question: str
    known_question: str
    paid: tuple[str, ...] = Field(min_length=1)
    unshown: tuple[str, ...] = Field(min_length=1)
