"""The provider of identities: whoever it names opens their own account and no other, and nothing is taken on trust."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from builders_acts import AT
from builders_identity import PASSWORD, an_account, signed_in, the_direction
from builders_provider import (
    CLIENT,
    Forger,
    a_provider,
    brought_back,
    by_provider,
    signed,
    signed_by_secret,
    unsigned,
    with_provider,
)
from joserfc.jwk import ECKey, OctKey, RSAKey
from sqlalchemy import text
from sqlmodel import col, select

from inspection.acts import identity
from inspection.acts.identity import passkeys, provider
from inspection.errors import AccessRefused
from inspection.store.people import IdentityLinkRow, SessionRow, UserRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail
from inspection.trust.identity import challenge_of

INSPECTOR, OTHER = "insp-liege-1", "insp-liege-2"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def forger() -> Iterator[Forger]:
    with a_provider(AT) as made:
        yield made


def code_of(act: Callable[[], object]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(AccessRefused) as refused:
        act()
    return refused.value.code


def linked(house: AppContext, forger: Forger, user: str = INSPECTOR, subject: str = "somebody", **fields) -> AppContext:
    """The house behind the provider, with somebody who has enrolled there."""
    here, forger.subject = with_provider(house, forger, **fields), subject
    made = identity.issue_enrolment(the_direction(house), user)
    unlinked = by_provider(forger, here.acting("system", AT))
    assert isinstance(unlinked, provider.Unlinked)
    provider.link_provider(here.acting("system", AT), unlinked.pending, made.code)
    return here


def test_the_first_time_asks_for_the_code_and_later_ones_for_nothing(house: AppContext, forger: Forger) -> None:
    """On both databases: nobody is made; a code links; the provider alone signs in from then on."""
    here = with_provider(house, forger)
    now = here.acting("system", AT)
    unlinked = by_provider(forger, now)
    assert isinstance(unlinked, provider.Unlinked)
    made = identity.issue_enrolment(the_direction(house), INSPECTOR)
    assert (
        code_of(
            lambda: provider.link_provider(
                now, unlinked.pending, made.code[:-1] + ("B" if made.code.endswith("A") else "A")
            )
        )
        == "ACCESS-071"
    )
    first = provider.link_provider(now, unlinked.pending, made.code.lower())
    assert (first.principal.user, first.principal.method) == (INSPECTOR, "oidc")
    assert code_of(lambda: provider.link_provider(now, unlinked.pending, made.code)) == "ACCESS-071"
    second = by_provider(forger, now)
    assert isinstance(second, identity.SignedIn)
    assert identity.principal_of(now, second.token).user == INSPECTOR
    with house.store.read() as session:
        of_identity = select(AuditEntryRow).where(AuditEntryRow.stream == "identity").order_by(col(AuditEntryRow.n))
        acts = [(e.act, e.who) for e in session.exec(of_identity)]
    assert acts == [
        ("session.unlinked", "system"),
        ("enrolment.issue", "direction-1"),
        ("enrolment.redeem", INSPECTOR),
        ("provider.link", INSPECTOR),
        ("session.begin", INSPECTOR),
        ("session.begin", INSPECTOR),
    ]
    assert verify_trail(house.store).broken is None


def test_what_is_asked_of_the_provider(embedded: AppContext, forger: Forger) -> None:
    """A code and no token, by PKCE with S256, to one address, with state and nonce; the verifier goes with the code."""
    here = with_provider(embedded, forger, scopes=("openid", "profile"), sign_in_levels=("high", "higher"))
    asked = provider.ask_provider(here.acting("system", AT))
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.address).query).items()}
    assert asked.address.startswith(f"{forger.issuer}/auth?")
    expected = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256", "max_age": "28800"}
    assert expected.items() <= query.items()
    assert (query["scope"], query["acr_values"]) == ("openid profile", "high higher")
    assert query["redirect_uri"] == "http://localhost:8501/sign-in/provider-back"
    assert len(query["state"]) == len(query["nonce"]) == 43
    forger.claims = {"acr": "higher"}
    provider.sign_in_by_provider(here.acting("system", AT), asked.pending, brought_back(forger, asked))
    sent = next(given for path, given in forger.asked if path == "/token")
    assert challenge_of(sent["code_verifier"]) == query["code_challenge"]
    assert (sent["code"], sent["redirect_uri"], sent["client_id"]) == ("a-code", query["redirect_uri"], CLIENT)
    assert query["state"] not in asked.pending
    assert query["nonce"] not in asked.pending


def test_the_client_proves_itself_by_its_secret(embedded: AppContext, forger: Forger, tmp_path) -> None:
    """From a file that nobody else reads; as the provider wants it."""
    file = tmp_path / "secret"
    file.write_text("a secret\n")
    file.chmod(0o600)
    here = linked(embedded, forger, secret_file=file)
    assert forger.asked[-1][1]["authorization"].startswith("Basic ")
    forger.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    provider.forget_provider()
    by_provider(forger, here.acting("system", AT))
    assert forger.asked[-1][1]["client_secret"] == "a secret"


LIES = {
    "an issuer that is none of ours": {"iss": "https://elsewhere.example"},
    "our issuer with a slash": lambda forger: {"iss": forger.issuer + "/"},
    "another audience": {"aud": "another-client"},
    "another audience, given to us": {"aud": "another-client", "azp": CLIENT},
    "no audience": {"aud": None},
    "several audiences and nobody to whom it was given": {"aud": [CLIENT, "another-client"]},
    "several audiences, given to another": {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    "one audience, given to another": {"azp": "another-client"},
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": 1},
    "over": {"exp": int(AT.timestamp()) - 11},
    "without an end": {"exp": None},
    "an end that is no number": {"exp": "tomorrow"},
    "issued tomorrow": {"iat": int(AT.timestamp()) + 86_400},
    "good from tomorrow": {"nbf": int(AT.timestamp()) + 86_400},
    "nobody": {"sub": None},
    "an empty name": {"sub": ""},
    "a name that is a list": {"sub": ["somebody"]},
    "no word of when it was proven": {"auth_time": None},
    "proven yesterday": {"auth_time": int(AT.timestamp()) - 86_400},
    "proven tomorrow": {"auth_time": int(AT.timestamp()) + 86_400},
    "proven at no time": {"auth_time": True},
    "a wrong hash of its access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@pytest.mark.few(4)
def test_a_token_that_says_anything_else_opens_nothing(embedded: AppContext, forger: Forger, lie) -> None:
    """Each claim, wrong and absent; told alike, counted and recorded; what holds still opens afterwards."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    forger.claims = lie(forger) if callable(lie) else lie
    assert code_of(lambda: by_provider(forger, now)) == "ACCESS-070"
    forger.claims = {}
    assert isinstance(by_provider(forger, now), identity.SignedIn)
    with embedded.store.read() as session:
        refused = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "session.refuse")).one()
    assert (refused.who, refused.subject, refused.facts["method"]) == ("system", "nobody", "oidc")


