"""Which rules name others: every name must exist, or a rule would wait for something that never comes.

A name is looked up among all that ever were in force, since a question may well outlive the offence that it once
established; what is in force on a day is the reader's to ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables
from sectors.rules.protection import AREA_CENTRE
from sectors.rules.selection import Sector

# By table: how a fault calls its entry, and its fields (a path through lists and values) to the table that they name.
_NAMES: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("sectors", "The checklist of {}", {"checklist": "sections"}),
    ("sectors", "The card of {}", {"card.signals.signal": "signals"}),
    (
        "questions",
        "Question {}",
        {
            "section": "sections",
            "establishes.offence": "offences",
            "establishes.indicator": "indicators",
            "establishes.factor": "aggravating_factors",
            "establishes.of": "offences",
            "establishes.to_clarify": "to_clarify",
            "sectors": "sectors",
        },
    ),
    ("checks", "The check {}", {"section": "sections"}),
    (
        "offices",
        "The office line of {}",
        {
            "labour_auditorate": "recipients",
            "public_prosecutor": "recipients",
            "police_directorate": "recipients",
            "labour_courts": "recipients",
            "general_auditorate": "recipients",
            "reception_centre": "recipients",
        },
    ),
    ("on_call", "The on-call line {}", {"recipient": "recipients", "areas": "offices"}),
    ("arrears", "'arrears'", {"presumed_offences": "offences", "explained_question": "questions"}),
    ("quotas", "The quota {}", {"typed": "questions", "sectors": "sectors"}),
    ("quota_rules", "'quota_rules'", {"status_question": "questions", "scheme_question": "questions"}),
    (
        "flexi",
        "'flexi'",
        {
            "sectors_open": "sectors",
            "main_job_question": "questions",
            "reduced_question": "questions",
            "framework_question": "questions",
            "contract_question": "questions",
        },
    ),
    ("benefits", "'benefits'", {"benefit_question": "questions", "known_question": "questions"}),
    ("selection", "The selection policy", {"risk_shares": "sectors"}),
    ("exploitation", "'exploitation'", {"offences": "offences"}),
    (
        "offences",
        "Offence {}",
        {
            "effects": "legal_effects",
            "only_with": "offences",
            "offender": "offender_roles",
            "excludes": "offences",
            "variant.only_with": "offences",
        },
    ),
    ("legal_effects", "The effect {}", {"only_with": "offences", "sectors": "sectors"}),
    ("legal_orders", "The legal order {}", {"areas": "offices", "scale.offences": "offences"}),
    ("legal_instruments", "The instrument {}", {"order": "legal_orders", "offences": "offences"}),
    ("linking", "'linking'", {"lodging_address": "questions", "sleeps": "questions"}),
    ("part_time", "'part_time'", {"hours_question": "questions", "full_time_question": "questions"}),
    (
        "chain_regimes",
        "The chain regime {}",
        {"offences": "offences", "activities": "chain_activities", "notice": "chain_notices"},
    ),
    ("chain_notices", "The chain notice {}", {"clock": "clocks"}),
    (
        "chain_duties",
        "The chain duty {}",
        {
            "activities": "chain_activities",
            "most_levels": "chain_activities",
            "areas": "offices",
            "not_below.activities": "chain_activities",
        },
    ),
    ("protection", "'protection'", {"centres": "recipients", "guardian": "recipients", "texts": "recipients"}),
    ("usual_evidence", "The usual evidence {}", {"offences": "offences", "registers": "registers"}),
    ("field_rules", "'field_rules'", {"looks.registers": "registers"}),
    ("paths", "The path {}", {"question": "questions"}),
    ("trafficking_provisions", "The provision {}", {"forms": "forms"}),
    (
        "competent_services",
        "The competent service {}",
        {"recipient": "recipients", "offences": "offences", "areas": "offices"},
    ),
    ("dignity_factors", "The factor {}", {"settled_by": "questions"}),
    ("dignity_facts", "The fact {}", {"factor": "dignity_factors"}),
    ("strong_signs", "The strong sign {}", {"settled_by": "questions"}),
    (
        "elements",
        "The element {}",
        {"indicators": "indicators", "dignity": "dignity_factors", "offences": "offences", "forms": "forms"},
    ),
)
# What one entry is called, where it is not the table's name without its last letter.
_ONE: Final = {
    "offices": "area",
    "offender_roles": "role",
    "aggravating_factors": "factor",
    "dignity_factors": "factor",
    "legal_effects": "effect",
    "chain_activities": "activity",
    "chain_notices": "notice",
    "to_clarify": "point",
    "legal_orders": "legal order",
}


def check_names(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for each name that does not exist, with who uses it and where."""
    every: Tables = {**tables, "sectors": sectors}
    for table, user, fields in _NAMES:
        for path, target in fields.items():
            # `area` among the centres stands for the reception centre of the area
            known = {*every[target], AREA_CENTRE} if table == "protection" else every[target]
            for key, name, place in _uses(every[table], path.split(".")):
                if name not in known:
                    kind = _ONE.get(target, target[:-1])
                    yield RuleFault("RULE-403", user=user.format(key), kind=kind, name=name, table=target, place=place)


def _uses(entries: Mapping[str, Entry[Any]], path: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each name that entries use in a field, with the key of the entry and the place."""
    for key, entry in entries.items():
        for form, place in entry.forms():
            yield from ((key, name, place) for name in _named(form, path))


def _named(value: object, path: Sequence[str]) -> Iterator[str]:
    """Yield the names at the end of a path of fields; nothing for a field that is left empty."""
    if isinstance(value, tuple | Mapping):
        for one in value:
            yield from _named(one, path)
    elif value is not None and path:
        yield from _named(getattr(value, path[0]), path[1:])
    elif value is not None:
        yield str(value)
