"""Which letter a cover sheet goes with: a D-12 in the envelope of an answer leaves with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "letter",
        sa.Column("goes_with", sa.String(length=32), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("letter", "goes_with")
