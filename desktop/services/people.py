"""The people of the desk: signing in, locking, names, and who joins or leaves (DESIGN §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability, Role
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises
from desktop.store.vault.keys import PersonKeys


class WrongPassphrase(DeskError):
    """The login id or the passphrase is wrong; which of them is not said."""

    code = "wrong_passphrase"


class LockedOut(DeskError):
    """Too many failures in a row: nobody signs in with this login until `until`."""

    code = "locked_out"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            "続けて5回まちがえたため、このIDを一時停止しています。",
            f"{until:%H:%M} を過ぎてから、もう一度サインインしてください。",
            field="passphrase",
        )
        self.until = until


@dataclass(frozen=True, slots=True)
class NewPerson:
    login: str
    name: str = field(repr=False)
    role: Role
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonView:
    id: str
    login: str
    name: str = field(repr=False)
    role: Role
    active: bool
    capabilities: frozenset[Capability]


class People:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def sign_in(self, login: str, passphrase: str, at: datetime) -> SignedIn:
        """Unlock the store for one person. Raises WrongPassphrase or LockedOut."""
        raise NotImplementedError

    def sign_out(self, by: SignedIn, at: datetime) -> None:
        raise NotImplementedError

    def lock(self, by: SignedIn, at: datetime) -> None:
        """Forget every opened key until somebody signs in again."""
        raise NotImplementedError

    def confirm_passphrase(self, by: SignedIn, passphrase: str, at: datetime) -> PersonKeys:
        """The same person once more, before a signature. Failures count as at sign-in."""
        raise NotImplementedError

    def roster(self) -> tuple[PersonView, ...]:
        raise NotImplementedError

    def add(self, act: Act, login: str, name: str, role: Role, passphrase: str) -> PersonView:
        raise NotImplementedError

    def deactivate(self, act: Act, person_id: str) -> None:
        raise NotImplementedError

    def name_of(self, person_id: str) -> str:
        """The display name; needs an unlocked vault."""
        raise NotImplementedError


__all__ = ["LockedOut", "NewPerson", "People", "PersonView", "Sequence", "WrongPassphrase"]
