"""Triggers that make tables append-only, on both databases: whoever has the database in hand changes no history."""

# Rows that nothing ever changes or deletes. The trail is guarded besides against gaps.
FOR_EVER = (
    "attempt", "breach", "centre_consent", "data_breach", "data_breach_step", "delivery_opening", "duty_absence",
    "duty_roster", "duty_test", "duty_turn", "embargo", "embargo_end", "erasure", "erasure_confirmation",
    "erasure_item", "erasure_outcome",
    "figure_release", "figure_release_approval", "house_key", "imported_figure", "initiative", "inquiry_words",
    "judicial_permission", "judicial_recipient", "judicial_revocation", "judicial_withdrawal", "link_decision",
    "link_file", "link_file_step", "measure", "measure_change", "notice_try", "outcome_told", "published_list",
    "published_report", "recall", "recall_deletion", "receipt", "referral_change", "referral_change_end",
    "released_text", "released_text_approval", "report_chapter", "report_proposal", "taken_on", "telephone_call",
)  # fmt: skip

# Rows that may be deleted once a confirmed erasure names them, by the column that holds the id which it names.
UNTIL_ERASED = {
    "chain_agreement": "control_id",
    "control_extract": "control_id",
    "control_review": "control_id",
    "control_version": "control_id",
    "suspicion_decision": "control_id",
    "used_nonce": "id",
}


def guards(dialect: str) -> list[str]:
    """Return the statements that guard every table, for one database by its SQLAlchemy name."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    """Guard also against `INSERT OR REPLACE`, which deletes without firing a trigger of DELETE."""
    kept = {table: _ERASED.format(subject=f"OLD.{column}") for table, column in UNTIL_ERASED.items()}
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
    calls = {table: f"vigie_until_erased('{column}')" for table, column in UNTIL_ERASED.items()}
    made = [_POSTGRESQL_REFUSE, _POSTGRESQL_UNTIL_ERASED, _POSTGRESQL_NO_GAP, _POSTGRESQL_GAP_TRIGGER]
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
_ERASED = (
    "SELECT 1 FROM erasure_item i JOIN erasure_outcome o ON o.id = i.id "
    "WHERE i.subject = {subject} AND o.outcome = 'erased'"
)
_POSTGRESQL_UNTIL_ERASED = (
    "CREATE OR REPLACE FUNCTION vigie_until_erased() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_OP = 'DELETE' AND EXISTS ({_ERASED.format(subject='to_jsonb(OLD) ->> TG_ARGV[0]')}) "
    "THEN RETURN OLD; END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
