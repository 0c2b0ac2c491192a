"""Settings of proofs: what is wrong is named by its variable, and never repeated."""

import re
from pathlib import Path

import pytest

from inspection.errors import SettingsFault
from inspection.settings import settings

PROVIDER = {"VIGIE_OIDC_ISSUER": "https://id.example/realms/one", "VIGIE_OIDC_CLIENT_ID": "vigie"}


def test_without_anything_there_is_no_provider_and_passkeys_are_of_this_machine() -> None:
    """A clone works without being configured."""
    here = settings({}).proof
    assert not here.provider.is_there
    assert (here.url, here.passkey_host, here.passkey_origins) == ("http://localhost:8501", "localhost", ())


def test_the_environment_decides() -> None:
    """Every setting has its variable; the office's own name is one under which it answers."""
    given = {
        **PROVIDER,
        "VIGIE_OFFICE_URL": "https://vigie.example/",
        "VIGIE_PASSKEY_HOST": "Vigie.example",
        "VIGIE_PASSKEY_ORIGINS": "https://vigie.example https://office.vigie.example",
        "VIGIE_OIDC_CLAIM": "employee",
        "VIGIE_OIDC_SCOPES": "profile openid",
        "VIGIE_OIDC_LEVELS": "low high",
    }
    here = settings(given)
    assert (here.proof.url, here.proof.passkey_host) == ("https://vigie.example", "vigie.example")
    assert here.proof.passkey_origins == ("https://vigie.example", "https://office.vigie.example")
    found = here.proof.provider
    assert (found.issuer, found.client_id, found.claim) == (*PROVIDER.values(), "employee")
    assert found.scopes == ("openid", "profile")
    assert found.levels(is_step_up=False) == found.levels(is_step_up=True) == ("low", "high")
    assert "vigie.example" in here.host_names
    higher = settings({**given, "VIGIE_OIDC_STEP_UP_LEVELS": "high"}).proof.provider
    assert (higher.levels(is_step_up=False), higher.levels(is_step_up=True)) == (("low", "high"), ("high",))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("VIGIE_OFFICE_URL", "http://vigie.example", "SETTING-090"),
        ("VIGIE_OFFICE_URL", "https://", "SETTING-090"),
        ("VIGIE_OFFICE_URL", "https://somebody:secret@vigie.example", "SETTING-090"),
        ("VIGIE_OFFICE_URL", "https://vigie.example:port", "SETTING-090"),
        ("VIGIE_OIDC_ISSUER", "http://id.example", "SETTING-090"),
        ("VIGIE_OIDC_ISSUER", "https://id.example?realm=secret", "SETTING-090"),
        ("VIGIE_OIDC_CLIENT_ID", "", "SETTING-091"),
        ("VIGIE_PASSKEY_ORIGINS", "https://vigie.example/secret", "SETTING-090"),
        ("VIGIE_PASSKEY_ORIGINS", "https://elsewhere.example", "SETTING-093"),
        ("VIGIE_PASSKEY_ORIGINS", "https://notlocalhost", "SETTING-093"),
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated(name: str, value: str, code: str) -> None:
    """By its variable."""
    with pytest.raises(SettingsFault) as refused:
        settings({**PROVIDER, name: value})
    assert refused.value.code == code
    assert name in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_secret_is_read_where_nobody_else_reads_it(tmp_path: Path) -> None:
    """Not there, empty, or open to others: refused when it is needed; without a file the client is a public one."""
    file = tmp_path / "secret"
    here = settings({**PROVIDER, "VIGIE_OIDC_SECRET_FILE": str(file)}).proof.provider
    assert settings(PROVIDER).proof.provider.secret() == ""

    def code() -> str:
        with pytest.raises(SettingsFault) as refused:
            here.secret()
        return refused.value.code

    assert code() == "SETTING-092"
    file.write_text(" \n")
    file.chmod(0o600)
    assert code() == "SETTING-092"
    file.write_text("a secret\n")
    assert here.secret() == "a secret"
    file.chmod(0o640)
    assert code() == "SETTING-092"


def test_every_setting_is_documented() -> None:
    """Whoever sets it up finds each in the how-to or the explanation."""
    root = Path(__file__).parents[1]
    source = (root / "inspection/proof_settings.py").read_text(encoding="utf-8")
    pages = ("how-to/sign-in-with-a-provider.md", "explanation/identity.md")
    told = " ".join((root / "docs" / page).read_text(encoding="utf-8") for page in pages)
    wanted = set(re.findall(r"VIGIE_(?:OFFICE|PASSKEY|OIDC)_[A-Z_]+", source))
    assert len(wanted) > 9
    assert {name for name in wanted if name not in told} == set()
