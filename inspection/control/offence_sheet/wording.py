"""The sheet of an offence in words: headings and rows, for a terminal or a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspection.control.offence_sheet.beside_federal import Instrument, RegionalLaw, RegionalScale
from inspection.control.offence_sheet.gathering import AskedByVariant, DatedLine, Named, OffenceSheet, Risk, ShownBy
from inspection.i18n import Lang, t

Row = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """A heading, and below it rows of a name and a text; a row without a name goes on with the one above."""

    heading: str
    rows: tuple[Row, ...]


def worded(sheet: OffenceSheet, lang: Lang) -> tuple[Part, ...]:
    """Return the sheet in a reader's language; what does not concern the offence is left out."""
    parts = (
        Part(f"{sheet.key} · {sheet.label}", tuple(_head(sheet, lang))),
        Part(t("offence_sheet.risks", lang), tuple(_risks(sheet, lang))),
        Part(t("offence_sheet.regional", lang), tuple(row for one in sheet.regional for row in _region(one, lang))),
        Part(t("offence_sheet.beside", lang), tuple(_beside(sheet, lang))),
        Part(t("offence_sheet.shown_by", lang), tuple(row for one in sheet.shown_by for row in _shown(one, lang))),
        Part(t("offence_sheet.lines", lang), tuple(row for one in sheet.lines for row in _line(one, lang))),
    )
    return tuple(part for part in parts if part.rows)


def _head(sheet: OffenceSheet, lang: Lang) -> Iterator[Row]:
    yield t("offence_sheet.on", lang), sheet.on.isoformat()
    yield t("offence_sheet.article", lang), sheet.article
    yield t("offence_sheet.domain", lang), sheet.domain
    yield t("offence_sheet.competence", lang), t(f"offence_sheet.competence.{sheet.competence}", lang)
    yield t("offence_sheet.offender", lang), _named(sheet.offender)
    marks = ("of_worker", "of_minors", "regional_order")
    yield from (("", t(f"offence_sheet.{mark}", lang)) for mark in marks if getattr(sheet, mark))
    if sheet.stay is not None:
        yield t("offence_sheet.stay", lang), t(f"offence_sheet.stay.{sheet.stay}", lang)
    if not sheet.discretion:
        yield "", t("offence_sheet.no_discretion", lang)
    yield t("offence_sheet.source", lang), _rests_on(sheet, lang)
    if sheet.note:
        yield t("offence_sheet.note", lang), sheet.note


def _risks(sheet: OffenceSheet, lang: Lang) -> Iterator[Row]:
    yield t("offence_sheet.period", lang), f"{sheet.period} · × {sheet.surcharge_factor}"
    if not sheet.risks:
        yield t("offence_sheet.level", lang), t("offence_sheet.no_level", lang)
    for risk in sheet.risks:
        yield from _risk(risk, lang)
    if sheet.variant is not None:
        yield from _variant(sheet.variant, lang)
    multiplied = {True: "yes", False: "no", None: "unknown"}[sheet.multiplied_by_workers]
    said = t(f"offence_sheet.multiplied.{multiplied}", lang, cap=sheet.workers_cap)
    yield t("offence_sheet.multiplied", lang), said
    for factor in sheet.factors:
        yield t("offence_sheet.factor", lang), _named(factor)


def _risk(risk: Risk, lang: Lang) -> Iterator[Row]:
    yield t(f"offence_sheet.reading.{risk.reading}", lang), str(risk.level)
    if risk.prison_months is not None:
        yield t("offence_sheet.prison", lang), t("offence_sheet.months", lang, span=_span(risk.prison_months))
    yield t("offence_sheet.criminal", lang), _fine(risk.criminal_cents, lang)
    if risk.criminal_legal_cents is not None:
        yield t("offence_sheet.criminal_legal", lang), _fine(risk.criminal_legal_cents, lang)
    yield t("offence_sheet.administrative", lang), _fine(risk.administrative_cents, lang)
    if risk.floor_percent is not None:
        yield t("offence_sheet.floor", lang), t("offence_sheet.of_maximum", lang, percent=risk.floor_percent)
    yield t("offence_sheet.source", lang), _rests_on(risk, lang)


