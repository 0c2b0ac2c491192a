"""What an inspector can mend on the telephone: refusals are told, mistakes come out again, and nothing goes astray."""

import base64

from browsers import IN_CHROMIUM
from field_servers import Stub
from field_views import do
from playwright.sync_api import BrowserContext

pytestmark = IN_CHROMIUM
PICTURE = base64.b64encode(b"\x89PNG a picture").decode()
YES = """
await draft.set("suspicion", {decision: "yes", grounds: "g", forms: ["economic"], decided_at: "2026-11-25T08:00:00Z"});
"""
PHOTO = """
const photo = () => new Blob([Uint8Array.from(atob(given.picture), (one) => one.charCodeAt(0))], {type: "image/png"});
"""


def test_a_refused_first_report_is_told_everywhere_and_leaves_once_mended(context: BrowserContext, stub: Stub):
    """Bar, queue, start page and the decision itself say it with the office's words; the control stays open."""
    stub.refuses = True
    told = do(context, stub, YES + """
        await draft.send(); await sent();
        const told = {refused: sync.status().refused, state: draft.state, fault: draft.fault?.code};
        desk.queue = sync.status();
        for (const name of ["queue", "start", "suspicion"]) {
          const stop = await draw(name);
          told[name] = document.getElementById("page").textContent;
          stop?.();
        }
        document.body.innerHTML = '<header id="bar"></header>';
        (await load("bar")).drawBar("start");
        told.bar = document.getElementById("bar").textContent;
        return told;""")  # fmt: skip
    assert (told["refused"], told["state"], told["fault"]) == (1, "open", "CONTROL-041")
    for screen in ("queue", "start", "suspicion"):
        assert "CONTROL-041" in told[screen], screen
        assert "Correct it" in told[screen], screen
    assert "bar.refused" in told["bar"]
    assert "bar.nothing_queued" not in told["bar"]
    stub.refuses = False
    page = context.pages[-1]
    mended = page.evaluate("""async () => {
        const [sync, {desk}] = await Promise.all(["sync", "desk"].map((name) => import(`/field/${name}.js`)));
        await desk.draft.set("answers.fm_head_count", 2); await desk.draft.send(); await sync.run({now: true});
        await atRest();
        return [sync.status().refused, desk.draft.fault, desk.draft.receipt !== null];
    }""")
    assert mended == [0, None, True]


def test_the_decision_says_at_once_that_the_report_did_not_leave(context: BrowserContext, stub: Stub):
    """Whoever has just read "on its way" reads the refusal in its place."""
    stub.refuses = True
    before, after = do(context, stub, YES + """
        await draw("suspicion");
        const said = () => document.getElementById("report-said").textContent;
        const send = named("suspicion.send"); send.click();
        const later = () => new Promise((done) => setTimeout(done, 10));
        for (let n = 0; n < 3000 && !all("#asked-first h3").length; n += 1) await later();
        all(".chip").find((one) => one.textContent === "telephone.none").querySelector("input").click(); send.click();
        for (let n = 0; n < 3000 && !said(); n += 1) await later();
        const before = said();
        for (let n = 0; n < 3000 && !draft.fault; n += 1) await new Promise((done) => setTimeout(done, 20));
        return [before, said() + document.getElementById("report-state").textContent];""")  # fmt: skip
    assert before == "suspicion.sent"
    assert "suspicion.sent" not in after
    assert "CONTROL-041" in after


LOOKUP = """
await draft.set("lookups", [{ref: "L1", register: "dimona", subject: "workplace", result: "found", note: "",
                             looked_up_at: "2026-11-25T08:00:00Z", ...given.more}]);
await draw("lookup", {subject: "workplace", at: 0});
const kept = () => draft.control.lookups[0];
const said = () => all(".fault").map((one) => one.textContent).join("");
"""


def test_now_beside_the_declaration_takes_the_look_up_along(context: BrowserContext, stub: Stub):
    """What is read now was looked up now: the office refuses a declaration that is later than its look-up."""
    one = do(context, stub, LOOKUP + """
        all("button").filter((one) => one.textContent === "input.now")[1].click();
        return kept();""", more={})  # fmt: skip
    assert one["looked_up_at"] == one["declared_at"] > "2026-11-26"


