"""是正処置: the corrective-action register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)
_CODE = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("source", _CODE, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("key_id", _ID, nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_finding_by")),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_finding_owner")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_finding_case_id")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_finding_answered_by")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_finding_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("number", name=op.f("uq_finding_number")),
    )
    for name in ("case_id", "state"):
        op.create_index(op.f(f"ix_finding_{name}"), "finding", [name])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER finding_version BEFORE UPDATE ON finding "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of finding must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER finding_version BEFORE UPDATE ON finding "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("finding")
