"""An office as a version from before roles and keys were signed had set it up."""

from __future__ import annotations

import json

from sqlalchemy import delete, text

from desktop.services.desk import Desk
from desktop.store.schema.infrastructure import SettingRow

_WITHOUT = {"setting.sign": "roles", "person.add": "key"}


def make_older(desk: Desk) -> None:
    """Take away what that version did not write: signed roles, and what the log says of them.

    The log is written by nobody but the program, so its guard is lifted for it; SQLite alone.
    """
    with desk.premises.database.transaction() as session:
        guards = session.execute(
            text(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            )
        ).all()
        for name, _sql in guards:
            session.execute(text(f"DROP TRIGGER {name}"))
        lines = session.execute(text("SELECT seq, action, detail_json FROM audit_entry")).all()
        for seq, action, detail in lines:
            said = json.loads(detail)
            if said.pop(_WITHOUT.get(action, ""), None) is not None:
                session.execute(
                    text("UPDATE audit_entry SET detail_json = :said WHERE seq = :seq"),
                    {"said": json.dumps(said), "seq": seq},
                )
        session.execute(delete(SettingRow).where(SettingRow.name.startswith("roles.")))
        for _name, sql in guards:
            session.execute(text(sql))
