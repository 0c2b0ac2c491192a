"""Under which name and port a browser came: providers and passkeys know this office under one, and cookies too."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from inspection.proof_settings import ProofSettings
from inspection.settings import LOOPBACK


def origin_of(request: Request) -> str:
    """Return the origin of the page that asks, as the browser writes it; that it is ours was seen to before."""
    return f"{request.url.scheme}://{request.url.netloc}".lower()


def led_to_provider_host(request: Request, here: ProofSettings) -> Response | None:
    """Lead to the address to which the provider leads back: a cookie of another host would not come along."""
    return None if origin_of(request) == here.origin else _led(request, here.origin)


def led_to_passkey_host(request: Request, here: ProofSettings) -> Response | None:
    """Lead to where passkeys are taken: they work under one name, which an address in figures is not."""
    if here.takes_passkeys_at(origin_of(request)):
        return None
    port = request.url.port
    is_this_machine = here.passkey_host == "localhost" and request.url.hostname in LOOPBACK
    own = f"http://localhost:{port}" if is_this_machine and port else (*here.passkey_origins, here.origin)[0]
    return _led(request, own) if here.takes_passkeys_at(own) else None


def _led(request: Request, origin: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    parts = urlsplit(origin)
    address = f"{parts.scheme}://{parts.netloc}{request.url.path}{query}"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
