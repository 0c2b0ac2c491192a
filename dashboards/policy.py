"""What a page of Streamlit may do: its own files only, from this house only, in no frame of another page."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders

_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def policy() -> str:
    """Return the Content-Security-Policy of the screens.

    Streamlit draws styles into its page, compiles charts from data, and has one script of its own in the page, which is
    named by its hash: no other runs there. Nothing of another site is ever fetched, and nothing told to one.
    """
    scripts = " ".join(("script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:", *_hashes()))
    return "; ".join(
        (
            "default-src 'self'",
            scripts,
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Policy:
    """Says with every answer what its page may do, unless the route says so itself, as the field form does.

    said
        The policy of answers that say none; "" means that of the screens.
    """

    def __init__(self, inner: Any, said: str = "") -> None:
        self._inner = inner
        self._said = {
            "Content-Security-Policy": said or policy(),
            "Referrer-Policy": "same-origin",  # to no other site; a form of ours must say from where it comes
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the application inside does, with the policy in front."""

        async def telling(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if _is_screen(headers):
                    headers["Cache-Control"] = "no-store"
                for name, value in self._said.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._inner(scope, receive, telling if scope["type"] == "http" else send)


def _is_screen(headers: MutableHeaders) -> bool:
    """Tell whether an answer is a page of Streamlit: no browser keeps one, so that Back asks whether it may be seen."""
    is_page = headers.get("content-type", "").startswith("text/html")
    return is_page and "content-security-policy" not in headers


def _hashes() -> Iterator[str]:
    import streamlit  # the portal has no screens, and does not pay for them

    page = Path(streamlit.__file__).parent / "static" / "index.html"
    for script in _INLINE.findall(page.read_bytes()):
        yield f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
