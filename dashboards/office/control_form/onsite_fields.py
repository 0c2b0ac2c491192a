"""The fields of what is noted beside the answers: first minutes, hearings, pay, look-ups, steps; one line a field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from dashboards.office.asking import Asked
from dashboards.office.control_form.naming import Options, Raw, offenders, parties, people
from inspection.control.filled import Capacity, ChainRole, LawyerHeard, Said
from inspection.i18n import t

Kind = Literal[
    "choice",
    "several",
    "words",
    "statement",
    "moment",
    "moment_or_day",
    "time",
    "day",
    "hours",
    "euros",
    "whole",
    "yes_no",
    "decisions",
]
Offered = Callable[[Asked, Raw], Options]
PARTS: Final = ("seen", "hearings", "rooms", "lookups", "pay", "offenders", "noted", "chain", "steps")
LETTER: Final[Mapping[str, str]] = {
    "seen": "S",
    "hearings": "H",
    "rooms": "R",
    "lookups": "L",
    "offenders": "O",
    "chain": "C",
}
_REGISTERS: Final = ("dimona", "dmfa", "kbo", "limosa", "checkin", "works", "residence", "single_permit")
_OUTCOMES: Final = ("done", "rung", "reached", "no_answer", "not_needed")


@dataclass(frozen=True)
class Field:
    """One input; `options` gives key and label of a choice, which may stay open where it is not required."""

    name: str
    label: str
    kind: Kind
    options: Offered | None = None
    required: bool = False


def _fixed(keys: Sequence[str], words: str) -> Offered:
    return lambda asked, _: {key: t(f"{words}.{key}", asked.look.lang) for key in keys}


def _people(*others: str) -> Offered:
    return lambda asked, control: people(asked, control, *others)


def _grounds(asked: Asked, _: Raw) -> Options:
    return {key: ground.label.say(asked.look.lang) for key, ground in asked.catalogue.room_grounds.items()}


def _roles(asked: Asked, _: Raw) -> Options:
    return {key: role.label.say(asked.look.lang) for key, role in asked.catalogue.offender_roles.items()}


def _offences(asked: Asked, _: Raw) -> Options:
    return {key: offence.label.say(asked.look.lang) for key, offence in asked.catalogue.offences.items()}


def _activities(asked: Asked, _: Raw) -> Options:
    return {key: one.label.say(asked.look.lang) for key, one in asked.catalogue.chain_activities.items()}


def _scales(asked: Asked, _: Raw) -> Options:
    return {key: scale.label.say(asked.look.lang) for key, scale in asked.catalogue.scales.items()}


def _steps(asked: Asked, _: Raw) -> Options:
    ranked = sorted(asked.catalogue.steps.values(), key=lambda step: step.rank)
    return {step.key: step.label.say(asked.look.lang) for step in ranked}


def _parties(_: Asked, control: Raw) -> Options:
    return parties(control)


_HELD = _fixed(get_args(Said), "chain.held")

FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "seen": (
        Field("state", "field.seen.state", "choice",
              _fixed(("identified", "not_identified", "fled", "hidden"), "dossier.seen"), required=True),
        Field("person", "field.seen.person", "choice", _people()),
        Field("at", "field.seen.at", "time"),
        Field("place", "field.seen.place", "words"),
        Field("seen_by", "field.seen.seen_by", "words"),
        Field("doing", "field.seen.doing", "statement"),
    ),
    "hearings": (
        Field("person", "field.hearing.who", "choice", _people("employer", "other"), required=True),
        Field("quality", "field.hearing.quality", "choice",
              _fixed(get_args(Capacity), "dossier.quality"), required=True),
        Field("language", "field.hearing.language", "words", required=True),
        Field("interpreter", "field.hearing.interpreter", "words"),
        Field("started_at", "screen.onsite.started_at", "moment", required=True),
        Field("ended_at", "field.hearing.ended_at", "moment"),
        Field("rights_given", "field.hearing.rights_given", "yes_no"),
        Field("rights_given_at", "field.hearing.rights_given_at", "moment"),
        Field("lawyer", "field.hearing.lawyer", "choice",
              _fixed(get_args(LawyerHeard), "field.lawyer")),
        Field("apart", "field.hearing.apart", "yes_no"),
        Field("statement", "field.hearing.statement", "statement"),
        Field("read_back", "field.hearing.read_back", "yes_no"),
        Field("signed", "field.hearing.signed", "choice",
              _fixed(("signed", "refused", "unable"), "dossier.signed")),
        Field("copy_given", "field.hearing.copy_given", "yes_no"),
    ),
    "rooms": (
        Field("ground", "field.rooms.ground", "choice", _grounds, required=True),
        Field("by", "field.rooms.by", "choice", _people()),
        Field("name", "field.rooms.name", "words"),
        Field("at", "field.rooms.at", "moment"),
        Field("is_written", "field.rooms.is_written", "yes_no"),
        Field("reference", "field.rooms.reference", "words"),
        Field("words", "field.rooms.words", "statement"),
    ),
    "offenders": (
        Field("role", "screen.offenders.role", "choice", _roles, required=True),
        Field("person", "field.seen.person", "choice", _people()),
        Field("name", "screen.offenders.name", "words"),
        Field("number", "screen.offenders.number", "words"),
        Field("address", "screen.offenders.address", "words"),
        Field("is_legal_person", "screen.offenders.is_legal_person", "yes_no"),
        Field("identified_on", "screen.offenders.identified_on", "day"),
        Field("earlier", "screen.offenders.earlier", "decisions"),
    ),
    "noted": (
        Field("offence", "screen.noted.offence", "choice", _offences, required=True),
        Field("offender", "screen.noted.offender", "choice", offenders),
        Field("from_on", "screen.noted.from_on", "day"),
        Field("to_on", "screen.noted.to_on", "day"),
        Field("found_on", "screen.noted.found_on", "day"),
        Field("persons", "screen.noted.persons", "several", _people()),
    ),
    "lookups": (
        Field("register", "field.lookup.register", "choice", _fixed(_REGISTERS, "field.register"), required=True),
        Field("subject", "screen.controls.of", "choice", _people("workplace"), required=True),
        Field("looked_up_at", "field.lookup.looked_up_at", "moment", required=True),
        Field("result", "field.lookup.result", "choice",
              _fixed(("found", "not_found", "unavailable"), "dossier.lookup"), required=True),
        Field("declared_at", "field.lookup.declared_at", "moment"),
        Field("period_from", "field.lookup.period_from", "moment_or_day"),
        Field("period_to", "field.lookup.period_to", "moment_or_day"),
        Field("worker_type", "field.lookup.worker_type", "words"),
        Field("joint_committee", "field.lookup.joint_committee", "words"),
        Field("planned_hours", "field.lookup.planned_hours", "whole"),
        Field("note", "field.lookup.note", "statement"),
    ),
    "pay": (
        Field("person", "screen.control.person", "choice", _people(), required=True),
        Field("from_on", "field.pay.from_on", "day", required=True),
        Field("to_on", "field.pay.to_on", "day", required=True),
        Field("hours", "field.pay.hours", "hours", required=True),
        Field("received_cents", "field.pay.received", "euros", required=True),
        Field("scale", "screen.onsite.scale", "choice", _scales),
        Field("employed_since", "screen.onsite.employed_since", "day"),
    ),
    "chain": (
        Field("role", "screen.chain.field.role", "choice",
              _fixed(get_args(ChainRole), "chain.role"), required=True),
        Field("under", "screen.chain.field.under", "choice", _parties),
        Field("offender", "screen.controls.offender", "choice", offenders),
        Field("name", "screen.chain.field.name", "words"),
        Field("number", "screen.chain.field.number", "words"),
        Field("country", "screen.chain.field.country", "words"),
        Field("address", "screen.chain.field.address", "words"),
        Field("is_private", "screen.chain.field.is_private", "yes_no"),
        Field("employs", "screen.chain.field.employs", "several", _people()),
        Field("activity", "screen.chain.field.activity", "choice", _activities),
        Field("joint_committee", "screen.chain.field.joint_committee", "words"),
        Field("contract_on", "screen.chain.field.contract_on", "day"),
        Field("price_cents", "screen.chain.field.price_cents", "euros"),
        Field("passed_on", "screen.chain.field.passed_on", "choice", _HELD),
        Field("stay_statement", "screen.chain.field.stay_statement", "choice", _HELD),
        Field("stay_statement_on", "screen.chain.field.statement_on", "day"),
        Field("pay_statement", "screen.chain.field.pay_statement", "choice", _HELD),
        Field("pay_statement_on", "screen.chain.field.statement_on", "day"),
        Field("knew_stay", "screen.chain.field.knew_stay", "choice", _HELD),
        Field("knew_stay_since", "screen.chain.field.since", "day"),
        Field("knew_pay", "screen.chain.field.knew_pay", "choice", _HELD),
        Field("knew_pay_since", "screen.chain.field.since", "day"),
        Field("knew_facts", "screen.chain.field.knew_facts", "statement"),
    ),
    "steps": (
        Field("step", "screen.word.step", "choice", _steps, required=True),
        Field("at", "screen.word.time", "moment", required=True),
        Field("outcome", "field.lookup.result", "choice", _fixed(_OUTCOMES, "dossier.step"), required=True),
        Field("who", "field.steps.who", "words"),
        Field("number", "field.steps.number", "words"),
        Field("person", "field.steps.person", "choice", _people()),
        Field("note", "field.steps.note", "statement"),
    ),
}  # fmt: skip
