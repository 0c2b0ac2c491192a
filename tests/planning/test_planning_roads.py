"""Travel times by a road server, from a real HTTP server in OSRM's and Valhalla's published formats."""

import os
import pickle
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from builders_planning import ROADS, Coefficients, a_day, a_visit
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from road_servers import RoadWorld, road_server, true_seconds

from inspection.planning import (
    GreatCircle,
    RoadFault,
    RoundPolicy,
    edition_of,
    plan_rounds,
    settle,
    travel_times,
    verify,
)
from inspection.planning.roads import RoadTimes, notices_of
from inspection.planning.roads.tables import Table, blocks, keys_of, points_of
from inspection.settings import RoadSettings

ON = date(2026, 11, 26)
BOTH = pytest.mark.parametrize("provider", ["osrm", "valhalla"])


def some_points(count: int, seed: int = 1) -> list[tuple[float, float]]:
    """Points in the middle of Belgium, on the grid of five decimals."""
    draw = Random(seed)
    return [(round(draw.uniform(3.5, 5.5), 5), round(draw.uniform(50.5, 51.2), 5)) for _ in range(count)]


def asking(world: RoadWorld, provider: str = "osrm", cache: Path | None = None, **given) -> RoadTimes:
    """Travel times of a test's server."""
    roads = RoadSettings(provider=provider, url=world.url, timeout_seconds=1, **given)
    travel = travel_times(roads, Coefficients(), ON, cache)
    assert isinstance(travel, RoadTimes)
    return travel


def truth(points, access: float = 4) -> np.ndarray:
    """The minutes that the server's world has."""
    made = np.array([[true_seconds(a, b) / 60 + access for b in points] for a in points])
    np.fill_diagonal(made, 0)
    return made


@BOTH
@pytest.mark.parametrize("block", [0, 7, 23, 50])
def test_blocks_make_the_whole_table(provider: str, block: int):
    """Whatever the size of the blocks, each minute stands in its row and column; the way back is another one."""
    points = some_points(61)
    with road_server() as world:
        minutes = asking(world, provider, block=block).minutes(points)
    assert not np.allclose(minutes, minutes.T)
    np.testing.assert_allclose(minutes, truth(points), rtol=1e-12)


def test_the_largest_block_makes_an_address_below_8_kilobytes():
    """Proxies cut longer ones."""
    with road_server(most_cells=150 * 150) as world:
        asking(world, block=150, decimals=6).minutes(some_points(300))
        assert 5000 < world.longest_path < 8000


@pytest.mark.parametrize("form", [None, "nested", "flat"])
def test_valhalla_may_answer_concisely_or_verbosely(form: str | None):
    """A server of before the concise form answers a row of objects, or a flat list of them in any order."""
    points = some_points(12)
    with road_server(verbose=form) as world:
        np.testing.assert_allclose(asking(world, "valhalla").minutes(points), truth(points), rtol=1e-12)


@BOTH
def test_no_way_is_infinitely_far(provider: str):
    """A null from here to there is inf, and the way back is none the worse."""
    points = some_points(5)
    with road_server(unreachable={(points[1], points[3])}) as world:
        minutes = asking(world, provider).minutes(points)
    assert np.isinf(minutes[1, 3])
    assert np.isfinite(minutes).sum() == 24


@BOTH
def test_two_workplaces_in_one_house_are_the_access_time_apart(provider: str):
    """As by the great circle; and a point is nowhere from itself."""
    a, b = some_points(2)
    with road_server() as world:
        minutes = asking(world, provider).minutes([a, b, a])
    assert minutes[0, 2] == minutes[2, 0] == 4
    assert minutes.diagonal().tolist() == [0, 0, 0]
    assert minutes[0, 1] == minutes[2, 1]


@BOTH
@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("slow", "PLAN-131"),
        ("slow body", "PLAN-131"),  # a byte now and then, within the wait of one reading
        ("rubbish", "PLAN-132"),
        ("list", "PLAN-132"),
        ("cut", "PLAN-130"),
        ("status", "PLAN-130"),
        ("refuse", "PLAN-133"),
    ],
)
@pytest.mark.parametrize("after", [0, 1])
def test_with_any_trouble_the_great_circle_is_taken_and_told(provider: str, trouble: str, code: str, after: int):
    """At the first question as at a later one; and nothing that the server says in free words is repeated."""
    if provider == "valhalla" and trouble == "refuse" and after == 0:
        code = "PLAN-132"  # its status has no code to refuse with
    points = some_points(4)
    with road_server(trouble=trouble, trouble_after=after) as world:
        travel = asking(world, provider)
        np.testing.assert_array_equal(travel.minutes(points), ROADS.minutes(points))
    (notice,) = notices_of(travel)
    assert notice.code == code
    assert world.url in notice.where
    assert "the great circle was taken for the whole plan instead" in notice.what
    assert "50.85" not in str(notice)
    assert (travel.name, travel.version) == ("great-circle", f"{ROADS.version}, instead of {provider} ({code})")


