"""Notes of calls go by the lists of the disposal; the early end of a deputyship is signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TEXTS = (("destroyed_method", 32), ("destroyed_hash", 64))
_STUB = ("destroyed_batch", "destroyed_approver")


def upgrade() -> None:
    op.add_column(
        "desk_note",
        sa.Column("state", sa.String(length=32), nullable=False, server_default="RETAINED"),
    )
    for name, length in _TEXTS:
        op.add_column(
            "desk_note",
            sa.Column(name, sa.String(length=length), nullable=False, server_default=""),
        )
    for name in _STUB:
        op.add_column("desk_note", sa.Column(name, sa.String(length=32), nullable=True))
    op.add_column("desk_note", sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    # Those of a case die with it; those that a supervisor had destroyed alone are gone already.
    op.execute(
        "UPDATE desk_note SET state = 'ACTIVE', version = version + 1 WHERE case_id IS NOT NULL"
    )
    op.execute(
        "UPDATE desk_note SET state = 'EXECUTED', version = version + 1 "
        "WHERE case_id IS NULL AND key_id IS NULL"
    )
    op.create_table(
        "disposal_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["disposal_batch.id"], name=op.f("fk_disposal_note_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["desk_note.id"], name=op.f("fk_disposal_note_note_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_note")),
        sa.UniqueConstraint("batch_id", "note_id", name=op.f("uq_disposal_note_batch_id_note_id")),
    )
    for name in ("batch_id", "note_id"):
        op.create_index(op.f(f"ix_disposal_note_{name}"), "disposal_note", [name])
    op.add_column("deputy", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deputy", sa.Column("end_signature", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in ("end_signature", "ended_at"):
        op.drop_column("deputy", name)
    op.drop_table("disposal_note")
    for name in ("destroyed_at", *_STUB, *(name for name, _ in _TEXTS), "state"):
        op.drop_column("desk_note", name)
