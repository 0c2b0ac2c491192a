"""Every table, imported: before a store opens, each must be known to the metadata, for keys that name each other."""

from inspection.store.controls import attachments, chain, controls, drafts, openrosa  # noqa: F401
from inspection.store.learning import frames, proposals  # noqa: F401
from inspection.store.opening import house_keys, rotations  # noqa: F401
from inspection.store.orders import judicial  # noqa: F401
from inspection.store.people import accounts, kept_text, planned, proofs, standing_in, users  # noqa: F401
from inspection.store.policy import figures, measures, reports  # noqa: F401
from inspection.store.portal import copies, words  # noqa: F401
from inspection.store.protection import notices, on_call  # noqa: F401
from inspection.store.records import alerts, audit, breaches, decoys, erasures, looks, witnesses  # noqa: F401
from inspection.store.referrals import answers, follow_ups, links, referral_life, referrals  # noqa: F401
from inspection.store.weeks import cars, joint_actions, plans, second_visits, workplaces  # noqa: F401
