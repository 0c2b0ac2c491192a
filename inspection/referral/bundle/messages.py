"""What is said of a report that has left already: a correction that takes its place, a withdrawal, a recall."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from inspection.referral.bundle.manifest import MANIFEST, entry, key_of, readable_json
from inspection.referral.model import KEY_SHOWN, Addressee, Bundle
from inspection.referral.references import check_reference
from inspection.referral.report import say
from sectors.rules.values import Lang

MESSAGE = "message.txt"
_SCHEMA = "vigie/message/1"
MessageKind = Literal["correction", "withdrawal", "recall"]


def corrected(made: Bundle, replaces: str, what: str, *, nonce: Callable[[str], str] | None = None) -> Bundle:
    """Return a bundle that names the one whose place it takes, and says what was wrong in that.

    Arguments: `replaces` the key of the bundle that the office got before; `what` is corrected, in our words.
    """
    files = dict(made.files)
    manifest: dict[str, Any] = json.loads(files.pop(MANIFEST))
    text = _text("correction", manifest["language"], made.reference, replaces, what)
    key = key_of(_SCHEMA, made.recipient, [made.key, replaces, text.decode()])
    manifest |= {"key": key, "replaces": replaces, "files": [*manifest["files"], entry(MESSAGE, text)]}
    manifest |= {} if nonce is None else {"nonce": nonce(key)}
    return replace(
        made, key=key, files=((MANIFEST, readable_json(manifest)), *sorted({**files, MESSAGE: text}.items()))
    )


def message(
    kind: Literal["withdrawal", "recall"],
    addressee: Addressee,
    reference: str,
    about: str,
    *,
    why: str = "",
    nonce: Callable[[str], str] | None = None,
) -> Bundle:
    """Return the message that a report is withdrawn, or is to be deleted; it holds nothing of the case.

    Arguments: `about` the key of the bundle that the office got; `why` the reason of a withdrawal, which the magistrate
    and the police may read. A recall gives none: the office is not to know more than it does.
    """
    text = _text(kind, addressee.language, check_reference(reference), about, why)
    key = key_of(_SCHEMA, addressee.recipient, [kind, reference, about, why])
    manifest = {
        "schema": _SCHEMA,
        "message": kind,
        "reference": reference,
        "recipient": addressee.recipient,
        "language": addressee.language,
        "key": key,
        "about": about,
        **({} if nonce is None else {"nonce": nonce(key)}),
        "files": [entry(MESSAGE, text)],
    }
    files = ((MANIFEST, readable_json(manifest)), (MESSAGE, text))
    return Bundle(reference=reference, recipient=addressee.recipient, key=key, files=files)


def message_text(made: Bundle) -> str | None:
    """Return the words of a correction, a withdrawal or a recall; None for a report."""
    text = dict(made.files).get(MESSAGE)
    return None if text is None else text.decode()


def _text(kind: MessageKind, lang: Lang, reference: str, about: str, why: str) -> bytes:
    shown = about[:KEY_SHOWN]
    lines = [
        say(f"message.{kind}.title", lang),
        f"{say('reference', lang)}: {reference}",
        say(f"message.{kind}", lang).format(key=shown),
        *([why.strip()] if why.strip() else []),
        say(f"message.{kind}.ask", lang),
    ]
    return ("\n".join(lines) + "\n").encode()
