"""`vigie login` by a browser: whoever is signed in there lets the command on this machine act as them, for hours.

The command names the hash of a secret when it asks, and shows the secret when it comes with the code: a code that
somebody else read on its way is good for nothing. It is good once, for a minute, and while the browser's session is.
"""

from datetime import timedelta
from typing import cast

from inspection.acts.identity.beginning import SignedIn, at_the_door, begun, goes_on_as
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.pending import opened, sealed, settled
from inspection.acts.identity.proving import require_proof
from inspection.acts.identity.recognising import as_principal, session_by_id
from inspection.errors import AccessRefused
from inspection.trust import Context, audited_transaction
from inspection.trust.identity import Method, answers, is_loopback_request

_WAY = "command"


def check_command(way: str, challenge: str, state: str) -> None:
    """Refuse what no command of this machine asks: `AccessRefused` 164."""
    if not is_loopback_request(way, challenge, state):
        raise AccessRefused("ACCESS-164")


def allow_command(context: Context, way: str, challenge: str, state: str) -> str:
    """Let a command on this machine act as whoever confirms it; returns the code that the browser brings there.

    Errors: `AccessRefused` 164 for what no command asks, 072 for a name that is only said.
    """
    check_command(way, challenge, state)
    proof = require_proof(context)
    with audited_transaction(context) as tx:
        tx.require("session.begin", service=context.settings.service)
        session_by_id(tx.session, context, proof.credential)
        tx.record("command.allow", proof.credential, stream="identity")
    facts = {"session": proof.credential, "challenge": challenge, "way": way}
    return sealed(context, _WAY, facts, timedelta(seconds=rules_of(context).command_code_seconds))


def redeem_command(context: Context, code: str, verifier: str, way: str) -> SignedIn:
    """Begin the session of a command with the code that a browser brought; it is as proven as the browser's own.

    Errors: `AccessRefused` 164 for every reason, told alike.
    """
    try:
        begun_way = opened(context, _WAY, code)
        with context.store.read() as session:
            source, user = session_by_id(session, context, begun_way.facts["session"])
    except AccessRefused:
        raise AccessRefused("ACCESS-164") from None
    holds = answers(verifier, begun_way.facts["challenge"]) and way == begun_way.facts["way"]
    with audited_transaction(at_the_door(context), "sign_in") as tx:
        is_good = settled(tx, begun_way, "command", user.id, holds=holds)
        if is_good:
            source, user = session_by_id(tx.session, context, source.id)
            goes_on_as(tx, user)
            method, proven_at = cast(Method, source.method), source.proven_at
            row, token = begun(tx, user, "command", method, proven_at=proven_at, provider_key=source.provider_key)
    if not is_good:
        raise AccessRefused("ACCESS-164")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)