def _foreign(kind: str) -> Callable[[dict], str]:
    other = RSAKey.generate_key(2048, {"kid": "first"})
    if kind == "by another key under the same name":
        return lambda claims: signed(claims, other)
    if kind == "by a key that the token brings":
        return lambda claims: signed(claims, other, jwk=other.as_dict(private=False))
    if kind == "by nobody":
        return unsigned
    if kind == "by nobody, spelt otherwise":
        return lambda claims: unsigned(claims, "NoNe")
    return lambda claims: signed(claims, other)[:-6] + "AAAAAA"


@pytest.mark.parametrize(
    "kind",
    [
        "by another key under the same name",
        "by a key that the token brings",
        "by nobody",
        "by nobody, spelt otherwise",
    ],
)
@pytest.mark.few(2)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(embedded: AppContext, forger: Forger, kind: str) -> None:
    """Whatever it says of its own key."""
    here = linked(embedded, forger)
    forger.sign = _foreign(kind)
    assert code_of(lambda: by_provider(forger, here.acting("system", AT))) == "ACCESS-070"


def test_a_token_that_was_altered_opens_nothing(embedded: AppContext, forger: Forger) -> None:
    """Its claims, its signature, its end."""
    here = linked(embedded, forger)

    def altered(change: Callable[[str, str, str], str]) -> Callable[[dict], str]:
        return lambda claims: change(*signed(claims, forger.key).split("."))

    other = lambda claims: signed({**claims, "sub": "another"}, forger.key).split(".")[1]  # noqa: E731
    flipped = lambda text: ("B" if text[0] == "A" else "A") + text[1:]  # noqa: E731
    for change in (
        lambda head, body, tail: f"{head}.{flipped(body)}.{tail}",
        lambda head, body, tail: f"{head}.{body}.{flipped(tail)}",
        lambda head, body, tail: f"{head}.{body}.",
        lambda head, body, tail: f"{head}.{body}",
        lambda head, body, tail: "x" * 30_000,
        lambda head, body, tail: "",
    ):
        forger.sign = altered(change)
        assert code_of(lambda: by_provider(forger, here.acting("system", AT))) == "ACCESS-070"
    forger.sign = lambda claims: ".".join(
        (*signed(claims, forger.key).split(".")[:1], other(claims), signed(claims, forger.key).split(".")[2])
    )
    assert code_of(lambda: by_provider(forger, here.acting("system", AT))) == "ACCESS-070"


