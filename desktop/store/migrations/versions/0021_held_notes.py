"""Notes are held like the papers of a case; counts of a day that differed; money rerouted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.add_column("fee_entry", sa.Column("envelope_id", _ID, nullable=True))
    op.add_column(
        "day_count", sa.Column("unlike", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "disposal_note",
        sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("hold") as table:
        table.alter_column("case_id", existing_type=_ID, nullable=True)
        table.add_column(sa.Column("note_id", _ID, nullable=True))
        table.create_foreign_key(op.f("fk_hold_note_id"), "desk_note", ["note_id"], ["id"])
        table.create_index(op.f("ix_hold_note_id"), ["note_id"])


def downgrade() -> None:
    op.execute("DELETE FROM hold WHERE case_id IS NULL")
    with op.batch_alter_table("hold") as table:
        table.drop_index(op.f("ix_hold_note_id"))
        table.drop_constraint(op.f("fk_hold_note_id"), type_="foreignkey")
        table.drop_column("note_id")
        table.alter_column("case_id", existing_type=_ID, nullable=False)
    op.drop_column("disposal_note", "removed")
    op.drop_column("day_count", "unlike")
    op.drop_column("fee_entry", "envelope_id")
