"""The bundle of one addressee: what it may see of a first report, with a hash of every part."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspection.errors import ReferralFault
from inspection.referral import htcds
from inspection.referral.answers import require_moment
from inspection.referral.model import Addressee, Bundle, FirstReport, PersonConcerned
from inspection.referral.references import check_reference
from inspection.referral.routing import recipient_of
from inspection.referral.wording import REGISTERS, first_report_text
from sectors import Catalogue

MANIFEST = "manifest.json"
_BUNDLE_SCHEMA = "vigie/bundle/1"
_DATA_SCHEMA = "vigie/first-report/1"
_NOT_OF_THE_CASE = frozenset({"decided_at", "rules_sha256"})
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}(\.[a-z0-9]{1,8}){1,2}")
_OURS = frozenset({MANIFEST, "data.json", "first_report.txt", "first_report.pdf"})


def bundle(
    addressee: Addressee,
    report: FirstReport,
    catalogue: Catalogue,
    *,
    pdf: bytes | None = None,
    exhibits: Sequence[tuple[str, bytes]] = (),
    supplements: str | None = None,
    nonce: Callable[[str], str] | None = None,
) -> Bundle:
    """Return what one addressee gets: manifest, structured data, the report as text, and what is passed in.

    Deterministic: the same report for the same addressee gives the same bundle and key, however often it is made.
    Who is told of a minor only gets the minors, and neither grounds, indicators, offences nor exhibits.

    pdf
        The report set as PDF for this addressee.
    exhibits
        (file name, content), lower-case names without folders.
    supplements
        Key of the bundle to the same addressee that this one adds to.
    nonce
        Gives the nonce of a bundle by its key, which nobody can guess: an acknowledgement must quote it.

    Raises ReferralFault where the report names no place, where the addressee may not see a case, where exhibits go to
    one told of a minor only, for a file name that is not plain or is taken, for a wrong reference and for a decision
    without time zone.
    """
    _refuse_forbidden(addressee, exhibits, catalogue)
    _refuse_nowhere(report)
    reference = check_reference(report.reference)
    require_moment(report.decided_at)
    data = _data(addressee, report, catalogue)
    named = {} if supplements is None else {"supplements": supplements}
    parts = {
        "data.json": _json(data | named),
        "first_report.txt": first_report_text(addressee, report, catalogue, supplements=supplements).encode(),
        **({"first_report.pdf": pdf} if pdf is not None else {}),
        **_named(exhibits),
    }
    hashes = {name: _sha256(content) for name, content in sorted(parts.items())}
    key = _key(reference, addressee.recipient, hashes)
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
        "files": [{"name": n, "bytes": len(parts[n]), "sha256": digest} for n, digest in hashes.items()],
    }
    files = ((MANIFEST, _json(manifest)), *sorted(parts.items()))
    return Bundle(reference=reference, recipient=addressee.recipient, key=key, files=files)


def says_the_same(one: Bundle, other: Bundle) -> bool:
    """Tell whether two bundles tell their addressee the same of the case, whenever and by whichever rules' edition.

    A supplement is due only where they do not: nobody reads twice what has not changed.
    """
    seen, again = (json.loads(dict(b.files)[MANIFEST]).get("content") for b in (one, other))
    return one.recipient == other.recipient and seen is not None and seen == again


def damaged(files: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are missing, strange or changed by what the manifest says; empty is well."""
    if MANIFEST not in files:
        return [MANIFEST]
    told = {entry["name"]: entry["sha256"] for entry in json.loads(files[MANIFEST])["files"]}
    held = {name: _sha256(content) for name, content in files.items() if name != MANIFEST}
    return sorted(name for name in told.keys() | held.keys() if told.get(name) != held.get(name))


