"""How often each field is read right, as counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "field_look",
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "key", name=op.f("pk_field_look")),
    )
    op.create_table(
        "field_rate",
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("left_open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("form", "version", "key", name=op.f("pk_field_rate")),
    )


def downgrade() -> None:
    op.drop_table("field_rate")
    op.drop_table("field_look")
