"""Entries of the fee ledger that one person says are wrong and another decides on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fee_correction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("payment", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_fee_correction_case_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_fee_correction_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_fee_correction_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_correction")),
    )
    op.create_index(op.f("ix_fee_correction_case_id"), "fee_correction", ["case_id"])
    op.create_index(op.f("ix_fee_correction_payment"), "fee_correction", ["payment"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER fee_correction_version BEFORE UPDATE ON fee_correction "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of fee_correction must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER fee_correction_version BEFORE UPDATE ON fee_correction "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("fee_correction")
