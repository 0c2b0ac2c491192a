"""Which party of a chain is liable for what was found against an employer, and which notice may be due to it.

A liability is read from typed facts and dated rules: it is a proposal with its reason, never a decision.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from inspection.control.chain.content import Missing, missing_content
from inspection.control.chain.standing import Standing, above, employers, workers_of
from inspection.control.conclusions import Finding
from inspection.control.evidence import person_order
from inspection.control.filled import ChainLink, Control, Said
from sectors.rules.chain import ChainNotice, ChainRegime, LiablePlace

if TYPE_CHECKING:
    from sectors import Rules

Why = Literal["notified", "not_knowing", "statement", "no_statement", "knew"]


@dataclass(frozen=True, kw_only=True)
class Liability:
    """What a regime says of one party for one employer.

    state
        "notice": the written notice is what would make, or make certain, the liability; "already": liable without one.
    why
        "notified", only the notice makes liable; "not_knowing", only who knows is, and the notice tells; "statement", a
        statement protects, or may, until its holder knows; "no_statement" and "knew" are why no notice is needed.
    persons
        Those of the employer whom the findings concern; () where nobody said who works for whom.
    missing
        What somebody has to find out or type before it can be signed with a good conscience.
    """

    regime: str
    notice: str
    addressee: str
    employer: str
    place: str
    state: Literal["notice", "already"]
    why: Why
    persons: tuple[str, ...]
    missing: tuple[Missing, ...]
    to_verify: bool


def liabilities(control: Control, findings: Sequence[Finding], rules: "Rules", on: date) -> tuple[Liability, ...]:
    """Return what every regime in force on the day of the facts says of every party above an employer.

    A notice is due where the state says so: which, to whom, why, and what is missing; no one sends it.

    findings
        What was found, from what may be told: never from an answer about trafficking.
    on
        The day on which the notice would be given: its form follows the law of that day, liability that of the facts.
    """
    law, forms = rules.on(control.facts_on), rules.on(on).chain_notices
    found: list[Liability] = []
    for regime in law.chain_regimes.values():
        if regime.notice in forms:
            for employer in employers(control.chain):
                found += _of(control, findings, rules, regime, forms[regime.notice], employer)
    return tuple(found)


def _of(
    control: Control,
    findings: Sequence[Finding],
    rules: "Rules",
    regime: ChainRegime,
    notice: ChainNotice,
    employer: ChainLink,
) -> Iterator[Liability]:
    concerned = {ref for finding in findings if finding.offence in regime.offences for ref in finding.persons}
    workers = workers_of(control, employer)
    mine = tuple(sorted(concerned & (workers or set()), key=person_order))
    if not concerned or (workers is not None and not mine):
        return
    for standing in above(control.chain, employer):
        place = next((one for one in regime.places if one.place == standing.place), None)
        about = _limits(regime, standing, employer)
        if place is None or about is None:
            continue
        state, why, open_facts = _judged(regime, place, standing, employer)
        content = missing_content(control, rules, notice, standing.link, employer, mine) if state == "notice" else ()
        yield Liability(
            regime=regime.key,
            notice=notice.key,
            addressee=standing.link.ref,
            employer=employer.ref,
            place=standing.place,
            state=state,
            why=why,
            persons=mine,
            missing=(*about, *open_facts, *content),
            to_verify=regime.is_to_verify or notice.is_to_verify or place.confidence not in ("H", "H*"),
        )


def _limits(regime: ChainRegime, standing: Standing, employer: ChainLink) -> tuple[Missing, ...] | None:
    """Return what must be known to tell whether a regime applies at all; None where it does not."""
    is_out = regime.only_direct and not standing.is_direct
    named: tuple[tuple[tuple[str, ...], str | None, Missing], ...] = (
        (regime.activities or (), employer.activity, "activity"),
        (regime.joint_committees, employer.joint_committee, "joint_committee"),
    )
    is_out |= any(allowed and said is not None and said not in allowed for allowed, said, _ in named)
    if is_out or (regime.excludes_private and standing.link.is_private):
        return None
    unlisted: tuple[Missing, ...] = ("activity_list",) if regime.activities is None else ()
    unsaid = tuple(key for allowed, said, key in named if allowed and said is None)
    is_unclear = regime.excludes_private and standing.link.is_private is None and standing.place == "principal"
    unclear: tuple[Missing, ...] = ("private",) if is_unclear else ()
    return (*unlisted, *unsaid, *unclear)


def _judged(
    regime: ChainRegime, place: LiablePlace, standing: Standing, employer: ChainLink
) -> tuple[Literal["notice", "already"], Why, tuple[Missing, ...]]:
    """Return whether a notice would change anything for a party, why, and what nobody said yet."""
    knew: Said = standing.link.knew_stay if regime.about == "stay" else standing.link.knew_pay
    if place.when == "notified":
        return "notice", "notified", ()
    if knew == "yes":
        return "already", "knew", ()
    unsaid: tuple[Missing, ...] = ("knowledge",) if knew == "unknown" else ()
    if place.when == "knowing":
        return "notice", "not_knowing", unsaid
    held: Said = "no"
    if place.lifted_by is not None:
        held = employer.stay_statement if place.lifted_by == "stay" else employer.pay_statement
    if held == "no":
        return "already", "no_statement", ()
    unheld: tuple[Missing, ...] = ("statement",) if held == "unknown" else ()
    return "notice", "statement", (*unheld, *unsaid)
