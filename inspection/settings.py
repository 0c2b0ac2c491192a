"""Where this installation keeps things, read from the environment and nowhere else.

No `.env` file is read (Prefect reads one, and the two would mix), nothing is created here, and nothing is cached: a
process that changes its environment, as tests do, gets what it asked for.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspection.errors import SettingsFault

_SERVICES = ("ONSS", "TSW")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation.

    home
        $VIGIE_HOME: everything that this installation holds.
    database_url
        PostgreSQL by SQLAlchemy's `postgresql+psycopg://` URL; None means the embedded database under `home`.
    service
        The inspection service whose office this is.
    lease_seconds
        How long one process may hold a delivery before another may take it up.
    retry_seconds
        Wait after the first failed attempt of a delivery; it doubles with each further one, up to an hour.
    planning_seconds
        Cap on the planning of one district. A week that it cuts short says so and is not repeatable, so it stands far
        above what planning takes on an office machine.
    """

    home: Path
    database_url: str | None = field(default=None, repr=False)
    service: str = "ONSS"
    lease_seconds: int = 60
    retry_seconds: int = 30
    planning_seconds: int = 300

    def __post_init__(self) -> None:
        if self.service not in _SERVICES:
            raise _fault("VIGIE_SERVICE", f"{self.service!r} is not a service", f"Write one of {', '.join(_SERVICES)}.")
        if self.lease_seconds < 1 or self.retry_seconds < 1:
            raise _fault(
                "VIGIE_LEASE_SECONDS or VIGIE_RETRY_SECONDS", "A wait is shorter than a second", "Write 1 or more."
            )
        if self.planning_seconds < 1:
            raise _fault("VIGIE_PLANNING_SECONDS", "The cap is shorter than a second", "Write 1 or more.")
        if self.database_url is not None and not self.database_url.startswith("postgresql+psycopg://"):
            raise _fault(
                "VIGIE_DATABASE_URL", "The database is not PostgreSQL by psycopg", "Start it with postgresql+psycopg://"
            )

    @property
    def registers(self) -> Path:
        return self.home / "registers"

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    @property
    def store_file(self) -> Path:
        return self.home / "store" / "vigie.db"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def rules(self) -> Path:
        return self.home / "rules"


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of this installation from the environment.

    Arguments: the environment to read, by default the process's own.
    Errors: `SettingsFault` that names the variable and what to write in it.
    """
    env = os.environ if environ is None else environ
    return Settings(
        home=Path(env.get("VIGIE_HOME") or "var"),
        database_url=env.get("VIGIE_DATABASE_URL") or None,
        service=env.get("VIGIE_SERVICE") or "ONSS",
        lease_seconds=_whole(env, "VIGIE_LEASE_SECONDS", 60),
        retry_seconds=_whole(env, "VIGIE_RETRY_SECONDS", 30),
        planning_seconds=_whole(env, "VIGIE_PLANNING_SECONDS", 300),
    )


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal():
        raise _fault(name, f"{text!r} is not a whole number", "Write seconds, for example 60.")
    return int(text)


def _fault(where: str, what: str, advice: str) -> SettingsFault:
    return SettingsFault(what, where=where, advice=advice, code="020")
