"""A finished control goes back into a draft, to be corrected by who saved it; until then it stands as it is."""

from datetime import datetime

from inspection.acts.access import consult
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.controls.drafts import Filling, add_draft, open_draft
from inspection.acts.controls.reviewing import own_finished
from inspection.acts.records import filled
from inspection.store.controls import find_draft
from inspection.time_of import now
from inspection.trust import recorded


def begin_correction(control_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> Filling:
    """Put a finished control into a draft of its own, or open the one in which it is being corrected already.

    The draft has the control's id, so that it is corrected once however often it is opened; and it remembers which
    content it corrects, so that what was changed meanwhile is not overwritten. It holds the whole control: that is a
    look at what bears on a suspicion, and is recorded as one before anything is read.

    Errors: `ControlFault` 381 for an unfinished control, 241 for no control; `AccessRefused` for who did not save it.
    """
    here, at = office or this_office(), at or now()
    consult("control", control_id, by, purpose="referral", read=lambda: None, at=at, office=here)
    with recorded(here.store, by=by, at=at) as trail:
        row = own_finished(trail, control_id, by)
        if find_draft(trail.session, control_id) is None:
            control = filled(here.store, row).model_dump(mode="json")
            made = Filling(id=row.id, control=control, place=row.refnis or row.canton, of=row.content_key)
            add_draft(trail, here, made, row.district)
            return made
        trail.idle()
    return open_draft(control_id, by, at=at, office=here)
