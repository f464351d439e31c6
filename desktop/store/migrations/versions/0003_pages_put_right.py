"""Envelopes that are split and joined, pages taken out, and cases to which mail has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("envelope", sa.Column("place", sa.Double(), nullable=False, server_default="0"))
    # With the version, as for every change of such a row.
    op.execute("UPDATE envelope SET place = number, version = version + 1")
    op.add_column("envelope", sa.Column("continues_in", sa.String(length=32), nullable=True))
    op.add_column(
        "envelope_page",
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "case_", sa.Column("mail", sa.String(length=32), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("case_", "mail")
    op.drop_column("envelope_page", "removed")
    op.drop_column("envelope", "continues_in")
    op.drop_column("envelope", "place")
