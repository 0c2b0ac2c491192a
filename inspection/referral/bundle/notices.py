"""Notices beside a referral: what a centre, the guardianship service or another inspection service is told, no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from inspection.i18n import language_name, t
from inspection.referral.bundle.manifest import MANIFEST, readable_json, sha256_of_bytes
from inspection.referral.model import Bundle
from inspection.sealing import sha256_of
from sectors.rules.recipients import Recipient
from sectors.rules.values import Lang

NoticeKind = Literal["centre", "guardian", "exchange"]
_SCHEMA = "vigie/notice/1"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A short message to one office; `values` are plain, by key, and all that the office is told."""

    kind: NoticeKind
    reference: str
    values: Mapping[str, Any] = field(repr=False)


def notice_bundle(notice: Notice, office: Recipient) -> Bundle:
    """Return a notice as files for one office: its values, and the same as text in the office's language.

    Deterministic: the same notice for the same office gives the same key, so that a second sending is harmless.
    """
    data = {"schema": _SCHEMA, "kind": notice.kind, "reference": notice.reference, **notice.values}
    parts = {"notice.json": _readable(data), "notice.txt": notice_text(notice, office).encode()}
    hashes = {name: sha256_of_bytes(content) for name, content in sorted(parts.items())}
    manifest = {
        "schema": _SCHEMA,
        "reference": notice.reference,
        "recipient": office.id,
        "language": language_of(notice, office),
        "parts": hashes,
    }
    key = sha256_of(manifest)
    files = {MANIFEST: _readable(manifest | {"key": key}), **parts}
    return Bundle(reference=notice.reference, recipient=office.id, key=key, files=tuple(sorted(files.items())))


def notice_text(notice: Notice, office: Recipient) -> str:
    """Return a notice in words, in the office's language: to be read, or to be said on the telephone."""
    lang = language_of(notice, office)
    return "\n".join(_lines(notice, office, lang)) + "\n"


def language_of(notice: Notice, office: Recipient) -> Lang:
    """Return the language of a notice: that of the report where the office works in it, else the office's first."""
    wanted = notice.values.get("report_language")
    return next((lang for lang in office.languages if lang == wanted), office.languages[0])


def _lines(notice: Notice, office: Recipient, lang: Lang) -> Iterator[str]:
    yield t(f"notice.{notice.kind}.title", lang)
    number = f" ({office.telephone})" if office.telephone else ""
    yield _line("to", f"{office.name.say(lang)}{number}", lang)
    yield _line("reference", notice.reference, lang)
    for key, value in notice.values.items():
        if isinstance(value, list):
            yield _line(key, "", lang).rstrip()
            yield from (f"  - {_one(item, lang)}" for item in value)
        elif key != "report_language":
            yield _line(key, _of(key, value, lang), lang)
    yield t(f"notice.{notice.kind}.foot", lang)


def _one(item: Mapping[str, Any], lang: Lang) -> str:
    return "; ".join(_line(key, _of(key, value, lang), lang) for key, value in item.items())


def _line(key: str, value: str, lang: Lang) -> str:
    return t("notice.line", lang, label=t(f"notice.{key}", lang), value=value)


def _of(key: str, value: object, lang: Lang) -> str:
    """Return a value in words; a language by its name, since its code is read out to nobody."""
    return language_name(value, lang) if key == "language" and isinstance(value, str) and value else _said(value, lang)


def _said(value: object, lang: Lang) -> str:
    if isinstance(value, Mapping):
        return str(value[lang])
    if isinstance(value, bool):
        return t("notice.yes" if value else "notice.no", lang)
    return str(value) if value not in (None, "") else t("notice.unknown", lang)


def _readable(value: object) -> bytes:
    return readable_json(value) + b"\n"
