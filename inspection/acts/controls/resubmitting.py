"""A finished control that comes again from its device: what was refused of it was mended there, and it is corrected.

A control and its files arrive one by one. Where a file is refused for good, the control stands here already, finished,
and the only way on for whoever was there is to change it on the device and to send it again.
"""

from dataclasses import dataclass
from typing import Any, Final

from inspection.acts import records
from inspection.control import reading
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.store.controls import ControlRow
from inspection.trust import Context

CORRECTION_REASON: Final = "changed on the device after something of it was refused"


@dataclass(frozen=True, kw_only=True)
class Resent:
    """What becomes of a finished control that was changed on its device.

    control
        With what was changed here since the device sent it last.
    of
        Key of the content that stands, in whose place it comes.
    """

    control: Control
    of: str


def resent(context: Context, control: Control) -> Resent | None:
    """Return what a further version makes of one's own finished control; None where it is none.

    Only a device that counts its sendings can say that it goes on from what stands: any other content under the id of
    a finished control is another control.

    Errors: `ControlFault` 386 where the device and somebody here changed the same; what `read_control` refuses.
    """
    if control.revision is None or control.left_at is None:
        return None
    with context.store.read() as session:
        row = session.get(ControlRow, control.control_id)
        if row is None or row.saved_by != context.by or row.left_at is None:
            return None
        stands, of = records.load_control(context.store, row), row.content_key
        if stands.revision is None or control.revision <= stands.revision:
            return None
        known = records.sent_last(session, context.store, row)
    both = reading.merged(_raw(known), _raw(stands), _raw(control))
    _refuse_clashes(both, control.control_id)
    return Resent(control=reading.read_control(both.control, records.checklist_for(context, both.control)), of=of)


def _raw(control: Control) -> dict[str, Any]:
    return control.model_dump(mode="json")


def _refuse_clashes(both: "reading.Merged", control_id: str) -> None:
    if both.clashes:
        named = ", ".join(" ".join(place) for place in both.clashes[:10])
        raise ControlFault("CONTROL-386", named=named, control_id=control_id)
