"""A suspicion on its way to everyone who must know, until each has answered.

Pure but for the transports: who gets it, what each may see of it, how a delivery moves from queued to answered, and the
references, calls and receipts by which people answer. The inspector's yes suffices; nothing here can hold it back.
"""

from inspection.referral.answers import CallRecord, Receipt, RefusalReason
from inspection.referral.bundling import (
    DATA,
    ENVELOPE,
    LABEL,
    MANIFEST,
    SIGNATURE,
    bundle,
    content_of,
    content_told,
    damaged,
    says_the_same,
)
from inspection.referral.delivering import (
    TRANSITIONS,
    Awaited,
    Delivery,
    due_at,
    is_closed,
    is_open,
    is_overdue,
    is_reminder_due,
    left_after_refusal,
    next_state,
    open_delivery,
)
from inspection.referral.elements import ElementSeen, Observation, elements_of, spoken_for
from inspection.referral.exhibits import Exhibit, attach
from inspection.referral.file_drop import FileDrop
from inspection.referral.link_material import LinkMaterial, of_address, of_pairs, of_person
from inspection.referral.linking import (
    Link,
    LinkedCase,
    LinkKey,
    LinkPolicy,
    faded,
    links,
    links_of,
    strength_word,
)
from inspection.referral.messages import MESSAGE, corrected, message, message_text
from inspection.referral.model import (
    KEY_SHOWN,
    Addressed,
    Addressee,
    Bundle,
    CallMade,
    DeliveryState,
    FirstReport,
    PersonConcerned,
    Reason,
    Sent,
    Suspicion,
    Transport,
)
from inspection.referral.notices import Notice, NoticeKind, notice_bundle, notice_text
from inspection.referral.reconciling import Differences, Listing, differences
from inspection.referral.references import check_reference, new_reference
from inspection.referral.routing import addressees
from inspection.referral.signed import Awaiting, SignedReceipt, read_acknowledgement, sign_acknowledgement
from inspection.referral.wording import EMPLOYER_KNOWS, clock_of, employer_texts, first_report_text, language_name, say

__all__ = [
    "DATA",
    "EMPLOYER_KNOWS",
    "ENVELOPE",
    "KEY_SHOWN",
    "LABEL",
    "MANIFEST",
    "MESSAGE",
    "SIGNATURE",
    "TRANSITIONS",
    "Addressed",
    "Addressee",
    "Awaited",
    "Awaiting",
    "Bundle",
    "CallMade",
    "CallRecord",
    "Delivery",
    "DeliveryState",
    "Differences",
    "ElementSeen",
    "Exhibit",
    "FileDrop",
    "FirstReport",
    "Link",
    "LinkKey",
    "LinkMaterial",
    "LinkPolicy",
    "LinkedCase",
    "Listing",
    "Notice",
    "NoticeKind",
    "Observation",
    "PersonConcerned",
    "Reason",
    "Receipt",
    "RefusalReason",
    "Sent",
    "SignedReceipt",
    "Suspicion",
    "Transport",
    "addressees",
    "attach",
    "bundle",
    "check_reference",
    "clock_of",
    "content_of",
    "content_told",
    "corrected",
    "damaged",
    "differences",
    "due_at",
    "elements_of",
    "employer_texts",
    "faded",
    "first_report_text",
    "is_closed",
    "is_open",
    "is_overdue",
    "is_reminder_due",
    "language_name",
    "left_after_refusal",
    "links",
    "links_of",
    "message",
    "message_text",
    "new_reference",
    "next_state",
    "notice_bundle",
    "notice_text",
    "of_address",
    "of_pairs",
    "of_person",
    "open_delivery",
    "read_acknowledgement",
    "say",
    "says_the_same",
    "sign_acknowledgement",
    "spoken_for",
    "strength_word",
]