def test_a_secret_that_both_know_signs_nothing(embedded: AppContext, forger: Forger) -> None:
    """Neither by the client's secret nor by the public key taken for a secret, even if the provider published one."""
    here = linked(embedded, forger)
    public = forger.key.as_pem(private=False)
    forger.sign = lambda claims: signed_by_secret(claims, public, "first")
    assert code_of(lambda: by_provider(forger, here.acting("system", AT))) == "ACCESS-070"
    known = OctKey.generate_key(256, {"kid": "known"})
    forger.sign = lambda claims: signed_by_secret(claims, known.raw_value, "known")
    forger.keys = [known.as_dict(private=True), forger.key.as_dict(private=False)]
    provider.forget_provider()
    assert code_of(lambda: by_provider(forger, here.acting("system", AT))) == "ACCESS-070"


def test_keys_of_the_provider_change(embedded: AppContext, forger: Forger) -> None:
    """A new one is asked for as soon as a token names it, not at every lie; keys of curves are taken as well."""
    here = linked(embedded, forger)
    new = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})
    forger.sign = lambda claims: signed(claims, new, "ES256")
    for n in range(3):  # not published: refused, and asked for no more than once in some seconds
        assert code_of(lambda: by_provider(forger, here.acting("system", AT + MINUTE))) == "ACCESS-070", n
    assert sum(path == "/keys" for path, _ in forger.asked) == 2
    forger.keys = [forger.key.as_dict(private=False), new.as_dict(private=False)]
    forger.at = AT + 2 * MINUTE
    assert isinstance(by_provider(forger, here.acting("system", forger.at)), identity.SignedIn)
    assert sum(path == "/keys" for path, _ in forger.asked) == 3


