"""Who shows a case just now, and the saved filters of the case list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_presence",
        sa.Column("program", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_case_presence_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_presence_person_id")
        ),
        sa.PrimaryKeyConstraint("program", "case_id", name=op.f("pk_case_presence")),
    )
    op.create_index(op.f("ix_case_presence_case_id"), "case_presence", ["case_id"])
    op.create_index(op.f("ix_case_presence_seen_at"), "case_presence", ["seen_at"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_saved_filter_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index(op.f("ix_saved_filter_owner"), "saved_filter", ["owner"])
    _raise_by_one("saved_filter")


def downgrade() -> None:
    op.drop_table("saved_filter")
    op.drop_table("case_presence")


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