@BOTH
@pytest.mark.parametrize("trouble", ["short", "negative", "text", "huge"])
def test_a_table_that_is_none_is_refused(provider: str, trouble: str):
    """Too small, below zero, or words: none of it becomes minutes."""
    with road_server(trouble=trouble, trouble_after=1) as world:
        travel = asking(world, provider)
        travel.minutes([(4.3, 50.8), (4.3001, 50.8)])
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-132"]


@BOTH
def test_nobody_listens(provider: str):
    """A server that is down is named with what to do, and asked once only for the plan."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    travel = travel_times(RoadSettings(provider=provider, url=url), Coefficients(), ON)
    points = some_points(3)
    for _ in range(2):
        np.testing.assert_array_equal(travel.minutes(points), ROADS.minutes(points))
    (notice,) = notices_of(travel)
    assert notice.code == "PLAN-130"
    assert "is down (ConnectionRefusedError)" in notice.what


@BOTH
def test_strict_refuses_instead(provider: str):
    """Whoever wants road times or no plan gets the fault."""
    with road_server(trouble="status") as world:
        travel = asking(world, provider, strict=True)
        with pytest.raises(RoadFault) as fault:
            travel.minutes(some_points(3))
    assert fault.value.code == "PLAN-130"
    assert pickle.loads(pickle.dumps(fault.value)).advice == fault.value.advice  # noqa: S301 (our own)


@BOTH
def test_a_plan_never_mixes_two_providers(provider: str):
    """Once the server has answered, its silence is a fault: minutes by the great circle would not go with the first."""
    points = some_points(6)
    with road_server() as world:
        travel = asking(world, provider)
        first = travel.minutes(points[:4])
        world.trouble = "status"
        np.testing.assert_array_equal(travel.minutes(points[1:3]), first[1:3, 1:3])
        with pytest.raises(RoadFault):
            travel.minutes(points)
    assert travel.name == provider


@BOTH
def test_all_districts_or_none(provider: str):
    """When the server fails at the second district, the first is planned by the great circle too."""
    places = {"leuven": some_points(4), "namur": some_points(4, seed=2)}
    with road_server() as world:
        settled = settle(asking(world, provider), places)
        for name, travel in settled.items():
            again = pickle.loads(pickle.dumps(travel))  # noqa: S301 (as to a process of its own)
            np.testing.assert_allclose(again.minutes(places[name]), truth(places[name]))
            assert again.name == provider
        with pytest.raises(RoadFault, match="2 of 4 points"):
            settled["leuven"].minutes([*places["leuven"][:2], *places["namur"][:2]])
    with road_server(trouble="slow", trouble_after=3) as world:
        settled = settle(asking(world, provider, block=2), places)
        assert {travel.name for travel in settled.values()} == {"great-circle"}
        assert {"PLAN-131" in travel.version for travel in settled.values()} == {True}


def test_without_a_server_settling_is_the_great_circle_itself():
    """Nothing is asked, and every part has the same travel times."""
    travel = travel_times(RoadSettings(), Coefficients(), ON)
    assert isinstance(travel, GreatCircle)
    assert settle(travel, {"a": [], "b": []}) == {"a": travel, "b": travel}
    assert notices_of(travel) == ()


@BOTH
def test_points_off_the_map_are_refused(provider: str):
    """A map that ends before the district would put the point on the nearest road that it knows, and say nothing."""
    points = some_points(6)
    with road_server(off={points[2]}) as world:
        travel = asking(world, provider)
        travel.minutes(points)
    (notice,) = notices_of(travel)
    assert notice.code == "PLAN-134"
    assert str(points[2][0]) not in str(notice)


@BOTH
def test_too_large_a_block_names_the_setting(provider: str):
    """The advice is the server's limit, or ours."""
    with road_server(most_cells=100) as world:
        travel = asking(world, provider, block=11)
        travel.minutes(some_points(20))
        (notice,) = notices_of(travel)
        assert (notice.code, "VIGIE_ROADS_BLOCK" in notice.advice) == ("PLAN-133", True)
        fine = asking(world, provider, block=10)
        fine.minutes(some_points(20))
        assert fine.name == provider


