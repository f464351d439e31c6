"""A network share that does not answer is told, and nothing else waits for it."""

from __future__ import annotations

import io
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from desk_office import Office
from paper_reader import FORM, LICENCE, PaperReader, scan

from desktop.capture.sources.files import read
from desktop.capture.sources.share import Share, ShareHangs
from desktop.capture.unreadable import Reason, Unreadable
from desktop.domain.errors import Refused
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.mail_import import MailImport
from desktop.services.scanning import Scanning
from desktop.services.sources import Deleted, Sources, SourceState
from desktop.services.watched_folder import Watched
from desktop.services.watched_views import WatchReport

_Told = TypeVar("_Told")


class LostShare(Share):
    """Its folders answer nothing while `hanging` names them; notes whether writers had to wait."""

    def __init__(self, store: Path) -> None:
        super().__init__(0.2)
        self.hanging: set[Path] = set()
        self.back = threading.Event()
        self.asked = 0
        self._store = store

    def at(self, folder: Path, work: Callable[[], _Told]) -> _Told:
        self.asked += 1
        with sqlite3.connect(self._store, timeout=0) as writer:
            writer.execute("BEGIN IMMEDIATE")  # raises while another transaction writes
            writer.rollback()
        writer.close()

        def late() -> _Told:
            if folder in self.hanging:
                self.back.wait()
            return work()

        return super().at(folder, late)


def answered() -> None:
    """Wait until every question that was left behind has its answer."""
    for thread in threading.enumerate():
        if thread.name == "share":
            thread.join()


@pytest.fixture
def share(office: Office) -> Iterator[LostShare]:
    made = LostShare(office.folder / "store.db")
    yield made
    made.back.set()
    answered()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dropped"
    made.mkdir()
    return made


def take_in(office: Office, *paths: Path) -> None:
    run = MailImport(office.desk.premises, office.act("c01"), lambda _step: None, threading.Event())
    run.run(paths, PaperReader())  # type: ignore[arg-type]


def test_a_file_on_a_hung_share_is_told_neither_deleted_nor_confirmed_and_holds_nobody_up(
    office: Office, folder: Path, tmp_path: Path, share: LostShare
) -> None:
    sources = Sources(office.desk.premises, share)
    far, near = scan(folder / "a.tif", (FORM,)), scan(tmp_path / "b.tif", (LICENCE,))
    take_in(office, far, near)
    share.hanging.add(folder)
    found = {Path(one.place).name: one for one in sources.waiting(office.by("c01"))}
    assert {name: one.state for name, one in found.items()} == {
        "a.tif": SourceState.SILENT,
        "b.tif": SourceState.THERE,
    }
    far_id = found["a.tif"].task.id
    with pytest.raises(Refused, match="応答しない"):
        sources.confirm(office.act("c01"), [far_id])
    told = sources.delete(office.act("c01"), [one.task.id for one in found.values()])
    assert told == Deleted(1, ((far_id, SourceState.SILENT),))
    assert (far.exists(), near.exists(), share.asked > 4) == (True, False, True)
    share.hanging.clear()
    share.back.set()
    answered()
    assert sources.delete(office.act("c01"), [far_id]) == Deleted(1)


def test_a_profile_on_a_hung_share_is_refused_and_holds_nobody_up(
    office: Office, folder: Path, share: LostShare
) -> None:
    desk = office.desk
    scanning = Scanning(desk.premises, desk.intake, share=share)
    share.hanging.add(folder)
    wanted = ScanProfile("", "複合機", SourceKind.FOLDER, str(folder))
    with pytest.raises(Refused, match="応答していません") as refused:
        scanning.save_profile(office.act("c01"), wanted)
    assert (refused.value.field, scanning.profiles()) == ("address", ())


def look(watched: Watched, office: Office) -> WatchReport:
    return watched.look_once(office.act("c01"), lambda _step: None, threading.Event())


class PaperIntake:
    def reader(self) -> PaperReader:
        return PaperReader()


