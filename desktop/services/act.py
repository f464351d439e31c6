"""Who does something, when, and the id that makes doing it twice harmless (DESIGN §4)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.deputies import Deputyship
from desktop.domain.roles import Role
from desktop.store.vault.keys import PersonKeys


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at the desk, with the private keys that their passphrase unlocked."""

    person_id: str
    login: str
    name: str = field(repr=False)
    role: Role
    keys: PersonKeys = field(repr=False)
    at: datetime
    deputy: Deputyship | None = None
    """As whose deputy they signed in, if as one; each act asks the store again."""


@dataclass(frozen=True, slots=True)
class Act:
    """One wish to change something. `command` is made once, before the first try.

    `seen` is the version of the case on which the wish was made, where a window showed one: a
    case that somebody has changed since refuses the act (DESIGN §4).
    """

    by: SignedIn
    at: datetime
    command: str
    seen: int | None = None


def new_act(by: SignedIn, at: datetime) -> Act:
    return Act(by, at, uuid.uuid4().hex)
