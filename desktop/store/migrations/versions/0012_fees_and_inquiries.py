"""I-09 line by line, its monthly count, and the departments that were asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ADDED = (
    ("no", sa.Integer(), None),
    ("payment", sa.String(length=32), ""),
    ("face", sa.Integer(), "0"),
    ("count", sa.Integer(), "0"),
    ("day", sa.Date(), None),
    ("issued_on", sa.Date(), None),
    ("accepted", sa.Boolean(), sa.true()),
    ("reverses", sa.String(length=32), None),
    ("reason", sa.String(length=32), ""),
    ("how", sa.String(length=32), ""),
    ("tracking", sa.String(length=32), ""),
    ("witness", sa.String(length=32), None),
)
# What came before has no faces; it gets its numbers in the order in which it came.
_NUMBERS = """
UPDATE fee_entry SET payment = id, no = (
    SELECT COUNT(*) FROM fee_entry AS other
    WHERE other.kind = 'RECEIVED'
    AND (other.at < fee_entry.at OR (other.at = fee_entry.at AND other.id <= fee_entry.id))
) WHERE kind = 'RECEIVED'
"""


def upgrade() -> None:
    with op.batch_alter_table("fee_entry") as table:
        table.alter_column("case_id", existing_type=sa.String(length=32), nullable=True)
        for name, kind, default in _ADDED:
            known = default is not None
            table.add_column(sa.Column(name, kind, nullable=not known, server_default=default))
        table.create_unique_constraint(op.f("uq_fee_entry_no"), ["no"])
    op.execute("UPDATE fee_entry SET accepted = false WHERE means = 'CASH'")
    op.execute(_NUMBERS)
    op.execute(
        "INSERT INTO counter (name, value) "
        "SELECT 'fee-ledger', MAX(no) FROM fee_entry HAVING MAX(no) IS NOT NULL"
    )
    op.create_table(
        "fee_count",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("witness", sa.String(length=32), nullable=False),
        sa.Column("counted", sa.String(length=8000), nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.Column("explained", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_count")),
    )
    op.create_index(op.f("ix_fee_count_month"), "fee_count", ["month"])
    op.create_table(
        "inquiry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("items", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_inquiry_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_index(op.f("ix_inquiry_case_id"), "inquiry", ["case_id"])
    op.create_index(op.f("ix_inquiry_due_on"), "inquiry", ["due_on"])


def downgrade() -> None:
    op.drop_table("inquiry")
    op.drop_table("fee_count")
    op.execute("DELETE FROM counter WHERE name = 'fee-ledger'")
    # What belongs to no case, and what went back, the earlier program does not know.
    op.execute("DELETE FROM fee_entry WHERE kind NOT IN ('RECEIVED', 'WAIVED', 'ASKED')")
    with op.batch_alter_table("fee_entry") as table:
        table.drop_constraint(op.f("uq_fee_entry_no"), type_="unique")
        for name, _kind, _default in reversed(_ADDED):
            table.drop_column(name)
        table.alter_column("case_id", existing_type=sa.String(length=32), nullable=False)