def test_a_hung_folder_is_told_the_others_go_on_and_it_too_once_it_answers(
    office: Office, folder: Path, share: LostShare
) -> None:
    desk, other = office.desk, folder.with_name("other")
    other.mkdir()
    for name, place in (("共有", folder), ("手元", other)):
        wanted = ScanProfile("", name, SourceKind.FOLDER, str(place))
        desk.scanning.save_profile(office.act("c01"), wanted)
    watched = Watched(desk.premises, PaperIntake(), desk.sources.book, share)  # type: ignore[arg-type]
    scan(folder / "a.tif", (FORM,))
    scan(other / "b.tif", (LICENCE,))
    share.hanging.add(folder)
    told = [look(watched, office) for _ in range(2)]
    assert {one.name: one.sentence for one in told[1].folders} == {
        "共有": "共有フォルダーが応答していません。",
        "手元": "",
    }
    assert told[1].pages == 1
    share.hanging.clear()
    share.back.set()
    answered()
    last = look(watched, office)
    assert ([one.sentence for one in last.folders], last.pages) == (["", ""], 1)


def test_the_bare_place_of_a_share_is_no_empty_folder(office: Office, folder: Path) -> None:
    desk = office.desk
    wanted = ScanProfile("", "共有", SourceKind.FOLDER, str(folder))
    kept = desk.scanning.save_profile(office.act("c01"), wanted)
    watched = Watched(desk.premises, PaperIntake(), desk.sources.book)  # type: ignore[arg-type]
    assert look(watched, office).folders[0].sentence == ""
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()  # what stays where a share was mounted
    assert "つながっていません" in look(watched, office).folders[0].sentence
    folder.rmdir()
    away.rename(folder)
    assert look(watched, office).folders[0].sentence == ""
    desk.scanning.remove_profile(office.act("c01"), kept.id)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on this system")
def test_a_file_that_never_answers_is_refused_in_time(tmp_path: Path) -> None:
    pipe = tmp_path / "a.pdf"
    os.mkfifo(pipe)
    with pytest.raises(Unreadable) as refused:
        read(pipe, Share(0.2))
    assert refused.value.reason is Reason.SILENT
    writer = os.open(pipe, os.O_WRONLY)  # lets the reader that was left behind go
    os.close(writer)
    answered()


@pytest.mark.parametrize("asks", [2, 3, 4], ids=["its length", "a piece", "its end"])
def test_a_share_that_stops_answering_within_a_file_is_told_in_time(
    tmp_path: Path, asks: int
) -> None:
    """The file was opened; then the share is silent when asked for the length, a piece, the end."""

    class Stops(Share):
        asked = 0

        def at(self, folder: Path, work: Callable[[], _Told]) -> _Told:
            self.asked += 1
            if self.asked < asks:
                return super().at(folder, work)

            def late() -> _Told:
                back.wait()
                return work()

            return super().at(folder, late)

    back, file = threading.Event(), tmp_path / "a.pdf"
    file.write_bytes(b"%PDF")
    with pytest.raises(Unreadable) as refused:
        read(file, Stops(0.05))
    assert refused.value.reason is Reason.SILENT
    back.set()
    answered()  # what was left behind closes the file: an open one would be warned of


def test_a_file_that_does_not_close_holds_nobody_up(tmp_path: Path) -> None:
    class Stuck(io.FileIO):
        def close(self) -> None:
            back.wait()
            super().close()

    share, back = Share(0.05), threading.Event()
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF")
    opened = Stuck(file)
    share.close(tmp_path, opened)
    assert not opened.closed
    with pytest.raises(ShareHangs):
        share.at(tmp_path, lambda: 7)
    back.set()
    answered()
    assert (opened.closed, share.at(tmp_path, lambda: 7)) == (True, 7)


def test_while_one_question_hangs_no_second_is_sent_after_it() -> None:
    share, back, asked = Share(0.2), threading.Event(), []

    def hang() -> None:
        asked.append(1)
        back.wait()

    for _ in range(3):
        with pytest.raises(ShareHangs):
            share.at(Path("far"), hang)
    assert (len(asked), share.at(Path("near"), lambda: 7)) == (1, 7)
    back.set()
    with pytest.raises(OSError, match="away"):
        share.at(Path("near"), lambda: _raise(OSError("away")))


def _raise(error: OSError) -> None:
    raise error
