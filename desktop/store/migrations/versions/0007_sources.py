"""Where the files lie that were taken in, until they are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ADDED = ("way", "whole", "how", "key_id", "place")


def upgrade() -> None:
    # Of the tasks from before it is not known where the file lies: a clerk confirms, as for paper.
    op.add_column(
        "source_deletion",
        sa.Column("way", sa.String(length=32), nullable=False, server_default="PAPER"),
    )
    op.add_column(
        "source_deletion",
        sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column(
        "source_deletion",
        sa.Column("how", sa.String(length=32), nullable=False, server_default=""),
    )
    op.add_column("source_deletion", sa.Column("key_id", sa.String(length=32), nullable=True))
    op.add_column("source_deletion", sa.Column("place", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in reversed(_ADDED):
        op.drop_column("source_deletion", name)
