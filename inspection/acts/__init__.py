"""Acts: one function for each thing that a person or a schedule does, and the only way to change the store.

Each opens one transaction, asks access, calls the domain, and writes rows, deliveries and trail together.
"""

from inspection.acts import registers, reports
from inspection.acts.alerting import see_alert
from inspection.acts.answers import Answered, acknowledge, refuse
from inspection.acts.attaching import AttachmentReceipt, attachment, attachments, keep_attachment
from inspection.acts.between_weeks import rounds_around, work_days
from inspection.acts.by_hand import ByHand, Rung, hand_in, prepare_by_hand
from inspection.acts.calls import Called, call_office, log_call
from inspection.acts.change_reading import change_reason, waiting_changes
from inspection.acts.changing import Change, ChangeKind, changes_of, confirm_change, drop_change, propose_change
from inspection.acts.chapters import chapter_template, import_chapter
from inspection.acts.chasing import Overdue, chase, overdue
from inspection.acts.checking import Checked, ShownControl, control_arrears, control_checks, show_control
from inspection.acts.clocks import stop_clock
from inspection.acts.codes import visit_codes
from inspection.acts.competent import ToPassOn
from inspection.acts.complaints import NewComplaint, Registered, drop_complaint, keep_complaint, register_complaint
from inspection.acts.consents import Consented, offer_centre, record_consent, withdraw_consent
from inspection.acts.controls import Saved, correct_control, save_control
from inspection.acts.correcting import begin_correction
from inspection.acts.decisions import Decided
from inspection.acts.definitions import checklist_for
from inspection.acts.deliveries import deliver, due
from inspection.acts.devices import (
    DeviceKind,
    DeviceUser,
    DeviceView,
    Enrolled,
    device_user,
    enrol_device,
    invite_device,
    list_devices,
    revoke_device,
    wipe_devices,
)
from inspection.acts.doctor import Check, Found, examine
from inspection.acts.dossiers import copy_offenders, dossier, note_report
from inspection.acts.drafts import Filling, begin_draft, drop_draft, keep_draft, open_draft, preview_control
from inspection.acts.duty import (
    OnDuty,
    import_duty,
    list_duty,
    note_absence,
    note_test_call,
    stale_duty,
)
from inspection.acts.embargoes import ToldOutcome, embargo, lift_embargo, note_outcome
from inspection.acts.erasing import ErasureProposal, confirm_erasure, erasures, finish_erasures, propose_erasure
from inspection.acts.exchanges import (
    Exchange,
    ExchangeAnswer,
    MagistratePermission,
    RefusedReason,
    answer_exchange,
    exchanges,
    pass_on,
    to_pass_on,
)
from inspection.acts.extracts import consult_extracts, control_extracts
from inspection.acts.figure_facts import figure_facts
from inspection.acts.figure_releases import propose_figure
from inspection.acts.founding import Founded, found_house
from inspection.acts.guardians import notify_guardian
from inspection.acts.holds import HoldKind, PlacedHold, holds_of, lift_hold, place_hold
from inspection.acts.initiatives import NewInitiative, add_initiative, initiatives
from inspection.acts.joint_actions import book_action, call_off_action, confirm_partner, move_action
from inspection.acts.joint_calendar import actions_in, actions_of, booked_actions, booked_elsewhere, with_bookings
from inspection.acts.joint_checks import planned_action
from inspection.acts.joint_values import Booked, FixedMoment, FreeMoment, NewAction, NewPartner, PartnerKind
from inspection.acts.judicial import LISTS, MAGISTRATES, Ordered, OrderReader, order_visit, orders_of, permit
from inspection.acts.leasing import Delivered
from inspection.acts.legal_holds import Held, legal_holds, lift_legal_hold, place_legal_hold
from inspection.acts.letting_have import let_have
from inspection.acts.link_cases import FoundLink
from inspection.acts.link_files import (
    LinkFileView,
    Prepared,
    hand_link_file,
    link_files,
    prepare_link_file,
    tell_link_file,
)
from inspection.acts.links import DecidedLink, confirm_link, find_links, list_links, reject_link
from inspection.acts.list_bundles import list_files
from inspection.acts.list_sending import deliver_lists, unsent_lists
from inspection.acts.listings import (
    list_alerts,
    list_clocks,
    list_complaints,
    list_controls,
    list_deliveries,
    list_draws,
    list_overdue,
)
from inspection.acts.lists import list_recipients, publish_list, referral_list
from inspection.acts.mandates import cooling_off, open_mandates
from inspection.acts.measures import NewMeasure, add_measure, change_measure, measures
from inspection.acts.missions import Mission
from inspection.acts.notice_calls import CallOutcome, log_notice, notice_script
from inspection.acts.notice_deliveries import deliver_notices
from inspection.acts.offices import Office, office
from inspection.acts.on_duty import duty_absences, duty_catalogue, number_on_duty
from inspection.acts.openrosa import Received, receive_submission
from inspection.acts.openrosa_forms import OfferedForm, offered_forms
from inspection.acts.openrosa_keys import public_form_key
from inspection.acts.order_ends import revoke, withdraw_order
from inspection.acts.ordered_stops import OrderedStop
from inspection.acts.ordered_visits import carried_rounds
from inspection.acts.other_figures import TakenOver, import_figures, imported_figures
from inspection.acts.own_numbers import keep_own_number
from inspection.acts.packing import field_checklist, field_package, listed_missions
from inspection.acts.parts import DistrictPart
from inspection.acts.policy_tables import policy_table
from inspection.acts.protection import PersonProtected, open_notices, protection_of
from inspection.acts.reading import Purpose, consult
from inspection.acts.recalling import BreachEntry, Channel, Recalled, breaches, confirm_deletion, recall
from inspection.acts.reconciling import Reconciled, reconcile
from inspection.acts.referral_standing import Standing, standing_of
from inspection.acts.register_takings import note_taking
from inspection.acts.released_texts import approve_text, propose_text, released_texts
from inspection.acts.releases import Release, approve_release, propose_release, releases
from inspection.acts.reopening import OpenDistrict, OpenWeek, reopen_week
from inspection.acts.replans import WeekChanges, replan_week
from inspection.acts.rerouting import reroute
from inspection.acts.reviewing import Review, return_control, review_control, reviews
from inspection.acts.roster import Roster, import_roster, team_days
from inspection.acts.secrecy import hidden_from, may_stand_in
from inspection.acts.signed_answers import acknowledge_signed
from inspection.acts.stale_registers import warn_of_stale_registers
from inspection.acts.suspicions import Referral, decide_suspicion
from inspection.acts.transporting import certificate_ends, transports
from inspection.acts.unavailable import workplaces_under_hold
from inspection.acts.watched_runs import RunTold, alert_run
from inspection.acts.weeks import Approved, approve_week, propose_week, refuse_approved_week
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces

