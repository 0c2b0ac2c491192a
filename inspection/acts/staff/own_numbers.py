"""The number on which an inspector answers, as they gave it on their own device: every first report carries it."""

import re
from datetime import datetime

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.errors import ControlFault
from inspection.store.people import User
from inspection.time_of import now
from inspection.trust import ask, recorded
from sectors.rules import NUMBER

_FEWEST_DIGITS = 8


def keep_own_number(by: str, telephone: str, *, at: datetime | None = None, office: Office | None = None) -> None:
    """Keep the number of whoever says it, sealed; the one that is known already changes nothing.

    Errors: `ControlFault` 324 for what is no telephone number; `AccessRefused`.
    """
    here, at, number = office or this_office(), at or now(), telephone.strip()
    if not re.match(NUMBER, number) or sum(sign.isdigit() for sign in number) < _FEWEST_DIGITS:
        raise ControlFault("CONTROL-324", fewest_digits=_FEWEST_DIGITS)
    with recorded(here.store, by=by, at=at) as trail:
        user = ask(trail.session, by, "device.use", service=here.settings.service)
        if own_number(here, user) == number:
            trail.idle()
            return
        user.telephone = here.store.seal("app_user.telephone", user.id, number)
        trail.session.add(user)
        trail.record("number.keep", user.id, stream="device")


def own_number(here: Office, user: User) -> str:
    """Return the number of somebody of the house; "" where none is known."""
    return here.store.unseal("app_user.telephone", user.id, user.telephone) if user.telephone else ""
