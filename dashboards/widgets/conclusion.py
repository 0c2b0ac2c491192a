"""What follows from the answers by the rules: findings, deadlines, indicators and the proposal; none of it decided."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.proposal import show_proposal
from inspection.control import Conclusion, Finding, FurtherEffect, IndicatorSeen, RunningClock


def conclusion(here: Desk, made: Conclusion) -> None:
    """Show a conclusion as tables, with "to be verified" wherever the source asks for it."""
    consequences(here, made)
    indicators(here, made)


def consequences(here: Desk, made: Conclusion) -> None:
    """Show findings, what was set aside, deadlines, and what somebody should look at."""
    say = here.say
    st.subheader(say("conclusion.findings", n=len(made.findings)))
    _table(here, [_finding(here, f) for f in made.findings])
    _beside(here, made)
    st.subheader(say("conclusion.clocks", n=len(made.clocks)))
    _table(here, [_clock(here, c) for c in made.clocks])
    if "report_language" in made.remarks:
        st.warning(say("conclusion.language"))
    if "report_language_choice" in made.remarks:
        st.caption(say("conclusion.language_choice"))
    if "lodging_unknown" in made.remarks:
        st.warning(say("conclusion.lodging_unknown"))
    st.caption(say("conclusion.source", rules=made.rules_sha256[:12]))


def indicators(here: Desk, made: Conclusion, *, is_mine: bool = True) -> None:
    """Show the indicators of trafficking and what the rules propose by them.

    is_mine
        Whether the reader is who has to decide.
    """
    seen = made.proposal.indicators
    st.subheader(here.say("conclusion.indicators", n=len(seen)))
    _table(here, [_indicator(here, i) for i in seen])
    show_proposal(here, made.proposal, is_mine=is_mine)
    if made.proposal.minors:
        st.warning(here.say("conclusion.minors", who=", ".join(made.proposal.minors)))


def _beside(here: Desk, made: Conclusion) -> None:
    """Say what the law attaches to the findings, and which offences were set aside and why."""
    effects = dict.fromkeys(effect for finding in made.findings for effect in finding.effects)
    told = [_effect(here, effect) for effect in effects]
    if told:
        st.caption(here.say("conclusion.effects"))
        st.markdown("\n".join(f"- {line}" for line in told))
    for one in made.set_aside:
        st.caption(here.say(f"conclusion.set_aside.{one.why}", offence=_offence(here, one.offence)))


def _effect(here: Desk, effect: FurtherEffect) -> str:
    known = here.rules.legal_effects.get(effect.key)
    if known is None:
        return effect.key
    amount = ""
    if effect.amount_cents is not None:
        amount = " · " + here.say("conclusion.from_amount", euros=f"{effect.amount_cents / 100:,.2f}".replace(",", " "))
    return known.label.say(here.lang) + amount + (f" ({here.say('word.to_verify')})" if known.is_to_verify else "")


def _offence(here: Desk, key: str) -> str:
    known = here.rules.offences.get(key)
    return known.label.say(here.lang) if known else key


def _table(here: Desk, rows: list[dict[str, object]]) -> None:
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.caption(here.say("word.nothing"))


def _finding(here: Desk, finding: Finding) -> dict[str, object]:
    low, high = (cents // 100 for cents in finding.administrative_cents or (0, 0))
    return {
        here.say("word.finding"): _offence(here, finding.offence),
        here.say("word.article"): here.rules.cite(finding.article, here.lang),
        here.say("word.level"): "–" if finding.level is None else str(finding.level),
        here.say("word.persons"): ", ".join(finding.persons) or "–",
        here.say("word.legal_order"): ", ".join(_order(here, key) for key in finding.legal_orders) or "–",
        here.say("word.fine"): f"{low:,} – {high:,}".replace(",", " ") if high else "–",
        here.say("word.proposed"): _consequence(here, finding),
        here.say("word.remark"): here.say("word.to_verify") if finding.to_verify else "",
    }


def _consequence(here: Desk, finding: Finding) -> str:
    known = here.rules.consequences.get(finding.consequence)
    return f"{known.label.say(here.lang)} ({here.say('word.to_verify')})" if known else "–"


def _order(here: Desk, key: str) -> str:
    known = here.rules.legal_orders.get(key)
    return known.label.say(here.lang) if known else here.say(f"legal_order.{key}")


def _clock(here: Desk, clock: RunningClock) -> dict[str, object]:
    known = here.rules.clocks.get(clock.key)
    return {
        here.say("word.due"): here.day(clock.due_on),
        here.say("word.what"): known.label.say(here.lang) if known else clock.key,
        here.say("word.only_if"): _condition(here, clock),
        here.say("word.remark"): here.say("word.to_verify") if known and known.is_to_verify else "",
    }


def _condition(here: Desk, clock: RunningClock) -> str:
    known = here.rules.consequences.get(clock.only_if) if clock.only_if else None
    return known.label.say(here.lang) if known else "–"


def _indicator(here: Desk, seen: IndicatorSeen) -> dict[str, object]:
    known = here.rules.indicators[seen.indicator]
    return {
        here.say("word.dimension"): here.say(f"dimension.{seen.dimension}"),
        here.say("word.indicator"): known.label.say(here.lang),
        here.say("word.strength"): here.say(f"strength.{seen.strength}"),
        here.say("word.how"): here.say(f"how.{seen.how}"),
        here.say("word.persons"): ", ".join(seen.persons) or "–",
        here.say("word.remark"): here.say("word.to_verify") if known.label.is_to_verify(here.lang) else "",
    }
