"""A chain as a drawing in plain signs: each party under the one that contracted it, with what was typed of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspection.control.filled import ChainLink, Said
from inspection.i18n import Lang, t
from inspection.time_of import day_text
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class DrawnParty:
    """One party: how deep it stands below the first, what it is called, and what is known of it, a sentence each."""

    ref: str
    depth: int
    title: str = field(repr=False)
    details: tuple[str, ...] = field(repr=False)


def drawn(chain: Sequence[ChainLink], law: Catalogue, lang: Lang) -> tuple[DrawnParty, ...]:
    """Return the parties of a chain, each below the one that contracted it, from the principal to the employer."""
    links = {link.ref for link in chain}
    under: dict[str | None, list[ChainLink]] = {}
    for link in chain:
        under.setdefault(link.under if link.under in links else None, []).append(link)
    return tuple(_below(None, 0, under, law, lang))


def as_text(parties: Sequence[DrawnParty]) -> str:
    """Return a drawing as lines of text, for a screen or a terminal."""
    lines = []
    for one in parties:
        lead = "   " * (one.depth - 1) + "└─ " if one.depth else ""
        lines.append(f"{lead}{one.ref} {one.title}")
        lines += [f"{'   ' * (one.depth + 1)}{detail}" for detail in one.details]
    return "\n".join(lines)


def _below(
    ref: str | None, depth: int, under: Mapping[str | None, Sequence[ChainLink]], law: Catalogue, lang: Lang
) -> Iterator[DrawnParty]:
    for link in under.get(ref, ()):
        yield DrawnParty(ref=link.ref, depth=depth, title=_title(link, lang), details=tuple(_details(link, law, lang)))
        yield from _below(link.ref, depth + 1, under, law, lang)


def _title(link: ChainLink, lang: Lang) -> str:
    named = ", ".join(filter(None, (link.name.strip() or t("chain.name_unknown", lang), link.number)))
    abroad = f" ({link.country})" if link.country != "BE" else ""
    return f"{t(f'chain.role.{link.role}', lang)}: {named}{abroad}"


def _details(link: ChainLink, law: Catalogue, lang: Lang) -> Iterator[str]:
    if link.under is not None:
        activity = law.chain_activities.get(link.activity or "")
        yield t(
            "chain.contract",
            lang,
            day=day_text(link.contract_on) if link.contract_on else t("chain.unknown", lang),
            activity=activity.label.say(lang) if activity else t("chain.unknown", lang),
        )
        for key in ("stay", "pay"):
            yield t(
                f"chain.{key}_statement",
                lang,
                said=_said(getattr(link, f"{key}_statement"), getattr(link, f"{key}_statement_on"), "on", lang),
            )
    if link.passed_on == "yes":
        yield t("chain.passed_on", lang)
    if link.role != "employer":
        for key in ("stay", "pay"):
            yield t(
                f"chain.knew_{key}",
                lang,
                said=_said(getattr(link, f"knew_{key}"), getattr(link, f"knew_{key}_since"), "since", lang),
            )
    if link.employs:
        yield t("chain.employs", lang, persons=", ".join(link.employs))


def _said(answer: Said, day: date | None, word: str, lang: Lang) -> str:
    said = t(f"chain.held.{answer}", lang)
    return said if day is None else t(f"chain.held_{word}", lang, said=said, day=day_text(day))