def _variant(asked: AskedByVariant, lang: Lang) -> Iterator[Row]:
    """A variant is no level of its own: it says when the aggravated one is reached."""
    marks = [asked.confidence, *_to_verify(asked.confidence, lang)]
    said = t("offence_sheet.variant_asks", lang, least=asked.at_least)
    yield t("offence_sheet.variant", lang), f"[{', '.join(marks)}] {said}"
    yield from (("", _named(one)) for one in asked.only_with)
    if asked.times > 1:
        yield "", t("offence_sheet.variant_times", lang, times=asked.times)


def _region(region: RegionalLaw, lang: Lang) -> Iterator[Row]:
    laws = {(True, False): "federal", (False, True): "own", (True, True): "both"}
    governs = laws.get((region.is_federal, region.is_own), "none")
    yield region.label, t(f"offence_sheet.governs.{governs}", lang)
    yield "", ", ".join(region.areas)
    if region.is_own:
        yield from _regional_scale(region.scale, lang)
        for one in region.instruments:
            yield t("offence_sheet.instrument", lang), _titled(one, lang)
            yield "", _rests_on(one, lang)
    yield t("offence_sheet.source", lang), _rests_on(region, lang)


def _regional_scale(scale: RegionalScale | None, lang: Lang) -> Iterator[Row]:
    if scale is None:
        yield t("offence_sheet.regional_scale", lang), t("offence_sheet.scale_unknown", lang)
        return
    marks = [scale.confidence, *_to_verify(scale.confidence, lang)]
    yield t("offence_sheet.regional_scale", lang), f"[{', '.join(marks)}] {t('offence_sheet.before_surcharge', lang)}"
    if scale.prison_months is not None:
        yield t("offence_sheet.prison", lang), t("offence_sheet.months", lang, span=_span(scale.prison_months))
    yield t("offence_sheet.criminal", lang), _fine(scale.criminal_base_cents, lang)
    yield t("offence_sheet.administrative", lang), _fine(scale.administrative_base_cents, lang)


def _titled(one: Instrument, lang: Lang) -> str:
    return f"{one.title} ({one.numac or t('offence_sheet.numac_unknown', lang)})"


def _beside(sheet: OffenceSheet, lang: Lang) -> Iterator[Row]:
    for name in ("excludes", "excluded_by", "only_with", "effects"):
        for one in getattr(sheet, name):
            yield t(f"offence_sheet.{name}", lang), _named(one)


def _shown(one: ShownBy, lang: Lang) -> Iterator[Row]:
    yield one.question, one.asked
    yield "", f"{one.answer} · {one.said}" if one.said else one.answer
    if one.means == "variant":
        yield "", t("offence_sheet.means_variant", lang)
    elif one.means != "offence":
        yield "", f"{t('offence_sheet.factor', lang)}: {one.means}"
    for name in ("when", "concerns"):
        if getattr(one, name):
            yield "", f"{t(f'offence_sheet.{name}', lang)}: {getattr(one, name)}"


def _line(line: DatedLine, lang: Lang) -> Iterator[Row]:
    mark = f" ({t('offence_sheet.holds', lang)})" if line.holds else ""
    yield line.start.isoformat(), f"{line.place}{mark}"
    if line.ends:
        yield "", t("offence_sheet.ends", lang)
        return
    short = {name: value for name, value in line.changes.items() if not isinstance(value, dict) and name != "note"}
    if short:
        yield "", "; ".join(f"{name}: {_plain(value)}" for name, value in short.items())
    yield "", _rests_on(line, lang)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "?" if value is None else str(value)


def _named(one: Named) -> str:
    amount = f" ({one.cents / 100:,.2f} EUR)" if one.cents is not None else ""
    return f"{one.key} · {one.label}{amount}" if one.label else one.key


def _to_verify(confidence: str, lang: Lang) -> list[str]:
    return [] if confidence in ("H", "H*") else [t("offence_sheet.verify", lang)]


def _rests_on(of: OffenceSheet | Risk | DatedLine | RegionalLaw | Instrument, lang: Lang) -> str:
    marks = [of.confidence, *([t(f"offence_sheet.origin.{of.origin}", lang)] if of.origin else [])]
    marks += _to_verify(of.confidence, lang)
    return f"[{', '.join(marks)}] {of.source}"


def _fine(cents: tuple[int, int] | None, lang: Lang) -> str:
    return _euros(cents) if cents is not None else t("offence_sheet.none", lang)


def _euros(cents: tuple[int, int]) -> str:
    return f"{_span((cents[0] // 100, cents[1] // 100))} EUR"


def _span(ends: tuple[int, int]) -> str:
    return f"{ends[0]:,}–{ends[1]:,}"
