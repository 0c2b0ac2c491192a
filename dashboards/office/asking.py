"""What a page is asked with: the request, its form, who asks, and in which language; and how a page is routed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboards.guard import principal_in
from dashboards.office.drawing import Look, day_words, draw, look_of, moment
from dashboards.office.faults import said_of, status_of, told
from dashboards.office.forms import (
    LARGEST_OF_KNOWN,
    MOST_FIELDS,
    TOKEN_FIELD,
    SentFile,
    file_sent,
    form_token,
    is_accepted,
    led_by_script,
    mark_of,
    page_mark,
    read_form,
    read_form_with_exhibit,
    read_form_with_file,
    require_form_token,
    sent_texts,
)
from dashboards.office.shared import Submissions, submission_of
from inspection import acts
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import Lang, bound, t
from inspection.sealing import pseudonym
from inspection.time_of import today
from inspection.trust import AppContext, Context, may, may_see
from inspection.trust.identity import Principal

if TYPE_CHECKING:
    from inspection.acts.texts import Sent
    from inspection.store.views import UserView
    from sectors import Catalogue


_SUBMISSIONS = Submissions()


@dataclass(frozen=True)
class Visitor:
    """Who has signed in, and at which installation."""

    principal: Principal
    user: UserView
    app: AppContext

    def may(self, act: str) -> bool:
        """Tell whether to offer an act: the table says it, and the act asks again."""
        return may(self.user, act)

    def may_see(self, what: str) -> bool:
        """Tell whether a screen is shown to this person."""
        return may_see(self.user, what)

    @cached_property
    def form_token(self) -> str:
        """What every form of this page carries: that of the session, and the mark of the page."""
        return f"{form_token(self.principal, self.app)}.{page_mark()}"

    @cached_property
    def owner_key(self) -> str:
        """By what a browser tells whose text it keeps: it says nothing about anybody."""
        return pseudonym(f"kept {self.user.id}", "identity", keys=self.app.store.keys)


@dataclass(frozen=True)
class Asked:
    """One question of a browser.

    form
        The fields of a form that was sent; empty for a page that is only read.
    app
        The installation that is asked, found once: each finding compares the environment of the process.
    """

    request: Request
    look: Look
    form: Mapping[str, str]
    visitor: Visitor | None
    app: AppContext

    @property
    def known(self) -> Visitor:
        """Who asks, on pages of whoever has signed in.

        Errors: `AccessRefused` 072 for nobody.
        """
        if self.visitor is None:
            raise AccessRefused("ACCESS-072")
        return self.visitor

    @cached_property
    def catalogue(self) -> Catalogue:
        """The rules as they stand today."""
        return self.app.catalogue(self.today)

    @cached_property
    def today(self) -> date:
        """The day that it is in Brussels, the same for the whole page."""
        return today()

    def acting(self) -> Context:
        """Return the context of an act of whoever asks, now."""
        return self.app.acting_as(self.known.principal)

    @property
    def sends(self) -> Sent | None:
        """Which kept text this form sends: for an act that forgets it in its own transaction."""
        return sent_texts(self.form)

    @property
    def file(self) -> SentFile | None:
        """The photograph or document that the form brought; None where nobody chose one."""
        return file_sent(self.request)

    def query(self, name: str) -> str:
        """Return a value of the address, "" where it has none."""
        return self.request.query_params.get(name, "")

    def say(self, key: str, **values: object) -> str:
        """Return a text of the screens in the reader's language."""
        text, lang = f"screen.{key}", self.look.lang
        return bound(t(text, lang, **values), lang) if values else _said(text, lang)

    def moment(self, at: datetime) -> str:
        """Return a moment as people write it in the reader's language."""
        return moment(at, self.look.lang)

    def day(self, on: date) -> str:
        """Return a day as people write it in the reader's language."""
        return day_words(on, self.look.lang)

    def page(self, template: str, shown: int | InspectionError | None = None, /, **values: object) -> Response:
        """Return a page; where a form of it was refused, with the text and the code that say why.

        Arguments: `shown` its status, or why a form of it was refused, None where nothing was.
        """
        if isinstance(shown, int):
            return draw(self, template, shown, **values)
        if shown is None:
            return draw(self, template, 200, **{"refusal": "", "code": "", **values})
        told = {"refusal": said_of(shown, self.look.lang), "code": shown.code}
        return draw(self, template, status_of(shown), **told | values)

    def led(self, way: str) -> Response:
        """Return the way to another page, after which Reload repeats nothing."""
        return RedirectResponse(way, 303, {"Cache-Control": "no-store"})


