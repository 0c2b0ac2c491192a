"""The catalogue: every rule as it stands on one day."""

from collections.abc import Mapping
from datetime import date

from sectors.rules.citations import Citation
from sectors.rules.citations import cite as in_words
from sectors.rules.effects import LegalEffect, LegalOrder
from sectors.rules.elements import Element
from sectors.rules.links import LinkGround, LinkingRules
from sectors.rules.model import (
    Card,
    Clock,
    Consequence,
    DiscretionRules,
    Frozen,
    Lang,
    Proxy,
    Question,
    Sanctions,
    Section,
    Sector,
    SignalInfo,
)
from sectors.rules.offences import AggravatingFactor, Offence, OffenderRole, PartTimeRule
from sectors.rules.on_call import DutyLine, DutyRules, Step
from sectors.rules.policies import (
    BundleRules,
    DeadlineRules,
    PlanningRules,
    ReleaseRules,
    Retention,
    SelectionRules,
    TravelRules,
)
from sectors.rules.proof import ArrearsRules, RegisterRules, Scale
from sectors.rules.protection import CompetentService, ExchangeRules, ProtectionRules, StoppingPath
from sectors.rules.recipients import Form, Office, Recipient, Share
from sectors.rules.registers import Register, RegisterLimit
from sectors.rules.report import ReportPart
from sectors.rules.signs import (
    DignityFactor,
    DignityRule,
    ExploitationRules,
    GraveSign,
    Indicator,
    IndicatorRule,
    NationalGroup,
    StrongSign,
)
from sectors.rules.worker import WorkerLanguage


class Catalogue(Frozen):
    """The rules on `day`; made by `Rules.on(day)` and passed to whatever decides by them.

    sha256
        Hash of every rule file: stored with each selection, plan and control, so that it can be judged again later.
    """

    day: date
    sha256: str
    sectors: Mapping[str, Sector]
    offences: Mapping[str, Offence]
    offender_roles: Mapping[str, OffenderRole]
    aggravating_factors: Mapping[str, AggravatingFactor]
    legal_effects: Mapping[str, LegalEffect]
    legal_orders: Mapping[str, LegalOrder]
    sanctions: Sanctions
    consequences: Mapping[str, Consequence]
    discretion: DiscretionRules
    exploitation: ExploitationRules
    clocks: Mapping[str, Clock]
    indicators: Mapping[str, Indicator]
    indicator_rule: IndicatorRule
    national_groups: Mapping[str, NationalGroup]
    dignity_factors: Mapping[str, DignityFactor]
    dignity_rule: DignityRule
    strong_signs: Mapping[str, StrongSign]
    grave_signs: Mapping[str, GraveSign]
    elements: Mapping[str, Element]
    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    signals: Mapping[str, SignalInfo]
    proxies: Mapping[str, Proxy]
    selection: SelectionRules
    planning: PlanningRules
    deadlines: DeadlineRules
    travel: TravelRules
    releases: ReleaseRules
    bundles: BundleRules
    recipients: Mapping[str, Recipient]
    shares: Mapping[str, Share]
    forms: Mapping[str, Form]
    offices: tuple[Office, ...]
    registers: Mapping[str, Register]
    register_limits: Mapping[str, RegisterLimit]
    duty: Mapping[str, DutyLine]
    duty_rules: DutyRules
    steps: Mapping[str, Step]
    paths: Mapping[str, StoppingPath]
    protection: ProtectionRules
    competent_services: Mapping[str, CompetentService]
    exchange: ExchangeRules
    worker_languages: Mapping[str, WorkerLanguage]
    report_parts: Mapping[str, ReportPart]
    retention: Mapping[str, Retention]
    register_rules: RegisterRules
    arrears: ArrearsRules
    part_time: PartTimeRule
    scales: Mapping[str, Scale]
    link_grounds: Mapping[str, LinkGround]
    linking: LinkingRules
    citations: Mapping[str, Citation]

    def card(self, sector: str) -> Card:
        """Return the points table of `sector`; KeyError where the sector has none."""
        card = self.sectors[sector].card
        if card is None:
            raise KeyError(sector)
        return card

    def offence(self, key: str) -> Offence:
        """Return the offence `key` as it stands on this day; KeyError where it is not in force."""
        return self.offences[key]

    def cite(self, provision: str, lang: Lang) -> str:
        """Return a provision as readers of a language call it."""
        return in_words(provision, self.citations.values(), lang)

    def enabled_sectors(self) -> tuple[Sector, ...]:
        """Return the sectors that are switched on, in the order of their keys."""
        return tuple(s for _, s in sorted(self.sectors.items()) if s.enabled)
