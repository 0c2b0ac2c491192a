"""The pages of a model card: what points are for, what was measured, which cards hold, and what changed."""

from inspection.reporting.model_card import sentences
from inspection.reporting.model_card.content import CardLine, ModelCard, PaperLine
from inspection.reporting.model_card.measured_parts import (
    calibration_blocks,
    fairness_blocks,
    lift_blocks,
    points_block,
    prevalence_blocks,
    proposal_blocks,
    what_if_blocks,
)
from inspection.reporting.model_card.words import NOTHING, CardSpeaker, version_of
from inspection.reporting.paper import HASH_SHOWN, Block, bullets, grid, heading, notice, paragraphs, small
from inspection.time_of import day_text


def card_blocks(card: ModelCard, say: CardSpeaker) -> list[Block]:
    """Return the whole of a model card in one edition and language."""
    parts = card_parts(card, say)
    demo = [notice(say.say("demo"))] if card.is_demo else []
    return [*demo, *(block for name in PARTS for block in parts[name])]


PARTS = (
    *("use", "not_for", "changes", "data", "prevalence", "lift", "calibration", "fairness", "what_if", "proxies"),
    *("cards", "proposals", "limits", "ground", "papers"),
)


def card_parts(card: ModelCard, say: CardSpeaker) -> dict[str, list[Block]]:
    """Return the parts of a model card by name, each with its heading: a screen shows them one by one."""
    return {
        **{kind: _statements(kind, say) for kind in ("use", "not_for", "ground")},
        "changes": _changes(card, say),
        "data": _data(card, say),
        "prevalence": prevalence_blocks(card, say),
        "lift": lift_blocks(card, say),
        "calibration": calibration_blocks(card, say),
        "fairness": fairness_blocks(card, say),
        "what_if": what_if_blocks(card, say),
        "proxies": _proxies(card, say),
        "cards": _cards(card, say),
        "proposals": proposal_blocks(card, say),
        "limits": _limits(card, say),
        "papers": _papers(card, say),
    }


def statements(kind: str, say: CardSpeaker) -> list[str]:
    """Return what the rules say of one kind, in its order."""
    known = sorted(say.rules.card_statements.values(), key=lambda one: one.place)
    return [one.text.say(say.lang) for one in known if one.kind == kind]


def _statements(kind: str, say: CardSpeaker) -> list[Block]:
    return [heading(say.say(f"part.{kind}"), 3), bullets(statements(kind, say))]


def _changes(card: ModelCard, say: CardSpeaker) -> list[Block]:
    title = heading(say.say("part.changes"), 3)
    if not card.changes:
        return [title, paragraphs(say.say("change.none"))]
    return [title, bullets(map(say.change, card.changes))]


def _data(card: ModelCard, say: CardSpeaker) -> list[Block]:
    days = {name: day_text(getattr(card, name)) for name in ("first", "last", "on")}
    blocks = [heading(say.say("part.data"), 3), paragraphs(say.say("data.how", **days))]
    if card.visits:
        names = [say.say(f"col.{name}") for name in ("arm", "chosen", "made")]
        rows = [[say.arm(one.arm), str(one.chosen), str(one.made)] for one in card.visits]
        blocks.append(grid(names, (4, 3, 3), rows) | {"numbers": [1, 2]})
    else:
        blocks.append(paragraphs(say.say("data.no_visits")))
    return [*blocks, small(data_text(card, say)), *_rounded(card, say)]


def _rounded(card: ModelCard, say: CardSpeaker) -> list[Block]:
    if card.edition == "internal":
        return []
    return [small(say.say("data.rounded", base=say.rules.releases.rounding_base))]


def data_text(card: ModelCard, say: CardSpeaker) -> str:
    """Return the registers that signals read, each with the day of its latest delivery."""
    known = (
        f"{say.register(one.register)} ({day_text(one.day) if one.day else say.say('data.no_day')})"
        for one in card.registers
    )
    return say.say("data.registers", registers="; ".join(known))


