"""Who may do what, decided here and nowhere else; what is not granted is denied (DOMAIN §11)."""

from __future__ import annotations

from desktop.domain import roles
from desktop.domain.roles import Capability
from desktop.services.act import Act, SignedIn


def may(by: SignedIn, capability: Capability) -> bool:
    return roles.may(by.role, capability)


def require(who: Act | SignedIn, capability: Capability) -> None:
    """Refuse the act unless the person's role includes `capability`; raises NotAllowed."""
    by = who.by if isinstance(who, Act) else who
    roles.require(by.role, capability)
