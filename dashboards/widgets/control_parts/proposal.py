"""What the rules say about trafficking: the grounds of each person, what is open, the second reading, the groups."""

from collections.abc import Iterable

import streamlit as st

from dashboards.desk import Desk
from inspection.control.trafficking import OpenQuestion, PersonGrounds, Proposal, SignSeen
from sectors.rules.trafficking import DignityFactor, Element


def show_proposal(desk: Desk, made: Proposal, *, is_mine: bool = True) -> None:
    """Show a proposal; whatever it says, the decision is the inspector's."""
    say = desk.say
    _headline(desk, made, is_mine=is_mine)
    _listed(say("conclusion.grounds"), [_grounds(desk, one) for one in made.grounds])
    _listed(say("conclusion.dignity", n=len(made.dignity)), [_factor(desk, seen) for seen in made.dignity])
    if not made.positive:
        _listed(say("conclusion.strong"), [_strong(desk, seen) for seen in made.strong])
    _listed(say("conclusion.settles"), [_open(desk, one) for one in made.left_open if one.asked_by])
    _listed(say("conclusion.left_open"), [_open(desk, one) for one in made.left_open if not one.asked_by])
    positive = [say(f"dimension.{d.dimension}") for d in made.dimensions if d.positive]
    if positive:
        met = say("conclusion.ilo_met" if "ilo" in made.patterns else "conclusion.ilo_not_met")
        st.caption(say("conclusion.second_reading", which=", ".join(positive), met=met))
    _listed(say("conclusion.groups"), [_group(desk, seen) for seen in made.groups])


def _headline(desk: Desk, made: Proposal, *, is_mine: bool) -> None:
    if made.positive:
        key = "conclusion.positive" if is_mine else "conclusion.positive_there"
        st.warning(desk.say(key), icon=":material/priority_high:")
    elif made.is_open:
        st.warning(desk.say("conclusion.open"), icon=":material/help:")
    else:
        st.info(desk.say("conclusion.negative"), icon=":material/info:")


def _listed(caption: str, lines: list[str]) -> None:
    if lines:
        st.caption(caption)
        st.markdown("\n".join(lines))


def _grounds(desk: Desk, one: PersonGrounds) -> str:
    """Say who it is, which acts by which answers, which facts in which dimension, and what makes them enough."""
    rules = desk.rules
    who = one.person or desk.say("conclusion.nobody_found")
    minor = f" ({desk.say('conclusion.minor')})" if one.is_minor else ""
    acts = "; ".join(
        _label(desk, rules.elements.get(act.element), act.element)
        + _asked(desk, act.questions, desk.say("conclusion.hired") if act.by_hiring else "")
        for act in one.acts
    )
    facts = "; ".join(_fact(desk, fact.key, fact.factor) + _asked(desk, fact.questions) for fact in one.facts)
    lines = (f"{desk.say('conclusion.act')}: {acts}", f"{desk.say('conclusion.purpose')}: {facts}")
    enough = f"{desk.say(f'conclusion.way.{one.way}')} ({desk.say('word.to_verify')})"
    return "\n".join((f"- **{who}**{minor} · {enough}", *(f"    - {line}" for line in lines)))


def _fact(desk: Desk, key: str, factor: str) -> str:
    """Name a fact with its dimension, where it is more than the dimension's own answers."""
    dimension = _label(desk, desk.rules.dignity_factors.get(factor), factor)
    known = desk.rules.dignity_facts.get(key)
    return dimension if known is None else f"{known.label.say(desk.lang)} [{dimension}]"


def _label(desk: Desk, known: Element | DignityFactor | None, key: str) -> str:
    return key if known is None else known.label.say(desk.lang)


def _asked(desk: Desk, questions: Iterable[str], first: str = "") -> str:
    """Say by which answers something is shown: the labels of their questions."""
    known = (desk.rules.questions.get(key) for key in questions)
    told = [first, *(f"“{question.label.say(desk.lang)}”" for question in known if question is not None)]
    shown = ", ".join(filter(None, told))
    return f" ({shown})" if shown else ""


def _strong(desk: Desk, seen: SignSeen) -> str:
    """Name the sign with its dimension of the ILO."""
    sign = desk.rules.strong_signs.get(seen.key)
    if sign is None:
        return f"- {seen.key}{_who(seen)}"
    dimension = desk.say(f"dimension.{sign.dimension}")
    return f"- {sign.label.say(desk.lang)}{_who(seen)} · {dimension} ({desk.say('word.to_verify')})"


def _factor(desk: Desk, seen: SignSeen) -> str:
    factor = desk.rules.dignity_factors.get(seen.key)
    if factor is None:
        return f"- {seen.key}"
    note = f" *{factor.note.say(desk.lang)}*" if factor.note else ""
    return f"- {factor.label.say(desk.lang)}{_who(seen)}{note}"


def _open(desk: Desk, one: OpenQuestion) -> str:
    question = desk.rules.questions.get(one.question)
    label = question.label.say(desk.lang) if question else one.question
    return f"- {label}{_who(one)}"


def _group(desk: Desk, seen: SignSeen) -> str:
    group = desk.rules.national_groups.get(seen.key)
    if group is None:
        return f"- {seen.key}"
    return f"- {seen.key[3:]} · {group.label.say(desk.lang)}{_who(seen)} ({desk.say('word.to_verify')})"


def _who(seen: SignSeen | OpenQuestion) -> str:
    return f" ({', '.join(seen.persons)})" if seen.persons else ""