def test_what_a_look_up_cannot_be_is_said_and_not_kept(context: BrowserContext, stub: Stub):
    """A later declaration, a period that ends first, and words that are no type or committee."""
    found = do(context, stub, LOOKUP + """
        const found = {};
        const note = (name, field) => (found[name] = [kept()[field] ?? null, said()]);
        const [declared] = [document.getElementById("m-declared_at")];
        type(declared, "2026-11-26"); type(declared.nextElementSibling, "09:00"); note("later", "declared_at");
        const looked = document.getElementById("m-looked_up_at");
        type(looked, "2026-11-27"); note("mended", "declared_at");
        type(labelled("lookup.period_from"), "2026-11-25"); type(labelled("lookup.period_to"), "2026-11-24");
        note("before", "period_to"); type(labelled("lookup.period_to"), "2026-11-25");
        const committee = labelled("lookup.joint_committee");
        type(committee, "140"); type(committee, "140.3"); note("committee", "joint_committee");
        type(committee, "140.03");
        type(labelled("lookup.worker_type"), "fl"); note("type", "worker_type");
        type(labelled("lookup.worker_type"), "flx"); note("right", "worker_type");
        return found;""", more={})  # fmt: skip
    assert found == {
        "later": [None, "lookup.declared_later"],
        "mended": ["2026-11-26T08:00:00Z", ""],
        "before": [None, "lookup.ends_before"],
        "committee": [None, "lookup.joint_committee_wrong"],
        "type": [None, "lookup.worker_type_wrong"],
        "right": ["FLX", ""],
    }


def test_the_hours_of_a_declaration_can_be_typed_where_it_gives_any(context: BrowserContext, stub: Stub):
    """For an extra day by day; for everybody else days are enough."""
    found = do(context, stub, LOOKUP + """
        const hours = () => all("input[type=time]").slice(-2);
        const shown = () => hours().map((one) => !one.hidden);
        const before = shown();
        type(labelled("lookup.worker_type"), "EXT");
        type(labelled("lookup.period_from"), "2026-11-25"); type(hours()[0], "18:00");
        type(labelled("lookup.period_to"), "2026-11-25");
        return [before, shown(), kept().period_from, kept().period_to];""",
        more={}, package={"hours_needed": {"EXT": "always"}})  # fmt: skip
    assert found == [[False, False], [True, True], "2026-11-25T17:00:00Z", "2026-11-25"]


def test_who_is_not_identified_is_not_named(context: BrowserContext, stub: Stub):
    """The office refuses a name beside it."""
    one = do(context, stub, """
        await draft.addPerson({});
        await draft.set("seen", [{ref: "S1", state: "identified", person: "P1", doing: "", seen_by: ""}]);
        document.body.innerHTML = '<main id="page"></main>';
        document.getElementById("page").append((await load("views/seen")).seenList());
        all("details")[0].open = true; await atRest();
        all(".chip").find((one) => one.textContent === "seen.not_identified").querySelector("input").click();
        return [draft.control.seen[0], all("select")[0].value];""")  # fmt: skip
    assert (one[0]["state"], one[0]["person"], one[1]) == ("not_identified", None, "")


def test_the_magistrates_words_stay_with_the_magistrate(context: BrowserContext, stub: Stub):
    """A record is removed from one step; what is typed on another goes to the call that it was typed at."""
    steps = [{"key": key, "label": {}, "hint": {}, "role": "r", "when": "always"} for key in ("police", "magistrate")]
    found = do(context, stub, """
        await draw("steps");
        const item = (key) => document.querySelector(`[data-step=${key}]`);
        const buttons = (key) => [...item(key).querySelectorAll("button")];
        const press = (key, words) => buttons(key).find((one) => one.textContent === words).click();
        const last = (key, query) => [...item(key).querySelectorAll(query)].at(-1);
        for (const key of ["police", "magistrate", "police"]) press(key, "steps.reached");
        press("police", "word.remove");
        type(last("magistrate", "textarea"), "Hear each apart.");
        return draft.control.steps.map(({step, note}) => [step, note]);""",
        package={"card": {"steps": steps}, "places": []})  # fmt: skip
    assert found == [["magistrate", "Hear each apart."], ["police", ""]]


