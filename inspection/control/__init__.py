"""The control: its checklist, reading a filled one strictly, and what follows from the answers by the rules.

`read_control` refuses what does not fit its checklist: every fault in one message, nothing about a person in it.
`conclude` proposes: findings by the law of the day of the facts, clocks, indicators by dimension and a pattern with its
grounds. Nothing here decides, and nothing here can hold a suspicion back.
"""

from inspection.control.ages import born_on
from inspection.control.arrears import ArrearsDraft, ArrearsLine, arrears
from inspection.control.arrears_wording import arrears_texts
from inspection.control.asking import Asking, asking_of
from inspection.control.card import DutyNumber, duty_numbers, every_step, steps
from inspection.control.check_wording import check_text, ground_text, result_text
from inspection.control.checklist import Checklist, asked, checklist, is_asked
from inspection.control.checks import Check, Extract, Ground
from inspection.control.clocks import is_working_day
from inspection.control.concluding import conclude
from inspection.control.evidence import Evidence, counted, gather
from inspection.control.exported import ExportedAttachment, ExportedControl, is_exported, open_exported
from inspection.control.identifiers import PERSON_KINDS, NumberKind, identify_number
from inspection.control.lodging import LODGED_AT, has_unknown_lodging, lodging_places, lodgings
from inspection.control.model import (
    AnswerValue,
    ChecklistRef,
    Conclusion,
    Control,
    Decision,
    DimensionResult,
    Finding,
    Form,
    FurtherEffect,
    IndicatorSeen,
    OpenQuestion,
    Origin,
    OtherReading,
    Outcome,
    PersonFound,
    Proposal,
    RunningClock,
    SetAside,
    SignSeen,
    SuspicionDecision,
)
from inspection.control.needs import missing_needs, missing_of
from inspection.control.offender_copy import for_offender, narrowed
from inspection.control.offenders import Offender, findings_against, offenders_of, role_of
from inspection.control.onsite import (
    AttachmentRef,
    Comment,
    ConsentAnswer,
    ConsentAsked,
    Hearing,
    Lookup,
    PayPeriod,
    Position,
    Seen,
    StepTaken,
)
from inspection.control.positions import centre_steps, only_on_site
from inspection.control.reading import read_control
from inspection.control.register_check import register_checks
from inspection.control.signs import places_of
from inspection.control.stopping import stopping_paths
from inspection.control.turns import Turn, answering, answers_at, is_stale
from inspection.control.withholding import without_suspicion
from inspection.control.worker_words import worker_words

__all__ = [
    "LODGED_AT",
    "PERSON_KINDS",
    "AnswerValue",
    "ArrearsDraft",
    "ArrearsLine",
    "Asking",
    "AttachmentRef",
    "Check",
    "Checklist",
    "ChecklistRef",
    "Comment",
    "Conclusion",
    "ConsentAnswer",
    "ConsentAsked",
    "Control",
    "Decision",
    "DimensionResult",
    "DutyNumber",
    "Evidence",
    "ExportedAttachment",
    "ExportedControl",
    "Extract",
    "Finding",
    "Form",
    "FurtherEffect",
    "Ground",
    "Hearing",
    "IndicatorSeen",
    "Lookup",
    "NumberKind",
    "Offender",
    "OpenQuestion",
    "Origin",
    "OtherReading",
    "Outcome",
    "PayPeriod",
    "PersonFound",
    "Position",
    "Proposal",
    "RunningClock",
    "Seen",
    "SetAside",
    "SignSeen",
    "StepTaken",
    "SuspicionDecision",
    "Turn",
    "answering",
    "answers_at",
    "arrears",
    "arrears_texts",
    "asked",
    "asking_of",
    "born_on",
    "centre_steps",
    "check_text",
    "checklist",
    "conclude",
    "counted",
    "duty_numbers",
    "every_step",
    "findings_against",
    "for_offender",
    "gather",
    "ground_text",
    "has_unknown_lodging",
    "identify_number",
    "is_asked",
    "is_exported",
    "is_stale",
    "is_working_day",
    "lodging_places",
    "lodgings",
    "missing_needs",
    "missing_of",
    "narrowed",
    "offenders_of",
    "only_on_site",
    "open_exported",
    "places_of",
    "read_control",
    "register_checks",
    "result_text",
    "role_of",
    "steps",
    "stopping_paths",
    "without_suspicion",
    "worker_words",
]
