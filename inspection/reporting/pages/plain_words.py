"""A workplace's assessment as a plain paragraph, and what changed of a list, in the reader's language.

Neither tells of a complaint, an order or a lot: a paragraph is copied into letters and files, where whoever complained
is looked for. So terms that stand for complaints are left out, with their points.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from inspection.i18n import Lang, t
from inspection.reporting.pages.sums import NO_STEP, Term, term_of
from inspection.reporting.week import BookReason, BookStop
from inspection.targeting.choosing import ChangedTerm, ListChange
from inspection.targeting.model import Reason
from sectors import Catalogue

_UNTOLD: Final = "complaints"  # the register of what is not told


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """A change of the list in words: what kind it is, its workplace, sector and district, and what changed."""

    kind: str
    workplace: str
    sector: str
    district: str
    is_planned: bool
    what: tuple[str, ...]


def assessment_text(stop: BookStop, catalogue: Catalogue, lang: Lang) -> str:
    """Return what the registers say of a stop's workplace and what that gives, as a paragraph of whole sentences.

    Its points are those of the terms that are told, so that they add up.
    """
    told = [reason for reason in stop.reasons if not _is_untold(reason.signal, catalogue)]
    ordered = sorted(told, key=lambda r: (-r.points, r.signal))
    counted = [term_of(reason, catalogue, lang) for reason in ordered if reason.points]
    quiet = [term_of(r, catalogue, lang).label for r in ordered if not r.points and r.value is not None]
    missing = [term_of(r, catalogue, lang).label for r in ordered if not r.points and r.value is None]
    sentences = [t("plain.points", lang, n=sum(r.points for r in told), sector=_sector(stop.sector, catalogue, lang))]
    terms = "; ".join(_term_text(term, lang) for term in counted)
    sentences.append(t("plain.why", lang, terms=terms) if counted else t("plain.nothing", lang))
    sentences += [t("plain.quiet", lang, labels=", ".join(quiet))] if quiet else []
    sentences += [t("plain.missing", lang, labels=", ".join(missing))] if missing else []
    return " ".join([*sentences, t("plain.meaning", lang)])


def told_change(change: ListChange, catalogue: Catalogue, lang: Lang) -> ToldChange:
    """Return a change of the list in words, with each term that changed: value, step, points, day, card."""
    what = [t(f"difference.why.{change.why}", lang)] if change.why else []
    what += [_changed_text(term, catalogue, lang) for term in change.terms]
    if change.cards is not None:
        what.append(t("difference.card", lang, before=change.cards[0], after=change.cards[1]))
    return ToldChange(
        kind=t(f"difference.kind.{change.kind}", lang),
        workplace=change.workplace,
        sector=_sector(change.sector, catalogue, lang),
        district=change.district,
        is_planned=change.is_planned,
        what=tuple(what),
    )


def served_text(objective: str | None, catalogue: Catalogue, lang: Lang) -> str | None:
    """Return the sentence that says what a week's selection serves; None for a week of before there was a choice."""
    known = catalogue.objectives.get(objective or "")
    return t("week.serves", lang, objective=known.label.say(lang)) if known else None


def counted_changes(counts: Mapping[str, int], lang: Lang) -> str:
    """Return how many are new, gone, up and down."""
    return t("difference.counts", lang, **{kind: counts.get(kind, 0) for kind in ("new", "gone", "up", "down")})


def _term_text(term: Term, lang: Lang) -> str:
    return t("plain.term", lang, label=term.label, value=term.value, source=term.source, points=f"{term.points:+d}")


def _changed_text(term: ChangedTerm, catalogue: Catalogue, lang: Lang) -> str:
    before, after = (_said(reason, catalogue, lang) for reason in (term.before, term.after))
    shown = after or before
    assert shown is not None  # noqa: S101  a term stands in one of the two
    points = f"{term.points:+d}"
    if before is None or after is None:
        return t("difference.term_now", lang, label=shown.label, after=_step(shown, lang), points=points)
    said = t(
        "difference.term", lang, label=shown.label, before=_step(before, lang), after=_step(after, lang), points=points
    )
    if "register_day" not in term.what:
        return said
    return f"{said}, {t('difference.register', lang, before=before.source, after=after.source)}"


def _said(reason: Reason | None, catalogue: Catalogue, lang: Lang) -> Term | None:
    return term_of(BookReason(**asdict(reason)), catalogue, lang) if reason else None


def _step(term: Term, lang: Lang) -> str:
    return t("difference.step", lang, value=term.value, bin=term.bin) if term.bin != NO_STEP else term.value


def _is_untold(signal: str, catalogue: Catalogue) -> bool:
    known = catalogue.signals.get(signal)
    return known is not None and known.register_key == _UNTOLD


def _sector(key: str, catalogue: Catalogue, lang: Lang) -> str:
    return catalogue.sectors[key].label.say(lang) if key in catalogue.sectors else key
