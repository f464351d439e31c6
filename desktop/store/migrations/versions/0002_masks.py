"""Pages replaced after masking, masks still to decide, and numbers found on filed pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spool_page", sa.Column("file", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE spool_page SET file = id")
    op.add_column(
        "envelope_page", sa.Column("proposed", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "found_number",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("paper_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paper_done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_found_number_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_found_number_case_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_found_number_page_id")),
        sa.ForeignKeyConstraint(
            ["paper_done_by"], ["person.id"], name=op.f("fk_found_number_paper_done_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_number")),
    )
    op.create_index(op.f("ix_found_number_case_id"), "found_number", ["case_id"])
    op.create_index(op.f("ix_found_number_page_id"), "found_number", ["page_id"])


def downgrade() -> None:
    op.drop_table("found_number")
    op.drop_column("envelope_page", "proposed")
    op.drop_column("spool_page", "file")
