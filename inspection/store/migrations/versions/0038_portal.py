"""The portal's copies and words, what addressees answer besides yes and no, and text that is kept while it is typed."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_MADE = (
    *("kept_text", "sent_on", "inquiry_words", "referral_question", "taken_on", "delivery_opening"),
    *("word_taken", "portal_word", "portal_cursor", "portal_copy"),
)
_WAYS = ("telephone", "letter", "mail", "in_person", "signed_message")
_EMBARGOES = ("embargo", "embargo_end")
_APPEND_ONLY = ("delivery_opening", "inquiry_words", "sent_on", "taken_on")


def upgrade() -> None:
    """Make the tables of the portal, then those of the office, and what older tables keep besides."""
    _copies()
    _words()
    _word_taken()
    _openings_and_who_takes_on()
    _questions()
    _sent_on_and_inquiry()
    _kept_text()
    op.add_column("receipt", sa.Column("words", sa.LargeBinary()))
    op.add_column("notice", sa.Column("answer_words", sa.LargeBinary()))
    _allow_ways((*_WAYS, "portal"))
    _guard((*_APPEND_ONLY, *(_EMBARGOES if op.get_bind().dialect.name == "sqlite" else ())))


def downgrade() -> None:
    """Take them away; an embargo that was asked on the portal has to be gone before."""
    _allow_ways(_WAYS)
    _guard(_EMBARGOES if op.get_bind().dialect.name == "sqlite" else ())
    op.drop_column("notice", "answer_words")
    op.drop_column("receipt", "words")
    for table in _MADE:
        op.drop_table(table)


def _allow_ways(ways: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{way}'" for way in ways)
    for table in _EMBARGOES:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_channel"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_channel"), f"channel IN ({listed})")


def _guard(tables: tuple[str, ...]) -> None:
    """Make tables append-only; on SQLite a table that was altered has lost its guards."""
    for statement in guards(op.get_bind().dialect.name):
        if any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in tables):
            op.execute(statement)


def _copies() -> None:
    op.create_table(
        "portal_copy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime()),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("is_unlisted", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.LargeBinary()),
        sa.CheckConstraint("kind IN ('case', 'contact', 'finding', 'list')", name=op.f("ck_portal_copy_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_copy")),
        sa.UniqueConstraint("kind", "reference", "office", name=op.f("uq_portal_copy_kind_reference_office")),
    )
    op.create_index("ix_portal_copy_office", "portal_copy", ["office"])
    op.create_table(
        "portal_cursor",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_portal_cursor")),
    )


def _words() -> None:
    op.create_table(
        "portal_word",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("copy_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("taken_at", sa.DateTime()),
        sa.Column("fault", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('opened', 'acknowledged', 'refused', 'question', 'embargo', 'lifted', 'outcome', 'forwarded', 'contact', 'finding')", name=op.f("ck_portal_word_kind")),
        sa.ForeignKeyConstraint(["said_by"], ["app_user.id"], name=op.f("fk_portal_word_said_by")),
        sa.ForeignKeyConstraint(["copy_id"], ["portal_copy.id"], name=op.f("fk_portal_word_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_word")),
    )
    op.create_index("ix_portal_word_copy_id", "portal_word", ["copy_id"])
    op.create_index("ix_portal_word_untaken", "portal_word", ["said_at", "id"], sqlite_where=sa.text("taken_at IS NULL"), postgresql_where=sa.text("taken_at IS NULL"))


def _word_taken() -> None:
    op.create_table(
        "word_taken",
        sa.Column("word_id", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word_id", name=op.f("pk_word_taken")),
    )


def _openings_and_who_takes_on() -> None:
    op.create_table(
        "delivery_opening",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_opening_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_opening")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_delivery_opening_delivery_id")),
    )
    op.create_table(
        "taken_on",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("rings_back_at", sa.DateTime()),
        sa.Column("telephone", sa.LargeBinary()),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("taker IN ('duty_officer', 'investigator', 'head_of_section', 'magistrate_on_duty', 'reference_magistrate', 'other')", name=op.f("ck_taken_on_taker")),
        sa.CheckConstraint("how IN ('portal', 'telephone')", name=op.f("ck_taken_on_how")),
        sa.ForeignKeyConstraint(["noted_by"], ["app_user.id"], name=op.f("fk_taken_on_noted_by")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_taken_on_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_on")),
    )
    op.create_index("ix_taken_on_delivery_id", "taken_on", ["delivery_id"])


def _questions() -> None:
    op.create_table(
        "referral_question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["asked_by"], ["app_user.id"], name=op.f("fk_referral_question_asked_by")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_referral_question_delivery_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["app_user.id"], name=op.f("fk_referral_question_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_question")),
    )
    op.create_index("ix_referral_question_delivery_id", "referral_question", ["delivery_id"])


def _sent_on_and_inquiry() -> None:
    op.create_table(
        "sent_on",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_sent_on_referral_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_sent_on_delivery_id")),
        sa.ForeignKeyConstraint(["said_by"], ["app_user.id"], name=op.f("fk_sent_on_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_on")),
        sa.UniqueConstraint("referral_id", "sent_by", "sent_to", name=op.f("uq_sent_on_referral_id_sent_by_sent_to")),
    )
    op.create_index("ix_sent_on_referral_id", "sent_on", ["referral_id"])
    op.create_table(
        "inquiry_words",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("outcome_id", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("permitted_by", sa.String(), nullable=False),
        sa.Column("permitted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome_told.id"], name=op.f("fk_inquiry_words_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_words")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_inquiry_words_outcome_id")),
    )


def _kept_text() -> None:
    op.create_table(
        "kept_text",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_kept_text_service")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_kept_text_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_text")),
        sa.UniqueConstraint("user_id", "page", "field", name=op.f("uq_kept_text_user_id_page_field")),
    )