__all__ = [
    "LISTS",
    "MAGISTRATES",
    "Answered",
    "Approved",
    "AttachmentReceipt",
    "Booked",
    "BreachEntry",
    "ByHand",
    "CallOutcome",
    "Called",
    "Change",
    "ChangeKind",
    "Channel",
    "Check",
    "Checked",
    "Consented",
    "Decided",
    "DecidedLink",
    "Delivered",
    "DeviceKind",
    "DeviceUser",
    "DeviceView",
    "DistrictPart",
    "Enrolled",
    "ErasureProposal",
    "Exchange",
    "ExchangeAnswer",
    "Filling",
    "FixedMoment",
    "Found",
    "FoundLink",
    "Founded",
    "FreeMoment",
    "Held",
    "HoldKind",
    "KnownWorkplace",
    "LinkFileView",
    "MagistratePermission",
    "Mission",
    "NewAction",
    "NewComplaint",
    "NewInitiative",
    "NewMeasure",
    "NewPartner",
    "OfferedForm",
    "Office",
    "OnDuty",
    "OpenDistrict",
    "OpenWeek",
    "OrderReader",
    "Ordered",
    "OrderedStop",
    "Overdue",
    "PartnerKind",
    "PersonProtected",
    "PlacedHold",
    "Prepared",
    "Purpose",
    "Recalled",
    "Received",
    "Reconciled",
    "Referral",
    "RefusedReason",
    "Registered",
    "Release",
    "Review",
    "Roster",
    "RunTold",
    "Rung",
    "Saved",
    "ShownControl",
    "Standing",
    "TakenOver",
    "ToPassOn",
    "ToldOutcome",
    "WeekChanges",
    "acknowledge",
    "acknowledge_signed",
    "actions_in",
    "actions_of",
    "add_initiative",
    "add_measure",
    "alert_run",
    "answer_exchange",
    "approve_release",
    "approve_text",
    "approve_week",
    "attachment",
    "attachments",
    "begin_correction",
    "begin_draft",
    "book_action",
    "booked_actions",
    "booked_elsewhere",
    "breaches",
    "call_off_action",
    "call_office",
    "carried_rounds",
    "certificate_ends",
    "change_measure",
    "change_reason",
    "changes_of",
    "chapter_template",
    "chase",
    "checklist_for",
    "confirm_change",
    "confirm_deletion",
    "confirm_erasure",
    "confirm_link",
    "confirm_partner",
    "consult",
    "consult_extracts",
    "control_arrears",
    "control_checks",
    "control_extracts",
    "cooling_off",
    "copy_offenders",
    "correct_control",
    "decide_suspicion",
    "deliver",
    "deliver_lists",
    "deliver_notices",
    "device_user",
    "dossier",
    "drop_change",
    "drop_complaint",
    "drop_draft",
    "due",
    "duty_absences",
    "duty_catalogue",
    "embargo",
    "enrol_device",
    "erasures",
    "examine",
    "exchanges",
    "field_checklist",
    "field_package",
    "figure_facts",
    "find_links",
    "finish_erasures",
    "found_house",
    "hand_in",
    "hand_link_file",
    "hidden_from",
    "holds_of",
    "import_chapter",
    "import_duty",
    "import_figures",
    "import_roster",
    "imported_figures",
    "initiatives",
    "invite_device",
    "keep_attachment",
    "keep_complaint",
    "keep_draft",
    "keep_own_number",
    "legal_holds",
    "let_have",
    "lift_embargo",
    "lift_hold",
    "lift_legal_hold",
    "link_files",
    "list_alerts",
    "list_clocks",
    "list_complaints",
    "list_controls",
    "list_deliveries",
    "list_devices",
    "list_draws",
    "list_duty",
    "list_files",
    "list_links",
    "list_overdue",
    "list_recipients",
    "listed_missions",
    "log_call",
    "log_notice",
    "may_stand_in",
    "measures",
    "move_action",
    "note_absence",
    "note_outcome",
    "note_report",
    "note_taking",
    "note_test_call",
    "notice_script",
    "notify_guardian",
    "number_on_duty",
    "offer_centre",
    "offered_forms",
    "office",
    "open_draft",
    "open_mandates",
    "open_notices",
    "order_visit",
    "orders_of",
    "overdue",
    "pass_on",
    "permit",
    "place_hold",
    "place_legal_hold",
    "planned_action",
    "policy_table",
    "prepare_by_hand",
    "prepare_link_file",
    "preview_control",
    "propose_change",
    "propose_erasure",
    "propose_figure",
    "propose_release",
    "propose_text",
    "propose_week",
    "protection_of",
    "public_form_key",
    "publish_list",
    "recall",
    "receive_submission",
    "reconcile",
    "record_consent",
    "referral_list",
    "refuse",
    "refuse_approved_week",
    "register_complaint",
    "registers",
    "reject_link",
    "released_texts",
    "releases",
    "remember_workplaces",
    "reopen_week",
    "replan_week",
    "reports",
    "reroute",
    "return_control",
    "review_control",
    "reviews",
    "revoke",
    "revoke_device",
    "rounds_around",
    "save_control",
    "see_alert",
    "show_control",
    "stale_duty",
    "standing_of",
    "stop_clock",
    "team_days",
    "tell_link_file",
    "to_pass_on",
    "transports",
    "unsent_lists",
    "visit_codes",
    "waiting_changes",
    "warn_of_stale_registers",
    "wipe_devices",
    "with_bookings",
    "withdraw_consent",
    "withdraw_order",
    "work_days",
    "workplaces_under_hold",
]
