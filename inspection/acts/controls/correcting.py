"""A finished control goes back into a draft, to be corrected by who saved it; until then it stands as it is."""

from inspection.acts import access, records
from inspection.acts.controls.drafts import Filling, add_draft, open_draft
from inspection.acts.controls.reviewing import own_finished
from inspection.store.controls import find_draft
from inspection.trust import Context, audited_transaction


def begin_correction(context: Context, control_id: str) -> Filling:
    """Put a finished control into a draft of its own, or open the one in which it is being corrected already.

    The draft has the control's id, so that it is corrected once however often it is opened; and it remembers which
    content it corrects, so that what was changed meanwhile is not overwritten. It holds the whole control: that is a
    look at what bears on a suspicion, and is recorded as one before anything is read.

    Errors: `ControlFault` 381 for an unfinished control, 241 for no control; `AccessRefused` for who did not save it.
    """
    access.audited_read(context, "control", control_id, read=lambda: None, own_work=True, whole=True)
    with audited_transaction(context) as tx:
        row = own_finished(tx, control_id)
        if find_draft(tx.session, control_id) is None:
            control = records.load_control(context.store, row).model_dump(mode="json")
            made = Filling(id=row.id, control=control, place=row.refnis or row.canton, of=row.content_key)
            add_draft(tx, made, row.district)
            return made
        tx.mark_unchanged()
    return open_draft(context, control_id)
