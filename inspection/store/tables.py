"""Every table, imported: before a store opens, each must be known to the metadata, for keys that name each other."""

from inspection.store.controls import attachments, controls, definitions, draft_rows, extracts, openrosa, reviews  # noqa: F401
from inspection.store.core import house_keys  # noqa: F401
from inspection.store.orders import judicial  # noqa: F401
from inspection.store.people import devices, users  # noqa: F401
from inspection.store.policy import initiatives, measures, other_figures, released_texts, releases, reports  # noqa: F401
from inspection.store.protection import duty, notices  # noqa: F401
from inspection.store.records import alerts, audit, erasures  # noqa: F401
from inspection.store.referrals import links, referral_life, referrals  # noqa: F401
from inspection.store.weeks import complaints, holds, joint_actions, plans, selections, workplaces  # noqa: F401
