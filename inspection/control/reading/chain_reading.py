"""Does a chain of contracts hold together? Every fault names references only, never a party."""

from collections import Counter
from collections.abc import Iterator, Mapping

from inspection.control.filled import ChainLink, Control
from inspection.control.reading.answers import Objection
from inspection.registers import identify_number

_HOME = "BE"


def chain_faults(control: Control) -> Iterator[Objection]:
    """Yield what is wrong in a control's chain: references, circles, days without their yes, numbers."""
    links = {link.ref: link for link in control.chain}
    for ref, times in Counter(link.ref for link in control.chain).items():
        if times > 1:
            yield Objection("CONTROL-398", f"{ref} stands twice in the chain", "chain")
    known = {offender.ref for offender in control.offenders}
    for link in control.chain:
        if link.offender is not None and link.offender not in known:
            yield Objection("CONTROL-396", f"{link.ref} names {link.offender}, who is not among the offenders", "chain")
        yield from _relations(link, links, {person.ref for person in control.persons})
        yield from _days(link)
        if link.country == _HOME and link.number and identify_number(link.number) != "enterprise":
            yield Objection("CONTROL-399", f"the number of {link.ref} is no enterprise number", "chain")


def _relations(link: ChainLink, links: Mapping[str, ChainLink], persons: set[str]) -> Iterator[Objection]:
    if link.under is not None and link.under not in links:
        yield Objection("CONTROL-398", f"{link.ref} stands under {link.under}, which the chain does not hold", "chain")
    if _is_in_a_circle(link, links):
        yield Objection("CONTROL-398", f"{link.ref} stands under itself", "chain")
    if link.role == "principal" and link.under is not None:
        yield Objection("CONTROL-398", f"{link.ref} is the principal and yet stands under {link.under}", "chain")
    for person in link.employs:
        if person not in persons:
            yield Objection("CONTROL-361", f"{link.ref} names {person}, who is not among the persons", "chain")


def _is_in_a_circle(link: ChainLink, links: Mapping[str, ChainLink]) -> bool:
    seen: set[str] = set()
    at = link.under
    while at is not None and at in links and at not in seen:
        if at == link.ref:
            return True
        seen.add(at)
        at = links[at].under
    return False


def _days(link: ChainLink) -> Iterator[Objection]:
    """Yield days of what was not said to be so: a statement that nobody holds, knowledge that nobody had."""
    said = (
        ("stay_statement_on", link.stay_statement, link.stay_statement_on),
        ("pay_statement_on", link.pay_statement, link.pay_statement_on),
        ("knew_stay_since", link.knew_stay, link.knew_stay_since),
        ("knew_pay_since", link.knew_pay, link.knew_pay_since),
    )
    for name, answer, day in said:
        if day is not None and answer != "yes":
            yield Objection("CONTROL-398", f"{name} of {link.ref} is given without a yes", "chain")
