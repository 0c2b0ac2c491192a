"""Which commands ask nobody who they are, and why; and which a schedule may run where nobody signed in."""

from __future__ import annotations

from collections.abc import Mapping

_MACHINE = "whoever runs it holds the keys of this house; nothing about a case is told"
_PUBLIC = "tells what the product and its rules say, to anybody who has them; no case is read"
_SELF = "is how somebody proves who they are, or ends that"

# By how it is typed; what is not named here asks for whoever signed in.
OPEN: Mapping[str, str] = {
    "init": "makes a house in which nobody can have signed in yet",
    "migrate": "whoever runs it holds the account that owns the tables; no case is read",
    "demo": "writes what is invented, into a home that holds nothing else; refuses any other",
    "demo past": "writes what is invented, into a home of the demo; refuses any other",
    "demo year": "writes what is invented, into a home of the demo; refuses any other",
    "demo suspicion": "writes what is invented, into a home of the demo; refuses any other",
    "demo learnt": "tells what was learnt of what is invented, in a home of the demo; refuses any other",
    "keys": _MACHINE,
    "keys list": _MACHINE,
    "keys check": _MACHINE,
    "keys rotate": _MACHINE,
    "login": _SELF,
    "logout": _SELF,
    "enrol first": "makes the first account, before which nobody can sign in; recorded, and refused or told afterwards",
    "enrol redeem": "asks for a code that is good once",
    "rules check": _PUBLIC,
    "rules try": _PUBLIC,
    "rules show": _PUBLIC,
    "rules record": _PUBLIC,
    "figures list": _PUBLIC,
    "learn": "reads the table that it is given, and nothing of a house; what is below it asks for itself",
    "control schema": _PUBLIC,
    "openrosa keys": "prints the public half of a key; the other half stays",
    "openrosa xlsform": "writes a form that nobody filled in",
    "scales show": "tells minimum wages that are law, of no firm",
    "explain": _PUBLIC,
    "registers describe": _PUBLIC,
    "rights show": _PUBLIC,
    "warm": "compiles the search; nothing of this house is read",
    "run": "each of its lines is a command that asks for itself",
    "serve": "starts the office, which asks everybody who comes",
    "portal found": "makes a home of the portal, in which nobody can have signed in yet",
    "portal serve": "starts the portal, which asks everybody who comes",
    "portal sync": _MACHINE,
    "portal show": _MACHINE,
    "prefect setup": _MACHINE,
    "prefect start": _MACHINE,
    "audit verify": _MACHINE,
    "audit checkpoint": _MACHINE,
    "witness init": "makes the home of a witness, under an account that has no house",
    "witness serve": "answers the one account that it was told to",
    "witness accept": "whoever runs it has the account of the witness; nothing of a house is told",
    "witness show": "whoever runs it has the account of the witness; nothing of a house is told",
    "backup list": _MACHINE,
    "backup verify": _MACHINE,
    "restore": "fills a home in which nobody can have signed in yet; whoever runs it holds its keys",
    "doctor": _MACHINE,
}

# By how it is typed, for what a whole group does too: the flow as which it acts where nobody signed in.
SCHEDULED: Mapping[str, str] = {
    "ingest": "ingest_registers",
    "teams import": "import_teams",
    "week": "plan_week",
    "refer send": "deliver_referrals",
    "refer chase": "chase",
    "refer reconcile": "reconcile",
    "refer receive": "take_answer",
    "report week": "publish_lists",
    "keep propose": "keep",
    "keep nightly": "keep",
    "registers prune": "keep",
    "witness pin": "history",
    "backup": "back_up",
    "backup prune": "back_up",
    "backup drill": "rehearse_restore",
}
