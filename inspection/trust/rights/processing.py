"""The record of processing that the GDPR asks for, made from the rules and the table of rights."""

from collections.abc import Iterator

from inspection.i18n import Lang
from inspection.trust.rights.table import rights
from sectors import Catalogue

_HEAD = """# Record of processing: draft

Made by `vigie rules record` from the rules and the table of rights; local lines of a service change it. The
service completes controller, contact and data protection officer, and the general description of
security (see the threat model).
"""


def record_of_processing(catalogue: Catalogue, lang: Lang = "en") -> str:
    """Return the record as Markdown: purposes, sources, recipients, classes with their terms, and who has access."""
    parts = (_purposes(catalogue, lang), _sources(catalogue, lang), _recipients(catalogue, lang))
    more = (_terms(catalogue, lang), _access())
    return "\n".join([_HEAD, *("\n".join(part) + "\n" for part in (*parts, *more))]).rstrip() + "\n"


def _purposes(catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield "## Purposes for which somebody looks at what speaks of a person\n"
    yield from _row("purpose", "who", "basis", "confidence", head=True)
    for one in catalogue.purposes.values():
        yield from _row(one.label.say(lang), ", ".join(one.roles) or "–", one.basis, one.confidence)


def _sources(catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield "## Registers that are read\n"
    yield from _row("register", "of", "tables", "confidence", head=True)
    for one in catalogue.registers.values():
        yield from _row(one.label.say(lang), one.owner, ", ".join(t.name for t in one.tables), one.confidence)


def _recipients(catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Yield kinds of recipients, each once: offices are many, and change."""
    yield "## Recipients\n"
    yield from _row("kind", "offices", "may see", head=True)
    kinds = sorted({(one.kind, one.may_see) for one in catalogue.recipients.values()})
    for kind, seen in kinds:
        offices = [one for one in catalogue.recipients.values() if (one.kind, one.may_see) == (kind, seen)]
        first = offices[0].name.say(lang) if len(offices) == 1 else str(len(offices))
        yield from _row(kind, first, seen)


def _terms(catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield "## Classes of data, and how long each is kept\n"
    yield from _row("class", "days", "confidence", head=True)
    for one in catalogue.retention.values():
        days = "until a person decides" if one.days is None else str(one.days)
        yield from _row(one.label.say(lang), days, one.confidence)


def _access() -> Iterator[str]:
    yield "## Who has access\n"
    yield from _row("role", "reach", "acts", head=True)
    table = rights()
    for role, reach in table.reach.items():
        acts = sum(role in rule.roles for rule in table.rules.values())
        yield from _row(role, str(reach), str(acts))


def _row(*cells: str, head: bool = False) -> Iterator[str]:
    yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    if head:
        yield f"|{'---|' * len(cells)}"
