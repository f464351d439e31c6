"""Commands carry an id made before the first try; a repeated one changes nothing (TRUST §4)."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from desktop.store.errors import CommandMismatch
from desktop.store.schema.infrastructure import CommandRow

_RUNNING = ""


def once(session: Session, command_id: str, kind: str) -> str | None:
    """None the first time; afterwards the answer `done` kept (JSON).

    The id is taken within the session's transaction: if that comes to nothing, the command may be
    tried again. A second sender of the same id waits for the first.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    taken = session.execute(
        dialect.insert(CommandRow)
        .values(id=command_id, kind=kind, result_json=_RUNNING)
        .on_conflict_do_nothing()
        .returning(CommandRow.id)
    ).first()
    if taken is not None:
        return None
    earlier = session.execute(
        select(CommandRow.kind, CommandRow.result_json).where(CommandRow.id == command_id)
    ).one()
    if earlier.kind != kind:
        raise CommandMismatch
    return earlier.result_json or "null"


def known(session: Session, command_id: str) -> bool:
    """Whether the command was carried out; asking leaves no mark."""
    return session.get(CommandRow, command_id) is not None


def done(session: Session, command_id: str, kind: str, result: str) -> None:
    """Keep the answer (JSON, free of personal data) for a repeated command."""
    session.execute(
        update(CommandRow)
        .where(CommandRow.id == command_id, CommandRow.kind == kind)
        .values(result_json=result)
    )
