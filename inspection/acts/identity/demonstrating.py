"""The one-click sign-in of a demo home: nobody proves anything there, and no other home believes it."""

from dataclasses import replace

from inspection.acts.identity.beginning import SignedIn, begun, leave
from inspection.acts.identity.recognising import as_principal, demo_principal
from inspection.trust import Context, audited_transaction
from inspection.trust.identity import SessionKind


def sign_in_demo(context: Context, user_id: str, kind: SessionKind = "browser", *, replacing: str = "") -> SignedIn:
    """Begin a session for somebody of a demo home, as the switch of roles does; its method is "demo".

    It is a session as any other; it opens nothing from the moment on which the home's mark is gone.

    replacing
        The token that was shown before: its session ends.

    Errors: `AccessRefused` 084 for any other home, 070 for a user that nobody is or who left.
    """
    known = demo_principal(context, user_id)
    with audited_transaction(replace(context, principal=known), "sign_in") as tx:
        user = tx.require("session.begin", service=context.settings.service)
        leave(tx, replacing, kind)
        row, token = begun(tx, user, kind, "demo")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)
