"""The catalogue: every rule as it stands on one day."""

from collections.abc import Mapping
from datetime import date

from sectors.rules.addresses import AddressMatching, AddressRules, AddressWord
from sectors.rules.authorisations import Authorisation
from sectors.rules.chain import ChainActivity, ChainDuty, ChainNotice, ChainRegime
from sectors.rules.checklists import (
    GridCheck,
    Question,
    ReportPart,
    Section,
    UsualEvidence,
    VisitRecordRules,
    WorkerLanguage,
)
from sectors.rules.consequences import Clock, Consequence, DiscretionRules, RecidivismRules, Sanctions
from sectors.rules.evidence import ArrearsRules, FieldRules, RegisterRules
from sectors.rules.hearings import HearingCapacity, RoomGround
from sectors.rules.links import LinkGround, LinkingRules
from sectors.rules.offences import (
    AggravatingFactor,
    Citation,
    ExploitationRules,
    LegalEffect,
    LegalInstrument,
    LegalOrder,
    Offence,
    OffenderRole,
    PartTimeRule,
    PointToClarify,
)
from sectors.rules.offences import cite as in_words
from sectors.rules.on_call import FieldStep, OnCallLine, OnCallRules
from sectors.rules.protection import CompetentService, ExchangeRules, ProtectionRules, StoppingPath
from sectors.rules.quotas import BenefitRules, FlexiRules, Quota, QuotaRules
from sectors.rules.recipients import BundleShare, ExploitationForm, Recipient, RoutingLine
from sectors.rules.registers import (
    RawDeliveries,
    Register,
    RegisterKeep,
    RegisterLimit,
    intake_order,
)
from sectors.rules.selection import (
    Card,
    CardStatement,
    Excuse,
    LearningRules,
    MeasuringRules,
    Objective,
    Sector,
    SelectionRules,
    SignalInfo,
)
from sectors.rules.service import (
    KEYRING_COPIES,
    BackupRules,
    BundleRules,
    DeadlineRules,
    HistoryRules,
    IdentityRules,
    LookPurpose,
    LookRules,
    PlanningRules,
    ReleaseRules,
    Retention,
    TravelRules,
)
from sectors.rules.trafficking import (
    DignityFact,
    DignityFactor,
    DignityRule,
    Element,
    Indicator,
    IndicatorRule,
    NationalGroup,
    ProtectionStage,
    StrongSign,
    TraffickingProvision,
)
from sectors.rules.values import Frozen, Lang, Text
from sectors.rules.wages import WageScale
from sectors.rules.watch import BreachRules, MeasuredTable, Proxy, ProxyApproval, SecretPlanning, TipRules


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
    to_clarify: Mapping[str, PointToClarify]
    legal_orders: Mapping[str, LegalOrder]
    legal_instruments: Mapping[str, LegalInstrument]
    sanctions: Sanctions
    recidivism: RecidivismRules
    consequences: Mapping[str, Consequence]
    discretion: DiscretionRules
    exploitation: ExploitationRules
    clocks: Mapping[str, Clock]
    indicators: Mapping[str, Indicator]
    indicator_rule: IndicatorRule
    national_groups: Mapping[str, NationalGroup]
    dignity_factors: Mapping[str, DignityFactor]
    dignity_facts: Mapping[str, DignityFact]
    dignity_rule: DignityRule
    strong_signs: Mapping[str, StrongSign]
    elements: Mapping[str, Element]
    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    checks: Mapping[str, GridCheck]
    signals: Mapping[str, SignalInfo]
    proxies: Mapping[str, Proxy]
    proxy_approvals: Mapping[str, ProxyApproval]
    measured_tables: Mapping[str, MeasuredTable]
    card_statements: Mapping[str, CardStatement]
    selection: SelectionRules
    objectives: Mapping[str, Objective]
    excuses: Mapping[str, Excuse]
    measuring: MeasuringRules
    learning: LearningRules
    planning: PlanningRules
    deadlines: DeadlineRules
    identity: IdentityRules
    purposes: Mapping[str, LookPurpose]
    looks: LookRules
    history: HistoryRules
    breach_rules: BreachRules
    tip_rules: TipRules
    secret_planning: SecretPlanning
    travel: TravelRules
    releases: ReleaseRules
    backups: BackupRules
    bundles: BundleRules
    recipients: Mapping[str, Recipient]
    shares: Mapping[str, BundleShare]
    forms: Mapping[str, ExploitationForm]
    offices: tuple[RoutingLine, ...]
    registers: Mapping[str, Register]
    register_limits: Mapping[str, RegisterLimit]
    raw_deliveries: RawDeliveries
    authorisations: Mapping[str, Authorisation]
    address_words: Mapping[str, AddressWord]
    address_matching: AddressMatching
    register_keep: RegisterKeep
    on_call: Mapping[str, OnCallLine]
    on_call_rules: OnCallRules
    steps: Mapping[str, FieldStep]
    paths: Mapping[str, StoppingPath]
    protection: ProtectionRules
    chain_activities: Mapping[str, ChainActivity]
    chain_regimes: Mapping[str, ChainRegime]
    chain_notices: Mapping[str, ChainNotice]
    chain_duties: Mapping[str, ChainDuty]
    protection_stages: Mapping[str, ProtectionStage]
    trafficking_provisions: Mapping[str, TraffickingProvision]
    competent_services: Mapping[str, CompetentService]
    exchange: ExchangeRules
    worker_languages: Mapping[str, WorkerLanguage]
    hearing_capacities: Mapping[str, HearingCapacity]
    room_grounds: Mapping[str, RoomGround]
    report_parts: Mapping[str, ReportPart]
    usual_evidence: Mapping[str, UsualEvidence]
    visit_record: VisitRecordRules
    retention: Mapping[str, Retention]
    register_rules: RegisterRules
    field_rules: FieldRules
    arrears: ArrearsRules
    part_time: PartTimeRule
    scales: Mapping[str, WageScale]
    quotas: Mapping[str, Quota]
    quota_rules: QuotaRules
    flexi: FlexiRules
    benefits: BenefitRules
    link_grounds: Mapping[str, LinkGround]
    linking: LinkingRules
    citations: Mapping[str, Citation]

    @property
    def addresses(self) -> AddressRules:
        """Return how addresses are compared."""
        return AddressRules.model_construct(words=self.address_words, matching=self.address_matching)

    @property
    def intake_order(self) -> tuple[str, ...]:
        """Return the keys of the registers in the order in which what waits of them is taken in."""
        return intake_order(self.registers)

    @property
    def keyring_copy_days(self) -> int:
        """Return how many days a copy of the keyring lives; the rules are refused where that has no end."""
        days = self.retention[KEYRING_COPIES].days
        assert days is not None  # noqa: S101  sectors.reader.checking
        return days

    def card(self, sector: str) -> Card:
        """Return the points table of `sector`; KeyError where the sector has none."""
        card = self.sectors[sector].card
        if card is None:
            raise KeyError(sector)
        return card

    def documents_asked(self, sector: Sector) -> tuple[Text, ...]:
        """Return what an employer of a sector is asked for: what everybody is, then the sector's own, each once."""
        return tuple(dict.fromkeys((*self.visit_record.documents_everywhere, *sector.documents)))

    def offence(self, key: str) -> Offence:
        """Return the offence `key` as it stands on this day; KeyError where it is not in force."""
        return self.offences[key]

    def cite(self, provision: str, lang: Lang) -> str:
        """Return a provision as readers of a language call it."""
        return in_words(provision, self.citations.values(), lang)

    def enabled_sectors(self) -> tuple[Sector, ...]:
        """Return the sectors that are switched on, in the order of their keys."""
        return tuple(s for _, s in sorted(self.sectors.items()) if s.enabled)
