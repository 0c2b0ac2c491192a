"""The table of rights as people read it: a line an act, and the page docs/reference/access.md."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspection.trust.rights.table import Proof, Reach, Rule, rights

_MARK = "●"
_REACH = {
    Reach.DISTRICT: "in its own district",
    Reach.EVERYWHERE: "everywhere in its service",
    Reach.OFFICE: "what was sent to its own office",
}
_HEAD = """# Who may do what

This page is made from the table that every act asks before anything else (`inspection/trust/rights/table.yaml`):
`vigie rights show --markdown > docs/reference/access.md` writes it again.
An act that is not here is refused to everybody.

- Whoever acts is of the same **service** as the thing; a schedule serves its house.
- A **role** reaches what lies in its district, in its service, or what was sent to its office. A **deputy** has
  the role and the district of whoever is absent, on the days that were written down; what they have so they
  do not pass on (`vigie deputy`).
- People of **offices outside** are proposed by one person and confirmed by another, for some days (`vigie outside`).
- **anywhere**: also outside that reach, since somebody may be in need there; the trail says so.
- **proven lately**: who it is was proven a moment ago (`fresh_minutes` in `sectors/common/identity.yaml`); a telephone
  cannot.
- **not who did X**: somebody else than who did that earlier act on the same thing.
- **purpose**: a purpose and a case are named first.
- **broken glass**: whoever opened a record outside their reach, with a reason and an alarm, may do it to that record
  for some minutes (`vigie glass`); the direction or the data officer judges it afterwards.
"""


@dataclass(frozen=True)
class Line:
    """An act as it is told: who may do it, and under which conditions."""

    section: str
    act: str
    roles: tuple[str, ...]
    how: str


def lines(role: str | None = None) -> list[Line]:
    """Return the acts in the order of the table; of one role only where one is named."""
    table = rights()
    return [
        Line(rule.section, act, tuple(name for name in table.reach if name in rule.roles), _how(rule))
        for act, rule in table.rules.items()
        if role is None or role in rule.roles
    ]


def access_page() -> str:
    """Return docs/reference/access.md."""
    return "\n".join((_HEAD, *_roles(), *_sections(), *_unattended()))


def _how(rule: Rule) -> str:
    said = (
        ("anywhere", rule.anywhere),
        ("state " + ", ".join(sorted(rule.states)), bool(rule.states)),
        ("purpose", rule.asks_purpose),
        ("proven lately", rule.proof is Proof.FRESH),
        (f"not who did {rule.apart_from}", bool(rule.apart_from)),
        ("broken glass", rule.glass_opens),
    )
    return "; ".join(word for word, holds in said if holds)


def _roles() -> Iterator[str]:
    table = rights()
    yield "## Roles\n\n| role | reaches | kinds of office |\n|---|---|---|"
    for role, reach in table.reach.items():
        yield f"| {role} | {_REACH[reach]} | {', '.join(sorted(table.offices.get(role, ())))} |"


def _sections() -> Iterator[str]:
    table = rights()
    for section in table.sections:
        acts = {act: rule for act, rule in table.rules.items() if rule.section == section}
        roles = [role for role in table.reach if any(role in rule.roles for rule in acts.values())]
        yield f"\n## {section}\n\n| act | {' | '.join(roles)} | how |\n|---|{':-:|' * len(roles)}---|"
        for act, rule in acts.items():
            yield f"| {act} | {' | '.join(_MARK if role in rule.roles else '' for role in roles)} | {_how(rule)} |"


def _unattended() -> Iterator[str]:
    yield "\n## Schedules\n\nEach acts under an identity of its own, with these rights and no others.\n"
    yield "| schedule | acts |\n|---|---|"
    for flow, acts in rights().flows.items():
        yield f"| {flow} | {', '.join(sorted(acts))} |"
    yield f"\nBefore anybody is known, the house itself may: {', '.join(sorted(rights().house))}."
