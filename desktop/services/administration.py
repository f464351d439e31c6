"""Settings with two signatures, the clock's warning, and the doctor (DESIGN §1, TRUST §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.services.act import Act
from desktop.services.office_settings import OfficeSettings
from desktop.services.people import NewPerson
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """`kind` is OK, BEHIND or FAR_AHEAD; unless OK, disposal and dispatch wait for a supervisor."""

    ok: bool
    kind: str
    last_seen: datetime | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SettingView:
    id: str
    name: str
    value: Any
    effective_from: date
    proposed_by: str
    signed_by: str | None


@dataclass(frozen=True, slots=True)
class DoctorLine:
    name: str
    ok: bool
    detail: str
    next_step: str = ""


class Administration:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def settings(self, on: date) -> OfficeSettings:
        """The settings in force on that day, of what a supervisor has signed."""
        raise NotImplementedError

    def proposals(self) -> tuple[SettingView, ...]:
        """Settings proposed by the administrator and not yet signed."""
        raise NotImplementedError

    def propose_setting(self, act: Act, name: str, value: Any, effective_from: date) -> SettingView:
        raise NotImplementedError

    def sign_setting(self, act: Act, setting_id: str, passphrase: str) -> SettingView:
        raise NotImplementedError

    def clock(self, at: datetime) -> ClockFinding:
        raise NotImplementedError

    def confirm_clock(self, act: Act) -> None:
        raise NotImplementedError

    def doctor(self) -> tuple[DoctorLine, ...]:
        raise NotImplementedError


__all__ = [
    "Administration",
    "ClockFinding",
    "DoctorLine",
    "NewPerson",
    "OfficeSettings",
    "SettingView",
]
