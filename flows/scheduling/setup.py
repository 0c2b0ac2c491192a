"""Everything that prefect.yaml says, made on a Prefect server: work pools, deployments with their limits, automations.

Asked again it changes nothing: what stands is compared with what is written, and only what differs is written. Prefect
is imported when something is made, never before: this module is read by every `vigie --help`.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from inspection.errors import SettingsFault

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).parents[1] / "prefect.yaml"
OURS = "vigie: "  # how the names of our automations begin
TRIES = 3
State = Literal["made", "changed", "stands", "removed"]


@dataclass(frozen=True)
class Made:
    """One thing on the server, and what was done about it."""

    kind: Literal["work pool", "deployment", "automation"]
    name: str
    state: State


@cache
def written() -> Mapping[str, Any]:
    """Return what prefect.yaml says; it lies beside the flows, so that the wheel holds it too."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def set_up(
    notify: str | None = None,
    heard: Callable[[int, int], None] = lambda *_: None,
    *,
    no_notify: bool = False,
) -> list[Made]:
    """Make on the server what is written and not there; returns everything that is written, and what was done.

    Arguments: `notify` a notification block, `kind/name`, that every automation about a run tells too, in place of what
    it told before; without one, what is told already is told on, and `no_notify` ends it; `heard` hears how much is
    done.
    Errors: `SettingsFault` 054 without a server, 061 when it does not answer, 056 for a block that it does not have,
    057 when Prefect refuses a part, 059 for both at once.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise SettingsFault("SETTING-054")
    if notify and no_notify:
        raise SettingsFault("SETTING-059")
    from httpx import HTTPError
    from prefect.client.orchestration import get_client

    try:
        with get_client(sync_client=True) as client:
            heard(0, 3)
            made = _pools(client)
            heard(1, 3)
            made += _deployments(client)
            heard(2, 3)
            made += _automations(client, notify, no_notify)
            heard(3, 3)
    except HTTPError as fault:
        raise SettingsFault("SETTING-061", kind=type(fault).__name__) from None
    return made


def _pools(client: Any) -> list[Made]:
    from prefect.exceptions import ObjectNotFound

    made = []
    for pool in written()["work_pools"]:
        try:
            client.read_work_pool(pool["name"])
        except ObjectNotFound:
            _prefect("work-pool", "create", pool["name"], "--type", pool["type"])
            made.append(Made("work pool", pool["name"], "made"))
        else:
            made.append(Made("work pool", pool["name"], "stands"))
    return made


def _deployments(client: Any) -> list[Made]:
    """Register them by Prefect's own command, which reads this part of the file, and say which of them are new."""
    before = {one.name: one for one in client.read_deployments()}
    _prefect("deploy", "--all", "--prefect-file", str(FILE))
    after = {one.name: one for one in client.read_deployments()}
    return [_deployed(name, before, after) for name in (one["name"] for one in written()["deployments"])]


def _deployed(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Made:
    if name not in before:
        return Made("deployment", name, "made")
    return Made("deployment", name, "stands" if _told(before[name]) == _told(after[name]) else "changed")


def _told(deployment: Any) -> dict[str, Any]:
    """Return what a deployment says, without what moves by itself: ids of schedules, moments, its readiness."""
    moving = {"updated", "created", "last_polled", "status", "schedules", "version_info", "version_id"}
    said: dict[str, Any] = deployment.model_dump(mode="json", exclude=moving)
    limit = said.pop("global_concurrency_limit", None) or {}
    schedules = [one.schedule.model_dump(mode="json") for one in deployment.schedules]
    return {**said, "limit": limit.get("limit"), "schedules": schedules}


def _automations(client: Any, notify: str | None, no_notify: bool) -> list[Made]:
    """Write ours that differ, and remove ours that are not written any more; those of others are left alone."""
    standing = {one.name: one for one in client.read_automations() if one.name.startswith(OURS)}
    specs = written()["automations"]
    made = [_automation(client, spec, standing.get(spec["name"]), notify, no_notify) for spec in specs]
    for name in sorted(standing.keys() - {one.name for one in made}):
        client.delete_automation(standing[name].id)
        made.append(Made("automation", name, "removed"))
    return made


def _automation(client: Any, spec: Mapping[str, Any], there: Any, notify: str | None, no_notify: bool) -> Made:
    """Write an automation where it differs; what somebody had it tell stays, until somebody says otherwise."""
    from prefect.events.schemas.automations import AutomationCore

    actions = [_action(client, one) for one in spec["actions"]]
    if notify and any(one["type"] == "run-deployment" for one in actions):
        actions.append(_notification(client, notify, spec["name"]))
    elif there is not None and not notify and not no_notify:
        actions += [one.model_dump(mode="json") for one in there.actions if one.type == "send-notification"]
    wanted = AutomationCore.model_validate({**spec, "actions": actions})
    if there is None:
        client.create_automation(wanted)
        return Made("automation", wanted.name, "made")
    if AutomationCore.model_validate(there.model_dump(include=set(AutomationCore.model_fields))) == wanted:
        return Made("automation", wanted.name, "stands")
    client.update_automation(there.id, wanted)
    return Made("automation", wanted.name, "changed")


def _action(client: Any, spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return an action with the id of the deployment that it names."""
    action = dict(spec)
    if "deployment" in action:
        action["deployment_id"] = str(client.read_deployment_by_name(action.pop("deployment")).id)
    return action


def _notification(client: Any, block: str, automation: str) -> dict[str, Any]:
    from prefect.exceptions import ObjectNotFound

    kind, _, name = block.partition("/")
    try:
        found = client.read_block_document_by_name(name, kind)
    except ObjectNotFound:
        raise SettingsFault("SETTING-056", block=block) from None
    body = "{{ flow_run.name }}: {{ flow_run.state.name }}\n{{ flow_run | ui_url }}"
    return {"type": "send-notification", "block_document_id": str(found.id), "subject": automation, "body": body}


def _prefect(*args: str) -> None:
    """Run Prefect's own command in the folder of the flows; a server that is busy (503) is asked again."""
    env = {**os.environ, "VIGIE_ROOT": str(ROOT), "PREFECT_CLI_COLORS": "false"}
    command = [sys.executable, "-m", "prefect", "--no-prompt", *args]
    for _ in range(TRIES):
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603  ours
        if done.returncode == 0:
            return
        said = " ".join((done.stdout + done.stderr).split())[-300:]
        if "503 Service Unavailable" not in said:
            break
    raise SettingsFault("SETTING-057", said=said, command=" ".join(args[:2]))
