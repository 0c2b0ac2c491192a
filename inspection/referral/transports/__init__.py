"""Ways to an addressee besides the file drop: mail, SFTP, webhook; and telephone and paper, which people carry.

Each is imported where it is configured: their libraries cost a moment that a refused command should not pay.
"""

from inspection.referral.transports.faults import LastingReferralFault
from inspection.referral.transports.paper import cover_letter
from inspection.referral.transports.settings import MailServer, RecipientSettings, TransportSettings, read_transports
from inspection.referral.transports.telephone import call_script

__all__ = [
    "LastingReferralFault",
    "MailServer",
    "RecipientSettings",
    "TransportSettings",
    "call_script",
    "cover_letter",
    "read_transports",
]
