"""A simulated inspectorate whose bundles leave over real ways: the product's own transports, to servers of the run.

Days are simulated, sendings are not: mail, SFTP, webhooks and folders are what they are on any day, and their servers
fail as the dice of each office say. What a telephone or a letter carries, people of the house carry.
"""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from builders_simulation import START, Size, World
from builders_simulation_addressees import Reply
from builders_simulation_clock import Plug, Process
from builders_simulation_hands import Hands
from builders_simulation_house import settle
from builders_simulation_offices import KINDS, Dropped, Served
from builders_simulation_opening import Locks
from builders_simulation_servers import Server, file_server, mail_relay, web_server
from builders_simulation_ways import SIGNING, WAYS, by, keys_of, settle_ways

from inspection import acts
from inspection.errors import ReferralFault
from inspection.referral.model import Transport
from inspection.settings import Settings
from inspection.trust import AppContext

MISTYPED = 0.08
PUT_AWAY = 0.5


class ServedWorld(World):
    """The house, its people, and offices with servers of their own."""

    signing = SIGNING

    def __init__(self, home: Path, size: Size, plug: Plug) -> None:
        super().__init__(home, size, plug)
        self.witness.by_hand = {*by("telephone"), *by("paper")}
        self.net = self._process("net")
        self._known: dict[tuple[str, int], Sequence[Transport]] = {}
        self._sends_beside = threading.Lock()
        self.hands = Hands(self.clock, self.desk, self.witness, self.desks, self.addressees, self._promised, size.seed)
        self._plan_outages()
        self.clock.after(self._carry, hours=6)

    def ways(self, process: Process) -> Sequence[Transport]:
        """Return the product's own transports, read from the settings once in the life of a process."""
        life = (process.name, process.killed)
        if life not in self._known:
            self._known[life] = acts.outbox.transports(process.house)
        return self._known[life]

    def wait(self) -> None:
        """Wait until nobody sends any more beside the others."""
        with self._sends_beside:
            pass

    def close(self) -> None:
        """Stop every server and give back every store."""
        for server in self.servers.values():
            server.stop()
        self.net.house.store.close()
        super().close()

    # What stands at the start.

    def _settled(self, home: Path) -> Settings:
        """Start the servers, since the settings name their ports; then write these."""
        # a second is the shortest lease: a server whose answer never ends is left after five of them
        here = replace(settle(home, START), lease_seconds=1)
        self.theirs = home.parent / f"{home.name}-theirs"
        keys = keys_of(START)
        self.offices = {name: self._office(name, here) for name in WAYS}
        self.servers: dict[str, Server] = {"mail": mail_relay({n: self.offices[n] for n in by("mail")}, keys)}  # type: ignore[misc]
        for name in by("sftp"):
            self.servers[name] = file_server(self.offices[name], keys)  # type: ignore[arg-type]
        for name in by("webhook"):
            self.servers[name] = web_server(self.offices[name], keys)  # type: ignore[arg-type]
        for server in self.servers.values():
            server.start()
        settle_ways(here, {name: server.port for name, server in self.servers.items()}, START)
        return here

    def _office(self, name: str, here: Settings) -> Served:
        way, disk = WAYS[name], self.theirs / name
        return KINDS[way](
            name,
            self.size.seed,
            self.witness,
            signs=name in SIGNING,
            way=way,
            box=here.outbox / name if way == "file_drop" else disk / "in",
            house=here,
            archive=disk / "put-away",
            locks=Locks(keys_of(START).theirs, name, START),
            now=lambda: self.clock.at,
            meanwhile=self._send_beside,
        )

    def _addressee(self, name: str) -> Served:
        return self.offices[name]

    def _plan_outages(self) -> None:
        """Let each server go down for hours, and be stopped and started again now and then; folders are unmounted."""
        for name, server in self.servers.items():
            self._plan_outage(name, server.stop, server.start)
            dice = random.Random(f"{self.size.seed}:restarts:{name}")
            for _ in range(1 + self.size.days // 2):
                self.clock.schedule(START + timedelta(days=dice.uniform(0, self.size.days)), self._restart, server)
        for office in self.offices.values():
            if isinstance(office, Dropped):
                self._plan_outage(office.id, office.unmount, office.mount)

    def _plan_outage(self, name: str, begin: Callable[[], None], end: Callable[[], None]) -> None:
        dice = random.Random(f"{self.size.seed}:down:{name}")
        at = START + timedelta(days=dice.uniform(0, self.size.days))
        self.clock.schedule(at, begin)
        self.clock.schedule(at + timedelta(hours=dice.choice((2, 9, 26))), end)

    def _restart(self, server: Server) -> None:
        server.restart()

    # What schedules do.

    def _hand_over(self, worker: Process, limit: int = 200) -> None:
        super()._hand_over(worker, limit)
        self._collect()

    def _collect(self) -> None:
        """Let every office look at what came, and bring up the servers that went down while they answered."""
        for office in self.offices.values():
            for bundle in office.arrived():
                for reply in office.replies(bundle, self.clock.at):
                    self._promised(reply)
            if office.wants_restart:
                office.wants_restart = False
                self.servers[office.id].restart()
                self.witness.count("servers that went down while they answered")

    def _send_beside(self) -> None:
        """While an office lets one process wait, its lease runs out, and the net under it takes its deliveries up."""
        if not self._sends_beside.acquire(blocking=False):
            return
        try:
            self.witness.count("leases that ran out while the first was sending")
            later = self.clock.at + timedelta(seconds=2 * self.settings.lease_seconds)
            acts.delivery.deliver(self.net.house.acting(at=later), self.ways(self.net), limit=2)
        finally:
            self._sends_beside.release()

    def _wake(self) -> None:
        super()._wake()
        self.clock.after(self.hands.carry, minutes=self.clock.dice.uniform(5, 90))

    def _carry(self) -> None:
        self.hands.carry()
        self.clock.after(self._carry, hours=6)

    # What addressees answer.

    def _answered(self, reply: Reply) -> None:
        """Take an answer in; whoever has answered may put the bundle away."""
        super()._answered(reply)
        if self.witness.answers[-1].outcome == "taken":
            office = self.offices[reply.recipient]
            if reply.signed is not None:
                office.says_yes(reply.key)  # its nonce came back, which only who holds it knows
            if office.dice("away", reply.key).random() < PUT_AWAY:
                office.put_away(reply.reference, reply.key)

    def _take(self, house: AppContext, reply: Reply) -> None:
        if reply.signed is None and self.clock.dice.random() < MISTYPED:
            self._mistype(house, reply)
        super()._take(house, reply)

    def _mistype(self, house: AppContext, reply: Reply) -> None:
        """Type one digit wrong; it must be refused, whatever other reference it may look like."""
        place = self.clock.dice.choice([n for n, sign in enumerate(reply.reference) if sign.isdecimal()])
        wrong = str((int(reply.reference[place]) + self.clock.dice.randint(1, 9)) % 10)
        typed = reply.reference[:place] + wrong + reply.reference[place + 1 :]
        try:
            acts.referrals.acknowledge(house.acting("system", self.clock.at), typed, recipient=reply.recipient)
        except ReferralFault as fault:
            self.witness.count(f"mistyped references refused: {fault.code}")
        else:
            self.witness.faults.append(f"a mistyped reference was taken: {typed}")

    def _come_to_rest(self) -> None:
        super()._come_to_rest()
        for server in self.servers.values():
            server.start()
