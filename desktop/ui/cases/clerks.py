"""Who may be a case's clerk, as the choices of a list."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.roles import Capability
from desktop.services.people import PersonView


def clerks_of(people: Sequence[object], *, active: bool = False) -> list[PersonView]:
    """Everybody whose duty cases are; with `active` only who can still be given one."""
    return [
        one
        for one in people
        if isinstance(one, PersonView)
        and Capability.CHECK_FORM in one.capabilities
        and (one.active or not active)
    ]
