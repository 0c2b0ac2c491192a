"""Every page of the office by its route, with an address on `office_days` and who opens it.

`test_office_every_page.py` holds that no route is missing, so that a new page cannot be forgotten by the tour.
"""

from collections.abc import Mapping

from builders_acts import a_chosen
from office_days import ADMINISTRATOR, BACK, DIRECTION, DUE, HEAD, INSPECTOR, LIEGE, SEEN, SUPERVISOR, Days

from dashboards.office.addresses import MOVED

NOBODY = ""  # whoever has not signed in
_PLACE = a_chosen(SEEN, district=LIEGE).workplace
_ADMINISTERED = ("absences", "cars", "on-call", "outside", "registers", "deliveries", "flows")
_PARTS = ("answers", "onsite", "checks", "exhibits", "exchange", "chain", "guarded")
PAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "/office": tuple((who, "/office") for who in (SUPERVISOR, INSPECTOR, ADMINISTRATOR)),
    "/enrolments": ((DIRECTION, "/enrolments"),),
    "/board": ((HEAD, "/board"),),
    "/board/entry": ((HEAD, "/board/entry"),),
    "/board/breaches": ((SUPERVISOR, "/board/breaches"),),
    "/board/{reference}": ((HEAD, "/board/{late}"),),
    "/board/{reference}/changes": ((HEAD, "/board/{taken}/changes"), (INSPECTOR, "/board/{late}/changes")),
    "/board/{reference}/links": ((HEAD, "/board/{late}/links"),),
    "/paper": ((INSPECTOR, "/paper"),),
    "/friday": ((SUPERVISOR, "/friday"), (DIRECTION, "/friday?all=1")),
    "/week": (
        (INSPECTOR, "/week"),
        (HEAD, "/week?week={coming}&day=all"),
        (HEAD, f"/week?week={{coming}}&visit={_PLACE}"),
        (HEAD, f"/week?week={{coming}}&visit={_PLACE}&act=drop"),
        (HEAD, f"/week?week={{coming}}&visit={_PLACE}&act=move&to=liege-1@{{sunday}}"),
        (HEAD, "/week?week={coming}&beside={this}"),
    ),
    "/week/print": ((SUPERVISOR, "/week/print?plan={plan}"),),
    "/calendar": ((HEAD, "/calendar?week={coming}"),),
    "/holds": ((SUPERVISOR, "/holds"), (DIRECTION, "/holds?sort=placed_by")),
    "/holds/{hold}": ((SUPERVISOR, "/holds/{hold}"),),
    "/orders": ((SUPERVISOR, "/orders"), (INSPECTOR, "/orders")),
    "/orders/{order}": ((SUPERVISOR, "/orders/{order}"), (INSPECTOR, "/orders/{order}")),
    "/joint-actions": ((INSPECTOR, "/joint-actions"), (SUPERVISOR, "/joint-actions?sort=partners")),
    "/joint-actions/new": ((HEAD, "/joint-actions/new"), (SUPERVISOR, "/joint-actions/new")),
    "/joint-actions/{reference}": ((SUPERVISOR, "/joint-actions/{action}"),),
    "/policy": ((SUPERVISOR, "/policy"), (DIRECTION, "/policy?sort=owner&all=1")),
    "/policy/measures/new": ((SUPERVISOR, "/policy/measures/new"),),
    "/policy/measures/{reference}": ((SUPERVISOR, "/policy/measures/{measure}"),),
    "/policy/initiatives": ((SUPERVISOR, "/policy/initiatives"),),
    "/policy/initiatives/new": ((SUPERVISOR, "/policy/initiatives/new"),),
    "/policy/initiatives/{reference}": ((SUPERVISOR, "/policy/initiatives/{initiative}"),),
    "/waiting": ((HEAD, "/waiting"), (INSPECTOR, "/waiting")),
    "/waiting/follow-ups/{id}": ((HEAD, "/waiting/follow-ups/{owed}"),),
    "/day": ((INSPECTOR, "/day"),),
    "/control": ((INSPECTOR, "/control"),),
    "/search": ((INSPECTOR, "/search"), (HEAD, "/search?q=exemple"), (HEAD, "/search?q=nothing+at+all")),
    "/workplaces": ((INSPECTOR, "/workplaces"),),
    "/workplaces/{workplace:path}": (
        (HEAD, f"/workplaces/{_PLACE}"),
        (SUPERVISOR, f"/workplaces/{_PLACE}?registers=1"),
    ),
    "/inspections": ((INSPECTOR, "/inspections"), (HEAD, "/inspections?tab=all&sort=found")),
    "/inspections/{control}": ((INSPECTOR, f"/inspections/{BACK}"), (HEAD, f"/inspections/{DUE}")),
    **{f"/inspections/{{control}}/{part}": ((INSPECTOR, f"/inspections/{BACK}/{part}"),) for part in _PARTS},
    "/inspections/{control}/people": (
        (INSPECTOR, f"/inspections/{BACK}/people"),
        (HEAD, f"/inspections/{DUE}/people"),  # before a reason
    ),
    "/documents": (
        (DIRECTION, "/documents"),
        (DIRECTION, "/documents?kind=table&sort=what"),
        (INSPECTOR, "/documents"),
    ),
    "/documents/calendar": ((INSPECTOR, "/documents/calendar"),),
    "/documents/{kind}/{key:path}": (
        (DIRECTION, "/documents/report/bureau/{month}/draft"),
        (DIRECTION, "/documents/report/bureau/{before}/1"),
    ),
    "/administration": ((ADMINISTRATOR, "/administration"), (DIRECTION, "/administration")),
    **{f"/administration/{part}": ((ADMINISTRATOR, f"/administration/{part}"),) for part in _ADMINISTERED},
    "/administration/people": ((DIRECTION, "/administration/people"),),
    "/administration/people/{user}": (
        (DIRECTION, f"/administration/people/{INSPECTOR}"),
        (ADMINISTRATOR, "/administration/people/new"),
    ),
    "/administration/teams/{team}": (
        (DIRECTION, "/administration/teams/liege-1"),
        (DIRECTION, "/administration/teams/new"),
    ),
    "/administration/addressees": ((ADMINISTRATOR, "/administration/addressees"),),
    "/administration/addressees/{recipient}": ((DIRECTION, "/administration/addressees/pjf-liege"),),
    "/administration/import": ((DIRECTION, "/administration/import"),),
    "/administration/devices": ((DIRECTION, "/administration/devices"),),
    "/administration/registers/{register}": ((DIRECTION, "/administration/registers/addresses"),),
    "/administration/looks": ((DIRECTION, "/administration/looks"),),
    "/administration/retention": ((DIRECTION, "/administration/retention"),),
    "/administration/retention/proof": (
        (DIRECTION, "/administration/retention/proof"),
        (DIRECTION, "/administration/retention/proof?subject={destroyed}"),
    ),
    "/sign-in": ((NOBODY, "/sign-in"),),
    "/enrol": ((NOBODY, "/enrol"),),
    "/me/sessions": ((INSPECTOR, "/me/sessions"),),
    "/me/prove": ((DIRECTION, "/me/prove"),),
    "/away": ((INSPECTOR, "/away"),),
    "/command/done": ((INSPECTOR, "/command/done"),),
    "/me/{rest:path}": ((INSPECTOR, "/me/nothing"),),
    "/office/{rest:path}": ((INSPECTOR, "/office/nothing"),),
}
APART: Mapping[str, str] = {
    **dict.fromkeys(MOVED, "leads to the page that replaced a screen"),
    "/referrals": "leads to the board, or to the case that it names",
    "/controls": "leads to the page of the control that its address names",
    "/board/rows": "a part of the board, asked for by its page",
    "/control/{draft}": "leads to the first page of a draft",
    "/control/{draft}/site": "leads to the first part of what is noted on site",
    **dict.fromkeys(
        (
            "/control/{draft}/visit",
            "/control/{draft}/persons/{sheet}",
            "/control/{draft}/person/{ref}",
            "/control/{draft}/place",
            "/control/{draft}/site/{part}",
            "/control/{draft}/site/{part}/{entry}",
        ),
        "opened by test_office_control_form_browser, which begins a control first",
    ),
    "/board/news": "asked for by the board's page; it answers with what changed",
    "/command/authorize": "asked for by a command that waits for it: test_flows_browser_login",
    "/paper/{draft}/{page:int}/{sheet:int}": "opened by test_office_paper_browser, which copies a list first",
    "/control/{draft}/end": "opened by test_office_concluding_browser, which begins a control first",
    "/control/{draft}/end/files": "opened by test_office_concluding_browser, which begins a control first",
    "/control/{draft}/end/files/{sha256}": "gives a photograph or a document, which is no page",
    "/sign-in/provider": "leads to the provider at once",
    "/sign-in/provider-back": "leads on at once, from the provider",
    "/sign-in/provider-link": "opened by test_office_proofs_browser, with a provider",
    "/sign-in/provider-out": "leads on at once",
    "/sign-in/passkey": "opened by test_office_proofs_browser, with a passkey",
    "/sign-in/passkey-enrol": "opened by test_office_proofs_browser, with a passkey",
    "/me/prove/provider": "leads to the provider at once",
    "/me/prove/passkey": "opened by test_office_proofs_browser, with a passkey",
    "/me/passkeys": "opened by test_office_proofs_browser, under the name that passkeys need",
    "/kept": "answers the script that keeps what was typed",
}


def addresses_of(days: Days) -> list[tuple[str, str]]:
    """Who opens which address, one person after the other."""
    known = {**days.cases, **days.named}
    every = [(who, way.format(**known)) for ways in PAGES.values() for who, way in ways]
    return sorted(every, key=lambda one: one[0])
