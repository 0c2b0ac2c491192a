"""A finished control goes back into a draft, to be corrected by who saved it; until then it stands as it is."""

from datetime import datetime

from sqlmodel import Session

from inspection.acts.control_rows import filled
from inspection.acts.decisions import decisions_of
from inspection.acts.drafts import Filling, add_draft, open_draft
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.reviewing import own_finished
from inspection.control import Control, SuspicionDecision
from inspection.store import ControlRow, Store, find_draft
from inspection.time_of import now
from inspection.trust import recorded


def begin_correction(control_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> Filling:
    """Put a finished control into a draft of its own, or open the one in which it is being corrected already.

    The draft has the control's id, so that it is corrected once however often it is opened. It holds what its
    inspector decided last on a suspicion, so that a correction of something else decides nothing again.

    Errors: `ControlFault` 381 for an unfinished control, 382 for no control; `AccessRefused` for who did not save it.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row = own_finished(trail, control_id, by)
        is_begun = find_draft(trail.session, control_id) is not None
        if is_begun:
            trail.idle()
        else:
            control = _as_decided(trail.session, here.store, row)
            made = Filling(
                id=row.id, control=control.model_dump(mode="json"), place=row.refnis or row.canton, corrects=True
            )
            add_draft(trail, here, made, row.district)
            return made
    return open_draft(control_id, by, at=at, office=here)


def _as_decided(session: Session, store: Store, row: ControlRow) -> Control:
    """Return a control with the decision of its own inspector that stands: it may have been made after the control."""
    control = filled(store, row)
    mine = [one for one in decisions_of(session, store, row.id) if one.by == row.saved_by]
    if not mine:
        return control
    last = mine[-1]
    said = {"decision": last.decision, "grounds": last.grounds, "forms": last.forms, "decided_at": last.at}
    return control.model_copy(update={"suspicion": SuspicionDecision.model_validate(said)})