def test_what_a_browser_brings_is_good_for_the_one_that_began_it_and_once(embedded: AppContext, forger: Forger) -> None:
    """Another browser's, another state, no code, over, replayed, another issuer, a sealed text of another kind."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    mine, other = provider.ask_provider(now), provider.ask_provider(now)

    def back(pending: str, at=AT, **fields: str) -> str:
        answer = brought_back(forger, mine, **fields)
        return code_of(lambda: provider.sign_in_by_provider(here.acting("system", at), pending, answer))

    assert back(other.pending) == "ACCESS-070"  # an address that somebody else began
    assert back("") == back("x" * 9000) == back("AAAA") == back(mine.pending[:-4] + "AAAA") == "ACCESS-070"
    assert back(mine.pending, AT + 10 * MINUTE) == "ACCESS-070"  # over
    passkey = passkeys.ask_passkey(now)
    assert back(passkey.pending) == "ACCESS-070"
    assert sum(path == "/token" for path, _ in forger.asked) == 1  # nothing of it was asked of the provider
    for wrong in ({"state": ""}, {"state": "x" * 43}, {"code": ""}, {"issuer": "https://elsewhere.example"}):
        asked = provider.ask_provider(now)
        answer = brought_back(forger, asked, **wrong)
        act = lambda asked=asked, answer=answer: provider.sign_in_by_provider(now, asked.pending, answer)  # noqa: E731
        assert code_of(act) == "ACCESS-070"
    assert sum(path == "/token" for path, _ in forger.asked) == 1
    again = provider.ask_provider(here.acting("system", AT + HOUR))
    forger.at = AT + HOUR
    answer = brought_back(forger, again)
    later = here.acting("system", AT + HOUR)
    assert isinstance(provider.sign_in_by_provider(later, again.pending, answer), identity.SignedIn)
    assert code_of(lambda: provider.sign_in_by_provider(later, again.pending, answer)) == "ACCESS-070"  # replayed


def test_a_proof_that_failed_is_not_tried_again(embedded: AppContext, forger: Forger) -> None:
    """Whatever is brought afterwards with the same state."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    asked = provider.ask_provider(now)
    answer = brought_back(forger, asked)
    forger.claims = {"aud": "another-client"}
    assert code_of(lambda: provider.sign_in_by_provider(now, asked.pending, answer)) == "ACCESS-070"
    forger.claims = {}
    assert code_of(lambda: provider.sign_in_by_provider(now, asked.pending, answer)) == "ACCESS-070"


def test_two_who_bring_the_same_at_once_get_one_session(house: AppContext, forger: Forger) -> None:
    """On both databases: eight threads with one state and one code."""
    here = linked(house, forger)
    now = here.acting("system", AT)
    asked = provider.ask_provider(now)
    answer = brought_back(forger, asked)

    def bring(_: int) -> bool:
        try:
            provider.sign_in_by_provider(now, asked.pending, answer)
        except AccessRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bring, range(8))) == 1


def test_an_issuer_must_be_named_where_the_provider_says_that_it_names_it(embedded: AppContext, forger: Forger) -> None:
    """Against an answer of one provider that is brought to another."""
    forger.metadata = {"authorization_response_iss_parameter_supported": True}
    here = with_provider(embedded, forger)
    assert code_of(lambda: by_provider(forger, here.acting("system", AT), issuer="")) == "ACCESS-070"
    assert isinstance(by_provider(forger, here.acting("system", AT)), provider.Unlinked)


def test_whoever_left_and_whoever_is_somebody_else_stay_outside(embedded: AppContext, forger: Forger) -> None:
    """A link opens one account; nobody at the provider is two people here."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    asked = provider.ask_provider(now)
    forger.subject = "another"
    stranger = provider.sign_in_by_provider(now, asked.pending, brought_back(forger, asked))
    assert isinstance(stranger, provider.Unlinked)
    mine = identity.issue_enrolment(the_direction(embedded), OTHER)
    provider.link_provider(now, stranger.pending, mine.code)
    with embedded.store.write() as session:
        row = session.get(UserRow, OTHER)
        row.active = False
        session.add(row)
    assert code_of(lambda: by_provider(forger, now)) == "ACCESS-070"
    with embedded.store.read() as session:
        assert len(list(session.exec(select(IdentityLinkRow)))) == 2


def test_a_new_code_moves_the_link_and_never_doubles_it(embedded: AppContext, forger: Forger) -> None:
    """Whoever has a new account at the provider: the old one opens nothing any more."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    forger.subject = "the same person, a new card"
    unlinked = by_provider(forger, now)
    assert isinstance(unlinked, provider.Unlinked)
    made = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    assert provider.link_provider(now, unlinked.pending, made.code).principal.user == INSPECTOR
    forger.subject = "somebody"
    assert isinstance(by_provider(forger, now), provider.Unlinked)


