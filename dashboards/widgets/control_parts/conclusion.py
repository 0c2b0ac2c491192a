"""What follows from the answers by the rules: findings, deadlines, indicators and the proposal; none of it decided."""

from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.proposal import show_proposal
from inspection.control.conclusions import role_of
from inspection.control.filled import Conclusion, Finding, FurtherEffect, IndicatorSeen, RunningClock
from inspection.i18n import t
from inspection.reporting.cases import dossier_risks
from sectors.rules import Sanctions


def conclusion(here: Desk, made: Conclusion, facts_on: date) -> None:
    """Show a conclusion as tables, with "to be verified" wherever the source asks for it."""
    consequences(here, made, facts_on)
    indicators(here, made)


def consequences(here: Desk, made: Conclusion, facts_on: date) -> None:
    """Show findings, what was set aside, deadlines, and what somebody should look at.

    facts_on
        The day of the facts, by whose law they are judged.
    """
    say = here.say
    st.subheader(say("conclusion.findings", n=len(made.findings)))
    sanctions = here.office.catalogue(facts_on).sanctions
    _table(here, [_finding(here, f, sanctions) for f in made.findings])
    _beside(here, made, facts_on)
    st.subheader(say("conclusion.clocks", n=len(made.clocks)))
    _table(here, [_clock(here, c) for c in made.clocks])
    if "report_language" in made.remarks:
        st.warning(say("conclusion.language"))
    if "report_language_choice" in made.remarks:
        st.caption(say("conclusion.language_choice"))
    if "part_time_minimum" in made.remarks:
        st.warning(say("conclusion.part_time_minimum"))
    if "factor_without_offence" in made.remarks:
        st.warning(say("conclusion.factor_without_offence"))
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


def _beside(here: Desk, made: Conclusion, facts_on: date) -> None:
    """Say what the law attaches to the findings, which offences were set aside and why, and which it did not know."""
    effects = dict.fromkeys(effect for finding in made.findings for effect in finding.effects)
    told = [_effect(here, effect) for effect in effects]
    if told:
        st.caption(here.say("conclusion.effects"))
        st.markdown("\n".join(f"- {line}" for line in told))
    for one in made.set_aside:
        said = {"offence": _offence(here, one.offence), "who": ", ".join(one.persons)}
        some = ".some" if one.why == "only_with" and one.persons else ""
        st.caption(here.say(f"conclusion.set_aside.{one.why}{some}", **said))
    for key in made.not_in_force:
        st.caption(here.say("conclusion.not_in_force", day=here.day(facts_on), offence=_offence(here, key)))


def _effect(here: Desk, effect: FurtherEffect) -> str:
    known = here.rules.legal_effects.get(effect.key)
    if known is None:
        return effect.key
    amount = ""
    if effect.amount_cents is not None:
        amount = " · " + here.say("conclusion.from_amount", euros=f"{effect.amount_cents / 100:,.2f}".replace(",", " "))
    return known.label.say(here.lang) + amount + _verified(here, known.is_to_verify)


def _offence(here: Desk, key: str) -> str:
    known = here.rules.offences.get(key)
    return known.label.say(here.lang) if known else key


def _factor(here: Desk, key: str) -> str:
    known = here.rules.aggravating_factors.get(key)
    return known.label.say(here.lang) if known else key


def _table(here: Desk, rows: list[dict[str, str]]) -> None:
    """Show rows of three columns, which wrap: that is what a telephone shows whole."""
    if rows:
        st.table(rows, hide_index=True)
    else:
        st.caption(here.say("word.nothing"))


def _finding(here: Desk, finding: Finding, sanctions: Sanctions) -> dict[str, str]:
    orders = ", ".join(_order(here, key) for key in finding.legal_orders)
    whom = f" ({', '.join(finding.persons)})" if finding.persons else ""
    facts = (
        _offence(here, finding.offence) + whom,
        role.label.say(here.lang) if (role := here.rules.offender_roles.get(role_of(finding, here.rules))) else "",
        here.rules.cite(finding.article, here.lang),
        *(here.say("conclusion.factor", what=_factor(here, key)) for key in finding.factors),
        "" if finding.level is None else f"{here.say('word.level')} {finding.level}",
        f"{here.say('word.legal_order')}: {orders}" if orders else "",
        here.say("word.to_verify") if finding.to_verify else "",
    )
    return {
        here.say("word.finding"): " · ".join(filter(None, facts)),
        here.say("word.sanction"): " · ".join(_risks(here, finding, sanctions)) or "–",
        here.say("word.proposed"): _consequence(here, finding),
    }


def _risks(here: Desk, finding: Finding, sanctions: Sanctions) -> list[str]:
    """Return what a finding risks; where sources conflict about its level, what it risks by the other one as well."""
    found = dossier_risks.risks(finding, sanctions, here.lang)
    if finding.other is not None:
        by_it = dossier_risks.risks(dossier_risks.other_of(finding, finding.other), sanctions, here.lang)
        found.append(t("dossier.other_level", here.lang, level=finding.other.level, risk=", ".join(by_it)))
    return found


def _consequence(here: Desk, finding: Finding) -> str:
    """Name the consequence that is proposed, and say where it is the only one that is open."""
    known = here.rules.consequences.get(finding.consequence)
    only = f" · {here.say('conclusion.no_choice')}" if len(finding.open_consequences) == 1 else ""
    return known.label.say(here.lang) + _verified(here, True) + only if known else "–"


def _order(here: Desk, key: str) -> str:
    known = here.rules.legal_orders.get(key)
    return known.label.say(here.lang) if known else here.say(f"legal_order.{key}")


def _clock(here: Desk, clock: RunningClock) -> dict[str, str]:
    known = here.rules.clocks.get(clock.key)
    what = known.label.say(here.lang) if known else clock.key
    return {
        here.say("word.due"): here.day(clock.due_on),
        here.say("word.what"): what + _verified(here, known is not None and known.is_to_verify),
        here.say("word.only_if"): _condition(here, clock),
    }


def _condition(here: Desk, clock: RunningClock) -> str:
    known = here.rules.consequences.get(clock.only_if) if clock.only_if else None
    return known.label.say(here.lang) if known else "–"


def _indicator(here: Desk, seen: IndicatorSeen) -> dict[str, str]:
    known = here.rules.indicators[seen.indicator]
    kind = f"{here.say(f'dimension.{seen.dimension}')}, {here.say(f'strength.{seen.strength}')}"
    words = known.label.say(here.lang) + _verified(here, known.label.is_to_verify(here.lang))
    return {
        here.say("word.indicator"): f"{words} · {kind}",
        here.say("word.how"): here.say(f"how.{seen.how}"),
        here.say("word.persons"): ", ".join(seen.persons) or "–",
    }


def _verified(here: Desk, is_open: bool) -> str:
    return f" ({here.say('word.to_verify')})" if is_open else ""