PARTS = """
await draft.addPerson({name: "N"}); await draft.addPerson({});
await draft.set("persons.P2.answers.p_job", "cook");
const at = "2026-11-25T08:00:00Z";
await draft.set("seen", [{ref: "S1", state: "identified", person: "P2", doing: "d", seen_by: ""}]);
await draft.set("steps", [{step: "police", at, outcome: "reached", who: "", number: "", note: "n", person: "P2"}]);
await draft.set("lookups", [{ref: "L1", register: "dimona", subject: "P2", looked_up_at: at, result: "found"}]);
await draft.set("consents", ["P2", "P1"].map((person) => ({person, answer: "informed", at, language: "fr"})));
const sha = await draft.addAttachment(photo(), {kind: "photo", person: "P2"});
await draft.addAttachment(photo(), {kind: "photo"});
"""


def test_a_person_added_by_mistake_comes_out_with_all_that_is_theirs(context: BrowserContext, stub: Stub):
    """Asked once more; nothing names the person afterwards, not even after a killed tab, and a shared picture stays."""
    found = do(context, stub, PHOTO + PARTS + """
        document.body.innerHTML = '<main id="page"></main><div id="spoken"></div>';
        document.getElementById("page").append((await load("views/identity")).identity("P2"));
        await tap("person.remove");
        const before = draft.control.persons.length;
        await tap("person.remove");
        await draft.close();
        const again = await drafts.openDraft(draft.id, given.checklist);
        const {persons, seen, steps, lookups, consents, attachments} = again.control;
        return [before, {persons: persons.map((one) => one.ref), seen: seen.map((one) => [one.state, one.person]),
          steps: steps.map((one) => [one.note, one.person]), lookups: lookups ?? [],
          consents: consents.map((one) => one.person), attachments: attachments.length,
          bytes: (await again.attachment(sha)) !== null}];""", picture=PICTURE)  # fmt: skip
    assert found == [2, {
        "persons": ["P1"], "seen": [["not_identified", None]], "steps": [["n", None]], "lookups": [],
        "consents": ["P1"], "attachments": 1, "bytes": True,
    }]  # fmt: skip


def test_a_picture_comes_out_until_it_is_on_its_way(context: BrowserContext, stub: Stub):
    """Afterwards the office has it, or will: there is nothing to press, and nothing that is being sent disappears."""
    found = do(context, stub, PHOTO + YES + """
        await draft.addAttachment(photo(), {kind: "photo"});
        const screen = async () => {
          document.body.innerHTML = '<main id="page"></main>';
          document.getElementById("page").append(...(await load("views/extras")).EXTRAS["closing.workplace"](""));
        };
        await screen();
        await tap("word.remove"); await tap("word.remove");
        const left = draft.control.attachments.length;
        await draft.addAttachment(photo(), {kind: "photo"});
        await draft.send();
        await screen();
        const [one] = draft.control.attachments;
        return [left, Boolean(named("word.remove")), await caught(draft.removeAttachment(one))];""",
        picture=PICTURE)  # fmt: skip
    assert found == [0, False, "on_its_way"]


def test_one_picture_answers_two_questions_and_leaves_once(context: BrowserContext, stub: Stub):
    """The second answer does not take the first one's picture; taken out at one place it stays at the other."""
    found = do(context, stub, PHOTO + """
        const add = (question) => draft.addAttachment(photo(), {kind: "photo", question});
        await add("fm_head_count"); await add("obs_locked_in");
        const sha = await add("fm_head_count");
        const places = draft.control.attachments.map((one) => one.question);
        await draft.send(); await sent();
        const after = [draft.receipt !== null, (await draft.attachment(sha)) !== null];
        await draft.removeAttachment(draft.control.attachments.find((one) => one.question === "obs_locked_in"));
        return [places, after, draft.control.attachments.length, (await draft.attachment(sha)) !== null];""",
        picture=PICTURE)  # fmt: skip
    assert found == [["obs_locked_in", "fm_head_count"], [True, True], 1, True]
    assert len([one for one in stub.writes if one.startswith("attachment")]) == 1


