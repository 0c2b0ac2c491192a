"""The draft of arrears as it is read aloud to the person and laid into a file, in the reader's language."""

from collections.abc import Mapping

from babel.numbers import format_currency, format_decimal

from inspection.control.checks.check_wording import shown
from inspection.control.checks.pay_owed import ArrearsDraft, ArrearsLine
from inspection.i18n import Lang, t
from sectors.rules import Scale

_LOCALES: Mapping[Lang, str] = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_BE"}


def arrears_texts(draft: ArrearsDraft, scales: Mapping[str, Scale], lang: Lang) -> tuple[str, ...]:
    """Return the draft of one person, a sentence each: title, lines, sum, presumption, the right to claim.

    scales
        For their labels; a scale that is not there is named by its key.
    """
    texts = [t("arrears.title", lang, person=draft.person)]
    texts += [_line(line, scales, lang) for line in draft.lines]
    texts.append(t("arrears.total", lang, amount=_money(draft.known_cents, lang)))
    if not draft.is_complete:
        texts.append(t("arrears.incomplete", lang))
    if draft.presumed_months is not None:
        texts.append(t("arrears.presumption", lang, months=draft.presumed_months))
    texts.append(t(_EXPLAINED[draft.right_explained], lang))
    if draft.to_verify:
        texts.append(t("arrears.to_verify", lang))
    return tuple(texts)


_EXPLAINED: Mapping[bool | None, str] = {
    True: "arrears.explained",
    False: "arrears.not_explained",
    None: "arrears.explained_unknown",
}


def _line(line: ArrearsLine, scales: Mapping[str, Scale], lang: Lang) -> str:
    said = {"first": shown(line.from_on), "last": shown(line.to_on)}
    if line.blank is not None:
        said["reason"] = t(f"arrears.blank.{line.blank}", lang)
    if line.hours is None or line.paid_cents is None:
        return t("arrears.line_presumed", lang, **said)
    said |= {"hours": format_decimal(line.hours, locale=_LOCALES[lang]), "paid": _money(line.paid_cents, lang)}
    if line.due_cents is None or line.difference_cents is None:
        return t("arrears.line_blank", lang, **said)
    scale = scales.get(line.scale or "")
    return t(
        "arrears.line",
        lang,
        **said,
        rate=_money(line.hourly_cents or 0, lang),
        scale=scale.label.say(lang) if scale else line.scale,
        due=_money(line.due_cents, lang),
        difference=_money(line.difference_cents, lang),
    )


def _money(cents: int, lang: Lang) -> str:
    return format_currency(cents / 100, "EUR", locale=_LOCALES[lang])
