"""The law and the sectors, as data: dated, sourced, each value with its confidence, and a reader that refuses mistakes.

A jurist works in the YAML files here; the rest of the product asks `load_rules().on(day)` and never holds a number of
the law itself. A local change is a file in the same format, laid over as new dated lines.
"""

from sectors.catalogue import Catalogue
from sectors.effects import LegalEffect, LegalOrder, order_of
from sectors.fault import RuleFault, RuleWarning
from sectors.loading import Rules, load_rules
from sectors.model import (
    Bin,
    Card,
    CardSignal,
    Choice,
    Clock,
    Confidence,
    Consequence,
    ConsequenceKey,
    ControlWindow,
    Dimension,
    DiscretionRules,
    Domain,
    Establishes,
    Event,
    Frozen,
    Lang,
    Need,
    Offence,
    Question,
    SanctionRange,
    Sanctions,
    Section,
    Sector,
    SignalInfo,
    Sourced,
    Strength,
    Text,
)
from sectors.policies import DeadlineRules, PlanningRules, Retention, SelectionRules, TravelRules
from sectors.proof import ArrearsRules, PresenceDuty, RegisterRules, Scale
from sectors.recipients import Form, Office, Recipient
from sectors.registers import Column, Register, Table
from sectors.signs import DignityFactor, DignityRule, Indicator, IndicatorRule, NationalGroup, Sign, Threshold

__all__ = [
    "ArrearsRules",
    "Bin",
    "Card",
    "CardSignal",
    "Catalogue",
    "Choice",
    "Clock",
    "Column",
    "Confidence",
    "Consequence",
    "ConsequenceKey",
    "ControlWindow",
    "DeadlineRules",
    "DignityFactor",
    "DignityRule",
    "Dimension",
    "DiscretionRules",
    "Domain",
    "Establishes",
    "Event",
    "Form",
    "Frozen",
    "Indicator",
    "IndicatorRule",
    "Lang",
    "LegalEffect",
    "LegalOrder",
    "NationalGroup",
    "Need",
    "Offence",
    "Office",
    "PlanningRules",
    "PresenceDuty",
    "Question",
    "Recipient",
    "Register",
    "RegisterRules",
    "Retention",
    "RuleFault",
    "RuleWarning",
    "Rules",
    "SanctionRange",
    "Sanctions",
    "Scale",
    "Section",
    "Sector",
    "SelectionRules",
    "Sign",
    "SignalInfo",
    "Sourced",
    "Strength",
    "Table",
    "Text",
    "Threshold",
    "TravelRules",
    "load_rules",
    "order_of",
]
