"""Forms: read under a cap, and with a token that only a page of the same session can hold.

The guard takes a form from a page of this house only, by its Origin. The token is the second lock: a page that somebody
got served under our name cannot send a form in another's session.
"""

import base64
import binascii
import hmac
import secrets
import zlib
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from dashboards.field.bodies import media_type_of, read_body
from dashboards.office.addresses import LEADING
from inspection import acts
from inspection.acts.texts import Sent
from inspection.errors import AccessRefused, ControlFault, SettingsFault
from inspection.sealing import pseudonym
from inspection.trust import AppContext
from inspection.trust.identity import Principal

TOKEN_FIELD = "form_token"  # noqa: S105  the name of a field
SENT_BY_SCRIPT = "x-sent-by-page"  # the page itself goes where an answer leads, and stays where there is no answer
_LOOKED_AT = "x-looked-at"
_PAGE_FIELD, _FIELDS_FIELD = "kept_page", "kept_fields"
_LARGEST_FORM = 8000  # bytes, of whoever has not signed in
LARGEST_OF_KNOWN = 80_000  # bytes: the longest text that is kept, with every letter written as six
MOST_FIELDS = 50
LARGEST_FILE = 2_000_000  # bytes of a file that a form brings: a roster of some thousand people
LARGEST_PACKED = LARGEST_FILE + LARGEST_OF_KNOWN  # bytes of a form that carries such a file
_REFUSED = 400
_MARK_BYTES = 9
_THEN = "."  # between the token and the mark


@dataclass(frozen=True)
class SentFile:
    """A file that a form brings, and the type that its browser gives it."""

    content: bytes = field(repr=False)
    media_type: str


class _InMemory(MultiPartParser):
    """Holds a file in memory only: a photograph must not lie in clear on the disk."""

    spool_max_size = 2**31


def form_token(principal: Principal, app: AppContext | None = None) -> str:
    """Return what a form of a session carries: a keyed hash of the session's id, so nothing is kept for it.

    It stays the same when the session is proven again: a page that was open before can still be sent.
    """
    return pseudonym(f"form {principal.credential}", "identity", keys=(app or acts.app()).store.keys)


def page_mark() -> str:
    """Return what marks the forms of one page that is drawn, beside the token: by it a second click is known."""
    return secrets.token_urlsafe(_MARK_BYTES)


def mark_of(sent: Mapping[str, str]) -> str:
    """Return the mark of the page that a form came from, "" where its page has none."""
    return sent.get(TOKEN_FIELD, "").partition(_THEN)[2]


def require_form_token(principal: Principal, sent: Mapping[str, str], app: AppContext | None = None) -> None:
    """Refuse a form that no page of this session made; raises `AccessRefused` 121."""
    if not hmac.compare_digest(
        form_token(principal, app).encode(), sent.get(TOKEN_FIELD, "").partition(_THEN)[0].encode()
    ):
        raise AccessRefused("ACCESS-121")


async def read_form_with_file(request: Request) -> dict[str, str]:
    """Return the fields of a form that brings a file, its text under the name of its field.

    Errors: `SettingsFault` 046 for a file that is too large or no text, and for what is no such form.
    """
    try:
        if media_type_of(request) != "multipart/form-data":
            raise ValueError
        body = await read_body(request, LARGEST_PACKED)
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1")
        parts = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        return {name: _text_of(part) for part in parts if (name := _name_of(part))}
    except (ControlFault, ValueError, LookupError):
        raise SettingsFault("SETTING-046", most=LARGEST_FILE) from None


async def read_form_with_exhibit(request: Request) -> dict[str, str]:
    """Return the fields of a form that brings one file of any kind; the file itself is then `file_sent`.

    Errors: `ControlFault` 302 for a file that is larger than a control's may be; `AccessRefused` 122 for what is no
    such form.
    """
    most = acts.app().settings.field.attachment_bytes
    if media_type_of(request) != "multipart/form-data":
        raise AccessRefused("ACCESS-122", most=most)
    try:
        body = await read_body(request, most + LARGEST_OF_KNOWN)
    except ControlFault:
        raise ControlFault("CONTROL-302", most=most) from None
    try:
        read = await _InMemory(request.headers, _whole(body), max_files=1, max_fields=MOST_FIELDS).parse()
    except MultiPartException:
        raise AccessRefused("ACCESS-122", most=most) from None
    fields: dict[str, str] = {}
    for name, value in read.multi_items():
        if isinstance(value, UploadFile):
            request.state.file_sent = SentFile(await value.read(), (value.content_type or "").partition(";")[0])
        else:
            fields.setdefault(name, value)
    return fields


def file_sent(request: Request) -> SentFile | None:
    """Return the file that a form brought; None where nobody chose one."""
    found: SentFile | None = getattr(request.state, "file_sent", None)
    return found if found and found.content else None


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _name_of(part: Message) -> str:
    return str(part.get_param("name", "", header="content-disposition"))


def _text_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8-sig") if isinstance(content, bytes) else ""


async def read_form(request: Request, most: int = _LARGEST_FORM, most_fields: int = MOST_FIELDS) -> dict[str, str]:
    """Return the fields of a form, the first value of each.

    most
        Bytes.
    most_fields
        How many fields it may have.

    Errors: `AccessRefused` 122 for one that is too large, and for what is no form.
    """
    try:
        if media_type_of(request) != "application/x-www-form-urlencoded":
            raise ValueError
        body = (await read_body(request, most)).decode("utf-8", "replace")
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=most_fields)
    except (ControlFault, ValueError):
        raise AccessRefused("ACCESS-122", most=most) from None
    return {name: values[0] for name, values in fields.items()}


def packed(text: str) -> str:
    """Return a file as a field of a form carries it."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(sent: str) -> str:
    """Return the file that a form carried, of at most the length that a file may have."""
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.urlsafe_b64decode(sent.encode()), LARGEST_FILE)
        if reader.unconsumed_tail or not reader.eof:
            raise ValueError
        return text.decode()
    except (ValueError, binascii.Error, zlib.error):
        raise SettingsFault("SETTING-046", most=LARGEST_FILE) from None


def sent_texts(sent: Mapping[str, str]) -> Sent | None:
    """Return which kept text a form sends, as the script of its page says; None for a form without."""
    page, fields = sent.get(_PAGE_FIELD, ""), sent.get(_FIELDS_FIELD, "")
    return Sent(page, frozenset(fields.split(","))) if page and fields else None


def looked_at(answer: Response) -> Response:
    """Say of an answer that it shows what a form would do, and did nothing: what was typed in it stays kept."""
    answer.headers[_LOOKED_AT] = "1"
    return answer


def is_accepted(answer: Response) -> bool:
    """Tell whether a form had its effect: not where it was refused, only looked at, or a proof is asked for before."""
    if _LOOKED_AT in answer.headers:
        return False
    way = urlsplit(answer.headers.get("location", "")).path
    return answer.status_code < _REFUSED and way not in LEADING


def led_by_script(request: Request, answer: Response) -> Response:
    """Return an answer that leads elsewhere as one that the script of the page can follow; any other as it is.

    A script that follows by itself would draw the page twice, and lose what is told on it once.
    """
    if SENT_BY_SCRIPT not in request.headers or "location" not in answer.headers:
        return answer
    kept = [(name, value) for name, value in answer.raw_headers if name == b"set-cookie"]
    led = Response(None, 204, {"X-Way": answer.headers["location"], "Cache-Control": "no-store"})
    led.raw_headers.extend(kept)
    return led
