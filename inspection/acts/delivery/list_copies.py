"""The house's copies of published lists: sealed, under the addressee and the week."""

from pathlib import Path

from inspection.acts import outbox
from inspection.acts.delivery.list_bundles import list_files
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.reporting.cases import ReferralList
from inspection.sealed_folders import ENDING
from inspection.sealed_places import row_of_list
from inspection.trust import Context, require_in_service


def keep_copy(context: Context, content: ReferralList) -> list[Path]:
    """Write the house's copy of a published list, sealed; the same list gives the same PDF and JSON.

    The list was committed before: whoever is stopped here writes all files again from what was published.
    """
    require_in_service(context, "list.publish")
    folder, safe = context.settings.lists / content.recipient, outbox.OutboxSafe(context.store)
    written = []
    for name, part in list_files(content).items():
        file = f"{content.week}{Path(name).suffix}"
        sealed = safe.seal(row_of_list(content.recipient, file), part)
        written.append(put(folder / f"{file}{ENDING}", sealed))
        failpoint("list.half_written")
    return written
