"""Who acts where nobody is there: a schedule with the few rights that its work needs, and the house before all others.

So does a command that a machine gives, where nobody signed in: a roster that comes from elsewhere, a signed answer.
The table of rights says which rights (`inspection/trust/rights/table.yaml`); a flow that it does not name has none.
"""

from datetime import datetime

from inspection.trust.identity.principals import Method, Principal
from inspection.trust.rights import rights

SYSTEM = "system"  # the user that they act as


def flow_principal(flow: str, service: str, at: datetime) -> Principal:
    """Return the identity under which a flow acts: this process is its proof, since it opened the house's keys.

    Errors: KeyError for a flow that the table does not name.
    """
    return _unattended("flow", f"flow:{flow}", rights().flows[flow], service, at)


def house_principal(service: str, at: datetime) -> Principal:
    """Return the identity under which the house lets somebody prove who they are, and does nothing else."""
    return _unattended("house", "house", rights().house, service, at)


def _unattended(method: Method, credential: str, may: frozenset[str], service: str, at: datetime) -> Principal:
    return Principal(
        user=SYSTEM,
        service=service,
        roles=frozenset({SYSTEM}),
        method=method,
        proven_at=at,
        credential=credential,
        rights=may,
    )
