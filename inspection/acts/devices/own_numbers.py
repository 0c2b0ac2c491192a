"""The number on which an inspector answers, as they gave it on their own device: every first report carries it."""

import re

from inspection.errors import ControlFault
from inspection.store.people import UserRow
from inspection.trust import AppContext, Context, audited_transaction
from sectors.rules.on_call import NUMBER

_FEWEST_DIGITS = 8


def keep_own_number(context: Context, telephone: str) -> None:
    """Keep the number of whoever says it, sealed; the one that is known already changes nothing.

    Errors: `ControlFault` 324 for what is no telephone number; `AccessRefused`.
    """
    number = telephone.strip()
    if not can_be_rung(number):
        raise ControlFault("CONTROL-324", fewest_digits=_FEWEST_DIGITS)
    with audited_transaction(context) as tx:
        user = tx.require("device.use", service=context.settings.service)
        if own_number(context.app, user) == number:
            tx.mark_unchanged()
            return
        user.telephone = context.store.seal("app_user.telephone", user.id, number)
        tx.session.add(user)
        tx.record("number.keep", user.id, stream="device")


def can_be_rung(number: str) -> bool:
    """Tell whether an inspector is reached on this, with its prefix: whoever reads a first report rings it."""
    return re.match(NUMBER, number) is not None and sum(sign.isdigit() for sign in number) >= _FEWEST_DIGITS


def own_number(app: AppContext, user: UserRow) -> str:
    """Return the number of somebody of the house; "" where none is known."""
    return app.store.unseal("app_user.telephone", user.id, user.telephone) if user.telephone else ""
