"""Key sticks, the recovery card's history, and the certificates of disposed paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "key_stick",
        sa.Column("label", sa.String(length=1), nullable=False),
        sa.Column("serial", sa.String(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("in_place", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_key_stick_written_by")
        ),
        sa.ForeignKeyConstraint(["lost_by"], ["person.id"], name=op.f("fk_key_stick_lost_by")),
        sa.PrimaryKeyConstraint("label", name=op.f("pk_key_stick")),
    )
    op.create_table(
        "card_event",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_card_event_by")),
        sa.ForeignKeyConstraint(["witness"], ["person.id"], name=op.f("fk_card_event_witness")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_event")),
    )
    op.create_index(op.f("ix_card_event_kind"), "card_event", ["kind"])
    op.create_table(
        "paper_end",
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("vendor", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["disposal_batch.id"], name=op.f("fk_paper_end_batch_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_paper_end_by")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_paper_end")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER key_stick_version BEFORE UPDATE ON key_stick "
            "WHEN NEW.version <> OLD.version + 1 "
            "BEGIN SELECT RAISE(ABORT, 'version of key_stick must rise by one'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER key_stick_version BEFORE UPDATE ON key_stick "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def downgrade() -> None:
    op.drop_table("paper_end")
    op.drop_table("card_event")
    op.drop_table("key_stick")