@BOTH
def test_an_old_map_is_refused(provider: str):
    """New roads and closed ones: a map of three years ago plans another country."""
    with road_server(map_day="2023-11-01") as world:
        travel = asking(world, provider)
        travel.minutes(some_points(3))
        assert [notice.code for notice in notices_of(travel)] == ["PLAN-135"]
        assert world.tables == 0
        kept = RoadSettings(provider=provider, url=world.url, map_days=2000)
        assert edition_of(kept, ON).map_day == date(2023, 11, 1)


@BOTH
def test_a_map_exchanged_meanwhile_is_refused(provider: str):
    """A table of two maps is of none."""
    with road_server() as world:
        travel = asking(world, provider)
        ask = travel._server.seconds
        travel._server.seconds = lambda *sides: (setattr(world, "map_day", "2026-11-20"), ask(*sides))[1]
        travel.minutes(some_points(3))
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-135"]


@BOTH
def test_a_redirect_is_not_followed(provider: str):
    """Coordinates go where the settings say, and nowhere else."""
    with road_server() as other, road_server(trouble="redirect", elsewhere=other.url) as world:
        travel = asking(world, provider)
        travel.minutes(some_points(3))
        assert other.asked == []
    assert [notice.code for notice in notices_of(travel)] == ["PLAN-136"]


def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch):
    """A proxy would read the addresses, and may stand outside."""
    with road_server() as proxy, road_server() as world:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        travel = asking(world)
        travel.minutes(some_points(3))
        assert (proxy.asked, travel.name) == ([], "osrm")


def a_certificate(folder: Path) -> Path:
    """Key and certificate of a server called localhost, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
    shown = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    coded = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "roads.pem"
    file.write_bytes(key.private_bytes(*coded) + shown)
    return file


def test_a_certificate_must_be_known_and_of_that_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Whoever stands between could read the addresses; the house's own authority is named in the environment."""
    certificate = a_certificate(tmp_path)
    with road_server(certificate) as world:
        named = RoadSettings(provider="osrm", url=world.url, timeout_seconds=5)
        with pytest.raises(RoadFault, match="shows no good certificate") as fault:
            edition_of(named, ON)
        assert fault.value.code == "PLAN-130"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert edition_of(named, ON).is_told
        with pytest.raises(RoadFault, match="shows no good certificate"):
            edition_of(replace(named, url=world.url.replace("localhost", "127.0.0.1")), ON)


def test_a_name_that_leads_outside_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    """Neither when all its addresses are public, nor when one of them is; a named range is inside."""
    told = ["203.0.113.7", "10.0.0.7"]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(2, 1, 6, "", (address, port)) for address in told]
    )
    reached: list[str] = []

    def refuse(address, **_):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    roads = RoadSettings(provider="osrm", url="http://roads.internal:5000")
    with pytest.raises(RoadFault) as fault:
        edition_of(roads, ON)
    assert (fault.value.code, reached) == ("PLAN-136", [])
    told[:] = ["10.0.0.7", "fd00::7"]
    with pytest.raises(RoadFault) as fault:
        edition_of(roads, ON)
    assert (fault.value.code, reached) == ("PLAN-130", ["10.0.0.7", "fd00::7"])


@BOTH
def test_answers_are_remembered_in_the_plan(provider: str):
    """The verifier asks round by round for what the planner asked for at once: no question more."""
    points = some_points(30)
    with road_server() as world:
        travel = asking(world, provider)
        travel.minutes(points)
        before = len(world.asked)
        travel.minutes([points[3], points[9], points[3]])
        assert len(world.asked) == before


@BOTH
def test_answers_are_kept_on_disk_and_only_what_is_new_is_asked(provider: str, tmp_path: Path):
    """Next week's plan asks for its new places only: their rows and columns."""
    points = some_points(30)
    with road_server() as world:
        first = asking(world, provider, tmp_path, block=10).minutes(points[:28])
        assert world.tables == 9
        again = asking(world, provider, tmp_path, block=10)
        np.testing.assert_array_equal(again.minutes(points[:28]), first)
        assert world.tables == 9
        np.testing.assert_allclose(asking(world, provider, tmp_path, block=10).minutes(points), truth(points))
        assert world.tables == 9 + 3 + 2
        assert {file.stat().st_mode & 0o077 for file in tmp_path.rglob("*")} == {0}
        asking(world, provider, tmp_path, block=10, decimals=4).minutes(points[:3])
        assert world.tables == 15, "another rounding is another question"
        world.map_day = "2026-11-20"
        asking(world, provider, tmp_path, block=10).minutes(points[:3])
        assert world.tables == 16, "so is another map"


