"""The house of a simulation: six districts with their people, on a store of its own, and addressees that sign."""

import atexit
import json
import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from builders_acts import OFFICES, a_user
from builders_control import the_rules
from builders_simulation_witness import DISTRICTS, PLACES
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from databases import lay_tables
from houses import House

from inspection.acts.staff import import_roster
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.trust import AppContext
from sectors.reader import Rules, load_rules

INSPECTORS = 4
SIGNING = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n, name in enumerate(("pjf-liege", "aud-gent"))
}
OFFICES_OF = sorted({office for offices in PLACES.values() for office in offices} | {"guardianship"})


def people() -> list[dict[str, object]]:
    """Return the direction, and for each district its supervisor, team head and inspectors."""
    made = [a_user("direction-1", "direction", None)]
    for district in DISTRICTS.values():
        team = f"{district}-1"
        made.append(a_user(f"supervisor-{district}", "supervisor", district))
        made.append(a_user(f"head-{district}", "team_head", district, team))
        made += [
            a_user(f"insp-{district}-{n}", "inspector", district, team, telephone="+32 2 000 00 00")
            for n in range(1, INSPECTORS + 1)
        ]
    return made


def settle(home: Path, at: datetime) -> Settings:
    """Make an installation with its roster and the keys by which two addressees sign; return its settings."""
    shutil.copytree(_made(at), home, dirs_exist_ok=True)
    return Settings(home=home, lease_seconds=60, retry_seconds=30)


@cache
def _made(at: datetime) -> Path:
    """Make the installation that every run starts from, once in a process: its tables cost more than its people."""
    home = Path(tempfile.mkdtemp(prefix="vigie-simulated-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    here = Settings(home=home)
    pinned = {name: {"acknowledgement_key": key.public_key().public_bytes_raw().hex()} for name, key in SIGNING.items()}
    (home / "transports.yaml").write_text(json.dumps({"recipients": pinned}))
    lay_tables(here)
    house = opened(here)
    import_roster(house.acting("system", at), {"service": "ONSS", "teams": _teams(), "users": people(), "pattern": []})
    house.store.close()
    return home


def opened(here: Settings) -> AppContext:
    """Open the house as a process does that starts."""
    return House(open_store(here), rules_of(tuple(sorted(here.rules.glob("*.yaml")))), here)


@cache
def rules_of(local: tuple[Path, ...]) -> Rules:
    """Read the rules with a house's own lines, once."""
    return load_rules(local) if local else the_rules()


def _teams() -> list[dict[str, object]]:
    lon, lat = OFFICES["liege"]
    return [
        {
            "id": f"{district}-1",
            "name": f"Team 1, {district}",
            "service": "ONSS",
            "district": district,
            "office": {"town": district, "lon": lon, "lat": lat},
            "languages": ["fr"],
            "skills": [],
            "size": 2,
        }
        for district in DISTRICTS.values()
    ]
