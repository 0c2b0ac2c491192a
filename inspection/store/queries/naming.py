"""Whose an id or a reference is: the case behind a page, a broken glass, a look or a legal hold."""

from sqlalchemy import text
from sqlmodel import Session

# A control, a draft or photos are a case by their own id; all else leads to the control that it hangs on. What is given
# out in addresses, lists and answers stands here.
_CASE = text(
    "SELECT id FROM control WHERE id = :name"
    " UNION ALL SELECT id FROM draft WHERE id = :name"
    " UNION ALL SELECT control_id FROM attachment WHERE control_id = :name"
    " UNION ALL SELECT control_id FROM referral WHERE id = :name OR reference = :reference"
    " UNION ALL SELECT r.control_id FROM delivery d JOIN referral r ON r.id = d.referral_id WHERE d.id = :name"
    " UNION ALL SELECT control_id FROM notice WHERE id = :name OR reference = :reference"
    " UNION ALL SELECT control_id FROM chain_notice WHERE id = :name OR reference = :reference"
    " UNION ALL SELECT control_id FROM follow_up WHERE id = :name"
    " UNION ALL SELECT control_id FROM suspicion_decision WHERE id = :name"
    " UNION ALL SELECT control_id FROM clock WHERE id = :name"
    " UNION ALL SELECT control_id FROM finding WHERE id = :name"
    " LIMIT 1"
)


def case_behind(session: Session, name: str) -> str | None:
    """Return the case that an id or a reference belongs to, as the keyring knows it; None where there is none.

    Arguments: `name` as it stands in an address, or as somebody typed it.
    """
    session.flush()  # what this act has just written counts
    found: str | None = session.connection().execute(_CASE, {"name": name, "reference": name.upper()}).scalar()
    return found
