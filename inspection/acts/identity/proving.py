"""What asks for a proof: a principal, and for some acts one of a moment ago."""

from inspection.errors import AccessRefused
from inspection.trust import Context
from inspection.trust.identity import Principal
from sectors.rules.service import IdentityRules


def require_proof(context: Context) -> Principal:
    """Return who has proven to act; `AccessRefused` 072 for a name that is only said."""
    if not context.principal.can_prove_again:
        raise AccessRefused("ACCESS-072")
    return context.principal


def require_fresh(context: Context, rules: IdentityRules) -> Principal:
    """Return who has proven it a moment ago, as a stolen session has not; `AccessRefused` 072, 076."""
    principal = require_proof(context)
    if not principal.is_fresh(context.at, rules.fresh_minutes):
        raise AccessRefused("ACCESS-076", minutes=rules.fresh_minutes)
    return principal
