"""How PostgreSQL is reached: by which accounts, over which connection, and for how long one waits.

Read from the environment like all other settings. The embedded database asks for `lock_seconds` alone.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from typing import Self
from urllib.parse import parse_qs, urlsplit

from inspection.errors import RoleFault, SettingsFault
from inspection.setting_values import whole

_POSTGRESQL = "postgresql+psycopg://"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_VERIFIED = frozenset({"verify-full", "verify-ca"})
_TLS = ("verified", "elsewhere")


@dataclass(frozen=True, kw_only=True)
class DatabaseSettings:
    """How this installation uses PostgreSQL, besides the URL of the account that works; and how long writers wait.

    owner_url, portal_owner_url
        The same two databases as the account that owns their tables: for `vigie migrate`, `vigie init`, `vigie portal
        found` and `vigie backup`, which must see the rows of every service. None where who works owns them too.
    tls
        "verified": another host must prove who it is by a certificate. "elsewhere": something else than PostgreSQL
        encrypts the way, as a tunnel does, and whoever runs the installation answers for it.
    statement_seconds, lock_seconds, idle_seconds
        Longest time of one statement, of waiting for another writer (on the embedded database too), and of a
        transaction that does nothing.
    """

    owner_url: str | None = made(default=None, repr=False)
    portal_owner_url: str | None = made(default=None, repr=False)
    tls: str = "verified"
    statement_seconds: int = 300
    lock_seconds: int = 120
    idle_seconds: int = 900

    def __post_init__(self) -> None:
        if self.tls not in _TLS:
            raise RoleFault("ROLE-112", tls=self.tls, known=", ".join(_TLS))
        for name in ("statement_seconds", "lock_seconds", "idle_seconds"):
            if not 1 <= getattr(self, name) <= 86_400:
                variable = f"DATABASE_{name.upper()}"
                raise SettingsFault("SETTING-037", number=getattr(self, name), least=1, most=86_400, variable=variable)

    @property
    def of_portal(self) -> Self:
        """The same for the portal's database."""
        return replace(self, owner_url=self.portal_owner_url, portal_owner_url=None)

    def refuse_unfit(self, *urls: str | None) -> None:
        """Refuse a database that is no PostgreSQL by psycopg, or another host that need not prove who it is.

        Errors: `SettingsFault` 029, `RoleFault` ROLE-111.
        """
        given = [url for url in (*urls, self.owner_url, self.portal_owner_url) if url]
        if not all(url.startswith(_POSTGRESQL) for url in given):
            raise SettingsFault("SETTING-029")
        if self.tls == "verified" and not all(map(is_protected, given)):
            raise RoleFault("ROLE-111")


def is_protected(url: str) -> bool:
    """Tell whether what goes to the database stays on this machine, or goes to a server that proved who it is.

    What the URL leaves open, PostgreSQL's own library takes from the variables PGHOST, PGHOSTADDR and PGSSLMODE, and
    from a file of services: so they count here too.
    """
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    modes = query.get("sslmode") or [os.environ.get("PGSSLMODE", "")]
    if _VERIFIED.issuperset(modes):
        return True
    from_a_file = "service" in query or "PGSERVICE" in os.environ
    return not from_a_file and all(map(_is_here, _hosts(url, query)))


def _hosts(url: str, query: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give every host that a URL may lead to: those that it names, else those of the environment."""
    in_front = urlsplit(url).netloc.rpartition("@")[2]
    for key, named in (("host", (in_front, *query.get("host", ()))), ("hostaddr", query.get("hostaddr", ()))):
        given = [host for text in named for host in text.split(",") if host]
        yield from given or filter(None, os.environ.get(f"PG{key.upper()}", "").split(","))


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine: a folder of sockets, or the loopback, with or without a port."""
    name = host[1 : host.index("]")] if host.startswith("[") and "]" in host else host
    return name.startswith(("/", "@")) or name in _HERE or (name.count(":") == 1 and name.partition(":")[0] in _HERE)


def database_settings(env: Mapping[str, str]) -> DatabaseSettings:
    """Read the settings whose names begin with VIGIE_DATABASE_, and the portal's owner.

    Errors: `SettingsFault` that names the variable.
    """
    return DatabaseSettings(
        owner_url=env.get("VIGIE_DATABASE_OWNER_URL") or None,
        portal_owner_url=env.get("VIGIE_PORTAL_DATABASE_OWNER_URL") or None,
        tls=env.get("VIGIE_DATABASE_TLS") or "verified",
        statement_seconds=whole(env, "VIGIE_DATABASE_STATEMENT_SECONDS", 300),
        lock_seconds=whole(env, "VIGIE_DATABASE_LOCK_SECONDS", 120),
        idle_seconds=whole(env, "VIGIE_DATABASE_IDLE_SECONDS", 900),
    )
