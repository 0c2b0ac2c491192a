"""What the rules say about trafficking, with its grounds: patterns, dimensions, human dignity, national groups."""

import streamlit as st

from dashboards.desk import Desk
from inspection.control import OpenQuestion, Proposal, SignSeen


def show_proposal(here: Desk, made: Proposal, *, is_mine: bool = True) -> None:
    """Show a proposal; whatever it says, the decision is the inspector's."""
    say = here.say
    if made.positive:
        st.warning(
            say("conclusion.positive" if is_mine else "conclusion.positive_there"), icon=":material/priority_high:"
        )
    else:
        st.info(say("conclusion.negative"), icon=":material/info:")
    if made.patterns:
        st.caption(say("conclusion.patterns", which=", ".join(say(f"pattern.{key}") for key in made.patterns)))
    positive = [say(f"dimension.{d.dimension}") for d in made.dimensions if d.positive]
    if positive:
        st.caption(say("conclusion.dimensions", which=", ".join(positive)))
    if made.dignity:
        st.caption(say("conclusion.dignity", n=len(made.dignity)))
        st.markdown("\n".join(_factor(here, seen) for seen in made.dignity))
    if made.left_open:
        st.caption(say("conclusion.left_open"))
        st.markdown("\n".join(_open(here, one) for one in made.left_open))
    if made.groups:
        st.caption(say("conclusion.groups"))
        st.markdown("\n".join(_group(here, seen) for seen in made.groups))


def _factor(here: Desk, seen: SignSeen) -> str:
    factor = here.rules.dignity_factors.get(seen.key)
    if factor is None:
        return f"- {seen.key}"
    note = f" *{factor.note.say(here.lang)}*" if factor.note else ""
    return f"- {factor.label.say(here.lang)}{_who(seen)}{note}"


def _open(here: Desk, one: OpenQuestion) -> str:
    question = here.rules.questions.get(one.question)
    label = question.label.say(here.lang) if question else one.question
    return f"- {label}{_who(one)}"


def _group(here: Desk, seen: SignSeen) -> str:
    group = here.rules.national_groups.get(seen.key)
    if group is None:
        return f"- {seen.key}"
    return f"- {seen.key[3:]} · {group.label.say(here.lang)}{_who(seen)} ({here.say('word.to_verify')})"


def _who(seen: SignSeen | OpenQuestion) -> str:
    return f" ({', '.join(seen.persons)})" if seen.persons else ""
