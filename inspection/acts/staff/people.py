"""Who works here: oneself, colleagues, teams."""

from collections.abc import Mapping

from inspection.store import queries
from inspection.store.views import TeamView, UserView
from inspection.trust import Context, require_in_service, require_permission


def own_user(context: Context) -> UserView:
    """Return whoever acts, as the roster knows them today.

    Errors: `AccessRefused` 010 for somebody who is not active.
    """
    with context.store.read() as session:
        return queries.user_view(require_permission(session, context, "user.see", service=context.settings.service))


def colleagues(context: Context) -> list[UserView]:
    """Return everybody of this service who is active, in order of the ids: roles and places, no names."""
    require_in_service(context, "staff.list")
    return [one for one in queries.users(context.store) if one.service == context.settings.service]


def working_teams(context: Context, district: str | None = None) -> list[TeamView]:
    """Return the active teams of this service with the ids of their members."""
    require_in_service(context, "staff.list")
    return [team for team in queries.teams(context.store, district) if team.service == context.settings.service]


def team_names(context: Context) -> Mapping[str, str]:
    """Return what the active teams are called, by their ids, for whoever writes sheets and pages of a week."""
    require_in_service(context, "plan.write")
    return {one.id: one.name for one in queries.teams(context.store) if one.service == context.settings.service}


def name_for_sheet(context: Context, user_id: str) -> str:
    """Return the name of one of ours, for whoever writes the carry sheets; the id where no name is known."""
    require_in_service(context, "plan.write")
    return queries.person_name(context.store, user_id)