def _refuse_forbidden(addressee: Addressee, exhibits: Sequence[tuple[str, bytes]], catalogue: Catalogue) -> None:
    recipient = recipient_of(addressee.recipient, catalogue)
    if recipient.may_see != "bundle":
        raise ReferralFault(
            f"'{recipient.id}' may not see a case (may_see: {recipient.may_see})",
            where="sectors/common/recipients.yaml",
            advice="Send the case to the competent offices only; this one gets what its line allows.",
            code="501",
        )
    if addressee.reason == "minor" and exhibits:
        raise ReferralFault(
            f"'{recipient.id}' is told of a minor only and gets no exhibits",
            where="inspection.referral.bundle",
            advice="Leave the exhibits to the police directorate and the magistrate.",
            code="502",
        )


def _refuse_nowhere(report: FirstReport) -> None:
    """Refuse a report that would send the police nowhere: the control always knows its municipality or its canton."""
    if not (report.workplace and (report.refnis or report.canton)):
        raise ReferralFault(
            "A first report names no place",
            where="inspection.referral.bundle",
            advice="Give the workplace's id and the municipality or canton of the control.",
            code="504",
        )


def _named(exhibits: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, content in exhibits:
        if not _FILE_NAME.fullmatch(name) or name in _OURS or name in found:
            raise ReferralFault(
                "An exhibit's file name is not plain, or is taken",
                where="inspection.referral.bundle",
                advice="Use lower-case letters, digits, - and _ with one ending, such as photo-01.jpg.",
                code="503",
            )
        found[name] = content
    return found


def _data(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    told_of_minors = addressee.reason == "minor"
    common = {
        "schema": _DATA_SCHEMA,
        "reference": check_reference(report.reference),
        "recipient": addressee.recipient,
        "language": addressee.language,
        "service": report.service,
        "decided_at": report.decided_at.isoformat(),
        "facts_on": report.facts_on.isoformat(),
        "workplace": _workplace(report),
        "contact_telephone": report.contact_telephone,
        "persons": [_person(p) for p in report.persons if p.minor or not told_of_minors],
    }
    return common if told_of_minors else common | _case(report, catalogue)


def _case(report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    sector = catalogue.sectors.get(report.sector)
    return {
        "rules_sha256": catalogue.sha256,
        "forms": list(report.forms),
        "danger_now": report.danger_now,
        "indicators": list(report.indicators),
        "offences": list(report.offences),
        "grounds": report.grounds,
        "htcds": {
            "version": htcds.VERSION,
            "typeofexploitation": htcds.exploitation(report.forms),
            "methodsofcontrol": htcds.control_methods(report.indicators),
            "forcedlabourindustry": htcds.industry(sector) if sector and "economic" in report.forms else None,
            "traffickingstatus": htcds.STATUS,
            "traffickingstatusdecisionmakingorg": htcds.DECIDED_BY,
        },
    }


def _content(data: Mapping[str, Any], exhibits: Sequence[tuple[str, bytes]]) -> str:
    """Hash what the addressee is told, without when it was decided and by which edition of the rules."""
    told = {name: value for name, value in data.items() if name not in _NOT_OF_THE_CASE}
    return _sha256(_json([told, sorted((name, _sha256(content)) for name, content in exhibits)]))


def _workplace(report: FirstReport) -> dict[str, str]:
    register, _, number = report.workplace.partition(":")
    return {
        "id": report.workplace,
        "register": REGISTERS.get(register, register),
        "register_number": number,
        "place": report.place_name,
        "canton": report.canton,
        "enterprise_number": report.enterprise_number,
        "name": report.workplace_name,
        "address": report.address,
        "refnis": report.refnis,
        "sector": report.sector,
    }


def _person(person: PersonConcerned) -> dict[str, Any]:
    return {
        "ref": person.ref,
        "minor": person.minor,
        "name": person.name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "national_number": person.national_number,
        "hearing_language": person.hearing_language,
        "where_now": person.where_now,
    }


def _key(reference: str, recipient: str, hashes: Mapping[str, str]) -> str:
    return _sha256(_json([_BUNDLE_SCHEMA, reference, recipient, sorted(hashes.items())]))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
