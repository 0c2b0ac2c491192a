"""What the rules say about trafficking, with its grounds: patterns, dimensions, signs, human dignity, groups."""

import streamlit as st

from dashboards.desk import Desk
from inspection.control.trafficking import OpenQuestion, Proposal, SignSeen


def show_proposal(desk: Desk, made: Proposal, *, is_mine: bool = True) -> None:
    """Show a proposal; whatever it says, the decision is the inspector's."""
    say = desk.say
    _headline(desk, made, is_mine=is_mine)
    if made.patterns:
        st.caption(say("conclusion.patterns", which=", ".join(say(f"pattern.{key}") for key in made.patterns)))
    _listed(say("conclusion.grave"), [_grave(desk, seen) for seen in made.grave])
    positive = [say(f"dimension.{d.dimension}") for d in made.dimensions if d.positive]
    if positive:
        st.caption(say("conclusion.dimensions", which=", ".join(positive)))
    _listed(say("conclusion.dignity", n=len(made.dignity)), [_factor(desk, seen) for seen in made.dignity])
    if not made.positive:
        _listed(say("conclusion.strong"), [_strong(desk, seen) for seen in made.strong])
    _listed(say("conclusion.left_open"), [_open(desk, one) for one in made.left_open if one.turns])
    _listed(say("conclusion.asked_by_sign"), [_open(desk, one) for one in made.left_open if not one.turns])
    _listed(say("conclusion.groups"), [_group(desk, seen) for seen in made.groups])


def _headline(desk: Desk, made: Proposal, *, is_mine: bool) -> None:
    if made.positive:
        key = "conclusion.positive" if is_mine else "conclusion.positive_there"
        st.warning(desk.say(key), icon=":material/priority_high:")
    elif made.strong:
        st.warning(desk.say("conclusion.open"), icon=":material/help:")
    else:
        st.info(desk.say("conclusion.negative"), icon=":material/info:")


def _listed(caption: str, lines: list[str]) -> None:
    if lines:
        st.caption(caption)
        st.markdown("\n".join(lines))


def _grave(desk: Desk, seen: SignSeen) -> str:
    sign = desk.rules.grave_signs.get(seen.key)
    label = sign.label.say(desk.lang) if sign else seen.key
    return f"- {label}{_who(seen)} ({desk.say('word.to_verify')})"


def _strong(desk: Desk, seen: SignSeen) -> str:
    """Name the sign with its dimension: there and in exploitation the questions are that it leaves open."""
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
