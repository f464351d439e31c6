"""The folder in which the departments lay their 回答ファイル down (DESIGN §4).

Which one it is, is a setting. A file there bears the name that is printed on its 調査依頼; what is
taken in from there is a clear copy, listed until somebody has it deleted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.capture.sources.share import Share, ShareHangs
from desktop.domain.errors import Refused
from desktop.domain.requests import Item
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.annex_keeping import digest_of, taken_digests
from desktop.services.answer_rows import AnswerFileWrong, read_bytes
from desktop.services.casebook import Casebook
from desktop.store.cases import case_row

_NAME: Final = re.compile(r"(?P<case>[0-9]{2}-[0-9]{4,6})_(?P<item>K[1-8])\.(?:csv|xlsx|pdf)", re.I)


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """A file of this case that lies there."""

    item: Item
    file: Path = field(repr=False)


class AnswerFolder:
    def __init__(self, book: Casebook, share: Share | None = None) -> None:
        self._book = book
        self._share = share or Share()

    def waiting(self, act: Act, case_id: str) -> tuple[WaitingAnswer, ...] | None:
        """What lies there for the case and is not in it yet, in the order of the items; None where
        no folder is named. A share that does not answer is told."""
        rights.require(act, Capability.INVESTIGATE)
        folder = self.place(act)
        if folder is None:
            return None
        with self._book.premises.database.reading() as session:
            number = case_row(session, case_id).number
            taken = taken_digests(session, self._book.premises.vault, case_id)
        try:
            found = self._share.at(folder, lambda: _files_of(folder, number, taken))
        except ShareHangs:
            raise Refused(
                "回答を置くフォルダーが応答していません。",
                "共有フォルダーのつながりを確かめてください。",
            ) from None
        except OSError:
            raise Refused(
                "回答を置くフォルダーを開けません。",
                "共有フォルダーにつなぎ直すか、設定の場所を管理者に確かめてください。",
            ) from None
        return tuple(sorted(found, key=lambda one: (one.item, one.file.name)))

    def place(self, act: Act) -> Path | None:
        """The folder that holds today."""
        words = self._book.administration.settings(act.at.date()).answer_folder
        return Path(words) if words else None

    def holds(self, act: Act, file: Path) -> bool:
        """Whether the file lies in the folder, so that it has to be deleted there."""
        folder = self.place(act)
        return folder is not None and file.absolute().parent == folder.absolute()


def item_of(name: str, number: str) -> Item | None:
    """The item that a file of this case bears in its name."""
    match = _NAME.fullmatch(name)
    if match is None or match["case"] != number:
        return None
    return Item(match["item"].upper())


def _files_of(folder: Path, number: str, taken: frozenset[str]) -> list[WaitingAnswer]:
    """Plain files only: a link may lead anywhere. One that is in already does not wait, though it
    still lies there."""
    return [
        WaitingAnswer(item, file)
        for file in folder.iterdir()
        if (item := item_of(file.name, number)) is not None
        and file.is_file()
        and not file.is_symlink()
        and not _is_in(file, taken)
    ]


def _is_in(file: Path, taken: frozenset[str]) -> bool:
    try:
        return digest_of(read_bytes(file)) in taken
    except AnswerFileWrong:
        return False  # taking it in says what is wrong with it
