"""Scan profiles and scan runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_VERSIONED = ("scan_profile", "scan_run")


def upgrade() -> None:
    op.create_table(
        "scan_profile",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("feed", sa.String(length=32), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=32), nullable=False),
        sa.Column("size", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_profile")),
    )
    op.create_table(
        "scan_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("profile_id", sa.String(length=32), nullable=False),
        sa.Column("profile_name", sa.String(length=60), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("sides", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("blocked", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_scan_run_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_run")),
    )
    op.create_index(op.f("ix_scan_run_state"), "scan_run", ["state"])
    for table in _VERSIONED:
        _raise_by_one(table)


def downgrade() -> None:
    op.drop_table("scan_run")
    op.drop_table("scan_profile")


def _raise_by_one(table: str) -> None:
    """As for every versioned table: no UPDATE without a new version."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
            "WHEN NEW.version <> OLD.version + 1 "
            f"BEGIN SELECT RAISE(ABORT, 'version of {table} must rise by one'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
    )
