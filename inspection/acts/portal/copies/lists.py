"""A weekly list for its addressee, as it was published."""

from inspection.acts.portal.copies.case_ids import copy_id
from inspection.acts.portal.copies.looking import Look, Made
from inspection.acts.portal.values import ListCopy
from inspection.store.referrals import PublishedListRow


def list_copy(look: Look, row: PublishedListRow) -> Made:
    """Return what an addressee is shown of a list: the week, and the rows that the paper has."""
    reference = f"L-{row.service}-{row.week}"
    return Made(
        id=copy_id(look.store, "list", row.id, row.recipient),
        kind="list",
        reference=reference,
        office=row.recipient,
        state="published",
        queued_at=row.published_at,
        copy=ListCopy(
            reference=reference,
            office=row.recipient,
            week=row.week,
            published_at=row.published_at,
            rows=tuple(row.body.get("rows", ())),
        ),
    )
