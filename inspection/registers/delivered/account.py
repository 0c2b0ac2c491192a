"""The account at the Crossroads Bank by which its open data are fetched: settings whose names begin with VIGIE_KBO."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path

from inspection.errors import SettingsFault
from inspection.setting_values import whole

PASSWORD = "vigie-kbo-password"  # noqa: S105  the name of a systemd credential


@dataclass(frozen=True, kw_only=True)
class KboAccount:
    """Who asks, where, and how that server proves who it is.

    user, password
        As the FPS Economy gave them. The password never stands on a command line, nor in a log.
    host, port
        The server; none: that of the FPS Economy, as the client knows it.
    known_hosts
        A file with the server's key, in the form of OpenSSH; None: those that this machine knows. A server whose key
        is not known is not asked.
    """

    user: str
    password: str = made(repr=False)
    host: str = ""
    port: int = 22
    known_hosts: Path | None = None


def kbo_account(environ: Mapping[str, str] | None = None) -> KboAccount:
    """Return the account of VIGIE_KBO_USER, with its password.

    The password is `VIGIE_KBO_PASSWORD`, or the file `vigie-kbo-password` of `$CREDENTIALS_DIRECTORY`, where systemd
    puts what a unit loads by `LoadCredential=`.

    Errors: `SettingsFault` 086 where one of them is missing.
    """
    env = os.environ if environ is None else environ
    password = env.get("VIGIE_KBO_PASSWORD") or _credential(env.get("CREDENTIALS_DIRECTORY"))
    if not env.get("VIGIE_KBO_USER") or not password:
        raise SettingsFault("SETTING-086")
    known = env.get("VIGIE_KBO_KNOWN_HOSTS")
    return KboAccount(
        user=env["VIGIE_KBO_USER"],
        password=password,
        host=env.get("VIGIE_KBO_HOST", ""),
        port=whole(env, "VIGIE_KBO_PORT", 22),
        known_hosts=Path(known) if known else None,
    )


def _credential(folder: str | None) -> str:
    file = Path(folder) / PASSWORD if folder else None
    return file.read_text(encoding="utf-8").strip() if file is not None and file.is_file() else ""
