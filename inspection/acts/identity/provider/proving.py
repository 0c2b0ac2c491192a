"""Signing in, and proving it again, by the provider of identities: OpenID Connect, by a code and with PKCE.

What a provider says of somebody opens the account of whoever enrolled with it, and makes none: the first time it asks
for the code that a member of the direction handed over.
"""

from dataclasses import dataclass, field
from datetime import datetime

from inspection.acts.identity.beginning import SignedIn, at_the_door, begun, goes_on_as, leave, proven_again
from inspection.acts.identity.enrolling import used_code
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.pending import opened, sealed, settled
from inspection.acts.identity.provider.answers import Proven, ProviderAnswer, proven_by
from inspection.acts.identity.provider.asking import provider_of, way_back
from inspection.acts.identity.provider.links import bind, linked_user
from inspection.acts.identity.recognising import as_principal, is_ours, live_session
from inspection.errors import AccessRefused
from inspection.store.people import SessionRow, UserRow
from inspection.trust import AuditedTransaction, Context, audited_transaction
from inspection.trust.identity import new_token

_WAY, _LINK = "provider", "link"


@dataclass(frozen=True, kw_only=True)
class ProviderAsked:
    """Where a browser goes to prove who it is, and what it keeps until it comes back; `next` is said at the end."""

    address: str
    pending: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Unlinked:
    """Somebody whom the provider knows and this house does not yet: a code of enrolment makes them known."""

    pending: str = field(repr=False)


def ask_provider(context: Context, token: str = "") -> ProviderAsked:
    """Begin a proof at the provider: of whoever comes, or with a session's token a further one of its owner.

    A further proof asks the provider to ask the person anew, whatever it remembers of them.

    Errors: `AccessRefused` 160, 161; 072 for a token that is none.
    """
    from authlib.oauth2.client import OAuth2Client

    provider, here = provider_of(context), context.settings.proof.provider
    session = _session_of(context, token) if token else ""
    state, nonce, verifier = new_token(), new_token(), new_token()
    minutes = rules_of(context).provider_sign_in_minutes
    wanted = {"prompt": "login", "max_age": "0"} if token else {"max_age": str(minutes * 60)}
    if levels := here.levels(is_step_up=bool(token)):
        wanted["acr_values"] = " ".join(levels)
    client = OAuth2Client(
        None, here.client_id, scope=" ".join(here.scopes), redirect_uri=way_back(context), code_challenge_method="S256"
    )
    address, _ = client.create_authorization_url(
        str(provider.metadata["authorization_endpoint"]), state, verifier, nonce=nonce, **wanted
    )
    facts = {"state": state, "nonce": nonce, "verifier": verifier, "session": session, "at": context.at.isoformat()}
    return ProviderAsked(address=address, pending=sealed(context, _WAY, facts))


def sign_in_by_provider(
    context: Context, pending: str, answer: ProviderAnswer, *, replacing: str = ""
) -> SignedIn | Unlinked:
    """End a proof at the provider with a session of whoever is linked to it; whoever is not is asked for a code.

    Arguments: `pending` what this browser kept; `replacing` the token that it showed before.
    Errors: `AccessRefused` 070 for every proof that does not hold, told alike; 160 when the provider does not answer.
    """
    way = opened(context, _WAY, pending)
    proven = None if way.facts["session"] else proven_by(context, way, answer)
    context = context.refreshed()  # the provider was asked meanwhile
    with audited_transaction(at_the_door(context), "sign_in") as tx:
        user = linked_user(tx.session, tx.context, proven.subject) if proven else None
        is_good = proven is not None and (user is None or is_ours(context, user))
        if not settled(tx, way, "oidc", user.id if user else None, holds=is_good):
            proven = None
        elif user is None:
            tx.record("session.unlinked", "nobody", stream="identity", facts={"method": "oidc"})
        elif proven is not None:
            row, token = _begun_by(tx, user, proven, replacing)
    if proven is None:
        raise AccessRefused("ACCESS-070")
    if user is None:
        facts = {"subject": proven.subject, "session": proven.session or "", "at": proven.at.isoformat()}
        return Unlinked(pending=sealed(context, _LINK, facts))
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def link_provider(context: Context, pending: str, code: str, *, replacing: str = "") -> SignedIn:
    """Link whoever has just proven it at the provider to the user of a code of enrolment, and begin their session.

    Errors: `AccessRefused` 070 for a proof that is over, 071 for a code that is not good, which leaves the proof good.
    """
    way = opened(context, _LINK, pending)
    proven = Proven(way.facts["subject"], way.facts["session"] or None, datetime.fromisoformat(way.facts["at"]))
    with audited_transaction(at_the_door(context), "enrolment") as tx:
        user = used_code(tx, code)
        if not settled(tx, way, "oidc", user.id, holds=True):
            raise AccessRefused("ACCESS-070")
        bind(tx, user, proven.subject)
        row, token = _begun_by(tx, user, proven, replacing)
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def step_up_by_provider(context: Context, token: str, pending: str, answer: ProviderAnswer) -> SignedIn:
    """Prove again who one is, at the provider: the session goes on with a new token, and the old one opens nothing.

    Errors: `AccessRefused` 072 for no session; 070 as `sign_in_by_provider`, also for somebody else's proof.
    """
    way = opened(context, _WAY, pending)
    is_mine = bool(way.facts["session"]) and way.facts["session"] == _session_of(context, token)
    proven = proven_by(context, way, answer) if is_mine else None
    context = context.refreshed()  # the provider was asked meanwhile
    with audited_transaction(at_the_door(context), "step_up") as tx:
        row, user = live_session(tx.session, context, token, "browser")
        linked = linked_user(tx.session, tx.context, proven.subject) if proven else None
        is_good = linked is not None and linked.id == user.id and row.id == way.facts["session"]
        if settled(tx, way, "oidc", user.id, holds=is_good) and proven is not None:
            goes_on_as(tx, user)
            fresh = proven_again(tx, row, "oidc", proven_at=proven.at, provider_key=proven.session)
        else:
            proven = None
    if proven is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=fresh)


def _begun_by(tx: AuditedTransaction, user: UserRow, proven: Proven, replacing: str) -> tuple[SessionRow, str]:
    goes_on_as(tx, user)
    leave(tx, replacing, "browser")
    return begun(tx, user, "browser", "oidc", proven_at=proven.at, provider_key=proven.session)


def _session_of(context: Context, token: str) -> str:
    with context.store.read() as session:
        return live_session(session, context, token, "browser")[0].id
