"""Who decided that an answer goes a less sure way: somebody else checks its envelope."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("way_by", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "way_by")
