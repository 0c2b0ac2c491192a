"""A simulated inspectorate with a portal: a third of the answers are said there, some twice, some late, some too late.

Portal and office are two processes with two databases; each is killed in turn, between any two steps. What an office
outside says is a word of one id, however often its form is sent; the house takes it in when office and portal cross.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from builders_simulation import START, Size, World
from builders_simulation_addressees import Reply
from builders_simulation_clock import Plug, Process
from builders_simulation_house import OFFICES_OF, opened, settle
from builders_simulation_witness import Answer
from sqlmodel import col, select

from inspection.acts import portal as portals
from inspection.acts.portal.values import Acknowledges, Asks, Refuses, Word
from inspection.errors import InspectionError
from inspection.life_cycles import RefusalReason
from inspection.settings import Settings
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.portal import PortalCopyRow, PortalWordRow, WordTakenRow
from inspection.store.referrals import DeliveryRow, QuestionRow, ReferralRow, TakenOnRow
from inspection.trust import AppContext

SHARE = 1 / 3
SENT_TWICE, ASKS = 0.15, 0.2
ROLES = {"pjf": "police_cell", "fgp": "police_cell", "aud": "auditorate"}
ON_PORTAL = {name: ROLES[name.split("-")[0]] for name in OFFICES_OF if name.split("-")[0] in ROLES}


@dataclass
class Form:
    """A form that somebody of an office outside fills in: one word of one id, sent until the portal has said yes or no.

    is_kept
        The portal's database holds it.
    """

    reply: Reply
    word: Word
    id: str = field(default_factory=new_id)
    tries: int = 0
    is_kept: bool = False


class PortalWorld(World):
    """The house with its portal, and offices of which some answer there."""

    def __init__(self, home: Path, size: Size, plug: Plug) -> None:
        self.forms: list[Form] = []
        super().__init__(home, size, plug)
        there = portals.portal_settings(self.settings)
        self.portal = Process("portal", there, opened(there), START)
        self.clock.after(self._net, minutes=20)

    def close(self) -> None:
        """Give back every store."""
        self.portal.house.store.close()
        super().close()

    def _settled(self, home: Path) -> Settings:
        """Found the portal beside the house, and let two people of each office in."""
        here = settle(home, START)
        portals.found_portal(here)
        house = opened(here)
        with house.store.write() as session:
            session.add_all(_outsider(house, office, role, n) for office, role in ON_PORTAL.items() for n in (1, 2))
        house.store.close()
        return here

    # What people of offices outside say.

    def _promised(self, reply: Reply) -> None:
        dice = random.Random(f"{self.size.seed}:portal:{reply.recipient}:{reply.key}:{reply.at}:{reply.verdict}")
        if reply.recipient not in ON_PORTAL or dice.random() >= SHARE:
            super()._promised(reply)
            return
        words: list[Word] = [_word(reply, dice)]
        if dice.random() < ASKS:
            words.insert(0, Asks(words="Which door leads to the cellar?"))
        for word in words:
            form = Form(reply, word)
            self.forms.append(form)
            self.clock.schedule(reply.at, self._say, form)
            if dice.random() < SENT_TWICE:  # a second click, or a page that was sent again
                self.clock.schedule(reply.at + timedelta(seconds=dice.choice((0, 1, 40))), self._say, form)

    def _say(self, form: Form) -> None:
        """Send a form, again and again until the portal has answered."""
        by = f"{form.reply.recipient}-1"
        try:
            done, is_there = self.clock.try_in(self.portal, lambda house: self._said(house, form, by))
        except InspectionError as fault:
            self.witness.count(f"words refused on the portal: {fault.code}")
            return
        if not done or not is_there:
            form.tries += 1
            self.witness.count("forms sent again" if not done else "forms that had to wait for their page")
            self.clock.after(self._say, form, minutes=20)
            return
        form.is_kept = True
        self.clock.after(self._cross, seconds=1)

    def _said(self, house: AppContext, form: Form, by: str) -> bool:
        copy = _copy_of(house, form.reply.recipient, form.reply.reference)
        if copy is None:
            return False  # nobody answers what is not shown yet
        context = house.acting(by, self.clock.at)  # type: ignore[attr-defined]  a house of a test
        portals.pages.open_copy(context, copy)
        portals.pages.say(context, copy, form.id, form.word)
        return True

    # What passes between the two.

    def _cross(self) -> None:
        """Take words in and publish, by whichever process has its turn."""
        worker = self.clock.dice.choice(self.workers)
        done, crossed = self.clock.try_in(
            worker, lambda house: portals.crossing.cross(house.acting_as_flow("portal", self.clock.at))
        )
        self.witness.count("crossings", int(done))
        if done:
            self.witness.count("words taken in", crossed.taken)
            self.witness.count("copies published", crossed.published)

    def _net(self) -> None:
        """Cross also where nobody called for it, so that what a killed process left is taken up."""
        self._cross()
        self.clock.after(self._net, minutes=60 if self.clock.at < self.end else 360)

    def _hand_over(self, worker: Process, limit: int = 200) -> None:
        super()._hand_over(worker, limit)
        self.clock.after(self._cross, seconds=1)

    def _come_to_rest(self) -> None:
        super()._come_to_rest()
        self.clock.after(self._cross, hours=1)


def note_words(simulated: PortalWorld) -> None:
    """Tell the witness what became of every word, for the judge: as the addressee's own record says when it was."""
    with simulated.portal.house.store.read() as session:
        rows = {row.id: row for row in session.exec(select(PortalWordRow))}
    for form in simulated.forms:
        row = rows.get(form.id)
        if row is None or form.word.kind not in ("acknowledged", "refused"):
            continue
        outcome = "killed" if row.taken_at is None else row.fault or "taken"
        simulated.witness.count(f"answers portal: {outcome}")
        said = form.reply
        simulated.witness.answers.append(
            Answer(said.recipient, said.reference, said.verdict, row.said_at, "portal", outcome, said.key)
        )


