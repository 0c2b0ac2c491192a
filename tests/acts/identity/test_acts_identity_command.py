"""`vigie login` by a browser: the command that asked gets a session, once, and nobody else with what it asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT
from builders_identity import a_principal, an_account, signed_in

from inspection.acts import identity
from inspection.errors import AccessRefused
from inspection.trust import AppContext
from inspection.trust.identity import challenge_of, new_token

INSPECTOR = "insp-liege-1"
WAY, STATE = "http://127.0.0.1:40123/signed-in", "s" * 43
SECOND = timedelta(seconds=1)


def code_of(act: Callable[[], object]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(AccessRefused) as refused:
        act()
    return refused.value.code


def test_a_browser_lets_a_command_act(house: AppContext) -> None:
    """On both databases: a session of its own kind, as proven as the browser's and not more; it ends apart."""
    an_account(house, INSPECTOR)
    browser = signed_in(house, INSPECTOR)
    verifier, later = new_token(), AT + timedelta(minutes=5)
    code = identity.allow_command(house.acting_as(browser.principal, later), WAY, challenge_of(verifier), STATE)
    done = identity.redeem_command(house.acting("system", later + 30 * SECOND), code, verifier, WAY)
    assert (done.principal.user, done.principal.proven_at) == (INSPECTOR, AT)
    now = house.acting("system", later + 31 * SECOND)
    assert identity.principal_of(now, done.token, "command").user == INSPECTOR
    assert code_of(lambda: identity.principal_of(now, done.token)) == "ACCESS-072"
    assert code_of(lambda: identity.redeem_command(now, code, verifier, WAY)) == "ACCESS-164"  # replayed
    identity.sign_out(now, browser.token)
    assert identity.principal_of(now, done.token, "command").user == INSPECTOR


def test_a_code_is_good_for_whoever_asked_only(embedded: AppContext) -> None:
    """Without the verifier, with another, elsewhere, over, of a session that ended meanwhile, of another kind."""
    an_account(embedded, INSPECTOR)
    browser = signed_in(embedded, INSPECTOR)
    mine, verifier = embedded.acting_as(browser.principal, AT), new_token()

    def allow() -> str:
        return identity.allow_command(mine, WAY, challenge_of(verifier), STATE)

    def redeem(code: str, by: str = verifier, way: str = WAY, at=AT) -> str:
        return code_of(lambda: identity.redeem_command(embedded.acting("system", at), code, by, way))

    for wrong in (new_token(), "", challenge_of(verifier), verifier + "x" * 200):
        assert redeem(allow(), wrong) == "ACCESS-164"
    assert redeem(allow(), way="http://127.0.0.1:40124/signed-in") == "ACCESS-164"
    assert redeem(allow(), at=AT + 60 * SECOND) == "ACCESS-164"
    assert redeem("") == redeem("x" * 50) == redeem(allow()[:-4] + "AAAA") == "ACCESS-164"
    assert redeem(identity.passkeys.ask_passkey(embedded.acting("system", AT)).pending) == "ACCESS-164"
    failed = allow()
    assert redeem(failed, new_token()) == redeem(failed) == "ACCESS-164"  # a code that was tried wrongly is spent
    code = allow()
    identity.sign_out(embedded.acting("system", AT), browser.token)
    assert redeem(code) == "ACCESS-164"
    assert code_of(allow) == "ACCESS-072"


@pytest.mark.parametrize(
    "way",
    [
        "http://127.0.0.1/signed-in",
        "https://127.0.0.1:40123/signed-in",
        "http://localhost:40123/signed-in",
        "http://10.0.0.1:40123/signed-in",
        "http://127.0.0.1:40123@elsewhere.example/signed-in",
        "http://127.0.0.1:40123.elsewhere.example/signed-in",
        "http://127.0.0.1:40123/elsewhere",
        "http://127.0.0.1:40123/signed-in?next=x",
        "http://127.0.0.1:0/signed-in",
        "http://127.0.0.1:99999/signed-in",
        "http://127.0.0.1:040123/signed-in",
        "//127.0.0.1:40123/signed-in",
        "javascript:alert(1)",
        "",
    ],
)
@pytest.mark.few(2)
def test_a_code_goes_to_this_machine_only(embedded: AppContext, way: str) -> None:
    """To a port on which a command listens, at one address; challenge and state are what a command makes."""
    an_account(embedded, INSPECTOR)
    mine = embedded.acting_as(signed_in(embedded, INSPECTOR).principal, AT)
    challenge = challenge_of(new_token())
    assert code_of(lambda: identity.allow_command(mine, way, challenge, STATE)) == "ACCESS-164"
    for wrong in ("", "short", challenge + "=", "!" * 43):
        assert code_of(lambda wrong=wrong: identity.allow_command(mine, WAY, wrong, STATE)) == "ACCESS-164"
        assert code_of(lambda wrong=wrong: identity.allow_command(mine, WAY, challenge, wrong[:5])) == "ACCESS-164"


def test_only_a_browser_lets_a_command_act(embedded: AppContext) -> None:
    """Not a command itself, so that it does not go on for ever; not a device, and not a name that is only said."""
    an_account(embedded, INSPECTOR)
    command = signed_in(embedded, INSPECTOR, kind="command")
    challenge = challenge_of(new_token())
    said = embedded.acting(INSPECTOR, AT)
    device = replace(said, principal=a_principal(embedded, INSPECTOR, "inspector", method="device"))
    for context in (embedded.acting_as(command.principal, AT), said, device):
        act = lambda context=context: identity.allow_command(context, WAY, challenge, STATE)  # noqa: E731
        assert code_of(act) == "ACCESS-072"
