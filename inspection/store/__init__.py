"""The store: what the inspectorate decides, receives and finds, in one encrypted database.

Tables by subject, one way to open it, one transaction an act, sealed columns, migrations, and named queries that return
plain values. It holds what must never be lost; registers of others live in the lake.
"""

from inspection.store.alerts import Alert
from inspection.store.attachments import MEDIA_TYPES, Attachment, attachment_hashes, attachments_of
from inspection.store.audit import AuditEntry
from inspection.store.base import ARMS, ROLES, SERVICES, new_id
from inspection.store.case_queries import alerts, control_body, control_conclusion, controls, deliveries, referrals
from inspection.store.complaints import Complaint
from inspection.store.controls import ClockRow, ControlRow, ControlVersion, DecisionRow, FindingRow, IndicatorRow
from inspection.store.definitions import ChecklistDefinition
from inspection.store.desk_queries import ClockView, WorkplaceView, running_clocks, workplace
from inspection.store.devices import DEVICE_KINDS, Device, DeviceInvitation
from inspection.store.drafts import Draft, DraftView, drafts, find_draft
from inspection.store.duty import DutyAbsenceRow, DutyRosterRow, DutyTestRow, DutyTurnRow
from inspection.store.engine import has_content, open_engine
from inspection.store.erasures import (
    ERASURE_OUTCOMES,
    Erasure,
    ErasureConfirmation,
    ErasureItem,
    ErasureOutcome,
    LegalHold,
)
from inspection.store.extracts import ControlExtract
from inspection.store.holds import SUBJECTS, Hold
from inspection.store.house_keys import (
    HouseKey,
    key_faults,
    known_keys,
    knows_keys,
    needed_keys,
    refuse_other_keys,
    sealed_with,
)
from inspection.store.initiatives import InitiativeRow
from inspection.store.joint_actions import JointActionRow, JointPartnerRow
from inspection.store.joint_queries import ActionView, PartnerView, action_view, actions
from inspection.store.judicial import (
    READERS,
    JudicialControl,
    JudicialOrder,
    JudicialPermission,
    JudicialRecipient,
    JudicialRevocation,
    JudicialStop,
    JudicialWithdrawal,
    hidden_controls,
    is_standing,
    order_references,
    permitted_orders,
    withdrawn_orders,
)
from inspection.store.key_traces import traces_in_files, traces_in_rows
from inspection.store.links import FOREIGN_LINKS, HANDED_BY, TOLD, LinkDecision, LinkFile, LinkFileStep, LinkKeyRow
from inspection.store.looking import store_to_look_at
from inspection.store.measures import MeasureChangeRow, MeasureRow
from inspection.store.migrating import HEAD, migrate, revision
from inspection.store.notices import ConsentRow, NoticeRow, NoticeTry
from inspection.store.opening import open_store, reach_store
from inspection.store.openrosa import OpenRosaPart, OpenRosaSubmission, edit_of, find_submission, waiting_parts
from inspection.store.other_figures import ImportedFigureRow
from inspection.store.pages import Pages, examine_pages
from inspection.store.plans import Plan, PlanDistrict, PlannedStop, PlannedVisit, Unplaced
from inspection.store.queries import (
    complaints,
    draws,
    frozen_rows,
    person_name,
    plan_body,
    plans,
    teams,
    user,
    users,
    visits,
)
from inspection.store.referral_life import (
    CHANNELS,
    OUTCOMES,
    Breach,
    Embargo,
    EmbargoEnd,
    OutcomeTold,
    RecallDeletion,
    RecallRow,
    ReferralChange,
    ReferralChangeEnd,
)
from inspection.store.referrals import (
    WITHOUT_BUNDLE,
    AttemptRow,
    CallRow,
    DeliveryRow,
    ListSending,
    PublishedList,
    ReceiptRow,
    ReferralRow,
    UsedNonce,
)
from inspection.store.released_texts import ReleasedText, TextApproval
from inspection.store.releases import FigureRelease, ReleaseApproval
from inspection.store.replan_queries import plan_changes, plan_origin
from inspection.store.reports import ChapterRow, PublishedReport, ReportProposal
from inspection.store.reviews import REVIEWS, ControlReview
from inspection.store.secrecy import Place, hidden_referrals, is_in_force
from inspection.store.selections import Chosen, Selection
from inspection.store.transactions import Store
from inspection.store.users import RosterDay, Team, User
from inspection.store.views import (
    AlertView,
    ChangeView,
    ComplaintView,
    ControlView,
    DeliveryView,
    DrawView,
    EventView,
    PlanView,
    ReferralView,
    ReplanView,
    SlotView,
    TeamView,
    UserView,
    VisitView,
)
from inspection.store.workplaces import Workplace

