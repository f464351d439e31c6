"""The record of who did what: read, verified, anchored outside, exported (TRUST §3)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, NotFound
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.audit_labels import action_label
from desktop.services.changes import Answer, carry_out
from desktop.services.people import UNKNOWN, People
from desktop.services.premises import Premises
from desktop.services.setting_kinds import setting_label
from desktop.store import audit, cases, deputies, people, settings
from desktop.store.audit_log import Entry, verify_lines
from desktop.store.errors import VaultLocked


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
    """`anchors` counts the entries that an anchor from outside vouches for."""

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


class AnchorWrong(DeskError):
    """What was typed from paper is no anchor."""

    code = "anchor_wrong"


class NotWritten(DeskError):
    """A file could not be written at the place asked for."""

    code = "not_written"

    def __init__(self) -> None:
        super().__init__(
            "指定の場所にファイルを書き込めませんでした。",
            "フォルダーがあること、書き込めること、同じ名前のファイルがないことを確かめてください。",
        )


class NotReadable(DeskError):
    """A file that was named cannot be read."""

    code = "not_readable"

    def __init__(self) -> None:
        super().__init__(
            "指定のファイルを読めません。",
            "ファイルがあるか、操作記録を書き出したものかを確かめてください。",
        )


class Audit:
    def __init__(self, premises: Premises, people: People) -> None:
        self._premises = premises
        self._people = people

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
        """Newest first; `actor` is a person's id, `action` an action's code."""
        rights.require(by, Capability.READ_AUDIT)
        wanted = audit.Filter(case_id, actor, action)
        with self._premises.database.reading() as session:
            found = audit.entries(session, wanted, offset=offset, limit=limit)
            numbers = cases.numbers_of(session, {one.case_id for one in found if one.case_id})
        return tuple(self._line(entry, numbers) for entry in found)

    def count(
        self,
        by: SignedIn,
        *,
        case_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
    ) -> int:
        rights.require(by, Capability.READ_AUDIT)
        with self._premises.database.reading() as session:
            return audit.count(session, audit.Filter(case_id, actor, action))

    def verify(self, anchor: tuple[int, str] | None = None) -> VerificationView:
        """Compare every entry, head, anchor, person's key and signed setting.

        `anchor` is size and root typed from paper.
        """
        outside = None if anchor is None else (anchor[0], _root(anchor[1]))
        with self._premises.database.reading() as session:
            found = audit.verify(session, outside)
            head = audit.last_signed(session)
            forged = settings.forged(session)
            gone = settings.gone(session)
            strange = people.strange_keys(session)
            stands_in = deputies.forged(session)
        problems = (
            *found.problems,
            *((f"操作記録にない利用者の鍵が{strange}件あります。",) if strange else ()),
            *((f"署名の合わない代行の指名・取消しが{stands_in}件あります。",) if stands_in else ()),
            *(f"設定「{setting_label(name)}」の署名が合いません。" for name in forged),
            *(f"署名された設定「{setting_label(name)}」がなくなっています。" for name in gone),
        )
        signed_by = "" if head is None else self._who(head.person_id)
        return VerificationView(
            not problems, found.size, found.root.hex(), signed_by, found.anchored, problems
        )

    def anchor(self, act: Act, folder: Path | None = None) -> AnchorView:
        """Sign the log as it stands and carry its size and root to a second place.

        With `folder` a file is written there; without, the caller prints or copies the answer.
        """

        def work(session: Session) -> Answer:
            audit.sign_head(session, act.by.keys, act.at)
            place = "print" if folder is None else "folder"
            made = audit.anchor(session, act.at, act.by.person_id, place)
            return {"size": made.size, "root": made.root.hex(), "at": made.at.isoformat()}

        answer = carry_out(self._premises, act, Capability.ANCHOR_AUDIT, "audit.anchor", work)
        if folder is not None:
            file = folder / f"anchor-{answer['size']}.json"
            _write(file, json.dumps(dict(answer), indent=1) + "\n", replace=True)
        size, root, at = answer["size"], answer["root"], answer["at"]
        return AnchorView(int(size or 0), str(root), datetime.fromisoformat(str(at)))

    def export(self, act: Act, file: Path) -> int:
        """Write every entry as JSON lines, for the verifier that needs no store; their number."""

        def work(session: Session) -> Answer:
            audit.append(session, act.at, act.by.person_id, "audit.export")
            lines = list(audit.export(session))
            _write(file, "\n".join(lines) + "\n", replace=False)
            return {"entries": audit.head(session).size}

        answer = carry_out(self._premises, act, Capability.READ_AUDIT, "audit.export", work)
        return int(answer["entries"] or 0)

    def _line(self, entry: Entry, numbers: Mapping[str, str]) -> AuditLine:
        return AuditLine(
            entry.seq,
            entry.at,
            self._who(entry.actor) + ("（代行）" if audit.DEPUTY_FOR in entry.detail else ""),
            entry.action,
            action_label(entry.action),
            numbers.get(entry.case_id or "", ""),
            entry.subject,
            entry.fields,
            entry.detail,
        )

    def _who(self, person_id: str) -> str:
        if person_id == UNKNOWN:
            return "登録のない職員番号"
        try:
            return self._people.name_of(person_id)
        except (NotFound, VaultLocked):
            return person_id


def verify_exported(log: Path, anchor: tuple[int, str] | None = None) -> VerificationView:
    """Verify an exported log; needs neither store nor keys (TRUST §3)."""
    try:
        lines = log.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise NotReadable from problem
    found = verify_lines(lines, None if anchor is None else (anchor[0], _root(anchor[1])))
    return VerificationView(
        found.ok, found.size, found.root.hex(), "", found.anchored, found.problems
    )


def _root(typed: str) -> bytes:
    try:
        root = bytes.fromhex("".join(typed.split()))
    except ValueError:
        root = b""
    if len(root) != 32:
        raise AnchorWrong(
            "控えの値が64桁の英数字（0～9、a～f）ではありません。",
            "印刷した控えを見て、もう一度入れてください。",
            field="anchor",
        )
    return root


def _write(file: Path, text: str, *, replace: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if replace else os.O_EXCL)
    try:
        descriptor = os.open(file, flags, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as problem:
        raise NotWritten from problem
