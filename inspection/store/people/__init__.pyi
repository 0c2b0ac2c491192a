from .users import DeviceInvitationRow as DeviceInvitationRow
from .users import DeviceRow as DeviceRow
from .users import RosterDayRow as RosterDayRow
from .users import TeamRow as TeamRow
from .users import UserRow as UserRow
