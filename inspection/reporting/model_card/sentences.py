"""What was measured, in sentences: the same on the page, on paper and on the screen."""

from collections.abc import Sequence

from inspection.reporting.model_card.content import Fit, ModelCard, PlotPoint, ProposalLine, Rate
from inspection.reporting.model_card.words import CardSpeaker, version_of
from inspection.time_of import day_text


def prevalence_text(one: Rate, say: CardSpeaker) -> str:
    """Return how common an objective is, with its interval or bounds."""
    if one.prevalence is None:
        return say.say("prevalence.none")
    key = "prevalence.bounds_text" if one.is_bounds else "prevalence.text"
    share = say.percent(one.prevalence.value)
    return say.say(key, share=share, seen=one.seen, drawn=one.drawn, **say.ends(one.prevalence))


def bounds_text(card: ModelCard, say: CardSpeaker) -> str:
    """Return that intervals are bounds and why; nothing where they are not."""
    known = [one for one in card.rates if one.is_bounds and one.prevalence is not None]
    if not known:
        return ""
    limit = say.percent(say.rules.measuring.non_response_limit)
    return say.say("prevalence.bounds", unseen=say.percent(known[0].non_response), limit=limit)


def lift_text(one: Rate, say: CardSpeaker) -> str:
    """Return how much more often visits by points find something."""
    objective = say.say(f"objective.{one.objective}")
    if one.lift is None:
        return say.say("lift.none", objective=objective)
    lift, low, high = (say.number(part, 1) for part in (one.lift.value, one.lift.low, one.lift.high))
    text = say.say("lift.text", objective=objective, lift=lift, low=low, high=high, targeted=one.targeted)
    return f"{text} {say.say('lift.bounds')}" if one.lift_is_bounds else text


def stop_text(card: ModelCard, say: CardSpeaker) -> str:
    """Return what the stop rule says."""
    return say.say(f"stop.{card.stop_rule.says}", since=card.stop_rule.since or "", compared=card.stop_rule.compared)


def stop_note(say: CardSpeaker) -> str:
    """Return how often the stop rule errs."""
    return say.say("stop.note", error=say.percent(say.rules.measuring.stop_error))


def fit_text(one: Fit, say: CardSpeaker) -> str:
    """Return slope and error of a calibration."""
    numbers = {
        "slope": say.number(one.slope.value),
        "slope_low": say.number(one.slope.low),
        "slope_high": say.number(one.slope.high),
        "error": say.percent(one.error.value, 1),
        "error_low": say.percent(one.error.low, 1),
        "error_high": say.percent(one.error.high, 1),
    }
    return f"{say.say('fit.text', n=one.n, **numbers)} {say.say('fit.good' if one.is_good else 'fit.not_good')}"


def plot_told(some: Sequence[PlotPoint], say: CardSpeaker) -> str:
    """Return the points of the calibration plot in words, for whoever does not see it."""
    pairs = "; ".join(f"{say.percent(p.said)} % → {say.percent(p.found)} %" for p in some)
    return say.say("plot.told", n=len(some), points=pairs)


def fairness_how(say: CardSpeaker) -> str:
    """Return how the table of groups is read."""
    low, high = (say.number(end) for end in say.rules.measuring.fairness_band)
    return say.say("fairness.how", low=low, high=high, least=say.rules.measuring.least_group)


def flagged_text(card: ModelCard, say: CardSpeaker) -> str:
    """Return how many figures of groups lie outside the band; that none can be told where all are too small."""
    if not card.groups:
        return say.say("fairness.none")
    if all(one.value is None for one in card.groups):
        return say.say("fairness.all_small", least=say.rules.measuring.least_group)
    flagged = card.flagged
    if not flagged:
        return say.say("fairness.none_flagged")
    return say.say("fairness.flagged", n=len(flagged), sure=sum(one.is_sure for one in flagged))


def origin_text(card: ModelCard, say: CardSpeaker) -> str:
    """Return how much signals tell of where people come from."""
    if card.origin is None:
        return say.say("proxies.not_measured")
    ends = say.ends(card.origin.together)
    return say.say("proxies.origin", part=say.percent(card.origin.together.value), n=card.origin.municipalities, **ends)


def proposal_texts(one: ProposalLine, say: CardSpeaker) -> list[str]:
    """Return which card a proposal would put in the place of which, from when, and what it was learnt from."""
    texts = [
        say.say(
            "proposals.text",
            objective=say.say(f"objective.{one.objective}"),
            day=day_text(one.proposed_on),
            valid_from=day_text(one.valid_from),
            replaces=_replaced(one, say),
        )
    ]
    if one.learnt:
        first, last = map(day_text, one.learnt)
        texts.append(say.say("proposals.learnt", first=first, last=last))
    return texts


def _replaced(one: ProposalLine, say: CardSpeaker) -> str:
    if not one.replaces:
        return say.say("proposals.no_card")
    return say.say("proposals.card_of", day=version_of(one.replaces))


def papers_note(card: ModelCard, say: CardSpeaker) -> str:
    """Return what lacking papers mean; nothing where none is lacking."""
    if all(one.signed_on is not None for one in card.papers):
        return ""
    return say.say("papers.demo" if card.is_demo else "papers.off")
