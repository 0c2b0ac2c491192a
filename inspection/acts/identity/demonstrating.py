"""The one-click sign-in of a demo home: nobody proves anything there, and no other home believes it."""

from dataclasses import replace

from inspection.acts.identity.beginning import SignedIn, begun, leave
from inspection.acts.identity.recognising import as_principal, demo_principal
from inspection.trust import Context, audited_transaction


def sign_in_demo(context: Context, user_id: str, *, replacing: str = "") -> SignedIn:
    """Begin a session of a browser for somebody of a demo home, as the switch of roles does; its method is "demo".

    replacing
        The token that the browser showed before: its session ends.

    Errors: `AccessRefused` 084 for any other home, 072 for a user that nobody is or who left.
    """
    demo_principal(context, user_id)
    with audited_transaction(replace(context, by=user_id, principal=None), "sign_in") as tx:
        user = tx.require("session.begin", service=context.settings.service)
        leave(tx, replacing, "browser")
        row, token = begun(tx, user, "browser", "demo")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)
