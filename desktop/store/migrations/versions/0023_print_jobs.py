"""Print jobs, so that one that outlives the window is found again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "print_job",
        sa.Column("id", _ID, nullable=False),
        sa.Column("machine", _ID, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("printer", sa.String(length=127), nullable=False),
        sa.Column("queue_job", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("trouble", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("again", sa.String(length=32), nullable=False),
        sa.Column("reissued", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_print_job_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_print_job_letter_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_print_job_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    for name in ("machine", "case_id", "letter_id", "state"):
        op.create_index(op.f(f"ix_print_job_{name}"), "print_job", [name])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER print_job_version BEFORE UPDATE ON print_job "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of print_job must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER print_job_version BEFORE UPDATE ON print_job "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("print_job")
