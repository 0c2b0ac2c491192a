"""Monday 07:00: the referral list of the week that ended, for every police cell and auditorate, also if it is empty."""

from datetime import timedelta
from pathlib import Path

from flows.progress import say
from flows.tracking import flow, task
from flows.week_output import put
from inspection import acts
from inspection.failpoints import failpoint
from inspection.reporting import ReferralList, referral_list_json, referral_list_pdf, referral_list_xlsx
from inspection.time_of import IsoWeek, moment_of, now, today


@flow
def publish_lists(week: str | None = None) -> int:
    """Publish and write one list an addressee for the week before this one; returns how many."""
    asked = IsoWeek.parse(week) if week else IsoWeek.of(today() - timedelta(days=7))
    recipients = acts.list_recipients(asked)
    for done, recipient in enumerate(recipients):
        say("lists", done, len(recipients))
        publish_one(str(asked), recipient)
    for recipient in recipients:
        sign_one(str(asked), recipient)
    say("lists", len(recipients), len(recipients))
    return len(recipients)


@task(retries=1)
def publish_one(week: str, recipient: str) -> int:
    """Publish one list and write it as PDF and workbook; returns its number of rows."""
    content = acts.publish_list(IsoWeek.parse(week), recipient)
    write_list(content)
    return len(content.rows)


def write_list(content: ReferralList) -> list[Path]:
    """Write a published list where its addressee's files leave from; the same list gives the same PDF and JSON.

    The list was committed before: whoever is stopped here writes all files again from what was published.
    """
    folder = acts.office().settings.outbox / content.recipient / "lists"
    made_on = moment_of(IsoWeek.parse(content.week).days[-1], 24 * 60)
    pdf = put(folder / f"{content.week}.pdf", referral_list_pdf(content, made_on=made_on))
    failpoint("list.half_written")
    book = put(folder / f"{content.week}.xlsx", referral_list_xlsx(content))
    return [pdf, book, put(folder / f"{content.week}.json", referral_list_json(content))]


@task(retries=1)
def sign_one(week: str, recipient: str) -> Path | None:
    """Sign the JSON of a list that was written; nothing where the house has no certificate.

    Apart from the writing, and after all of it: a certificate that is over stops the signing aloud, never a list.
    """
    file = acts.office().settings.outbox / recipient / "lists" / f"{week}.json"
    signature = acts.list_signature(file.read_bytes(), recipient, now())
    return None if signature is None else put(file.with_suffix(".json.p7s"), signature)
