from .devices import Device as Device
from .devices import DeviceInvitation as DeviceInvitation
from .users import RosterDay as RosterDay
from .users import Team as Team
from .users import User as User
