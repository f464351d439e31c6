"""Writes migration 0001 anew from the models: `python tests/store/draft_migration.py`.

Only until the first release: from then on a change of the schema is a further revision.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, create_engine

from desktop.store import migrations
from desktop.store.schema import Base, Moment, Versioned

TARGET = Path(next(iter(migrations.__path__))) / "versions" / "0001_initial.py"

HEADER = '''"""The first schema, with triggers that hold against any statement (TRUST §3, §4)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

'''

TRIGGERS = """
def _make_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        for table in _VERSIONED:
            op.execute(
                f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
                "WHEN NEW.version <> OLD.version + 1 "
                f"BEGIN SELECT RAISE(ABORT, 'version of {table} must rise by one'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION madoguchi_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE FUNCTION madoguchi_version() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION "
        "'version of % must rise by one', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION madoguchi_append_only()"
        )
    for table in _VERSIONED:
        op.execute(
            f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION madoguchi_version()"
        )


def _drop_functions() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION madoguchi_append_only()")
        op.execute("DROP FUNCTION madoguchi_version()")
"""

APPEND_ONLY = ("audit_anchor", "audit_entry", "audit_head")


def versioned_tables() -> tuple[str, ...]:
    return tuple(
        sorted(
            mapper.local_table.name
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Versioned) and isinstance(mapper.local_table, Table)
        )
    )


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A version file imports nothing from the program, whose types may change later.
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def draft() -> str:
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"target_metadata": Base.metadata, "render_item": _render_item}
        )
        script = produce_migrations(context, Base.metadata)
    assert script.upgrade_ops is not None
    assert script.downgrade_ops is not None
    options: dict[str, Any] = {"render_item": _render_item}
    up = render_python_code(script.upgrade_ops, **options)
    down = render_python_code(script.downgrade_ops, **options)
    return (
        HEADER
        + f"_APPEND_ONLY = {APPEND_ONLY!r}\n"
        + f"_VERSIONED = {versioned_tables()!r}\n\n"
        + f"\ndef upgrade() -> None:\n    {up}\n    _make_triggers()\n\n"
        + f"\ndef downgrade() -> None:\n    {down}\n    _drop_functions()\n\n"
        + TRIGGERS
    )


def main() -> None:
    # Beside the versions until it is whole: other programs may read them at this moment.
    part = TARGET.parents[1] / "draft.part.py"
    part.write_text(draft())
    for tool in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *tool, str(part)], check=False)
    part.replace(TARGET)
    print(f"{TARGET.name}: {len(Base.metadata.tables)} tables")


if __name__ == "__main__":
    main()
