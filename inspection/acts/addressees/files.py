"""Files of the home about addressees: what was proposed, and what it became once another person said yes."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from inspection.acts.addressees.values import NewReach
from inspection.errors import SettingsFault
from inspection.files import put
from inspection.referral.delivery.transports import LAID_OVER, laid_over
from inspection.settings import Settings


def proposed_path(settings: Settings, id_: str) -> Path:
    """Return where a proposal is kept."""
    return settings.home / LAID_OVER / "proposed" / f"{id_}.json"


def rule_path(settings: Settings, id_: str) -> Path:
    """Return where the dated rule stands that a proposal became."""
    return settings.rules / f"addressee-{id_}.yaml"


def trial_path(settings: Settings, id_: str) -> Path:
    """Return where that rule is tried: no process loads rules from there."""
    return settings.home / LAID_OVER / "proposed" / rule_path(settings, id_).name


def keep_proposed(settings: Settings, id_: str, new: NewReach) -> None:
    """Keep what is proposed."""
    put(proposed_path(settings, id_), new.model_dump_json().encode())


def proposed(settings: Settings, id_: str) -> NewReach | None:
    """Return what was proposed, None where the home no longer holds it."""
    try:
        return NewReach.model_validate_json(proposed_path(settings, id_).read_bytes())
    except (OSError, ValueError):
        return None


def rule_text(new: NewReach, on: date) -> str:
    """Return the rule file of a proposal: one dated line, which names what it rests on."""
    line: dict[str, Any] = {
        "transports": list(new.ways),
        "telephone": new.telephone,
        "source": new.source,
        "origin": "ours",
        "confidence": "L",
    }
    rule = {"last_reviewed": on, "recipients": {new.recipient: {"dated": {max(new.starts_on, on): line}}}}
    return yaml.safe_dump(rule, allow_unicode=True, sort_keys=False)


def certificate_name(new: NewReach, fingerprint: str) -> str:
    """Return how the file of the keys folder is called that holds an addressee's certificate."""
    return f"addressee-{new.recipient}-{fingerprint}.pem"


def over_of(settings: Settings, new: NewReach, fingerprint: str) -> dict[str, Any]:
    """Return what is laid over `transports.yaml` for an addressee, with what was laid there before."""
    over = dict(laid_over(settings.home).get(new.recipient, {}))
    over["mail"] = {"to": new.mail} if new.mail else None
    if new.certificate:
        over["certificate"] = certificate_name(new, fingerprint)
    return over


def write_approved(settings: Settings, id_: str, new: NewReach, rule: str, fingerprint: str) -> None:
    """Write what a yes makes of a proposal: the certificate first, so that nothing names a file that is not there."""
    if new.certificate:
        put(settings.keys / certificate_name(new, fingerprint), new.certificate.encode())
    over = over_of(settings, new, fingerprint)
    put(settings.home / LAID_OVER / f"{new.recipient}.yaml", yaml.safe_dump(over, sort_keys=True).encode())
    put(rule_path(settings, id_), rule.encode())


def require_known(settings: Settings, id_: str) -> NewReach:
    """Return what was proposed; raises `SettingsFault` 085 where the home no longer holds it."""
    found = proposed(settings, id_)
    if found is None:
        raise SettingsFault("SETTING-085")
    return found
