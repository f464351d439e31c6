"""The record of who did what: read, verified, anchored outside, exported (TRUST §3)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, TextIO

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, NotFound, Refused
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.audit_labels import action_label
from desktop.services.changes import Answer, carry_out
from desktop.services.people import UNKNOWN, People
from desktop.services.premises import Premises
from desktop.services.second_place import Kept, PlaceState, SecondPlace
from desktop.services.setting_kinds import setting_label
from desktop.services.typed_anchor import AnchorWrong, read_anchor
from desktop.store import anchor_file, audit, cases, deputies, people, settings
from desktop.store.audit_log import NOT_A_LINE, Entry, verify_lines
from desktop.store.errors import VaultLocked
from desktop.store.reports import Span
from desktop.store.restore import BY_CARD

__all__ = [
    "AnchorView",
    "AnchorWrong",
    "Audit",
    "AuditLine",
    "NotReadable",
    "NotWritten",
    "VerificationView",
    "about_in",
    "verify_exported",
]

TypedAnchor = tuple[int | str, str]
"""Size and root as typed from paper."""

_MOST_LINES: Final = 500


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
    second_place: str = PlaceState.NONE.value
    """Whether the folder of the second place was read: a `PlaceState`."""


@dataclass(frozen=True, slots=True)
class AnchorView:
    size: int
    root: str
    at: datetime


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
    def __init__(self, premises: Premises, people: People, second: SecondPlace) -> None:
        self._premises = premises
        self._people = people
        self._second = second

    def entries(
        self,
        by: SignedIn,
        offset: int,
        limit: int,
        *,
        case_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[AuditLine, ...]:
        """Newest first; `actor` is a person's id, `action` an action's code, both days count."""
        rights.require(by, Capability.READ_AUDIT)
        wanted = _wanted(case_id, actor, action, since, until)
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
        since: date | None = None,
        until: date | None = None,
    ) -> int:
        rights.require(by, Capability.READ_AUDIT)
        wanted = _wanted(case_id, actor, action, since, until)
        with self._premises.database.reading() as session:
            return audit.count(session, wanted)

    def verify(self, anchor: TypedAnchor | None = None) -> VerificationView:
        """Compare every entry, head, anchor, person's key and signed setting, and what lies in the
        second place.

        `anchor` is size and root typed from paper.
        """
        outside = None if anchor is None else read_anchor(str(anchor[0]), anchor[1])
        kept = self._second.kept()  # first: what is carried meanwhile is in the log by then
        with self._premises.database.reading() as session:
            found = audit.verify(session, outside, kept.anchors)
            head = audit.last_signed(session)
            forged = settings.forged(session)
            gone = settings.gone(session)
            strange = people.strange_keys(session)
            stands_in = deputies.forged(session)
        problems = (
            *found.problems,
            *_of_place(kept),
            *((f"操作記録にない利用者の鍵が{strange}件あります。",) if strange else ()),
            *((f"署名の合わない代行の指名・取消しが{stands_in}件あります。",) if stands_in else ()),
            *(f"設定「{setting_label(name)}」の署名が合いません。" for name in forged),
            *(f"署名された設定「{setting_label(name)}」がなくなっています。" for name in gone),
        )
        signed_by = "" if head is None else self._who(head.person_id)
        return VerificationView(
            not problems,
            found.size,
            found.root.hex(),
            signed_by,
            found.anchored,
            problems,
            kept.state.value,
        )

    def check(self, act: Act, anchor: TypedAnchor | None = None) -> VerificationView:
        """Verify, and log what was found: who audits sees when it was last done."""
        rights.require(act, Capability.READ_AUDIT)
        found = self.verify(anchor)

        def work(session: Session) -> Answer:
            detail: dict[str, str | int] = {
                "size": found.size,
                "problems": len(found.problems),
                "anchored": found.anchors,
            }
            audit.append(session, act.at, act.by.person_id, "audit.verify", detail=detail)
            return detail

        carry_out(self._premises, act, Capability.READ_AUDIT, "audit.verify", work)
        return found

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
            with _writing(file, os.O_TRUNC) as stream:
                stream.write(json.dumps(dict(answer), indent=1) + "\n")
        size, root, at = answer["size"], answer["root"], answer["at"]
        return AnchorView(int(size or 0), str(root), datetime.fromisoformat(str(at)))

    def export(self, act: Act, file: Path) -> int:
        """Write every entry as JSON lines, for the verifier that needs no store; their number.
        The log is signed and anchored with the line of its own export in it: that line stands
        before anything leaves, and nobody waits for a long log to be written."""
        rights.require(act, Capability.READ_AUDIT)

        def work(session: Session) -> Answer:
            audit.append(session, act.at, act.by.person_id, "audit.export")
            audit.sign_head(session, act.by.keys, act.at)
            made = audit.anchor(session, act.at, act.by.person_id, "export")
            return {"entries": made.size + 1}  # with the line of the anchor itself

        with _writing(file, os.O_EXCL) as stream:
            answer = carry_out(self._premises, act, Capability.READ_AUDIT, "audit.export", work)
            with self._premises.database.reading() as session:
                stream.writelines(line + "\n" for line in audit.export(session))
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
        if person_id == BY_CARD:
            return "回復カード"
        try:
            return self._people.name_of(person_id)
        except (NotFound, VaultLocked):
            return person_id


def _wanted(
    case_id: str | None,
    actor: str | None,
    action: str | None,
    since: date | None,
    until: date | None,
) -> audit.Filter:
    if since is not None and until is not None and until < since:
        raise Refused(
            "期間の終わりが、始まりより前になっています。",
            "期間の二つの日付を確かめてください。",
            field="until",
        )
    begins = None if since is None else Span(since, since).begins
    ends = None if until is None else Span(until, until).ends
    return audit.Filter(case_id, actor, action, begins, ends)


def verify_exported(
    log: Path, anchor: TypedAnchor | None = None, anchors: Path | None = None
) -> VerificationView:
    """Verify an exported log; needs neither store nor keys (TRUST §3). `anchors` is a file of the
    second place."""
    outside = None if anchor is None else read_anchor(str(anchor[0]), anchor[1])
    kept = () if anchors is None else _kept_in(anchors, log)
    found = verify_lines(_lines_of(log), outside, kept)
    problems = found.problems
    if anchors is not None and not kept:
        problems = (*problems, "控えのファイルに、この記録の控えがありません。")
    return VerificationView(
        not problems,
        found.size,
        found.root.hex(),
        "",
        found.anchored,
        problems,
        (PlaceState.NONE if anchors is None else PlaceState.READ).value,
    )


def about_in(log: Path, words: str) -> tuple[AuditLine, ...]:
    """The entries of an exported log in which these words stand, such as the number of a
    certificate: the oldest first, with the ids of the people, whose names are not in a log."""
    found = []
    for line in _lines_of(log):
        try:
            raw = json.loads(line)
            if raw["type"] != "entry":
                continue
            said = {str(raw["case"]), raw["subject"], *map(str, raw["detail"].values())}
            if words in said:
                found.append(
                    AuditLine(
                        int(raw["seq"]),
                        datetime.fromisoformat(raw["at"]),
                        raw["actor"],
                        raw["action"],
                        action_label(raw["action"]),
                        "",
                        raw["subject"],
                        tuple(raw["fields"]),
                        raw["detail"],
                    )
                )
        except (*NOT_A_LINE, RecursionError):
            continue  # the verification names it
        if len(found) == _MOST_LINES:
            break
    return tuple(found)


def _lines_of(log: Path) -> Iterator[str]:
    """Line by line, so that a log of years needs no memory for its text."""
    try:
        with log.open(encoding="utf-8") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as problem:
        raise NotReadable from problem


def _kept_in(anchors: Path, log: Path) -> tuple[tuple[int, bytes], ...]:
    """The anchors of the file that are of this log's store."""
    try:
        first = json.loads(next(_lines_of(log), "{}"))
        store_id = first.get("store") if isinstance(first, dict) else None
        found = anchor_file.read_file(anchors)
    except (OSError, ValueError) as problem:
        raise NotReadable from problem
    return tuple((one.size, one.root) for store, one in found if store == store_id)


def _of_place(kept: Kept) -> tuple[str, ...]:
    if not kept.missing:
        return ()
    return (f"第二の置き場所に、送ったはずの控えが{kept.missing}件ありません。",)


@contextmanager
def _writing(file: Path, where_one_lies: int) -> Iterator[TextIO]:
    """The file, wholly written or not there; one that lies there already is refused (O_EXCL), or
    written over (O_TRUNC)."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | where_one_lies, 0o600)
    except OSError as problem:
        raise NotWritten from problem
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException as problem:
        with suppress(OSError):
            file.unlink()
        if isinstance(problem, OSError):
            raise NotWritten from problem
        raise
