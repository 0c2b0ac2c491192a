"""A published list as files for its addressee: as pages, as workbook, and as JSON that the house has signed."""

import hashlib
import json

from inspection.referral import bundle
from inspection.referral.model import Bundle
from inspection.reporting.cases import (
    ReferralList,
    referral_list_json,
    referral_list_pdf,
    referral_list_xlsx,
    without_numbers,
)
from inspection.sealing import canonical_json, sha256_of
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

_SCHEMA = "vigie/list-bundle/1"
_NAME = "referral_list"


def list_bundle(content: ReferralList, app: AppContext) -> Bundle:
    """Return a published list as what its addressee gets; the house signs the manifest where it has a certificate.

    The key hangs on the list and not on the files: a workbook tells when it was made, a number to ring may be another
    by then, and a second sending must be known for the same.
    """
    parts = list_files(content)
    told = {
        "schema": _SCHEMA,
        "service": app.settings.service,
        "week": content.week,
        "recipient": content.recipient,
        "language": content.lang,
    }
    key = hashlib.sha256(canonical_json(told | {"list": sha256_of(without_numbers(content))}).encode()).hexdigest()
    hashes = [{"name": name, "sha256": hashlib.sha256(part).hexdigest()} for name, part in sorted(parts.items())]
    manifest = json.dumps(told | {"key": key, "files": hashes}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    files = {bundle.MANIFEST: manifest.encode(), **parts}
    return Bundle(
        reference=f"L-{app.settings.service}-{content.week}",
        recipient=content.recipient,
        key=key,
        files=tuple(sorted(files.items())),
    )


def list_files(content: ReferralList) -> dict[str, bytes]:
    """Return a list as PDF, workbook and JSON by file name; the same list gives the same PDF and JSON."""
    made_on = moment_of(IsoWeek.parse(content.week).days[-1], 24 * 60)
    return {
        f"{_NAME}.pdf": referral_list_pdf(content, made_on=made_on),
        f"{_NAME}.xlsx": referral_list_xlsx(content),
        f"{_NAME}.json": referral_list_json(content),
    }
