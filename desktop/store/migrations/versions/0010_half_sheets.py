"""The front of a sheet whose back was not in yet when a scan broke off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    half = sa.Column("half", sa.String(length=32), nullable=False, server_default="")
    op.add_column("scan_run", half)


def downgrade() -> None:
    op.drop_column("scan_run", "half")
