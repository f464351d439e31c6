"""開示の媒体: its files written on purpose, and read back by a second person (DOMAIN §9).

Every file is an open export until it is destroyed or has left with the post; what lies on the
medium is compared with the hashes that the approved letter prints (DESIGN §4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.letters import CsvEncoding, MediumFile
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import decision_letter
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.exports import ExportNotWritten, Exports
from desktop.services.media_state import (
    CDR,
    contents_of,
    files_of,
    forget_steps,
    keep_step,
    keep_wish,
    medium_of,
    step_of,
)
from desktop.store.cases import case_row
from desktop.store.schema.casework import CaseRow, LetterRow

_BEFORE = (CaseState.INVESTIGATION, CaseState.DRAFTED, CaseState.SENT_BACK)
_GOING_OUT = (CaseState.APPROVED, CaseState.RETURNED_MAIL)
_OF_THE_SYSTEM: Final = frozenset(
    {"System Volume Information", "$RECYCLE.BIN", "lost+found", ".Trashes", ".DS_Store"}
)
"""What an operating system lays on a medium by itself."""


class DisclosureMedia:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._cases = cases
        self._change = CaseChange(cases)
        self._exports = Exports(cases.book.premises, cases.book)

    def choose(self, act: Act, case_id: str, encoding: CsvEncoding) -> CaseView:
        """文字コード of the files, before the letter that prints their hashes is made."""

        def work(session: Session, case: CaseRow) -> None:
            if case.method != CDR or CaseState(case.state) not in _BEFORE:
                raise Refused(
                    "媒体の文字コードを選べるのは、CD-R で回答する案件の起案の間だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            keep_wish(session, self._book.premises.vault, case.id, encoding, act.at)
            detail = {"encoding": encoding.name}
            self._book.note(session, act, case, "medium.choose", detail=detail)

        return self._change.view(act, case_id, Capability.DRAFT, "medium.choose", work)

    def write(self, act: Act, case_id: str, folder: Path) -> CaseView:
        """Write the files to an empty medium or folder: an open export each."""
        rights.require(act, Capability.DISPATCH)
        vault = self._book.premises.vault
        with self._book.premises.database.reading() as session:
            letter, values = self._of(session, case_row(session, case_id))
            contents = contents_of(session, vault, case_id, values)
        if _strangers(folder, contents):
            raise Refused(
                "書き出し先に、この回答のものでないファイルがあります。書き出しませんでした。",
                "空の媒体か、空のフォルダーを選んでください。",
                field="folder",
            )

        def work(session: Session, case: CaseRow) -> Answer:
            row, stored = self._of(session, case)
            keep_step(session, vault, case.id, stored, "written", act.by.person_id, act.at)
            answer = {
                name: self._exports.note(
                    session, act, "MEDIUM", folder / name, case_id=case.id, letter_id=row.id
                )
                for name in contents
            }
            detail = {"files": len(contents)}
            self._book.note(session, act, case, "medium.write", subject=row.id, detail=detail)
            return answer

        noted = self._change.run(act, case_id, Capability.EXPORT, "medium.write", work)
        written: list[str] = []
        try:
            for name, data in contents.items():
                written.append(name)
                self._exports.write(act, str(noted[name]), folder / name, data)
        except ExportNotWritten:
            self._not_written(
                act, case_id, letter, [str(noted[one]) for one in contents if one not in written]
            )
            raise
        return self._cases.get(act.by, case_id, act.at)

    def check(self, act: Act, case_id: str, folder: Path) -> CaseView:
        """Read the medium back and compare every file with the hash that the letter prints. Raises
        SamePerson for the one who wrote it."""
        rights.require(act, Capability.ENCLOSE_CHECK)
        vault = self._book.premises.vault
        with self._book.premises.database.reading() as session:
            letter, values = self._of(session, case_row(session, case_id))
            _require_another(session, letter, values, act)
        wrong = _differs(folder, files_of(values))
        if wrong is not None:
            with self._book.premises.database.transaction() as session:
                self._book.look(session, act, case_id, "medium.mismatch", letter.id)
            raise wrong

        def work(session: Session, case: CaseRow) -> None:
            row, stored = self._of(session, case)
            _require_another(session, row, stored, act)
            if stored["files"] != values["files"]:
                raise Refused("媒体に収めるファイルが変わりました。", "もう一度照合してください。")
            keep_step(session, vault, case.id, stored, "checked", act.by.person_id, act.at)
            self._book.note(session, act, case, "medium.check", subject=row.id)

        return self._change.view(act, case_id, Capability.ENCLOSE_CHECK, "medium.check", work)

    def _of(self, session: Session, case: CaseRow) -> tuple[LetterRow, dict[str, Any]]:
        """The approved answer on its way out, and its medium."""
        letter = decision_letter(session, case.id)
        going = CaseState(case.state) in _GOING_OUT and letter is not None
        values = medium_of(session, self._book.premises.vault, letter) if letter else None
        if not going or letter is None or values is None:
            raise Refused(
                "媒体に収めて送る回答がありません。",
                "決裁が済んだ、CD-R で回答する案件か確かめてください。",
            )
        return letter, values

    def _not_written(self, act: Act, case_id: str, letter: LetterRow, never: list[str]) -> None:
        """The medium is as it was; files whose turn did not come are no open exports."""
        vault = self._book.premises.vault
        with self._book.premises.database.transaction() as session:
            for export in never:
                self._exports.drop(session, act, export)
            values = medium_of(session, vault, letter)
            if values is not None:
                forget_steps(session, vault, case_id, values, act.at)
            self._book.look(session, act, case_id, "medium.not_written", letter.id)


def _require_another(
    session: Session, letter: LetterRow, values: Mapping[str, Any], act: Act
) -> None:
    written = step_of(session, letter, values, "written")
    if not written:
        raise Refused(
            "媒体にまだ書き出していません。", "ファイルを媒体に書き出してから照合してください。"
        )
    if written["by"] == act.by.person_id:
        raise SamePerson(
            "書き出した本人は媒体の照合ができません。", "別の人に照合を依頼してください。"
        )


def _differs(folder: Path, files: tuple[MediumFile, ...]) -> Refused | None:
    """What is wrong with the medium; None where it holds exactly these files."""
    for one in files:
        try:
            with (folder / one.name).open("rb") as data:
                found = hashlib.file_digest(data, "sha256").hexdigest()
        except FileNotFoundError:
            return Refused(
                f"媒体に「{one.name}」がありません。",
                "媒体を確かめ、書き出し直してください。",
                field="folder",
            )
        except OSError:
            return Refused(
                f"媒体の「{one.name}」を読めません。",
                "媒体を入れ直すか、別の媒体に書き出し直してください。",
                field="folder",
            )
        if found != one.sha256:
            return Refused(
                f"媒体の「{one.name}」が、決裁を受けた内容と違います。",
                "この媒体は送らずに破棄し、新しい媒体に書き出し直してください。",
                field="folder",
            )
    if _strangers(folder, {one.name for one in files}):
        return Refused(
            "媒体に、この回答のものでないファイルがあります。",
            "ほかの方の情報が混ざるおそれがあります。空の媒体に書き出し直してください。",
            field="folder",
        )
    return None


def _strangers(folder: Path, own: Mapping[str, bytes] | set[str]) -> bool:
    """Whether anything lies there that is neither ours nor the system's."""
    try:
        return any(one.name not in own for one in _entries(folder))
    except OSError:
        raise Refused(
            "媒体かフォルダーを開けません。",
            "媒体を入れ直し、場所を選び直してください。",
            field="folder",
        ) from None


def _entries(folder: Path) -> Iterator[Path]:
    return (one for one in folder.iterdir() if one.name not in _OF_THE_SYSTEM)
