"""What each schedule may do: a flow acts under an identity of its own, with the few rights that its work needs.

A flow that this table does not name has none, and no right here goes beyond what the table of acts lets the system do.
"""

from collections.abc import Mapping
from datetime import datetime

from inspection.trust.identity.principals import Principal

FLOW_RIGHTS: Mapping[str, frozenset[str]] = {
    "chase": frozenset({"deadlines.chase"}),
    "deliver_referrals": frozenset({"delivery.send", "notice.send", "list.send"}),
    "ingest_registers": frozenset({"register.take"}),
    "keep": frozenset({"erasure.propose", "registers.watch", "look.draw"}),
    "plan_week": frozenset({"workplaces.remember", "plan.propose"}),
    "publish_lists": frozenset({"list.publish", "list.send"}),
    "publish_reports": frozenset({"report.propose", "figures.read", "measure.list", "initiative.list"}),
    "reconcile": frozenset({"delivery.reconcile"}),
    "watch_run": frozenset({"runs.watch"}),
}


def flow_principal(flow: str, service: str, at: datetime) -> Principal:
    """Return the identity under which a flow acts: this process is its proof, since it opened the house's keys.

    Errors: KeyError for a flow that the table does not name.
    """
    return Principal(
        user="system",
        service=service,
        roles=frozenset({"system"}),
        method="flow",
        proven_at=at,
        credential=f"flow:{flow}",
        rights=FLOW_RIGHTS[flow],
    )
