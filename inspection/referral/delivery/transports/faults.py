"""What stops a sending: what passes is tried again by itself; what lasts is told to a person at once."""

from inspection.errors import ReferralFault


class LastingReferralFault(ReferralFault):
    """A sending that waiting does not mend: a certificate is over, a key is wrong, the addressee refuses."""
