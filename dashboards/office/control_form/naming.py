"""How persons, offenders and parties of a draft are called, by their reference; and which parts name one."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.office.asking import Asked
from inspection.control.begun import naming_in
from inspection.i18n import t

Raw = Mapping[str, Any]
Options = dict[str, str]
_OTHER_WORDS: Final = {
    "attachments": "screen.onsite.part.photos",
    "comments": "screen.onsite.part.photos",
    "consents": "screen.people.consent",
    "summaries": "onsite.part.summaries",
}


def people(asked: Asked, control: Raw, *others: str) -> Options:
    """Return the persons found, by reference with their name, and after them `others` such as the workplace."""
    named = {one["ref"]: f"{one['ref']} {one.get('name') or ''}".strip() for one in control["persons"]}
    words = {"workplace": t("dossier.the_workplace", asked.look.lang)}
    return named | {key: words.get(key) or t(f"dossier.heard.{key}", asked.look.lang) for key in others}


def offenders(asked: Asked, control: Raw) -> Options:
    """Return the offenders that were noted, by reference, with their role and name."""
    lang, roles = asked.look.lang, asked.catalogue.offender_roles
    return {
        one["ref"]: " ".join(
            filter(
                None, (one["ref"], roles[one["role"]].label.say(lang) if one["role"] in roles else "", one.get("name"))
            )
        )
        for one in control.get("offenders") or ()
    }


def parties(control: Raw) -> Options:
    """Return the parties of the chain that were noted, by reference with their name."""
    return {one["ref"]: f"{one['ref']} {one.get('name') or ''}".strip() for one in control.get("chain") or ()}


def named_under(asked: Asked, control: Raw, ref: str) -> str:
    """Return the parts of the form in which somebody is named, in words; "" where nothing names them."""
    keys = (_OTHER_WORDS.get(part, f"screen.onsite.part.{part}") for part in naming_in(control, ref))
    return ", ".join(dict.fromkeys(t(key, asked.look.lang) for key in keys))
