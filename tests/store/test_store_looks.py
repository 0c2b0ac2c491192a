"""One look that several reads share: it shows one moment, and a write of whoever looks ends it."""

from threading import Thread

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import select

from inspection.store.core import Store, asked_once
from inspection.store.people import TeamRow


def team(name: str) -> TeamRow:
    """A team of that name."""
    office = {"office_lon": 5.5, "office_lat": 50.6, "language": "fr", "languages": ["fr"], "skills": [], "size": 2}
    return TeamRow(id=name, service="ONSS", district="liege", name=name, shifts={}, breaks=[], **office)


def add(store: Store, name: str) -> None:
    """Add a team."""
    with store.write() as session:
        session.add(team(name))


def elsewhere(store: Store, name: str) -> None:
    """Add a team as somebody else does, meanwhile."""
    other = Thread(target=add, args=(store, name))
    other.start()
    other.join()


def seen(store: Store) -> list[str]:
    """The teams that a read finds."""
    with store.read() as session:
        return sorted(session.exec(select(TeamRow.id)))


def test_reads_of_a_look_show_one_moment(store: Store) -> None:
    """What somebody else writes meanwhile is seen by the next look; reads without one see it at once."""
    with store.one_look():
        assert seen(store) == []
        elsewhere(store, "a")
        assert seen(store) == []
    assert seen(store) == ["a"]
    elsewhere(store, "b")
    assert seen(store) == ["a", "b"]


def test_a_write_of_the_same_caller_ends_the_look(store: Store) -> None:
    """What is read afterwards is what was written; also where a read was still under way, which goes on as it began."""
    with store.one_look():
        assert seen(store) == []
        add(store, "a")
        assert seen(store) == ["a"]
        with store.read() as session:
            assert list(session.exec(select(TeamRow.id))) == ["a"]
            add(store, "b")
            assert list(session.exec(select(TeamRow.id))) == ["a"]
            assert seen(store) == ["a", "b"]
        assert seen(store) == ["a", "b"]


def test_what_goes_wrong_in_a_read_spoils_no_other(store: Store) -> None:
    """The next read opens a session of its own."""
    with store.one_look():
        with pytest.raises(NoResultFound), store.read() as session:
            session.exec(select(TeamRow.id)).one()
        elsewhere(store, "a")
        assert seen(store) == ["a"]


def test_a_question_is_asked_once_in_a_look_and_each_time_without(store: Store) -> None:
    """A write lets it be asked anew."""
    asked: list[int] = []

    def ask() -> int:
        with store.read() as session:
            return asked_once(session, "what", lambda: asked.append(1) or len(asked))

    assert [ask(), ask()] == [1, 2]
    with store.one_look():
        assert [ask(), ask()] == [3, 3]
        add(store, "a")
        assert ask() == 4


def test_what_is_read_inside_a_write_is_read_anew_after_it(store: Store) -> None:
    """A read that an act makes beside its own transaction shows the store as it was before, and to nobody later."""
    with store.one_look():
        with store.write() as session:
            session.add(team("a"))
            session.flush()
            assert seen(store) == []
        assert seen(store) == ["a"]
