"""Weekly lists leave as bundles do: by the addressee's own way, once, again after a failure, and not in silence."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes
from sqlmodel import select

from inspection.acts.changes import embargo
from inspection.acts.controls import save
from inspection.acts.delivery import deliver_lists, publish_list, reconcile, unsent_lists
from inspection.acts.outbox import file_drop, transports
from inspection.errors import ReferralFault
from inspection.referral.bundle import MANIFEST, damaged
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent
from inspection.store.queries import alerts
from inspection.store.referrals import ListSendingRow
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

WEEK = IsoWeek.of(AT.date())
MONDAY = moment_of(IsoWeek.after(AT.date()).monday, 7 * 60)
TWO = ("aud-liege", "pjf-liege")


class Post:
    """A way that reaches some by the name of the file drop, and does with each bundle what it is told."""

    name = "file_drop"
    deduplicates = True

    def __init__(self, takes: Callable[[Bundle], bool] = lambda _: True) -> None:
        self.taken: list[Bundle] = []
        self._takes = takes

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Take a bundle, or be away."""
        if not self._takes(bundle):
            raise ReferralFault("REFER-601", recipient="folder", kind="OSError")
        self.taken.append(bundle)
        return Sent(state="delivered", at=at, receipt="x")


def published(house: AppContext) -> None:
    """The lists of two addressees, both empty."""
    for recipient in TWO:
        publish_list(house.acting(at=MONDAY), WEEK, recipient)


def test_an_empty_list_leaves_too_and_only_once(house: AppContext) -> None:
    """Whole, with a hash of every part, however often somebody hands over."""
    published(house)
    assert unsent_lists(house.acting(), WEEK) == list(TWO)
    assert deliver_lists(house.acting(at=MONDAY), transports(house)).sent == 2
    assert deliver_lists(house.acting(at=MONDAY), transports(house)).sent == 0
    assert unsent_lists(house.acting(), WEEK) == []
    for recipient in TWO:
        (files,) = file_drop(house).bundles(recipient).values()
        assert files.keys() == {MANIFEST, "referral_list.pdf", "referral_list.xlsx", "referral_list.json"}
        assert damaged(files) == []
        assert json.loads(files[MANIFEST])["recipient"] == json.loads(files["referral_list.json"])["recipient"]


def test_the_addressees_own_way_is_taken(house: AppContext) -> None:
    """The first of an office's ways that this installation has: here not the folder, which its rules do not name."""
    published(house)
    by_telephone = Post()
    by_telephone.name = "carrier_pigeon"
    done = deliver_lists(house.acting(at=MONDAY), [by_telephone])
    assert (done.sent, done.by_hand, by_telephone.taken) == (0, 2, [])
    deliver_lists(house.acting(at=MONDAY), [by_telephone])
    assert [(one.kind, one.for_role) for one in alerts(house.store)] == [("list_failing", "direction")] * 2


def test_one_addressee_who_is_away_holds_up_nobody_and_is_told(house: AppContext) -> None:
    """Tried again by itself; after some attempts the direction hears of it, once."""
    published(house)
    post = Post(lambda bundle: bundle.recipient != "aud-liege")
    for hour in range(5):
        deliver_lists(house.acting(at=MONDAY + timedelta(hours=hour)), [post])
    assert [bundle.recipient for bundle in post.taken] == ["pjf-liege"]
    assert [(one.kind, one.for_role) for one in alerts(house.store)] == [("list_failing", "direction")]
    assert unsent_lists(house.acting(), WEEK) == ["aud-liege"]
    assert deliver_lists(house.acting(at=MONDAY + timedelta(hours=9)), [Post()]).sent == 1
    assert alerts(house.store) == []  # it left


def test_what_was_taken_and_not_recorded_is_known_by_its_key(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process dies after the sending: when its lease has run out, the same key comes, though a workbook differs."""

    class Died(BaseException):
        """What no handler catches."""

    def die(name: str) -> None:
        if name == "list.sent":
            raise Died

    publish_list(house.acting(at=MONDAY), WEEK, "pjf-liege")
    post = Post()
    monkeypatch.setattr("inspection.acts.outbox.handing_over.failpoint", die)
    with pytest.raises(Died):
        deliver_lists(house.acting(at=MONDAY), [post])
    monkeypatch.undo()
    assert deliver_lists(house.acting(at=MONDAY), [post]).sent == 0
    assert deliver_lists(house.acting(at=MONDAY + timedelta(hours=1)), [post]).sent == 1
    first, second = post.taken
    assert first.key == second.key


def test_what_a_magistrate_keeps_back_meanwhile_is_not_in_it(house: AppContext) -> None:
    """The list waited for an addressee that was away, and the file was put under embargo."""
    control = a_control(answers=dict(SIGNS), suspicion=a_yes())
    reference = str(save(house.acting("insp-liege-1", AT), control, place=LIEGE).reference)
    assert publish_list(house.acting(at=MONDAY), WEEK, "pjf-liege").rows[0].reference == reference
    embargo(house.acting("head-liege", MONDAY), reference, "aud-liege", "telephone")
    post = Post()
    deliver_lists(house.acting(at=MONDAY + timedelta(hours=1)), [post])
    assert json.loads(dict(post.taken[0].files)["referral_list.json"])["referrals"] == []


def test_a_list_of_the_other_service_is_not_ours_to_send(house: AppContext) -> None:
    """Both services may share a store; each signs its own."""
    published(house)
    other = replace(house, settings=replace(house.settings, service="TSW"))
    assert deliver_lists(other.acting(at=MONDAY), transports(other)).sent == 0
    assert deliver_lists(house.acting(at=MONDAY), transports(house)).sent == 2


def test_reconciling_does_not_take_a_list_for_a_strange_bundle(house: AppContext) -> None:
    """It has no name of a bundle."""
    published(house)
    deliver_lists(house.acting(at=MONDAY), [FileDrop(house.settings.outbox)])
    assert reconcile(house.acting(at=MONDAY), transports(house)) == []


def test_a_list_published_before_lists_left_is_not_sent_now(house: AppContext, tmp_path: Path) -> None:
    """What has no sending of its own has left as a file."""
    published(house)
    with house.store.write() as session:
        for row in session.exec(select(ListSendingRow)):
            session.delete(row)
    assert deliver_lists(house.acting(at=MONDAY), transports(house)).sent == 0
