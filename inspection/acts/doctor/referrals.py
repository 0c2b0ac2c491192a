"""Checks of what a referral needs tonight: certificates, answers that are late, and somebody who picks up."""

from collections.abc import Iterator
from datetime import timedelta

from inspection.acts import alerts, chasing, on_call, outbox
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.store.queries import teams

_SHOWN = 6  # names of offices in one line


def certificates(patient: Patient) -> Iterator[Found]:
    """Look at how long bundles can still be signed and enveloped: a certificate that is over stops a delivery."""
    soon = timedelta(days=patient.rules.on(patient.day).bundles.certificate_days)
    for whose, ends in sorted(outbox.certificate_ends(patient.office).items()):
        left = ends - patient.at
        if left <= timedelta(0):
            yield Found("wrong", f"certificate of {whose}: over since {ends:%Y-%m-%d}", "Ask for the new one now.")
        elif left <= soon:
            yield Found("look", f"certificate of {whose}: until {ends:%Y-%m-%d}", "Ask for the new one.")
        else:
            yield Found("well", f"certificate of {whose}: until {ends:%Y-%m-%d}")


def deliveries(patient: Patient) -> Iterator[Found]:
    """Look at who owes an answer."""
    late = chasing.overdue(patient.office.acting_as_flow("doctor", patient.at))
    if late:
        yield Found("look", f"{len(late)} deliveries are overdue", "Run `vigie refer overdue` and ring them.")
    else:
        yield Found("well", "no delivery is overdue")


def on_call_numbers(patient: Patient) -> Iterator[Found]:
    """Look at the numbers that somebody would ring tonight: whom nobody knows, and whom nobody has tried for too long.

    That every number of an empty roster was tried lately is true, and helps nobody at half past one.
    """
    wanted, without = _offices(patient)
    if wanted and len(without) == len(wanted):
        advice = "Ask the police directorates and auditorates for their rosters, then run `vigie on-call import`."
        yield Found("wrong", "the duty roster is empty: a suspicion tonight could be told to nobody", advice)
        return
    if without:
        names = ", ".join(sorted(without)[:_SHOWN]) + (" …" if len(without) > _SHOWN else "")
        advice = "Ask each for its roster, then run `vigie on-call import`."
        yield Found("look", f"{len(without)} of {len(wanted)} offices on duty have no number: {names}", advice)
    stale = on_call.stale_on_call(patient.office.acting_as_flow("doctor", patient.at))
    if stale:
        names = ", ".join(sorted({one.recipient for one in stale}))
        advice = "Ring each, then note it: `vigie on-call test-call`."
        yield Found("look", f"{len(stale)} duty numbers without a recent test call: {names}", advice)
    elif not without:
        yield Found("well", "every office on duty has a number, and each was tried lately")


def _offices(patient: Patient) -> tuple[set[str], set[str]]:
    """Return whom the teams' districts would ring at this moment, and which of them have no number."""
    districts = {team.district for team in teams(patient.store)}
    lines = [o for o in patient.rules.on(patient.day).offices if not districts or o.arrondissement in districts]
    with patient.store.read() as session:
        rung = [alerts.ring_office(session, patient.office, line.police_directorate, patient.at) for line in lines]
        rung += [alerts.ring_magistrate(session, patient.office, line.area, patient.at) for line in lines]
    reached = {ring.recipient for ring in rung if ring.number is not None}
    return {ring.recipient for ring in rung}, {ring.recipient for ring in rung} - reached
