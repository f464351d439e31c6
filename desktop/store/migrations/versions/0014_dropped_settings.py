"""A proposed setting that was taken back or refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("setting", sa.Column("dropped_by", sa.String(), nullable=True))
    op.add_column("setting", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("setting", "dropped_at")
    op.drop_column("setting", "dropped_by")