def test_a_draft_that_the_office_never_had_can_be_discarded(context: BrowserContext, stub: Stub):
    """Asked once more; one that was sent, or is on its way, stays."""
    found = do(context, stub, """
        await draw("start");
        await tap("start.discard"); const before = (await drafts.listDrafts()).length;
        await tap("start.discard");
        for (let n = 0; n < 200 && (await drafts.listDrafts()).length; n++) {
          await new Promise((go) => setTimeout(go, 50));
        }
        await atRest();
        const after = (await drafts.listDrafts()).length;
        const other = await drafts.beginDraft({checklist: given.checklist, workplace: "est:2000000001"});
        await other.send();
        const waiting = await caught(other.discard());
        await sent();
        await draw("start");
        return [before, after, desk.draft, waiting, await caught(other.discard()), Boolean(named("start.discard"))];
        """)  # fmt: skip
    assert found == [1, 0, None, "on_its_way", "on_its_way", False]


def test_the_end_warns_of_persons_where_nobody_can_have_been_found(context: BrowserContext, stub: Stub):
    """The office would refuse the control for good: it is said before it leaves."""
    found = do(context, stub, """
        await draft.addPerson({});
        await draw("finish");
        const chip = (key) => all(".chip").find((one) => one.textContent === `outcome.${key}`).firstChild.click();
        const said = () => all(".fault").map((one) => one.textContent);
        const state = () => [said().includes("finish.nobody"), named("finish.go").disabled];
        chip("closed"); const closed = state();
        chip("done"); return [closed, state()];""")  # fmt: skip
    assert found == [[True, True], [False, False]]


def test_the_second_of_one_visit_is_sent_as_a_control_of_its_own(context: BrowserContext, stub: Stub):
    """Without its code, with everything else; the guarded part stays closed all along."""
    stub.refuses, stub.refusal = True, "CONTROL-231"
    found = do(context, stub, YES + """
        await draft.set("visit", "ABCD-1"); await draft.set("answers.fm_head_count", 3);
        await draft.finish(); await sent(); await vault.current().lockSensitive();
        desk.queue = sync.status();
        await draw("queue");
        return [draft.state, Boolean(named("queue.without_visit"))];""")  # fmt: skip
    assert found == ["stuck", True]
    stub.refuses = False
    page = context.pages[-1]
    page.get_by_role("button", name="queue.without_visit").click()
    state = page.evaluate("""async () => {
        const {desk} = (await import("/field/main.js")).desk;
        const wait = () => new Promise((done) => setTimeout(done, 50));
        for (let n = 0; n < 3000 && desk.draft.state !== "sent"; n += 1) await wait();
        return desk.draft.state;
    }""")
    assert state == "sent"
    ((_, body),) = stub.controls.items()
    assert b'"visit":null' in body
    assert b'"fm_head_count":3' in body
    assert b'"grounds":"g"' in body


def test_a_refused_file_of_a_control_that_is_there_is_told_with_the_way_on(context: BrowserContext, stub: Stub):
    """The queue says that the office has the control, and what becomes of it once it is changed."""
    stub.refuses_files = True
    found = do(context, stub, PHOTO + """
        await draft.addAttachment(photo(), {kind: "photo"}); await draft.finish(); await sent();
        desk.queue = sync.status();
        await draw("queue");
        const told = () => document.getElementById("page").textContent.includes("queue.file_refused");
        return [draft.state, draft.receipt !== null, told()];""", picture=PICTURE)  # fmt: skip
    assert found == ["stuck", True, True]