@cache
def _said(key: str, lang: Lang) -> str:
    """A text without places: a page says hundreds of them, and they are as many as the catalogue has."""
    return bound(t(key, lang), lang)


Shown = Callable[[Asked], Response]
Reader = Callable[[Request], Awaitable[dict[str, str]]]


def page(path: str, show: Shown) -> Route:
    """Return the route of a page that is read."""
    return Route(path, _answering(show, None), methods=["GET"])


def form(
    path: str,
    take: Shown,
    *,
    is_open: bool = False,
    most_fields: int = MOST_FIELDS,
    most: int = LARGEST_OF_KNOWN,
    takes_file: bool = False,
    takes_exhibit: bool = False,
) -> Route:
    """Return the route that takes a form.

    most_fields
        How many fields it may have, of whoever has signed in.
    most
        Bytes that it may have, of whoever has signed in.
    is_open
        Whether it is taken of whoever has not signed in; nobody has a token of a session there. That it comes from a
        page of this house is seen to before, for each form.
    takes_file
        Whether it brings a file, whose text then stands under the name of its field.
    takes_exhibit
        Whether it brings a photograph or a document, which is then `Asked.file`.
    """
    read: Reader = _reader(is_open=is_open, most_fields=most_fields, most=most)
    if takes_file or takes_exhibit:
        read = read_form_with_file if takes_file else read_form_with_exhibit
    return Route(path, _answering(take, read, is_open=is_open), methods=["POST"])


def _answering(show: Shown, read: Reader | None, *, is_open: bool = False) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        return await told(
            lambda: _answered(request, show, read, is_open=is_open), lambda fault: refused(request, fault)
        )

    return answer


async def _answered(request: Request, show: Shown, read: Reader | None, *, is_open: bool) -> Response:
    sent = await read(request) if read else {}

    def answered() -> Response:
        app = acts.app().pinned()
        if not read:
            return _shown(request, sent, app, show)
        taken = _taken_once(request, sent, lambda: _shown(request, sent, app, show, is_guarded=not is_open))
        _settle(request, sent, app, taken)
        return led_by_script(request, taken)

    return await run_in_threadpool(answered)


def _shown(
    request: Request, sent: Mapping[str, str], app: AppContext, show: Shown, *, is_guarded: bool = False
) -> Response:
    with app.store.one_look():
        asked = asked_by(request, sent, app)
        if is_guarded:
            require_form_token(asked.known.principal, sent, app)
        return show(asked)


def _taken_once(request: Request, sent: Mapping[str, str], take: Callable[[], Response]) -> Response:
    """Take a form once, however often it is sent from one page of somebody who has signed in.

    Whoever waits for the first one holds nothing of the store meanwhile.
    """
    who, mark = principal_in(request), mark_of(sent)
    if who is None or not mark:
        return take()
    said, file = {name: text for name, text in sent.items() if name != TOKEN_FIELD}, file_sent(request)
    one = submission_of(who.user, request.url.path, mark, said, file.content if file else b"")
    return _SUBMISSIONS.once(one, take, is_accepted)


def _settle(request: Request, sent: Mapping[str, str], app: AppContext, answer: Response) -> None:
    """Forget the kept text that a form has sent once it was taken, unless its act did; each time that it is sent."""
    texts, who = sent_texts(sent), principal_in(request)
    if texts is not None and who is not None and is_accepted(answer):
        acts.texts.forget_texts(app.acting_as(who), texts.page, texts.fields)


def _reader(*, is_open: bool, most_fields: int, most: int) -> Reader:
    return lambda request: read_form(request) if is_open else read_form(request, most, most_fields)


def asked_by(request: Request, sent: Mapping[str, str], app: AppContext) -> Asked:
    """Return a question with who asks it, as the guard found out."""
    principal = principal_in(request)
    found = None if principal is None else _user_of(principal, app)
    visitor = None if principal is None or found is None else Visitor(principal, found, app)
    return Asked(request, look_of(request, found.language if found else ""), sent, visitor, app)


def _user_of(principal: Principal, app: AppContext) -> UserView | None:
    """Return whoever calls as the roster knows them, None for somebody who left a moment ago."""
    try:
        return acts.staff.own_user(app.acting_as(principal))
    except AccessRefused:
        return None


def refused(request: Request, fault: InspectionError) -> Response:
    """Return the page that tells a fault."""
    asked = asked_by(request, {}, acts.app())
    text = asked.say(said_of(fault, asked.look.lang))
    return asked.page("fault.html", status_of(fault), code=fault.code, text=text)
