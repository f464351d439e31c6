"""Letters that left on hand-written paper, whose scan is owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "hand_issue",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("letter_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("scanned_by", sa.String(), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_hand_issue_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_hand_issue_letter_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_hand_issue_by")),
        sa.ForeignKeyConstraint(["witness"], ["person.id"], name=op.f("fk_hand_issue_witness")),
        sa.ForeignKeyConstraint(
            ["scanned_by"], ["person.id"], name=op.f("fk_hand_issue_scanned_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_issue")),
    )
    for name in ("case_id", "letter_id"):
        op.create_index(op.f(f"ix_hand_issue_{name}"), "hand_issue", [name])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER hand_issue_version BEFORE UPDATE ON hand_issue "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of hand_issue must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER hand_issue_version BEFORE UPDATE ON hand_issue "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("hand_issue")
