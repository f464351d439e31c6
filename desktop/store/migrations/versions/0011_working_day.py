"""Closed days, notes of calls and visits, corrected days of arrival; what became of an envelope."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CODES = ("fate", "origin")


def upgrade() -> None:
    for name in _CODES:
        op.add_column(
            "envelope",
            sa.Column(name, sa.String(length=32), nullable=False, server_default=""),
        )
    op.create_table(
        "day_close",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("new_cases", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("rerouted", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("no_mail", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log_size", sa.Integer(), nullable=False),
        sa.Column("log_root", sa.String(length=64), nullable=False),
        sa.Column("reopened_by", sa.String(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopen_reason", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_day_close_closed_by")),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["person.id"], name=op.f("fk_day_close_reopened_by")
        ),
        sa.ForeignKeyConstraint(["second_by"], ["person.id"], name=op.f("fk_day_close_second_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
        sa.UniqueConstraint("day", "seq", name=op.f("uq_day_close_day_seq")),
    )
    op.create_index(op.f("ix_day_close_day"), "day_close", ["day"])
    op.create_table(
        "desk_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=32), nullable=False),
        sa.Column("forms", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=True),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_desk_note_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_desk_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note")),
    )
    op.create_index(op.f("ix_desk_note_case_id"), "desk_note", ["case_id"])
    op.create_index(op.f("ix_desk_note_due_on"), "desk_note", ["due_on"])
    op.create_table(
        "arrival_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_arrival_change_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_arrival_change_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_arrival_change_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_change")),
    )
    op.create_index(op.f("ix_arrival_change_case_id"), "arrival_change", ["case_id"])
    for table in ("day_close", "desk_note", "arrival_change"):
        _raise_by_one(table)


def downgrade() -> None:
    for table in ("arrival_change", "desk_note", "day_close"):
        op.drop_table(table)
    for name in _CODES:
        op.drop_column("envelope", name)


def _raise_by_one(table: str) -> None:
    """As for every versioned table: no UPDATE without a new version."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
            "WHEN NEW.version <> OLD.version + 1 "
            f"BEGIN SELECT RAISE(ABORT, 'version of {table} must rise by one'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
    )
