"""Which live register service is asked from the field: the settings whose names begin with VIGIE_LIVE."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inspection.errors import SettingsFault
from inspection.setting_values import parts_of, whole

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[A-Za-z0-9]{1,10}){0,3}")
_REGISTER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST_SECONDS = 30  # somebody stands in a doorway and waits


@dataclass(frozen=True, kw_only=True)
class LiveSettings:
    """Where an inspectorate's service answers for registers; without an address nobody is asked.

    url
        `https://…`, below which questions go to `/lookups`. Numbers of persons are sent there.
    name
        What people call it; it stands beside its answers.
    registers
        The registers that it answers for.
    authority, certificate, key
        Files of the keys folder: who vouches for the server, and by what it knows us.
    seconds
        Longest wait for one answer.
    """

    url: str = ""
    name: str = ""
    registers: tuple[str, ...] = ()
    authority: str | None = None
    certificate: str | None = None
    key: str | None = None
    seconds: int = 5

    def __post_init__(self) -> None:
        if not self.url:
            return
        parts = parts_of(self.url)
        is_whole = parts is not None and parts.scheme == "https" and bool(parts.hostname)
        if parts is None or not is_whole or parts.username or parts.query or parts.fragment:
            raise SettingsFault("SETTING-840")
        files = [one for one in (self.authority, self.certificate, self.key) if one]
        if not self.registers or not all(map(_REGISTER.fullmatch, self.registers)):
            raise SettingsFault("SETTING-841")
        if not all(map(_FILE.fullmatch, files)) or bool(self.certificate) != bool(self.key):
            raise SettingsFault("SETTING-842")
        if not 1 <= self.seconds <= _LONGEST_SECONDS:
            raise SettingsFault(
                "SETTING-037", number=self.seconds, least=1, most=_LONGEST_SECONDS, variable="LIVE_SECONDS"
            )


def live_settings(env: Mapping[str, str]) -> LiveSettings:
    """Read the settings whose names begin with VIGIE_LIVE; see docs/how-to/connect-a-live-register.md."""
    return LiveSettings(
        url=(env.get("VIGIE_LIVE_URL") or "").rstrip("/"),
        name=env.get("VIGIE_LIVE_NAME") or "",
        registers=tuple(env.get("VIGIE_LIVE_REGISTERS", "").replace(",", " ").split()),
        authority=env.get("VIGIE_LIVE_AUTHORITY") or None,
        certificate=env.get("VIGIE_LIVE_CERTIFICATE") or None,
        key=env.get("VIGIE_LIVE_KEY") or None,
        seconds=whole(env, "VIGIE_LIVE_SECONDS", 5),
    )
