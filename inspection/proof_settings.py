"""Where browsers reach this office, which provider of identities stands in front of it, and whose passkeys it takes.

Read from the environment like all other settings; without a provider the local accounts stand alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from inspection.errors import SettingsFault

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OTHERS = 0o077


@dataclass(frozen=True, kw_only=True)
class ProviderSettings:
    """The provider of identities, such as Keycloak or FAS; an empty issuer means that there is none.

    issuer
        As the provider writes it in its tokens; its `/.well-known/openid-configuration` says the rest.
    client_id, secret_file
        How the provider knows this office; the file holds the secret alone, readable by its owner alone. Without one
        this office is a public client, which PKCE alone protects.
    claim
        Which claim names a person, of the ID token or else of the userinfo endpoint.
    scopes
        What is asked for; `openid` is always among it.
    sign_in_levels, step_up_levels
        Values of `acr` of which one must have been reached; none asks for none. A step-up without its own takes those
        of signing in.
    """

    issuer: str = ""
    client_id: str = ""
    secret_file: Path | None = made(default=None, repr=False)
    claim: str = "sub"
    scopes: tuple[str, ...] = ("openid",)
    sign_in_levels: tuple[str, ...] = ()
    step_up_levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.issuer:
            return
        if not is_safe_address(self.issuer):
            raise SettingsFault("SETTING-090", variable="VIGIE_OIDC_ISSUER")
        if not self.client_id:
            raise SettingsFault("SETTING-091")

    @property
    def is_there(self) -> bool:
        return bool(self.issuer)

    def levels(self, *, is_step_up: bool) -> tuple[str, ...]:
        """Return the values of `acr` of which one is asked for."""
        return (self.step_up_levels or self.sign_in_levels) if is_step_up else self.sign_in_levels

    def secret(self) -> str:
        """Return the secret of this client, "" where it has none.

        Errors: `SettingsFault` 092 for a file that is not there, empty, or that others read.
        """
        if self.secret_file is None:
            return ""
        try:
            is_own = not self.secret_file.stat().st_mode & _OTHERS
            secret = self.secret_file.read_text(encoding="utf-8").strip() if is_own else ""
        except (OSError, ValueError):
            secret = ""
        if not secret:
            raise SettingsFault("SETTING-092")
        return secret


@dataclass(frozen=True, kw_only=True)
class ProofSettings:
    """How people prove who they are besides a password.

    url
        Where browsers reach this office: providers lead back there, and `vigie login` opens it.
    passkey_host
        Under which name passkeys are made; they work there and on names below it, and nowhere else.
    passkey_origins
        Pages that may ask for one; none named: the page of `url`, and any port of this machine's own name.
    """

    url: str = "http://localhost:8501"
    passkey_host: str = "localhost"
    passkey_origins: tuple[str, ...] = ()
    provider: ProviderSettings = made(default_factory=ProviderSettings)

    def __post_init__(self) -> None:
        for variable, address in (
            ("VIGIE_OFFICE_URL", self.url),
            *(("VIGIE_PASSKEY_ORIGINS", one) for one in self.passkey_origins),
        ):
            if not is_safe_address(address) or (variable != "VIGIE_OFFICE_URL" and urlsplit(address).path):
                raise SettingsFault("SETTING-090", variable=variable)
        if not all(self._is_below(origin) for origin in self.passkey_origins):
            raise SettingsFault("SETTING-093", host=self.passkey_host)

    @property
    def origin(self) -> str:
        """The origin of the pages of this office, as a browser writes it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def takes_passkeys_at(self, origin: str) -> bool:
        """Tell whether a page of this origin may ask for a passkey."""
        if self.passkey_origins:
            return origin in self.passkey_origins
        parts = _parts(origin)
        is_this_machine = self.passkey_host == "localhost" and parts is not None and parts.hostname == "localhost"
        return is_this_machine or (origin == self.origin and self._is_below(origin))

    def _is_below(self, origin: str) -> bool:
        host = urlsplit(origin).hostname or ""
        return host == self.passkey_host or host.endswith(f".{self.passkey_host}")


def proof_settings(env: Mapping[str, str]) -> ProofSettings:
    """Read the settings whose names begin with VIGIE_OFFICE, VIGIE_PASSKEY and VIGIE_OIDC."""
    secret = env.get("VIGIE_OIDC_SECRET_FILE")
    return ProofSettings(
        url=(env.get("VIGIE_OFFICE_URL") or "http://localhost:8501").rstrip("/"),
        passkey_host=(env.get("VIGIE_PASSKEY_HOST") or "localhost").lower(),
        passkey_origins=_words(env, "VIGIE_PASSKEY_ORIGINS"),
        provider=ProviderSettings(
            issuer=env.get("VIGIE_OIDC_ISSUER") or "",
            client_id=env.get("VIGIE_OIDC_CLIENT_ID") or "",
            secret_file=Path(secret) if secret else None,
            claim=env.get("VIGIE_OIDC_CLAIM") or "sub",
            scopes=tuple(dict.fromkeys(("openid", *_words(env, "VIGIE_OIDC_SCOPES")))),
            sign_in_levels=_words(env, "VIGIE_OIDC_LEVELS"),
            step_up_levels=_words(env, "VIGIE_OIDC_STEP_UP_LEVELS"),
        ),
    )


def is_safe_address(address: str) -> bool:
    """Tell whether an address is one of https, or of this machine; without a name, a query or a fragment in it."""
    parts = _parts(address)
    if parts is None or not parts.hostname or not address.isascii() or not address.isprintable() or " " in address:
        return False
    if parts.username or parts.password or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _words(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(env.get(name, "").split())
