"""A workplace as last known, for whoever works there: its name and address."""

from inspection.acts import access
from inspection.store import queries
from inspection.store.queries import WorkplaceView
from inspection.trust import Context


def show_workplace(context: Context, workplace: str) -> WorkplaceView | None:
    """Return what is known of a workplace, None where no register told of it; the look is recorded first.

    Errors: `AccessRefused`, also for a workplace that does not exist, or lies elsewhere.
    """
    return access.audited_read(
        context, "workplace", workplace, read=lambda: queries.workplace(context.store, workplace)
    )
