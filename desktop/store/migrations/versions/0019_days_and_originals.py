"""Each person's own count of a day, days without mail, originals that stay, the first envelope."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "day_count",
        sa.Column("id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("new_cases", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("rerouted", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("no_mail", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_day_count_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_count")),
    )
    op.create_index(op.f("ix_day_count_day"), "day_count", ["day"])
    op.add_column(
        "day_close", sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "day_close",
        sa.Column("late_reason", sa.String(length=32), nullable=False, server_default=""),
    )
    # Of papers filed before nobody knows any more by which envelope they came.
    op.add_column(
        "document",
        sa.Column("first_mail", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    for name in ("cancelled_by", "corrected_by"):
        op.add_column("original_paper", sa.Column(name, _ID, nullable=True))
    for name in ("cancelled_at", "corrected_at"):
        op.add_column("original_paper", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("corrected_at", "cancelled_at", "corrected_by", "cancelled_by"):
        op.drop_column("original_paper", name)
    op.drop_column("document", "first_mail")
    for name in ("late_reason", "apart"):
        op.drop_column("day_close", name)
    op.drop_table("day_count")
