"""Whom a device speaks for, proven by its secret at each call: the principal of the field form and of other clients."""

from inspection.acts.devices import DeviceUser, device_user, speaking_for
from inspection.store.people import DeviceRow, UserRow
from inspection.trust import Context
from inspection.trust.identity import Principal


def principal_of_device(
    context: Context, device_id: str, secret: str, *, is_late: bool = False
) -> tuple[Principal, DeviceUser]:
    """Return who has proven to be whom with the secret of a device, and what the device is told of them.

    It counts as proven when the device was enrolled: whoever holds a telephone has proven nothing since.

    Errors: as `acts.devices.device_user`.
    """
    device = device_user(context, device_id, secret, is_late=is_late)
    with context.store.read() as session:
        row, user = session.get_one(DeviceRow, device.device_id), session.get_one(UserRow, device.user_id)
        return speaking_for(user, row.id, row.enrolled_at), device