def test_a_session_that_was_slipped_in_ends(embedded: AppContext, forger: Forger) -> None:
    """A browser's earlier session ends, and the token is a new one."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    an_account(embedded, OTHER)
    planted = signed_in(embedded, OTHER)
    asked = provider.ask_provider(now)
    done = provider.sign_in_by_provider(now, asked.pending, brought_back(forger, asked), replacing=planted.token)
    assert isinstance(done, identity.SignedIn)
    assert done.token != planted.token
    assert code_of(lambda: identity.principal_of(now, planted.token)) == "ACCESS-072"


def test_signed_in_at_the_provider_an_hour_ago_is_not_proven_a_moment_ago(embedded: AppContext, forger: Forger) -> None:
    """What asks for a fresh proof counts from the provider's own; a step-up asks it to ask the person anew."""
    here = linked(embedded, forger, user="supervisor-liege")
    now = here.acting("system", AT)
    forger.claims = {"auth_time": int((AT - HOUR).timestamp())}
    done = by_provider(forger, now)
    assert isinstance(done, identity.SignedIn)
    assert done.principal.proven_at == AT - HOUR
    assert not done.principal.is_fresh(AT, 15)
    asked = provider.ask_provider(now, done.token)
    query = parse_qs(urlsplit(asked.address).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    answer = brought_back(forger, asked)
    act = lambda: provider.step_up_by_provider(now, done.token, asked.pending, answer)  # noqa: E731
    assert code_of(act) == "ACCESS-070"  # it did not ask anew
    asked, forger.claims = provider.ask_provider(now, done.token), {}
    fresh = provider.step_up_by_provider(now, done.token, asked.pending, brought_back(forger, asked))
    assert fresh.principal.is_fresh(AT, 15)
    assert fresh.principal.credential == done.principal.credential
    assert code_of(lambda: identity.principal_of(now, done.token)) == "ACCESS-072"
    assert identity.principal_of(now, fresh.token) == fresh.principal


def test_a_step_up_is_of_the_same_person_session_and_level(embedded: AppContext, forger: Forger) -> None:
    """Another's proof, another session's, that of a sign-in, and the other way round; a level that was not reached."""
    here = linked(embedded, forger, step_up_levels=("high",))
    linked(embedded, forger, OTHER, "another", step_up_levels=("high",))
    now, forger.subject = here.acting("system", AT), "somebody"
    mine, second = by_provider(forger, now), by_provider(forger, now)
    assert isinstance(mine, identity.SignedIn)
    assert isinstance(second, identity.SignedIn)
    forger.claims = {"acr": "high"}

    def step_up(token: str, asked: provider.ProviderAsked) -> str:
        answer = brought_back(forger, asked)
        return code_of(lambda: provider.step_up_by_provider(now, token, asked.pending, answer))

    assert step_up(mine.token, provider.ask_provider(now)) == "ACCESS-070"  # of a sign-in
    assert step_up(second.token, provider.ask_provider(now, mine.token)) == "ACCESS-070"  # of another session
    asked = provider.ask_provider(now, mine.token)
    answer = brought_back(forger, asked)
    assert code_of(lambda: provider.sign_in_by_provider(now, asked.pending, answer)) == "ACCESS-070"
    forger.subject = "another"
    assert step_up(mine.token, provider.ask_provider(now, mine.token)) == "ACCESS-070"
    forger.subject = "nobody here"
    assert step_up(mine.token, provider.ask_provider(now, mine.token)) == "ACCESS-070"
    forger.subject = "somebody"
    for level in (None, "low", ["high"]):
        forger.claims = {"acr": level}
        assert step_up(mine.token, provider.ask_provider(now, mine.token)) == "ACCESS-070"
    forger.claims = {"acr": "high"}
    asked = provider.ask_provider(now, mine.token)
    assert provider.step_up_by_provider(now, mine.token, asked.pending, brought_back(forger, asked)).token
    assert code_of(lambda: provider.ask_provider(now, "x" * 43)) == "ACCESS-072"


def test_a_claim_of_the_settings_names_people(embedded: AppContext, forger: Forger) -> None:
    """From the token, else from userinfo about the same person; where it is missing nobody comes in."""
    here = linked(embedded, forger, claim="sub")
    now = with_provider(embedded, forger, claim="egovNRN").acting("system", AT)
    assert code_of(lambda: by_provider(forger, now)) == "ACCESS-070"  # nobody says it
    forger.userinfo = {"egovNRN": "85020300105"}
    unlinked = by_provider(forger, now)
    assert isinstance(unlinked, provider.Unlinked)
    made = identity.issue_enrolment(the_direction(embedded), OTHER)
    provider.link_provider(now, unlinked.pending, made.code)
    forger.userinfo = {"egovNRN": "85020300105", "sub": "another"}
    assert code_of(lambda: by_provider(forger, now)) == "ACCESS-070"
    forger.userinfo, forger.claims = {}, {"egovNRN": "85020300105"}
    done = by_provider(forger, now)
    assert isinstance(done, identity.SignedIn)
    assert done.principal.user == OTHER
    forger.claims = {"sub": "85020300105"}  # the same text in another claim is somebody else
    assert isinstance(by_provider(forger, here.acting("system", AT)), provider.Unlinked)


def test_nothing_of_a_person_at_the_provider_is_kept(embedded: AppContext, forger: Forger) -> None:
    """Neither what names them, nor a token, nor a code, nor the session there; not in the trail either."""
    now = with_provider(embedded, forger, claim="egovNRN").acting("system", AT)
    forger.claims = {"egovNRN": "85020300105"}
    unlinked = by_provider(forger, now)
    assert isinstance(unlinked, provider.Unlinked)
    made = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    done = provider.link_provider(now, unlinked.pending, made.code)
    rows: list[str] = []
    with embedded.store.read() as session:
        for table in ("identity_link", "proven_session", "spent_proof", "audit_entry", "enrolment", "sign_in_failure"):
            rows += [str(values) for values in session.connection().execute(text(f"SELECT * FROM {table}"))]
    told = " ".join([*rows, repr(done), repr(unlinked), unlinked.pending])
    for secret in ("85020300105", "somebody", "session-at-the-provider", "opaque", "a-code", made.code, done.token):
        assert secret not in told


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": {"/.well-known/openid-configuration": 500}},
        {"status": {"/.well-known/openid-configuration": 302}},
        {"status": {"/keys": 404}},
        {"metadata": {"issuer": "https://elsewhere.example"}},
        {"metadata": {"token_endpoint": "http://elsewhere.example/token"}},
        {"metadata": {"authorization_endpoint": "javascript:alert(1)"}},
        {"metadata": {"jwks_uri": None}},
        {"metadata": {"padding": "x" * 1_100_000}},
        {"status": {"/token": 401}},
        {"status": {"/token": 500}},
    ],
    ids=str,
)
@pytest.mark.few(5)
def test_a_provider_in_trouble_is_told_apart_from_a_proof_that_does_not_hold(
    embedded: AppContext, forger: Forger, trouble: dict
) -> None:
    """A house that is set up wrongly, and a provider that is away or is another: told by the step."""
    for name, value in trouble.items():
        setattr(forger, name, value)
    here = with_provider(embedded, forger).acting("system", AT)
    assert code_of(lambda: by_provider(forger, here)) == "ACCESS-160"


