"""Holds of a person or a class, several at once and looked at again; longer periods; boxes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ID = sa.String(length=32)


def upgrade() -> None:
    op.add_column("hold", sa.Column("scope", _ID, nullable=False, server_default="CASE"))
    op.add_column("hold", sa.Column("cls", sa.String(length=4), nullable=False, server_default=""))
    op.execute("UPDATE hold SET scope = 'NOTE' WHERE note_id IS NOT NULL")
    op.create_table(
        "hold_case",
        sa.Column("id", _ID, nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_hold_case_hold_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_hold_case_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_case")),
        sa.UniqueConstraint("hold_id", "case_id", name=op.f("uq_hold_case_hold_id_case_id")),
    )
    op.execute(
        "INSERT INTO hold_case (id, hold_id, case_id, at) "
        "SELECT id, id, case_id, set_at FROM hold WHERE case_id IS NOT NULL"
    )
    op.create_table(
        "hold_review",
        sa.Column("id", _ID, nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        *_looked(),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_hold_review_hold_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_hold_review_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_review")),
    )
    op.create_table(
        "extension",
        sa.Column("id", _ID, nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        *_looked(),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_extension_unit_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_extension_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_table(
        "box",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_box_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box")),
        sa.UniqueConstraint("number", name=op.f("uq_box_number")),
        sa.UniqueConstraint("place", name=op.f("uq_box_place")),
    )
    for table, name in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _looked() -> tuple[sa.Column[object], ...]:
    """Who decided when, why, and from which day to which."""
    return (
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
    )


_INDEXES = (
    ("hold_case", "hold_id"),
    ("hold_case", "case_id"),
    ("hold_review", "hold_id"),
    ("extension", "unit_id"),
)


def downgrade() -> None:
    for table in ("box", "extension", "hold_review", "hold_case"):
        op.drop_table(table)
    op.execute("DELETE FROM hold WHERE scope = 'CLASS'")
    with op.batch_alter_table("hold") as hold:
        hold.drop_column("cls")
        hold.drop_column("scope")
