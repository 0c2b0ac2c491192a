"""What follows from the answers by the rules: findings, deadlines, indicators and the proposal; none of it decided."""

from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.control_parts.proposal import show_proposal
from inspection.control.conclusions import Conclusion, Finding, FurtherEffect, RunningClock
from inspection.control.trafficking import IndicatorSeen
from inspection.i18n import t
from inspection.reporting.cases import by_other_reading, recidivism_texts, regional_risks, risks
from sectors.rules.consequences import Sanctions

_REMARKS = (  # what somebody should look at, in the order in which it is said
    "report_language",
    "part_time_minimum",
    "factor_without_offence",
    "lodging_unknown",
    "hearing_rights",
    "hearing_lawyer",
    "rooms_ground",
)


def conclusion(desk: Desk, made: Conclusion, facts_on: date) -> None:
    """Show a conclusion as tables, with "to be verified" wherever the source asks for it."""
    consequences(desk, made, facts_on)
    if made.awaits_decision:
        which = ", ".join(_offence(desk, key) for key in made.awaits_decision)
        st.warning(desk.say("conclusion.awaits_decision", which=which), icon=":material/balance:")
    indicators(desk, made)


def consequences(desk: Desk, made: Conclusion, facts_on: date) -> None:
    """Show findings, what was set aside, deadlines, and what somebody should look at.

    facts_on
        The day of the facts, by whose law they are judged.
    """
    say = desk.say
    st.subheader(say("conclusion.findings", n=len(made.findings)))
    _table(desk, [_finding(desk, f, facts_on) for f in made.findings])
    _beside(desk, made, facts_on)
    st.subheader(say("conclusion.clocks", n=len(made.clocks)))
    _table(desk, [_clock(desk, c) for c in made.clocks])
    remarks(desk, made)
    if "report_language_choice" in made.remarks:
        st.caption(say("conclusion.report_language_choice"))
    st.caption(say("conclusion.source", rules=made.rules_sha256[:12]))


def remarks(desk: Desk, made: Conclusion) -> None:
    """Say what somebody should look at."""
    for key in (key for key in _REMARKS if key in made.remarks):
        st.warning(desk.say(f"conclusion.{key}"))


def indicators(desk: Desk, made: Conclusion, *, is_mine: bool = True) -> None:
    """Show the indicators of trafficking and what the rules propose by them.

    is_mine
        Whether the reader is who has to decide.
    """
    seen = made.proposal.indicators
    st.subheader(desk.say("conclusion.indicators", n=len(seen)))
    _table(desk, [_indicator(desk, i) for i in seen])
    show_proposal(desk, made.proposal, is_mine=is_mine)
    if made.proposal.minors:
        st.warning(desk.say("conclusion.minors", who=", ".join(made.proposal.minors)))


def _beside(desk: Desk, made: Conclusion, facts_on: date) -> None:
    """Say what the law attaches to the findings, which offences were set aside and why, and which it did not know."""
    effects = dict.fromkeys(effect for finding in made.findings for effect in finding.effects)
    told = [_effect(desk, effect) for effect in effects]
    if told:
        st.caption(desk.say("conclusion.effects"))
        st.markdown("\n".join(f"- {line}" for line in told))
    for one in made.set_aside:
        said = {"offence": _offence(desk, one.offence), "who": ", ".join(one.persons)}
        some = ".some" if one.why == "only_with" and one.persons else ""
        st.caption(desk.say(f"conclusion.set_aside.{one.why}{some}", **said))
    for point in made.to_clarify:
        known = desk.rules.to_clarify.get(point.key)
        what = known.label.say(desk.lang) if known else point.key
        st.caption(t("dossier.to_clarify", desk.lang, what=what) + f" ({', '.join(point.persons)})")
    for key in made.not_in_force:
        st.caption(desk.say("conclusion.not_in_force", day=desk.day(facts_on), offence=_offence(desk, key)))


def _effect(desk: Desk, effect: FurtherEffect) -> str:
    known = desk.rules.legal_effects.get(effect.key)
    if known is None:
        return effect.key
    amount = ""
    if effect.amount_cents is not None:
        amount = " · " + desk.say("conclusion.from_amount", euros=f"{effect.amount_cents / 100:,.2f}".replace(",", " "))
    return known.label.say(desk.lang) + amount + _verified(desk, known.is_to_verify)


def _offence(desk: Desk, key: str) -> str:
    known = desk.rules.offences.get(key)
    return known.label.say(desk.lang) if known else key


def _factor(desk: Desk, key: str) -> str:
    known = desk.rules.aggravating_factors.get(key)
    return known.label.say(desk.lang) if known else key


