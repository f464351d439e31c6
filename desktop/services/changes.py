"""How every change is carried out: right, one transaction, audit line, command id (DESIGN §4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.premises import Premises
from desktop.store import commands, people

Answer = Mapping[str, str | int | None]
"""What a change leaves for its repetition: ids and counts, never anything about a person."""


def carry_out(
    premises: Premises,
    act: Act,
    capability: Capability,
    kind: str,
    work: Callable[[Session], Answer],
) -> Answer:
    """Run `work` in one transaction, once per command id; a repetition returns the first answer.

    `work` appends its own audit entry to the session it is given.
    """
    rights.require(act, capability)
    with premises.database.transaction() as session:
        rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)
        rights.require_deputy(session, act, capability)
        earlier = commands.once(session, act.command, kind)
        if earlier is not None:
            return _read(earlier)
        answer = work(session)
        commands.done(session, act.command, kind, json.dumps(dict(answer)))
    return answer


def _read(stored: str) -> Answer:
    values: dict[str, str | int | None] = json.loads(stored)
    return values