def test_a_code_that_the_provider_refuses_opens_nothing(embedded: AppContext, forger: Forger) -> None:
    """It was used before, or is another client's; and a house without a provider has no such way."""
    here = with_provider(embedded, forger).acting("system", AT)
    forger.status = {"/token": 400}
    assert code_of(lambda: by_provider(forger, here)) == "ACCESS-070"
    assert code_of(lambda: provider.ask_provider(embedded.acting("system", AT))) == "ACCESS-161"
    assert identity.ways_to_sign_in(here) == ("provider", "passkey", "password")
    assert identity.ways_to_sign_in(embedded.acting("system", AT)) == ("passkey", "password")


def test_signing_out_at_the_provider(embedded: AppContext, forger: Forger) -> None:
    """Whoever came by it is shown the way; whoever came by a password is not; a provider that is away keeps nobody."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    done = by_provider(forger, now)
    assert isinstance(done, identity.SignedIn)
    assert provider.came_by_provider(now, done.token)
    way = provider.way_out(now)
    assert way.startswith(f"{forger.issuer}/end?client_id={CLIENT}&post_logout_redirect_uri=")
    an_account(embedded, OTHER)
    assert not provider.came_by_provider(now, signed_in(embedded, OTHER).token)
    assert not provider.came_by_provider(now, "")
    for metadata in ({"end_session_endpoint": None}, {"end_session_endpoint": "javascript:alert(1)"}):
        provider.forget_provider()
        forger.metadata = metadata
        assert provider.way_out(now) == ""
    provider.forget_provider()
    forger.status = {"/.well-known/openid-configuration": 500}
    assert provider.way_out(now) == ""


def _logged_out(forger: Forger, **claims) -> str:
    said = {
        "iss": forger.issuer,
        "aud": CLIENT,
        "iat": int(AT.timestamp()),
        "exp": int(AT.timestamp()) + 120,
        "jti": "once",
        "sid": "session-at-the-provider",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        **claims,
    }
    return signed({name: value for name, value in said.items() if value is not None}, forger.key)


def test_whoever_signs_out_at_the_provider_is_out_here(embedded: AppContext, forger: Forger) -> None:
    """By the session there, with the command that it let act; by the person where no session is named; once each."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    an_account(embedded, OTHER)
    other = signed_in(embedded, OTHER)
    done = by_provider(forger, now)
    assert isinstance(done, identity.SignedIn)
    assert provider.end_by_provider(now, _logged_out(forger)) == 2  # of the enrolment too
    assert code_of(lambda: identity.principal_of(now, done.token)) == "ACCESS-072"
    assert identity.principal_of(now, other.token).user == OTHER
    again = by_provider(forger, now)
    assert isinstance(again, identity.SignedIn)
    assert code_of(lambda: provider.end_by_provider(now, _logged_out(forger))) == "ACCESS-070"  # replayed
    assert provider.end_by_provider(now, _logged_out(forger, jti="twice", sid="another")) == 0
    assert provider.end_by_provider(now, _logged_out(forger, jti="thrice", sid=None, sub="another")) == 0
    assert identity.principal_of(now, again.token).user == INSPECTOR
    assert provider.end_by_provider(now, _logged_out(forger, jti="thrice", sid=None, sub="somebody")) == 1
    assert code_of(lambda: identity.principal_of(now, again.token)) == "ACCESS-072"
    assert verify_trail(embedded.store).broken is None


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"events": None},
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": "x"}},
        {"nonce": "an ID token is no order to leave"},
        {"sid": None},
        {"jti": None},
        {"iat": int(AT.timestamp()) - 3600},
        {"exp": int(AT.timestamp()) - 60},
    ],
    ids=str,
)
@pytest.mark.few(2)
def test_an_order_to_sign_out_that_does_not_hold_ends_nothing(embedded: AppContext, forger: Forger, lie: dict) -> None:
    """Nor does an ID token, or one that another key signed."""
    here = linked(embedded, forger)
    now = here.acting("system", AT)
    done = by_provider(forger, now)
    assert isinstance(done, identity.SignedIn)
    assert code_of(lambda: provider.end_by_provider(now, _logged_out(forger, **lie))) == "ACCESS-070"
    assert code_of(lambda: provider.end_by_provider(now, forger.id_token())) == "ACCESS-070"
    other = replace(forger, key=RSAKey.generate_key(2048, {"kid": "first"}))
    assert code_of(lambda: provider.end_by_provider(now, _logged_out(other))) == "ACCESS-070"
    assert identity.principal_of(now, done.token).user == INSPECTOR


def test_a_flood_of_proofs_that_do_not_hold_fills_no_table(embedded: AppContext, forger: Forger) -> None:
    """Begun ones leave nothing at all; ended ones are counted a few times, and passwords go on meanwhile."""
    here = linked(embedded, forger)
    an_account(embedded, OTHER)
    now = here.acting("system", AT)
    forger.claims = {"aud": "another-client"}
    for _ in range(40):
        code_of(lambda: by_provider(forger, now))
    with embedded.store.read() as session:
        entries = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "session.refuse")).all()
        sessions = session.exec(select(SessionRow)).all()
    assert len(entries) < 10
    assert len(sessions) == 1
    forger.claims = {}
    assert isinstance(by_provider(forger, now), identity.SignedIn)
    assert identity.sign_in(now, OTHER, PASSWORD).principal.user == OTHER