def portal_faults(simulated: PortalWorld) -> list[str]:
    """Return what went wrong between office and portal; empty is well."""
    with simulated.portal.house.store.read() as session:
        words = list(session.exec(select(PortalWordRow)))
        copies = list(session.exec(select(PortalCopyRow).where(col(PortalCopyRow.kind) == "case")))
    return [
        *_held(simulated, words),
        *_doubled(simulated, words),
        *_wrongly_shown(simulated, copies),
    ]


def _held(simulated: PortalWorld, words: Sequence[PortalWordRow]) -> Iterator[str]:
    """Every form whose page was there has been kept, and every word that was kept has been taken in."""
    kept = {word.id for word in words}
    yield from (f"a word that the portal said yes to is gone: {form.id}" for form in simulated.forms
                if form.is_kept and form.id not in kept)  # fmt: skip
    yield from (f"held: a word of {word.office}" for word in words if word.taken_at is None)


def _doubled(simulated: PortalWorld, words: Sequence[PortalWordRow]) -> Iterator[str]:
    """A word has one row that says it was taken, and one effect."""
    with simulated.desk.house.store.read() as session:
        taken = {row.word_id: row.fault for row in session.exec(select(WordTakenRow))}
        questions = len(list(session.exec(select(QuestionRow.id))))
        promises = Counter((row.delivery_id, row.noted_by, row.noted_at) for row in session.exec(select(TakenOnRow)))
    if taken != {word.id: word.fault for word in words if word.taken_at is not None}:
        yield "office and portal do not say the same of the words"
    asked = sum(word.kind == "question" and word.taken_at is not None and not word.fault for word in words)
    if questions != asked:
        yield f"{asked} questions were heard, {questions} are kept"
    yield from (f"one promise {n} times" for n in promises.values() if n > 1)


def _wrongly_shown(simulated: PortalWorld, copies: Sequence[PortalCopyRow]) -> Iterator[str]:
    """Every office that was written to is shown its case, in the state of one of its deliveries; nobody else is."""
    with simulated.desk.house.store.read() as session:
        wanted = select(ReferralRow.reference, DeliveryRow.recipient, DeliveryRow.state)
        rows = session.exec(wanted.join(DeliveryRow, col(DeliveryRow.referral_id) == col(ReferralRow.id))).all()
    states: dict[tuple[str, str], set[str]] = {}
    for reference, recipient, state in rows:
        states.setdefault((recipient, reference), set()).add(str(state))
    shown = {(copy.office, copy.reference): copy.state for copy in copies}
    yield from (f"not shown to {office}: {reference}" for office, reference in states.keys() - shown.keys())
    yield from (f"shown to {office}, not addressed: {reference}" for office, reference in shown.keys() - states.keys())
    for key, state in shown.items():
        if key in states and state not in states[key]:
            yield f"{key[1]} is shown to {key[0]} as {state}"


def _word(reply: Reply, dice: random.Random) -> Word:
    if reply.verdict == "refused":
        return Refuses(reason=RefusalReason(str(reply.reason)), words="not for us")
    back = reply.at + timedelta(hours=dice.uniform(30, 60))
    return Acknowledges(taker="duty_officer", rings_back_at=back, words="we ring the team")


def _copy_of(house: AppContext, office: str, reference: str) -> str | None:
    wanted = select(PortalCopyRow.id).where(
        col(PortalCopyRow.kind) == "case",
        col(PortalCopyRow.office) == office,
        col(PortalCopyRow.reference) == reference,
    )
    with house.store.read() as session:
        return session.exec(wanted).first()


def _outsider(house: AppContext, office: str, role: str, n: int) -> UserRow:
    id_ = f"{office}-{n}"
    return UserRow(
        id=id_,
        service=house.settings.service,
        role=role,
        office=office,
        first_day=date(2026, 1, 1),
        last_day=date(2027, 12, 31),
        language="fr",
        name=house.store.seal("app_user.name", id_, f"Somebody of {office}"),
    )