def test_a_comment_needs_no_photo_and_meets_what_calls_for_words(context: BrowserContext, stub: Stub):
    """Kept as it is typed, changed where it stands, and without words it is gone."""
    found = do(context, stub, """
        await draft.addPerson({});
        const at = {draft: draft.id, ref: "P1", question: "p_job", written_at: "2026-11-25T08:00:00Z"};
        const write = async (words) => {
          await draw("comment", at); type(labelled("comment.words"), words);
          await atRest();
          return draft.control.comments.map((one) => [one.question, one.person, one.words]);
        };
        const asking = await load("asking");
        const rules = {needs: [{kind: "comment", when: () => true}, {kind: "photo", when: () => true}]};
        const lacks = () => asking.needed({id: "p_job"}, rules, "P1", {}, {p_job: "cook"}).map((one) => one.kind);
        const before = lacks();
        const written = [await write("by the"), await write("by the oven")];
        const after = lacks();
        await draft.close();
        const again = await drafts.openDraft(draft.id, given.checklist);
        desk.draft = again;
        const reopened = again.control.comments.map((one) => one.words);
        await draw("comment", at); type(labelled("comment.words"), " ");
        await atRest();
        return [before, written, after, reopened, again.control.comments];""")  # fmt: skip
    assert found == [
        ["comment", "photo"],
        [[["p_job", "P1", "by the"]], [["p_job", "P1", "by the oven"]]],
        ["photo"],
        ["by the oven"],
        [],
    ]


def test_a_comment_on_a_guarded_answer_is_guarded(context: BrowserContext, stub: Stub):
    """Once the guarded part has closed it is neither shown nor lost, and what is typed then is said not to be kept."""
    found = do(context, stub, """
        const at = {question: "obs_locked_in", person: null, written_at: "2026-11-25T08:00:00Z"};
        await draft.append("comments", {...at, words: "a key outside"});
        await draft.append("comments", {...at, question: null, words: "open"});
        await vault.current().lockSensitive();
        const shown = draft.control.comments.map((one) => one.words);
        await draw("comment", {draft: draft.id, ref: "", ...at});
        type(labelled("comment.words"), "lost?"); await tap("comment.done");
        const said = all(".fault")[0].textContent;
        await vault.current().unlockSensitive(given.pin);
        return [shown, said !== "", draft.control.comments.map((one) => one.words).sort()];""")  # fmt: skip
    assert found == [["open"], True, ["a key outside", "open"]]


def test_the_second_pin_is_counted_by_itself(context: BrowserContext, stub: Stub):
    """Whoever knows the first PIN cannot try the second one for ever: after ten wrong ones none is tried."""
    found = do(context, stub, """
        await vault.current().changeSensitivePin(given.pin, "161803");
        const left = [];
        for (let n = 0; n < 9; n += 1) {
          await vault.unlock(given.pin); await vault.current().unlockSensitive(given.wrong);
          left.push(await vault.attemptsLeft("sensitive"));
        }
        const right = await vault.current().unlockSensitive("161803");
        left.push(await vault.attemptsLeft("sensitive"));
        for (let n = 0; n < 10; n += 1) await vault.current().unlockSensitive(given.wrong);
        const barred = await vault.current().unlockSensitive("161803");
        await sync.renew("code", "");
        return [left, right, barred, await vault.current().unlockSensitive("161803")];""")  # fmt: skip
    assert found == [[9, 8, 7, 6, 5, 4, 3, 2, 1, 10], True, False, True]


def test_the_sign_of_an_unregistered_door_reaches_the_office(context: BrowserContext, stub: Stub):
    """What is typed to find the door again stands in the control, not on the telephone alone; so does who asked."""
    package = {"user": "u1", "checklists": [{"sector": "restaurants", "sha256": "c" * 64, "label": {}}],
               "places": [{"key": "62063", "label": {"fr": "Liège"}, "report_languages": ["fr"]}]}  # fmt: skip
    found = do(context, stub, """
        await draft.close();
        await draw("unplanned");
        all(".chip")[0].querySelector("input").click();
        type(labelled("unplanned.place"), "Liège");
        type(labelled("unplanned.name"), " Snack Exempel ");
        await tap("unplanned.go"); const begun = desk.draft.id !== draft.id;
        all(".chip").find((one) => one.textContent === "origin.police").querySelector("input").click();
        const {checklistOf} = sync; await tap("unplanned.go");
        for (let n = 0; n < 3000 && desk.draft.id === draft.id; n += 1) await atRest();
        const {door, place, origin} = desk.draft.control;
        return [begun, door, place, origin];""", package=package)  # fmt: skip
    assert found == [False, "Snack Exempel", "62063", "police"]
