"""The live service over HTTPS: one address, certificates at both ends, a short wait, no second address."""

import logging
import ssl
from pathlib import Path
from time import monotonic

import httpx

from inspection.errors import SettingsFault
from inspection.registers.live.asking import LiveAnswer, LiveQuestion, LiveRegister, question_json, read_answer
from inspection.settings import LiveSettings

_MOST_BYTES = 1 << 16
_PASSES = frozenset({408, 425, 429})
_log = logging.getLogger("vigie.registers.live")


class HttpRegister:
    """Asks with `POST {url}/lookups`; no redirect is followed and no proxy of the environment is used."""

    def __init__(self, settings: LiveSettings, keys: Path) -> None:
        self.name, self._settings, self._keys = settings.name, settings, keys

    def serves(self, register: str) -> bool:
        """Tell whether it answers for a register."""
        return register in self._settings.registers

    def ask(self, question: LiveQuestion) -> LiveAnswer:
        """Ask once; whatever goes wrong is told by its kind, never by what was sent or came."""
        try:
            status, text = self._exchange(question)
        except (httpx.HTTPError, ssl.SSLError, OSError) as fault:
            _log.warning("%s: %s", question.register_key, type(fault).__name__)
            return LiveAnswer(why="away")
        if status != 200 or text is None:
            _log.warning("%s: status %d", question.register_key, status)
            return LiveAnswer(why="away" if status >= 500 or status in _PASSES else "refused")
        return read_answer(question, text)

    def _exchange(self, question: LiveQuestion) -> tuple[int, bytes | None]:
        """Return status and body; a body that is too large or trickles in is none."""
        until = monotonic() + self._settings.seconds
        with (
            httpx.Client(verify=self._context(), timeout=self._settings.seconds, trust_env=False) as client,
            client.stream("POST", f"{self._settings.url}/lookups", json=question_json(question)) as answer,
        ):
            text = b""
            for part in answer.iter_bytes() if answer.status_code == 200 else ():
                text += part
                if len(text) > _MOST_BYTES:
                    return answer.status_code, b""
                if monotonic() > until:
                    raise httpx.ReadTimeout("the whole answer took too long")
            return answer.status_code, text

    def _context(self) -> ssl.SSLContext:
        chosen = self._settings
        context = ssl.create_default_context(cafile=self._file(chosen.authority) if chosen.authority else None)
        if chosen.certificate and chosen.key:
            context.load_cert_chain(self._file(chosen.certificate), self._file(chosen.key, secret=True))
        return context

    def _file(self, name: str, *, secret: bool = False) -> str:
        path = self._keys / name
        if not path.is_file():
            raise SettingsFault("SETTING-801", file=name)
        if secret and path.stat().st_mode & 0o077:
            raise SettingsFault("SETTING-806", file=name)
        return str(path)


def live_register(settings: LiveSettings, keys: Path) -> LiveRegister | None:
    """Return the service that an installation is connected to; None where it has none."""
    return HttpRegister(settings, keys) if settings.url else None
