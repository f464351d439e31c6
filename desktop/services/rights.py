"""Who may do what, decided here and nowhere else; what is not granted is denied (DOMAIN §11)."""

from __future__ import annotations

from desktop.domain import roles
from desktop.domain.errors import NotAllowed
from desktop.domain.roles import Capability
from desktop.services.act import Act, SignedIn
from desktop.store.people import Person


def may(by: SignedIn, capability: Capability) -> bool:
    return roles.may(by.role, capability)


def require_active(person: Person | None) -> None:
    """Refuse whoever was ended after they had signed in; raises NotAllowed."""
    if person is None or not person.active:
        raise NotAllowed(
            "この利用者の利用は終わっています。", "サインアウトし、管理者に確かめてください。"
        )


def require(who: Act | SignedIn, capability: Capability) -> None:
    """Refuse the act unless the person's role includes `capability`; raises NotAllowed."""
    by = who.by if isinstance(who, Act) else who
    roles.require(by.role, capability)
