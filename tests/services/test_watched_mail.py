"""Mail from a watched folder: whole, once, and its files gone only when unchanged."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_office import Office
from paper_reader import BROKEN, FORM, LICENCE, PaperReader, scan

from desktop.domain.errors import NotAllowed, Refused
from desktop.services.watched_folder import Watched, WatchedFolderGone, WatchReport


class PaperIntake:
    """Gives the reader of these tests instead of the networks."""

    def reader(self) -> PaperReader:
        return PaperReader()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dropped"
    made.mkdir()
    return made


def watch(office: Office, folder: Path) -> Watched:
    watched = Watched(office.desk.premises, PaperIntake())  # type: ignore[arg-type]
    watched.start(office.act("c01"), folder)
    return watched


def look(office: Office, watched: Watched, times: int = 1) -> WatchReport:
    for _ in range(times):
        report = watched.look_once(office.act("c01"), lambda _step: None, threading.Event())
    return report


def pages_there(office: Office) -> list[int]:
    return [len(envelope.pages) for envelope in office.desk.intake.unfiled()]


def test_a_dropped_file_comes_in_as_one_envelope_at_the_second_look(
    office: Office, folder: Path
) -> None:
    watched = watch(office, folder)
    scan(folder / "a.tif", (FORM, LICENCE))
    first = look(office, watched)
    assert (first.pages, [one.label for one in first.waiting]) == (0, ["a.tif"])
    second = look(office, watched)
    assert (second.pages, second.waiting, second.left) == (2, (), 1)
    assert pages_there(office) == [2]


def test_the_same_content_is_taken_once_whatever_its_name(office: Office, folder: Path) -> None:
    watched = watch(office, folder)
    file = scan(folder / "a.tif", (FORM, LICENCE))
    look(office, watched, 3)
    file.rename(folder / "b.tif")
    (folder / "c.tif").write_bytes((folder / "b.tif").read_bytes())
    report = look(office, watched, 3)
    assert (report.pages, report.left) == (0, 2)
    assert pages_there(office) == [2]


def test_a_restart_takes_nothing_twice_and_still_tells_what_is_left(
    office: Office, folder: Path
) -> None:
    scan(folder / "a.tif", (FORM, LICENCE))
    look(office, watch(office, folder), 2)
    office.reopen()
    report = look(office, watch(office, folder), 2)
    assert (report.taken, report.left) == ((), 1)
    assert pages_there(office) == [2]


def test_a_file_cut_off_by_a_stop_is_completed_at_the_next_look(
    office: Office, folder: Path
) -> None:
    watched = watch(office, folder)
    scan(folder / "a.tif", (FORM, LICENCE, FORM, LICENCE, FORM, LICENCE, FORM, LICENCE))
    look(office, watched)
    stop = threading.Event()
    watched.look_once(office.act("c01"), lambda step: stop.set(), stop)
    assert pages_there(office) != [8]
    assert look(office, watched).left == 1
    assert pages_there(office) == [8]


def test_a_file_that_cannot_be_read_is_told_at_every_look_and_not_left_out(
    office: Office, folder: Path
) -> None:
    watched = watch(office, folder)
    scan(folder / "bad.tif", (BROKEN,))
    scan(folder / "good.tif", (FORM,))
    look(office, watched, 2)
    report = look(office, watched)
    assert [(one.label, bool(one.sentence), bool(one.next_step)) for one in report.waiting] == [
        ("bad.tif", True, True)
    ]
    assert (report.left, pages_there(office)) == (1, [1])


def test_deleting_removes_what_was_taken_and_nothing_else(office: Office, folder: Path) -> None:
    watched = watch(office, folder)
    taken = scan(folder / "a.tif", (FORM,))
    changed = scan(folder / "b.tif", (FORM, LICENCE))
    look(office, watched, 2)
    scan(changed, (LICENCE, FORM, FORM))
    fresh = scan(folder / "c.tif", (LICENCE,))
    assert watched.delete_taken(office.act("c01")) == 1
    assert (taken.exists(), changed.exists(), fresh.exists()) == (False, True, True)
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="source.deleted")
    assert line.detail == {"files": 1}


def test_a_lost_share_is_told_and_is_gone_on_with_when_it_is_back(
    office: Office, folder: Path
) -> None:
    watched = watch(office, folder)
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(WatchedFolderGone):
        look(office, watched)
    scan(away / "a.tif", (FORM,))
    away.rename(folder)
    assert look(office, watched, 2).pages == 1


@pytest.mark.parametrize("below", ["", "spool"])
def test_the_store_itself_is_never_watched(office: Office, below: str) -> None:
    with pytest.raises(Refused):
        watch(office, office.folder / below)
    with pytest.raises(Refused):
        watch(office, office.folder.parent)


def test_a_stopped_watch_takes_nothing(office: Office, folder: Path) -> None:
    watched = watch(office, folder)
    scan(folder / "a.tif", (FORM,))
    watched.stop()
    assert look(office, watched, 3).pages == 0
    assert pages_there(office) == []


def test_who_may_not_open_mail_may_not_watch(office: Office, folder: Path) -> None:
    watched = Watched(office.desk.premises, PaperIntake())  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        watched.start(office.act("k01"), folder)
