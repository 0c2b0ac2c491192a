"""What stops a sending: what passes is tried again by itself; what lasts is told to a person at once."""

from inspection.errors import ReferralFault


class LastingReferralFault(ReferralFault):
    """A sending that waiting does not mend: a certificate is over, a key is wrong, the addressee refuses."""


def passing(what: str, recipient: str, code: str) -> ReferralFault:
    """Return the fault of an addressee that cannot be reached now."""
    return ReferralFault(what, where=recipient, advice="It is tried again by itself; telephone if it lasts.", code=code)


def lasting(what: str, recipient: str, advice: str, code: str) -> LastingReferralFault:
    """Return the fault that a person must mend."""
    return LastingReferralFault(what, where=recipient, advice=advice, code=code)
