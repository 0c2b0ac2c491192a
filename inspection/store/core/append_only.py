"""Triggers that make tables append-only, on both databases: whoever has the database in hand changes no history."""

# Rows that nothing ever changes or deletes. The trail is guarded besides against gaps.
FOR_EVER = (
    "breach", "card_decision", "card_proposal", "data_breach", "data_breach_step", "duty_absence", "duty_roster",
    "duty_test", "duty_turn", "erasure", "erasure_confirmation",
    "erasure_item", "erasure_outcome", "figure_release", "figure_release_approval", "house_key", "imported_figure",
    "initiative", "judicial_permission", "judicial_recipient", "judicial_revocation", "judicial_withdrawal",
    "key_rotation", "key_rotation_end", "learning_paper",
    "link_file", "link_file_step", "measure", "measure_change", "published_list", "published_report",
    "released_text", "released_text_approval", "report_chapter", "report_proposal",
    "targeting_evaluation", "witness",
)  # fmt: skip

_OF_REFERRAL = "SELECT r.control_id FROM {table} x JOIN referral r ON r.id = x.referral_id WHERE x.id = {{id}}"
_OF_DELIVERY = (
    "SELECT r.control_id FROM {table} x JOIN delivery d ON d.id = x.delivery_id "
    "JOIN referral r ON r.id = d.referral_id WHERE x.id = {{id}}"
)
_BENEATH = (
    "SELECT r.control_id FROM {table} x JOIN {above} a ON a.id = x.{above}_id "
    "JOIN referral r ON r.id = a.referral_id WHERE x.id = {{id}}"
)


def _each(query: str, *tables: str) -> dict[str, str]:
    return {table: query.format(table=table) for table in tables}


# Rows that may be deleted once a confirmed erasure names them: the query of the ids by which it may, for a row by its
# own id. What belongs to a case is named by the id of its control.
UNTIL_ERASED = {
    **_each(
        "SELECT control_id FROM {table} WHERE id = {{id}}",
        *("centre_consent", "chain_agreement", "control_extract", "control_review", "control_version"),
        "suspicion_decision",
    ),
    **_each(_OF_REFERRAL, "embargo", "outcome_told", "referral_change", "sent_on"),
    **_each(_OF_DELIVERY, "attempt", "delivery_opening", "recall", "receipt", "taken_on"),
    "used_nonce": f"SELECT {{id}} UNION {_OF_DELIVERY.format(table='used_nonce')}",
    "telephone_call": (
        f"{_OF_DELIVERY.format(table='telephone_call')} UNION {_OF_REFERRAL.format(table='telephone_call')}"
    ),
    "recall_deletion": (
        "SELECT r.control_id FROM recall_deletion x JOIN recall c ON c.id = x.recall_id "
        "JOIN delivery d ON d.id = c.delivery_id JOIN referral r ON r.id = d.referral_id WHERE x.id = {id}"
    ),
    "inquiry_words": (
        "SELECT r.control_id FROM inquiry_words x JOIN outcome_told o ON o.id = x.outcome_id "
        "JOIN referral r ON r.id = o.referral_id WHERE x.id = {id}"
    ),
    "embargo_end": _BENEATH.format(table="embargo_end", above="embargo"),
    "referral_change_end": (
        "SELECT r.control_id FROM referral_change_end x JOIN referral_change c ON c.id = x.change_id "
        "JOIN referral r ON r.id = c.referral_id WHERE x.id = {id}"
    ),
    "notice_try": "SELECT n.control_id FROM notice_try x JOIN notice n ON n.id = x.notice_id WHERE x.id = {id}",
    "link_decision": (
        "SELECT r.control_id FROM link_decision x JOIN referral r ON r.id IN (x.one_id, x.other_id) WHERE x.id = {id}"
    ),
}


def guards(dialect: str) -> list[str]:
    """Return the statements that guard every table, for one database by its SQLAlchemy name."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    """Guard also against `INSERT OR REPLACE`, which deletes without firing a trigger of DELETE."""
    kept = {table: _ERASED.format(subjects=query.format(id="OLD.id")) for table, query in UNTIL_ERASED.items()}
    made = []
    for table in ("audit_entry", *FOR_EVER, *UNTIL_ERASED):
        unless = f" WHEN NOT EXISTS ({kept[table]})" if table in kept else ""
        made.append(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {_abort(table)}")
        made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{unless} {_abort(table)}")
    return [*made, *map(_sqlite_no_replace, (*FOR_EVER, *UNTIL_ERASED)), _SQLITE_NO_GAP]


def _sqlite_no_replace(table: str) -> str:
    known = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  our own table names
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} {_abort(table)}"


def _abort(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def _postgresql() -> list[str]:
    calls = {table: f"vigie_until_erased('{query.format(id='$1')}')" for table, query in UNTIL_ERASED.items()}
    made = [_POSTGRESQL_REFUSE, POSTGRESQL_UNTIL_ERASED, _POSTGRESQL_NO_GAP, _POSTGRESQL_GAP_TRIGGER]
    for table in ("audit_entry", *FOR_EVER, *UNTIL_ERASED):
        rows = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
        whole = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        made.append(f"{rows} EXECUTE FUNCTION {calls.get(table, 'vigie_append_only()')}")
        made.append(f"{whole} EXECUTE FUNCTION vigie_append_only()")
    return made


_SQLITE_NO_GAP = (
    "CREATE TRIGGER audit_entry_no_gap BEFORE INSERT ON audit_entry "
    "WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM audit_entry WHERE stream = NEW.stream) "
    "BEGIN SELECT RAISE(ABORT, 'audit_entry has no gaps'); END"
)
_POSTGRESQL_REFUSE = (
    "CREATE OR REPLACE FUNCTION vigie_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
_POSTGRESQL_NO_GAP = (
    "CREATE OR REPLACE FUNCTION vigie_no_gap() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM audit_entry WHERE stream = NEW.stream) "
    "THEN RAISE EXCEPTION 'audit_entry has no gaps'; END IF; RETURN NEW; END $$"
)
_POSTGRESQL_GAP_TRIGGER = (
    "CREATE TRIGGER audit_entry_no_gap BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION vigie_no_gap()"
)
# What a second person confirmed, or what was erased before the backup that a restore brought back.
CONFIRMED = (
    "JOIN erasure e ON e.id = i.erasure_id JOIN erasure_confirmation k ON k.erasure_id = e.id "
    "AND (k.confirmed_by <> e.proposed_by OR e.scope = 'restored') "
)
_ERASED = (
    "SELECT 1 FROM erasure_item i JOIN erasure_outcome o ON o.id = i.id "  # noqa: S608  our own words
    f"{CONFIRMED}WHERE o.outcome = 'erased' AND i.subject IN ({{subjects}})"
)
_FOUND = _ERASED.replace("'", "''").replace("{subjects}", "' || TG_ARGV[0] || '")
POSTGRESQL_UNTIL_ERASED = (
    "CREATE OR REPLACE FUNCTION vigie_until_erased() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ DECLARE named integer; BEGIN IF TG_OP = 'DELETE' THEN EXECUTE "
    f"'{_FOUND} LIMIT 1' INTO named USING OLD.id; "
    "IF named IS NOT NULL THEN RETURN OLD; END IF; END IF; "
    "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
