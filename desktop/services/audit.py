"""The record of who did what: read, verified, anchored outside, exported (TRUST §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class AuditLine:
    seq: int
    at: datetime
    who: str
    action: str
    action_label: str
    case_number: str
    subject: str
    fields: tuple[str, ...]
    detail: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class VerificationView:
    ok: bool
    size: int
    root: str
    head_signed_by: str
    anchors: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorView:
    size: int
    root: str
    at: datetime


class Audit:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def entries(
        self,
        by: SignedIn,
        offset: int,
        limit: int,
        *,
        case_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
    ) -> tuple[AuditLine, ...]:
        """Newest first."""
        raise NotImplementedError

    def count(
        self,
        by: SignedIn,
        *,
        case_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
    ) -> int:
        raise NotImplementedError

    def verify(self, anchor: tuple[int, str] | None = None) -> VerificationView:
        raise NotImplementedError

    def anchor(self, act: Act, folder: Path | None = None) -> AnchorView:
        raise NotImplementedError

    def export(self, act: Act, file: Path) -> int:
        """Write every entry as JSON lines; the number of entries."""
        raise NotImplementedError