__all__ = [
    "ARMS",
    "CHANNELS",
    "DEVICE_KINDS",
    "ERASURE_OUTCOMES",
    "FOREIGN_LINKS",
    "HANDED_BY",
    "HEAD",
    "MEDIA_TYPES",
    "OUTCOMES",
    "READERS",
    "REVIEWS",
    "ROLES",
    "SERVICES",
    "SUBJECTS",
    "TOLD",
    "WITHOUT_BUNDLE",
    "ActionView",
    "Alert",
    "AlertView",
    "Attachment",
    "AttemptRow",
    "AuditEntry",
    "Breach",
    "CallRow",
    "ChangeView",
    "ChapterRow",
    "ChecklistDefinition",
    "Chosen",
    "ClockRow",
    "ClockView",
    "Complaint",
    "ComplaintView",
    "ConsentRow",
    "ControlExtract",
    "ControlReview",
    "ControlRow",
    "ControlVersion",
    "ControlView",
    "DecisionRow",
    "DeliveryRow",
    "DeliveryView",
    "Device",
    "DeviceInvitation",
    "Draft",
    "DraftView",
    "DrawView",
    "DutyAbsenceRow",
    "DutyRosterRow",
    "DutyTestRow",
    "DutyTurnRow",
    "Embargo",
    "EmbargoEnd",
    "Erasure",
    "ErasureConfirmation",
    "ErasureItem",
    "ErasureOutcome",
    "EventView",
    "FigureRelease",
    "FindingRow",
    "Hold",
    "HouseKey",
    "ImportedFigureRow",
    "IndicatorRow",
    "InitiativeRow",
    "JointActionRow",
    "JointPartnerRow",
    "JudicialControl",
    "JudicialOrder",
    "JudicialPermission",
    "JudicialRecipient",
    "JudicialRevocation",
    "JudicialStop",
    "JudicialWithdrawal",
    "LegalHold",
    "LinkDecision",
    "LinkFile",
    "LinkFileStep",
    "LinkKeyRow",
    "ListSending",
    "MeasureChangeRow",
    "MeasureRow",
    "NoticeRow",
    "NoticeTry",
    "OpenRosaPart",
    "OpenRosaSubmission",
    "OutcomeTold",
    "Pages",
    "PartnerView",
    "Place",
    "Plan",
    "PlanDistrict",
    "PlanView",
    "PlannedStop",
    "PlannedVisit",
    "PublishedList",
    "PublishedReport",
    "RecallDeletion",
    "RecallRow",
    "ReceiptRow",
    "ReferralChange",
    "ReferralChangeEnd",
    "ReferralRow",
    "ReferralView",
    "ReleaseApproval",
    "ReleasedText",
    "ReplanView",
    "ReportProposal",
    "RosterDay",
    "Selection",
    "SlotView",
    "Store",
    "Team",
    "TeamView",
    "TextApproval",
    "Unplaced",
    "UsedNonce",
    "User",
    "UserView",
    "VisitView",
    "Workplace",
    "WorkplaceView",
    "action_view",
    "actions",
    "alerts",
    "attachment_hashes",
    "attachments_of",
    "complaints",
    "control_body",
    "control_conclusion",
    "controls",
    "deliveries",
    "drafts",
    "draws",
    "edit_of",
    "examine_pages",
    "find_draft",
    "find_submission",
    "frozen_rows",
    "has_content",
    "hidden_controls",
    "hidden_referrals",
    "is_in_force",
    "is_standing",
    "key_faults",
    "known_keys",
    "knows_keys",
    "migrate",
    "needed_keys",
    "new_id",
    "open_engine",
    "open_store",
    "order_references",
    "permitted_orders",
    "person_name",
    "plan_body",
    "plan_changes",
    "plan_origin",
    "plans",
    "reach_store",
    "referrals",
    "refuse_other_keys",
    "revision",
    "running_clocks",
    "sealed_with",
    "store_to_look_at",
    "teams",
    "traces_in_files",
    "traces_in_rows",
    "user",
    "users",
    "visits",
    "waiting_parts",
    "withdrawn_orders",
    "workplace",
]