@BOTH
def test_without_a_maps_day_nothing_is_kept(provider: str, tmp_path: Path):
    """Nobody could tell when the answers have become old."""
    with road_server(map_day=None) as world:
        travel = asking(world, provider, tmp_path)
        travel.minutes(some_points(3))
        assert travel.name == provider
        assert "unknown" in travel.version
    assert list(tmp_path.rglob("*.npz")) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_thrown_away_and_told(damage: str, tmp_path: Path):
    """The answers are asked for again, and are right."""
    points = some_points(20)
    with road_server() as world:
        asking(world, cache=tmp_path).minutes(points)
        (file,) = tmp_path.rglob("*.npz")
        whole = bytearray(file.read_bytes())
        whole[-900] ^= 0xFF
        file.write_bytes({"cut": whole[:-400], "flipped": whole, "empty": b"", "other": b"PK\x03\x04rubbish"}[damage])
        travel = asking(world, cache=tmp_path)
        np.testing.assert_allclose(travel.minutes(points), truth(points))
        assert (travel.name, world.tables) == ("osrm", 2)
        (notice,) = notices_of(travel)
        assert notice.code == "PLAN-137"
        again = asking(world, cache=tmp_path)
        again.minutes(points)
        assert (world.tables, notices_of(again)) == (2, ())


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first(tmp_path: Path):
    """Each of these tables takes about 320 KB of the one megabyte."""
    with road_server() as world:
        for seed in range(5):
            asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, seed))
            for file in tmp_path.rglob("*.npz"):
                os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
        assert sum(file.stat().st_size for file in tmp_path.rglob("*")) < 1_100_000
        assert len(list(tmp_path.rglob("*.npz"))) == 3
        asked = world.tables
        asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, 4))
        assert world.tables == asked
        asking(world, cache=tmp_path, cache_mb=1).minutes(some_points(200, 0))
        assert world.tables == asked + 4


def test_a_disk_that_cannot_be_written_stops_no_plan(tmp_path: Path):
    """The plan is made, and whoever runs it hears why the next one will ask again."""
    (tmp_path / "roads").write_text("a file where the folder should be")
    with road_server() as world:
        travel = asking(world, cache=tmp_path)
        travel.minutes(some_points(3))
    assert (travel.name, [notice.code for notice in notices_of(travel)]) == ("osrm", ["PLAN-137"])


@BOTH
def test_a_plan_names_the_server_and_its_map(provider: str):
    """From the question to the verified plan; without the server the plan says what was taken instead."""
    visits = [a_visit(f"v{n}", at=point) for n, point in enumerate(some_points(8))]
    days, policy = [a_day(office=some_points(1, seed=9)[0])], RoundPolicy.free()
    with road_server() as world:
        travel = asking(world, provider)
        plan = plan_rounds(visits, days, travel, policy, iterations=50)
        assert plan.rounds
        assert plan.travel.startswith(f"{provider} ")
        assert "2026-11-01" in plan.travel
        assert not verify(plan, visits, days, travel, policy)
        world.trouble = "status"
        other = plan_rounds(visits, days, asking(world, provider), policy, iterations=50)
    assert other.travel == f"great-circle {ROADS.version}, instead of {provider} (PLAN-130)"
    assert other == replace(plan_rounds(visits, days, ROADS, policy, iterations=50), travel=other.travel)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20), st.integers(3, 6))
def test_keys_stand_for_the_rounded_points(points: list[tuple[float, float]], decimals: int):
    """From point to key and back moves nothing by more than half of the last decimal, and never twice."""
    keys = keys_of(points, decimals)
    back = points_of(keys, decimals)
    assert (
        np.abs(np.array(back).reshape(-1, 2) - np.array(points).reshape(-1, 2)).max(initial=0) <= 0.51 * 10**-decimals
    )
    np.testing.assert_array_equal(keys_of(back, decimals), keys)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 25), st.integers(1, 9), st.floats(0, 1), st.integers(0, 99))
def test_blocks_cover_what_is_missing_and_are_small(count: int, size: int, share: float, seed: int):
    """Whatever is missing, in blocks that the server accepts."""
    missing = np.random.default_rng(seed).random((count, count)) < share
    left = missing.copy()
    for rows, columns in blocks(missing, size):
        assert 0 < rows.size <= size
        assert 0 < columns.size <= size
        left[np.ix_(rows, columns)] = False
    assert not left.any()


def test_a_table_takes_what_another_knows():
    """Only what it does not know itself, wherever the other has it."""
    mine, other = Table.empty(np.array([1, 3, 5])), Table.empty(np.array([2, 3, 4, 5]))
    other.seconds[1, 3], other.seconds[3, 1], mine.seconds[2, 1] = 35, 53, 7
    mine.take(other)
    assert (mine.seconds[1, 2], mine.seconds[2, 1]) == (35, 7)
    assert mine.missing.sum() == 4
