"""Cases that began on paper, where a case's paper stands, and originals that are asked back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "case_",
        sa.Column("from_paper", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "case_", sa.Column("shelf", sa.String(length=40), nullable=False, server_default="")
    )
    op.create_table(
        "original_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("delivery", sa.String(length=32), nullable=False),
        sa.Column("tracking", sa.String(length=32), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_original_paper_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_original_paper_case_id")),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_original_paper_checked_by")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_original_paper_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_paper")),
    )
    op.create_index(op.f("ix_original_paper_case_id"), "original_paper", ["case_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER original_paper_version BEFORE UPDATE ON original_paper "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of original_paper must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER original_paper_version BEFORE UPDATE ON original_paper "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("original_paper")
    for name in ("shelf", "from_paper"):
        op.drop_column("case_", name)
