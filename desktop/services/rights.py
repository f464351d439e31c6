"""Who may do what, decided here and nowhere else; what is not granted is denied (DOMAIN §11)."""

from __future__ import annotations

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import CAPABILITIES, Capability
from desktop.services.act import Act, SignedIn


def may(by: SignedIn, capability: Capability) -> bool:
    return capability in CAPABILITIES.get(by.role, frozenset())


def require(act: Act | SignedIn, capability: Capability) -> None:
    """Refuse the act unless the person's role includes `capability`."""
    by = act.by if isinstance(act, Act) else act
    if not may(by, capability):
        raise NotAllowed(
            "この操作を行う権限がありません。",
            "操作できる役割の人に交代してください（設定 › 人と役割）。",
        )
