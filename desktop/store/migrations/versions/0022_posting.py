"""What was ticked as lying in an answer's envelope, and why it went another way than is usual."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "letter",
        sa.Column("enclosed", sa.String(length=64), nullable=False, server_default=""),
    )
    op.add_column(
        "dispatch",
        sa.Column("why", sa.String(length=32), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("dispatch", "why")
    op.drop_column("letter", "enclosed")
