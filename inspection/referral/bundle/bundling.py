"""The bundle of one addressee: what it may see of a first report, with a hash of every part."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspection.errors import ReferralFault
from inspection.life_cycles import ExhibitState
from inspection.referral.bundle.manifest import DATA, MANIFEST, SIGNATURE, entry, key_of, readable_json, sha256_of_bytes
from inspection.referral.model import Addressee, Bundle, FirstReport
from inspection.referral.references import check_reference, require_moment
from inspection.referral.report import (
    WHOLE_CASE_PART,
    Exhibit,
    adds_nothing,
    case_facts,
    first_report_text,
    share_of,
    shown_to,
    structured,
)
from inspection.referral.routing import recipient_of
from sectors import Catalogue

_BUNDLE_SCHEMA = "vigie/bundle/1"
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}(\.[a-z0-9]{1,8}){1,2}")
_OURS = frozenset({MANIFEST, SIGNATURE, DATA, "first_report.txt", "first_report.pdf"})


def bundle(
    addressee: Addressee,
    report: FirstReport,
    catalogue: Catalogue,
    *,
    pdf: Callable[[bytes], bytes] | None = None,
    exhibits: Sequence[tuple[str, bytes]] = (),
    supplements: str | None = None,
    nonce: Callable[[str], str] | None = None,
) -> Bundle:
    """Return what one addressee gets: manifest, structured data, the report as text, and what is passed in.

    Deterministic: the same report for the same addressee gives the same bundle and key, however often it is made.
    Each gets what the rules give to the reason for which it is told (`shares` in recipients.yaml): who is told of a
    minor only gets the minors, an office of a lodging who is lodged there, and neither grounds, offences nor exhibits.

    The exhibits that the report names as attached stand in the manifest by their hashes; their content lies elsewhere
    until the bundle leaves (`Bundle.apart`).

    pdf
        Sets the report as PDF for this addressee around its structured data, which are passed to it.
    exhibits
        (file name, content) of further files, lower-case names without folders.
    supplements
        Key of the bundle to the same addressee that this one adds to.
    nonce
        Gives the nonce of a bundle by its key, which nobody can guess: an acknowledgement must quote it.

    Raises ReferralFault where the report names no place, where the addressee may not see a case, where exhibits go to
    one that gets none, for a file name that is not plain or is taken, for a wrong reference and for a decision
    without time zone.
    """
    _refuse_forbidden(addressee, exhibits, catalogue)
    _refuse_nowhere(report)
    reference = check_reference(report.reference)
    require_moment(report.decided_at)
    data = structured(addressee, report, catalogue)
    named = {} if supplements is None else {"supplements": supplements}
    packed = readable_json(data | named)
    parts = {
        DATA: packed,
        "first_report.txt": first_report_text(addressee, report, catalogue, supplements=supplements).encode(),
        **({"first_report.pdf": pdf(packed)} if pdf is not None else {}),
        **_named(exhibits),
    }
    apart = [e for e in shown_to(addressee, report, catalogue).exhibits if e.state == ExhibitState.ATTACHED]
    listed = _listed(parts, apart)
    hashes = sorted((one["name"], one["sha256"]) for one in listed)
    key = key_of(_BUNDLE_SCHEMA, reference, addressee.recipient, hashes)
    manifest = {
        "schema": _BUNDLE_SCHEMA,
        "reference": reference,
        "recipient": addressee.recipient,
        "reason": addressee.reason,
        "language": addressee.language,
        "key": key,
        "content": _content(data, exhibits),
        **named,
        **({} if nonce is None else {"nonce": nonce(key)}),
        "files": listed,
    }
    return Bundle(
        reference=reference,
        recipient=addressee.recipient,
        key=key,
        files=((MANIFEST, readable_json(manifest)), *sorted(parts.items())),
        apart=tuple((e.name, e.sha256) for e in apart),
    )


def content_hash(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> str:
    """Return the hash of what a report would tell an addressee, where a whole bundle may be made for nothing."""
    return _content(structured(addressee, report, catalogue), ())


def content_hash_in(manifest: bytes) -> str | None:
    """Return the same hash of a bundle that was made, from its manifest; None for one of before it was noted."""
    found = json.loads(manifest).get("content")
    return None if found is None else str(found)


def adds_nothing_to(addressee: Addressee, report: FirstReport, catalogue: Catalogue, held: bytes) -> bool:
    """Tell whether a report tells an addressee nothing that the data of an earlier bundle (`held`) do not.

    By what they say, whichever version of the program and edition of the rules they were made by: the hash of a content
    changes with each of these.
    """
    data = json.loads(readable_json(structured(addressee, report, catalogue)))
    return adds_nothing(data, json.loads(held))


def is_of_whole_case(data: bytes) -> bool:
    """Tell whether the data of a bundle are those of whoever works the case."""
    return WHOLE_CASE_PART in json.loads(data)


def damaged(files: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are missing, strange or changed by what the manifest says; empty is well.

    The signature of the manifest speaks for the manifest, so the manifest cannot speak for it: it is let pass here.
    """
    if MANIFEST not in files:
        return [MANIFEST]
    listed = {one["name"]: one["sha256"] for one in json.loads(files[MANIFEST])["files"]}
    held = {name: sha256_of_bytes(content) for name, content in files.items() if name not in (MANIFEST, SIGNATURE)}
    return sorted(name for name in listed.keys() | held.keys() if listed.get(name) != held.get(name))


def _refuse_forbidden(addressee: Addressee, exhibits: Sequence[tuple[str, bytes]], catalogue: Catalogue) -> None:
    recipient = recipient_of(addressee.recipient, catalogue)
    if not recipient.gets_bundles:
        raise ReferralFault("REFER-501", recipient=recipient.id, may_see=recipient.may_see)
    if exhibits and "exhibits" not in share_of(addressee, catalogue).parts:
        raise ReferralFault("REFER-502", recipient=recipient.id, reason=addressee.reason)


def _refuse_nowhere(report: FirstReport) -> None:
    """Refuse a report that would send the police nowhere: the control always knows its municipality or its canton."""
    if not (report.workplace and (report.refnis or report.canton)):
        raise ReferralFault("REFER-504")


def _named(exhibits: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, content in exhibits:
        if not _FILE_NAME.fullmatch(name) or name in _OURS or name in found:
            raise ReferralFault("REFER-503")
        found[name] = content
    return found


def _listed(parts: Mapping[str, bytes], apart: Sequence[Exhibit]) -> list[dict[str, Any]]:
    """Return name, size and hash of every file of a bundle, by name."""
    here = [entry(name, body) for name, body in parts.items()]
    elsewhere = [{"name": e.name, "bytes": e.size_bytes, "sha256": e.sha256} for e in apart]
    return sorted([*here, *elsewhere], key=lambda one: str(one["name"]))


def _content(data: Mapping[str, Any], exhibits: Sequence[tuple[str, bytes]]) -> str:
    """Hash what the addressee is told, without when it was decided and by which edition of the rules."""
    hashes = sorted((name, sha256_of_bytes(content)) for name, content in exhibits)
    return sha256_of_bytes(readable_json([case_facts(data), hashes]))