def _proxies(card: ModelCard, say: CardSpeaker) -> list[Block]:
    title = heading(say.say("part.proxies"), 3)
    if not card.proxies:
        return [title, paragraphs(say.say("proxies.none"), sentences.origin_text(card, say))]
    names = [say.say(f"col.{name}") for name in ("proxy", "decided", "until", "effect")]
    rows = []
    for one in card.proxies:
        numbers = {name: say.number(getattr(one.ratio, part)) for name, part in _ENDS}
        group, measure = say.group(one.by, one.group), say.say(f"measure.{one.measure}")
        effect = say.say("proxies.effect", measure=measure, group=group, **numbers)
        signal = [say.signal(one.signal)] if one.signal else []
        decided = [one.approved_by, day_text(one.approved_on)]
        rows.append([[say.proxy(one.proxy), *signal], decided, day_text(one.until), effect])
    return [title, grid(names, (4, 4, 3, 5), rows), paragraphs(sentences.origin_text(card, say))]


_ENDS = (("ratio", "value"), ("low", "low"), ("high", "high"))


def _cards(card: ModelCard, say: CardSpeaker) -> list[Block]:
    names = [say.say(f"col.{name}") for name in ("sector", "card", "approved", "sources")]
    rows = [
        [
            say.sector(one.sector),
            [version_of(one.key), origin_of_card(one, say)],
            approved_text(one, say),
            ", ".join(map(say.register, one.categories)) or NOTHING,
        ]
        for one in card.cards
    ]
    blocks = [heading(say.say("part.cards"), 3), grid(names, (3, 4, 4, 6), rows)]
    detailed = [one for one in card.cards if one.signals]
    if detailed:
        blocks.append(heading(say.say("part.points"), 3))
    for one in detailed:
        named = f"{say.sector(one.sector)} · {version_of(one.key)}"
        blocks += [heading(named, 4), points_block(one.signals, say, compared=False)]
    return blocks


def origin_of_card(one: CardLine, say: CardSpeaker) -> str:
    """Return whether a card was fitted to outcomes, or written by people."""
    return say.say("cards.fitted", day=day_text(one.calibrated)) if one.calibrated else say.say("cards.people")


def approved_text(one: CardLine, say: CardSpeaker) -> str:
    """Return who let a card hold: a second person, or the rules as they came."""
    if one.approved_on is None:
        return say.say("cards.with_rules")
    key = "cards.approved_by" if one.approved_by else "cards.approved_second"
    return say.say(key, reference=one.reference, day=day_text(one.approved_on), by=one.approved_by)


def _limits(card: ModelCard, say: CardSpeaker) -> list[Block]:
    uncalibrated = sum(one.calibrated is None for one in card.cards)
    told = [
        *([say.say("limit.bounds")] if any(one.is_bounds for one in card.rates) else []),
        *([say.say("limit.uncalibrated", n=uncalibrated, all=len(card.cards))] if uncalibrated else []),
    ]
    return [heading(say.say("part.limits"), 3), bullets([*told, *statements("limit", say)])]


def _papers(card: ModelCard, say: CardSpeaker) -> list[Block]:
    note = sentences.papers_note(card, say)
    names = [say.say(f"col.{name}") for name in ("paper", "signed", "hash")]
    rows = [
        [say.say(f"paper.{one.kind}"), _signed(one, say), one.sha256[:HASH_SHOWN] or NOTHING] for one in card.papers
    ]
    title = heading(say.say("part.papers"), 3)
    return [title, grid(names, (6, 3, 4), rows), *([notice(note)] if note else [])]


def _signed(one: PaperLine, say: CardSpeaker) -> str | list[str]:
    if one.signed_on is None:
        return say.say("papers.not_signed")
    return [day_text(one.signed_on), *([one.signed_by] if one.signed_by else [])]
