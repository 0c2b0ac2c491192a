"""The functions of the acts that ask no rule of the table, each with its reason; and what in the tree breaks the list.

Whatever a face of `inspection.acts` offers and takes a context, an installation, a store or a session reads or writes
cases. It asks, or it stands here. What stands here as an inner part is named by no screen, no flow and no week: they
could use it as a door.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rules_asked import Acts, Function

ROOT = Path(__file__).parents[2]
OUTER = ("dashboards", "flows", "inspection/weeks")
HANDED = frozenset({"Context", "AppContext", "Store", "Session", "AuditedTransaction"})

_PROVES = "is how somebody proves who they are, before there is anybody to ask about"
_PUBLIC = "reads rules, or what is no secret of this house: no case, no person"
_OF_THE_HOUSE = "is of the whole installation and tells of no case: its history, or what became of a delivery"
_INNER = "a part of acts that asked already, in their own transaction or after it"

PROVING = """
    identity: check_command demo_principal has_passkeys principal_of principal_of_device redeem_command renewed
    identity: still_open ways_to_sign_in ways_to_step_up
    passkeys: ask_passkey ask_passkey_for_code
    provider: ask_provider came_by_provider end_by_provider sign_in_by_provider step_up_by_provider way_out
    devices: device_user
"""
PUBLIC = """
    weeks: round_map shown_days shown_until
    openrosa: public_form_key
    outbox: file_drop followed_transports transports
    portal: portal_app
    records: checklist_for checklist_on_paper
    rotating: count_left key_troubles keys_of_house value_troubles
"""
OF_THE_HOUSE = """
    learning: require_approved_cards
    history: compare is_due require_sound require_unbroken signer_of
    registers: note_taken pseudonym_of seal_what_was_read source_of
    reports: write_report
"""
INNER = """
    access: decoy_of meet name_key sealed_mark values_of
    access: hidden_from is_open is_revealed may_see_control number_key own_words record_look record_masked
    access: note_persons reader_values reveal_control
    alerts: end_alerts end_alerts_about raise_alert registrars ring_magistrate ring_office turns_of whose_alerts
    bundles: bundle_of complete_referral complete_with_file delivery_of keep_missing_keys known_referral
    bundles: link_key make minimise_bundle nonce_of notify_control_head notify_team notify_team_head open_referral
    bundles: queue
    bundles: refuse_unseen report_today ring_above way_there whole_bundle
    cars: cars_taken
    changes: keep_outcome lift_own_embargo put_embargo
    controls: obstacle proposals
    copies: forget_closed forget_copy forget_reference
    exchanges: take_exchange_answer
    figures: ledger others_of released_table waiting_releases
    follow_ups: check_span close_follow_up entry_of follow_ups_of found_out is_entry may_do
    follow_ups: open_follow_up owe_confirmation put_in_place_of settle_entry take_over
    follow_ups: waiting_follow_ups weigh_follow_ups
    hearing: as_the_house
    identity: end_all issued
    joint_actions: close_actions write_back
    links: confirmed_beside decided_beside
    orders: alert_unpermitted answer_order is_ordered_code open_orders order_seen_by ordered_among ordered_rounds
    orders: rounds_with_ordered store_restricted
    outbox: certificate_ends having_the_case is_withdrawn last_to_each pinned_keys sent_on written_to
    protection: add_consents add_try callback consents_of find_control find_notice notice_of office_of
    protection: queue_notice recipient_of_notice take_centre_answer tell_guardian
    records: add_decision checklist_named checklist_on composed control_row decisions_of extract_row
    records: first_version following forget_left_behind forget_unfinished frozen_extracts frozen_rows is_kept
    records: is_repeated keep_definition keep_version load_conclusion load_control open_file sent_last sent_under
    records: store_side_version store_stale_version version_as_of weigh_again write_file write_results
    referrals: answered ask close_if_answered deliveries_to questions take_answer take_on taking
    referrals: send_on sendings_on
    registers: frozen_days last_pruned snapshots_given_up snapshots_taken
    retention: forget_cases held_subjects
    rotating: end follow
    second_visits: second_looks second_mandates
    staff: team_days teams_and_cars
    texts: destroy_spent_keys forget_all_of forget_on_portal forget_sent
    watch: breach_alarms
    weeks: missions_at
    workplaces: in_lanes
    workplaces: competence_of place_name place_of place_of_control place_or_point stops_unavailable tell_holders
    workplaces: unavailable
"""


def _listed(text: str, reason: str) -> dict[str, str]:
    lines = (line.strip().partition(": ") for line in text.strip().splitlines())
    return {f"{package}.{name}": reason for package, _, names in lines for name in names.split()}


REASONS: Mapping[str, str] = {
    **_listed(PROVING, _PROVES),
    **_listed(PUBLIC, _PUBLIC),
    **_listed(OF_THE_HOUSE, _OF_THE_HOUSE),
    **_listed(INNER, _INNER),
}
INNER_PARTS = frozenset(_listed(INNER, _INNER))


def handed_cases(function: Function) -> bool:
    """Tell whether a function is handed what cases are read from, by any of its arguments."""
    its = function.node.args
    hints = (one.annotation for one in (*its.posonlyargs, *its.args, *its.kwonlyargs) if one.annotation is not None)
    return any(HANDED & set(re.findall(r"\w+", ast.unparse(hint))) for hint in hints)


def offered(acts: Acts) -> dict[str, Function]:
    """Return by `package.name` every function of a face that is handed cases."""
    return {one.face: one for one in acts.public() if handed_cases(one)}


def without_a_rule(acts: Acts) -> list[str]:
    """Return the functions of faces that ask no rule and stand on no list: the holes."""
    return sorted(name for name, one in offered(acts).items() if name not in REASONS and not acts.asks(one))


def used_outside(text: str) -> set[str]:
    """Return by `package.name` the functions of acts that a source names: by their face, or imported from it."""
    tree, found = ast.parse(text), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            found.add(f"{node.value.attr}.{node.attr}")  # acts.package.name, acts.package.folder.name
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")  # package.name
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inspection.acts."):
            packages = (node.module or "").split(".")[2:]
            found |= {f"{package}.{alias.name}" for package in packages for alias in node.names}
    return found


@cache
def sources_outside() -> Mapping[str, str]:
    """Return every source of screens, flows and weeks, by its path."""
    return {
        str(p.relative_to(ROOT)): p.read_text("utf-8") for outer in OUTER for p in sorted((ROOT / outer).rglob("*.py"))
    }


def doors_used(sources: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield file and function where a screen, a flow or a week names an inner part of the acts."""
    for path, text in sources.items():
        yield from ((path, name) for name in sorted(used_outside(text) & INNER_PARTS))
