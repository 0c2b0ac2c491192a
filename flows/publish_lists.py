"""Monday 07:00: the referral list of the week that ended, for every police cell and auditorate, also if it is empty."""

from flows.acting import acting, begin
from flows.scheduling.accounts import lists_account
from flows.tracking import flow, keep_account, task
from inspection import acts
from inspection.life_cycles import ListGroup
from inspection.progress import say
from inspection.time_of import IsoWeek, today


@flow
def publish_lists(week: str | None = None) -> int:
    """Publish one list an addressee for the week before this one, keep a copy, and send it; returns how many."""
    asked = IsoWeek.parse(week) if week else IsoWeek.before(today())
    begin(str(asked), week=asked)
    recipients = acts.delivery.list_recipients(acting("publish_lists"), asked)
    lists = {}
    for done, recipient in enumerate(recipients):
        say("lists", done, len(recipients))
        lists[recipient] = publish_one(str(asked), recipient)
    send_lists()
    say("lists", len(recipients), len(recipients))
    unsent = acts.delivery.unsent_lists(acting("publish_lists"), asked)
    keep_account(f"lists-{asked}", lists_account(str(asked), lists, unsent))
    return len(recipients)


@task(retries=1)
def publish_one(week: str, recipient: str) -> dict[str, int]:
    """Publish one list and write the house's copy; returns how many rows each of its groups has."""
    content = acts.delivery.publish_list(acting("publish_lists"), IsoWeek.parse(week), recipient)
    acts.delivery.keep_copy(acting("publish_lists"), content)
    return {str(group): content.count(group) for group in ListGroup}


@task(retries=1)
def send_lists() -> acts.outbox.Delivered:
    """Hand over every list that waits, by its addressee's own way; what fails leaves with a later turn."""
    return acts.delivery.deliver_lists(acting("publish_lists"), acts.outbox.transports(acts.app()))
