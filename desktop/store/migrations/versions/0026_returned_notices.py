"""Letters that came back without being the answer, and an answer that is to go by 普通郵便."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("returned_on", sa.Date(), nullable=True))
    op.add_column("letter", sa.Column("returns", sa.Integer(), nullable=False, server_default="0"))
    for name in ("way", "way_why"):
        op.add_column(
            "letter", sa.Column(name, sa.String(length=32), nullable=False, server_default="")
        )


def downgrade() -> None:
    for name in ("way_why", "way", "returns", "returned_on"):
        op.drop_column("letter", name)
