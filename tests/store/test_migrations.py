from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from desktop.store.database import Database, migrations_config
from desktop.store.schema import Base, Versioned


def test_the_newest_migration_makes_exactly_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    config = migrations_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    database.upgrade()
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) > {"store_info", "audit_entry"}


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    database.upgrade()
    database.upgrade()


def _versioned() -> list[str]:
    return sorted(
        mapper.local_table.fullname
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Versioned)
    )


def test_every_versioned_table_has_its_trigger(database: Database) -> None:
    question = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if database.on_postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with database.engine.connect() as connection:
        triggers = set(connection.execute(text(question)).scalars())
    assert {f"{name}_version" for name in _versioned()} <= triggers


def test_a_bulk_update_that_forgets_the_version_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, version, login, role, active, agreement_public,"
                " signing_public, wrapped_private, failed_attempts, created_at)"
                " VALUES ('p', 1, 'c01', 'CLERK', :yes, :b, :b, :b, 0, '2026-11-02 00:00:00')"
            ),
            {"yes": True, "b": b"x"},
        )
    with pytest.raises(DBAPIError, match="must rise by one"), database.engine.begin() as connection:
        connection.execute(text("UPDATE person SET failed_attempts = 1"))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE person SET failed_attempts = 1, version = 2"))


def test_notes_from_before_the_lists_stand_where_they_belong(database: Database) -> None:
    """One that is kept is kept on; what a supervisor had destroyed alone is not due again."""
    config = migrations_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0017")
        connection.execute(
            text(
                "INSERT INTO person (id, version, login, role, active, agreement_public,"
                " signing_public, wrapped_private, failed_attempts, created_at)"
                " VALUES ('p', 1, 'c01', 'CLERK', :yes, :b, :b, :b, 0, '2026-11-02 00:00:00')"
            ),
            {"yes": True, "b": b"x"},
        )
        for name, due, key in (("kept", "2028-11-11", "k"), ("gone", None, None)):
            connection.execute(
                text(
                    'INSERT INTO desk_note (id, version, kind, "on", means, forms, at, "by",'
                    " due_on, key_id) VALUES (:name, 3, 'ENQUIRY', '2026-11-10', 'PHONE', '',"
                    " '2026-11-10 00:00:00', 'p', :due, :key)"
                ),
                {"name": name, "due": due, "key": key},
            )
    database.upgrade()
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT id, state, version FROM desk_note ORDER BY id"))
        assert [tuple(row) for row in found] == [("gone", "EXECUTED", 4), ("kept", "RETAINED", 3)]