def _table(desk: Desk, rows: list[dict[str, str]]) -> None:
    """Show rows of three columns, which wrap: that is what a telephone shows whole."""
    if rows:
        st.table(rows, hide_index=True)
    else:
        st.caption(desk.say("word.nothing"))


def _finding(desk: Desk, finding: Finding, facts_on: date) -> dict[str, str]:
    sanctions = desk.app.catalogue(finding.to_on).sanctions
    orders = ", ".join(_order(desk, key) for key in finding.legal_orders)
    whom = f" ({', '.join(finding.persons)})" if finding.persons else ""
    facts = (
        _offence(desk, finding.offence) + whom,
        role.label.say(desk.lang) if (role := desk.rules.offender_roles.get(finding.offender.role)) else "",
        finding.offender.ref or finding.offender.person or "",
        _days(desk, finding) if (finding.from_on, finding.to_on) != (facts_on, facts_on) else "",
        desk.rules.cite(finding.article, desk.lang),
        *(desk.say("conclusion.factor", what=_factor(desk, key)) for key in finding.factors),
        "" if finding.level is None else f"{desk.say('word.level')} {finding.level}",
        f"{desk.say('word.legal_order')}: {orders}" if orders else "",
        desk.say("word.to_verify") if finding.to_verify else "",
    )
    return {
        desk.say("word.finding"): " · ".join(filter(None, facts)),
        desk.say("word.sanction"): " · ".join(_risks(desk, finding, sanctions)) or "–",
        desk.say("word.proposed"): _consequence(desk, finding),
    }


def _days(desk: Desk, finding: Finding) -> str:
    """Say the days of a finding's facts, where they are not the one of the control alone."""
    return " – ".join(dict.fromkeys((desk.day(finding.from_on), desk.day(finding.to_on))))


def _risks(desk: Desk, finding: Finding, sanctions: Sanctions) -> list[str]:
    """Return what a finding risks; where sources conflict about its level, what it risks by the other one as well."""
    found = risks(finding, sanctions, desk.lang)
    if finding.other is not None:
        by_it = risks(by_other_reading(finding, finding.other), sanctions, desk.lang)
        found.append(t("dossier.other_level", desk.lang, level=finding.other.level, risk=", ".join(by_it)))
    law = desk.app.catalogue(finding.to_on)
    return [*found, *regional_risks(finding, law, desk.lang), *recidivism_texts(finding, desk.lang)]


def _consequence(desk: Desk, finding: Finding) -> str:
    """Name the consequence that is proposed, and say where it is the only one that is open."""
    known = desk.rules.consequences.get(finding.consequence)
    only = f" · {desk.say('conclusion.no_choice')}" if len(finding.open_consequences) == 1 else ""
    return known.label.say(desk.lang) + _verified(desk, True) + only if known else "–"


def _order(desk: Desk, key: str) -> str:
    known = desk.rules.legal_orders.get(key)
    return known.label.say(desk.lang) if known else desk.say(f"legal_order.{key}")


def _clock(desk: Desk, clock: RunningClock) -> dict[str, str]:
    known = desk.rules.clocks.get(clock.key)
    what = known.label.say(desk.lang) if known else clock.key
    if clock.offender is not None:
        role = desk.rules.offender_roles.get(clock.offender.role)
        whose = (
            role.label.say(desk.lang) if role else clock.offender.role,
            clock.offender.ref or clock.offender.person,
        )
        what = f"{' '.join(filter(None, whose))} · {what}"
    return {
        desk.say("word.due"): desk.day(clock.due_on),
        desk.say("word.what"): what + _verified(desk, known is not None and known.is_to_verify),
        desk.say("word.only_if"): _condition(desk, clock),
    }


def _condition(desk: Desk, clock: RunningClock) -> str:
    known = desk.rules.consequences.get(clock.only_if) if clock.only_if else None
    return known.label.say(desk.lang) if known else "–"


def _indicator(desk: Desk, seen: IndicatorSeen) -> dict[str, str]:
    known = desk.rules.indicators[seen.indicator]
    kind = f"{desk.say(f'dimension.{seen.dimension}')}, {desk.say(f'strength.{seen.strength}')}"
    words = known.label.say(desk.lang) + _verified(desk, known.label.is_to_verify(desk.lang))
    return {
        desk.say("word.indicator"): f"{words} · {kind}",
        desk.say("word.how"): desk.say(f"how.{seen.how}"),
        desk.say("word.persons"): ", ".join(seen.persons) or "–",
    }


def _verified(desk: Desk, is_open: bool) -> str:
    return f" ({desk.say('word.to_verify')})" if is_open else ""
