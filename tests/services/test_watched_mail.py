"""Mail from watched folders: whole, once, told when it waits, and red until its files are gone."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import Office
from paper_reader import BROKEN, FORM, LICENCE, SEPARATOR, PaperReader, scan

from desktop.domain.errors import DeskError, NotAllowed, Refused
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.intake_views import ImportStep
from desktop.services.mail_import import MailImport
from desktop.services.sources import Deleted, SourceState
from desktop.services.watched_folder import Watched
from desktop.services.watched_views import WatchReport
from desktop.store.disk import Disk
from desktop.store.errors import DiskFull
from desktop.store.spool import Spool


class PaperIntake:
    """Gives the reader of these tests instead of the networks; tells how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def reader(self) -> PaperReader:
        self.asked += 1
        return PaperReader()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dropped"
    made.mkdir()
    return made


def profile(office: Office, folder: Path | str, name: str = "複合機", profile_id: str = "") -> str:
    wanted = ScanProfile(profile_id, name, SourceKind.FOLDER, str(folder))
    return office.desk.scanning.save_profile(office.act("c01"), wanted).id


def watched(office: Office, intake: PaperIntake | None = None) -> Watched:
    desk = office.desk
    return Watched(desk.premises, intake or PaperIntake(), desk.sources.book)  # type: ignore[arg-type]


def watch(office: Office, folder: Path) -> Watched:
    profile(office, folder)
    return watched(office)


def ignore(_step: ImportStep) -> None:
    pass


def look(office: Office, watch: Watched, times: int = 1) -> WatchReport:
    for _ in range(times):
        report = watch.look_once(office.act("c01"), ignore, threading.Event())
    return report


def pages_there(office: Office) -> list[int]:
    return [len(envelope.pages) for envelope in office.desk.intake.unfiled()]


def places(office: Office) -> dict[str, SourceState]:
    found = office.desk.sources.waiting(office.by("c01"))
    return {Path(one.place).name: one.state for one in found}


def delete_all(office: Office) -> Deleted:
    wanted = [one.id for one in office.desk.sources.tasks()]
    return office.desk.sources.delete(office.act("c01"), wanted)


def test_a_dropped_file_comes_in_as_one_envelope_at_the_second_look(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM, LICENCE))
    first = look(office, watch_)
    assert (first.pages, [one.label for one in first.waiting]) == (0, ["a.tif"])
    second = look(office, watch_)
    assert (second.pages, second.waiting, second.left) == (2, (), 1)
    assert pages_there(office) == [2]


def test_a_look_alone_takes_nothing_and_tells_what_is_ready(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM,))
    scan(folder / "b.tif", (LICENCE,))
    assert [watch_.look_around(office.act("c01")).ready for _ in range(2)] == [0, 2]
    assert pages_there(office) == []


def test_a_separator_sheet_parts_one_file_into_envelopes(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM, SEPARATOR, FORM, LICENCE))
    look(office, watch_, 2)
    assert pages_there(office) == [1, 2]


def test_thirty_files_at_once_come_in_each_as_an_envelope(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    for number in range(30):
        file = scan(folder / f"{number:02}.tif", (FORM,))
        file.write_bytes(file.read_bytes() + bytes([number]))  # no two are alike
    report = look(office, watch_, 2)
    assert (len(report.taken), report.left) == (30, 30)
    assert pages_there(office) == [1] * 30
    assert delete_all(office) == Deleted(30)
    assert [one.name for one in folder.iterdir()] == [".madoguchi"]


def test_the_same_content_is_taken_once_and_every_copy_is_red(office: Office, folder: Path) -> None:
    intake = PaperIntake()
    profile(office, folder)
    watch_ = watched(office, intake)
    file = scan(folder / "a.tif", (FORM, LICENCE))
    look(office, watch_, 3)
    file.rename(folder / "b.tif")
    (folder / "c.tif").write_bytes((folder / "b.tif").read_bytes())
    report = look(office, watch_, 3)
    assert (report.pages, report.left, intake.asked) == (0, 2, 1)
    assert pages_there(office) == [2]
    there = SourceState.THERE
    assert places(office) == {"a.tif": SourceState.GONE, "b.tif": there, "c.tif": there}


def test_a_restart_takes_nothing_twice_reads_nothing_twice_and_keeps_the_red_task(
    office: Office, folder: Path
) -> None:
    scan(folder / "a.tif", (FORM, LICENCE))
    look(office, watch(office, folder), 2)
    office.reopen()
    intake = PaperIntake()
    report = look(office, watched(office, intake), 2)
    assert (report.taken, report.left, intake.asked) == ((), 1, 0)
    assert pages_there(office) == [2]
    assert places(office) == {"a.tif": SourceState.THERE}


def test_a_file_put_back_after_its_deletion_is_red_again_and_not_taken_again(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    file = scan(folder / "a.tif", (FORM,))
    held = file.read_bytes()
    look(office, watch_, 2)
    delete_all(office)
    office.reopen()
    file.write_bytes(held)
    assert look(office, watched(office), 2).taken == ()
    assert pages_there(office) == [1]
    assert places(office) == {"a.tif": SourceState.THERE}


def test_what_was_taken_by_hand_is_not_taken_again(office: Office, folder: Path) -> None:
    file = scan(folder / "a.tif", (FORM,))
    run = MailImport(office.desk.premises, office.act("c01"), ignore, threading.Event())
    run.run([file], PaperReader())  # type: ignore[arg-type]
    assert look(office, watch(office, folder), 3).taken == ()
    assert pages_there(office) == [1]


def test_a_file_cut_off_by_a_stop_is_completed_at_the_next_look(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM, LICENCE, FORM, LICENCE, FORM, LICENCE, FORM, LICENCE))
    look(office, watch_)
    stop = threading.Event()
    watch_.look_once(office.act("c01"), lambda step: stop.set(), stop)
    assert pages_there(office) != [8]
    assert places(office) == {"a.tif": SourceState.PART}
    assert look(office, watch_).left == 1
    assert pages_there(office) == [8]
    assert places(office) == {"a.tif": SourceState.THERE}


def test_a_cut_off_envelope_that_was_discarded_comes_in_whole_at_the_next_look(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM, LICENCE, FORM, LICENCE, FORM, LICENCE, FORM, LICENCE))
    look(office, watch_)
    stop = threading.Event()
    watch_.look_once(office.act("c01"), lambda step: stop.set(), stop)
    (cut,) = office.desk.intake.unfiled()
    office.desk.intake.discard(office.act("c01"), cut.id, "RESCAN")
    assert look(office, watch_).left == 1
    assert pages_there(office) == [8]
    assert look(office, watch_, 2).taken == ()


def test_a_file_that_cannot_be_read_is_told_at_every_look_and_not_left_out(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    scan(folder / "bad.tif", (BROKEN,))
    scan(folder / "good.tif", (FORM,))
    look(office, watch_, 2)
    report = look(office, watch_)
    assert [
        (one.label, bool(one.sentence), bool(one.next_step), one.wants_hand)
        for one in report.waiting
    ] == [("bad.tif", True, True, True)]
    assert (report.left, pages_there(office)) == (1, [1])


def test_a_half_written_file_wants_a_hand_only_after_a_minute(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 100)
    assert [one.wants_hand for one in look(office, watch_, 2).waiting] == [False]
    office.now += timedelta(seconds=61)
    (late,) = look(office, watch_).waiting
    assert (late.wants_hand, late.sentence) == (True, "途中までしか書き込まれていません。")


def test_no_scan_and_a_link_are_told_and_left_alone(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    elsewhere = scan(folder.parent / "elsewhere.tif", (FORM,))
    (folder / "a.tif").symlink_to(elsewhere)
    (folder / "メモ.docx").write_bytes(b"PK")
    report = look(office, watch_, 3)
    assert sorted((one.label, one.wants_hand) for one in report.waiting) == [
        ("a.tif", True),
        ("メモ.docx", True),
    ]
    assert (report.taken, pages_there(office)) == ((), [])


def test_a_file_rewritten_while_it_is_taken_is_told_and_comes_in_again(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    file = scan(folder / "a.tif", (FORM,))
    look(office, watch_)
    watch_.look_around(office.act("c01"))
    scan(file, (LICENCE, LICENCE))  # after the look, before it is read
    report = watch_.take_in(office.act("c01"), ignore, threading.Event())
    assert [one.problem for one in report.taken] == ["取り込んでいる間に書き換えられました。"]
    look(office, watch_, 2)
    assert delete_all(office) == Deleted(1)


def test_a_lost_share_is_told_and_is_gone_on_with_when_it_is_back(
    office: Office, folder: Path
) -> None:
    watch_ = watch(office, folder)
    other = folder.with_name("other")
    other.mkdir()
    profile(office, other, "二つ目")
    away = folder.rename(folder.with_name("away"))
    scan(other / "b.tif", (LICENCE,))
    report = look(office, watch_, 2)
    told = {one.name: bool(one.sentence and one.next_step) for one in report.folders}
    assert told == {"複合機": True, "二つ目": False}
    assert report.pages == 1  # the other folder goes on
    scan(away / "a.tif", (FORM,))
    away.rename(folder)
    report = look(office, watch_, 2)
    assert (report.pages, [one.sentence for one in report.folders]) == (1, ["", ""])


class FullDisk(Disk):
    """Full until `room` is made."""

    room = False

    def create(self, path: Path) -> int:
        if not self.room:
            raise DiskFull
        return super().create(path)


def test_a_full_disk_is_told_and_tried_again_by_and_by(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    scan(folder / "a.tif", (FORM,))
    disk = FullDisk()
    office.desk.premises.spool = Spool(office.folder / "spool", disk)
    report = look(office, watch_, 2)
    assert (report.sentence, report.next_step) == (DiskFull().sentence, DiskFull().next_step)
    disk.room = True
    assert (look(office, watch_).ready, pages_there(office)) == (0, [])
    office.now += timedelta(seconds=31)
    assert (look(office, watch_).sentence, pages_there(office)) == ("", [1])


@pytest.mark.parametrize("below", ["", "spool"])
def test_the_store_itself_is_never_watched(office: Office, below: str) -> None:
    for place in (office.folder / below, office.folder.parent):
        with pytest.raises(Refused, match="保管庫"):
            profile(office, place)


def test_a_folder_is_watched_once(office: Office, folder: Path) -> None:
    first = profile(office, folder)
    (folder / "in").mkdir()
    for place in (folder, folder / "in", folder.parent):
        with pytest.raises(Refused, match=r"もう見張っています|保管庫"):
            profile(office, place, "二つ目")
    profile(office, folder, "名前だけ変える", first)
    assert [one.name for one in office.desk.scanning.profiles()] == ["名前だけ変える"]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("/does/not/exist", "このフォルダーはありません"),
        ("scans", "途中から書かれています"),
        ("/proc/self", "書き込めない"),
    ],
)
def test_a_folder_that_cannot_be_emptied_is_refused(
    office: Office, place: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        profile(office, place)
    assert refused.value.field == "address"
    assert office.desk.scanning.profiles() == ()


def test_a_folder_can_be_tried_before_it_is_watched(office: Office, folder: Path) -> None:
    scan(folder / "a.tif", (FORM,))
    (folder / "メモ.docx").write_bytes(b"PK")
    assert office.desk.watched.try_folder(office.act("c01"), str(folder)) == 1
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []
    with pytest.raises(DeskError):
        office.desk.watched.try_folder(office.act("c01"), str(folder / uuid.uuid4().hex))


def test_the_folder_asked_for_by_the_key_of_scanning_stands_first(
    office: Office, folder: Path
) -> None:
    (folder.parent / "b").mkdir()
    profile(office, folder, "あ")
    second = profile(office, folder.parent / "b", "い")
    office.desk.watched.choose(office.act("c01"), second)
    assert [one.name for one in office.desk.scanning.profiles()] == ["い", "あ"]


def test_nothing_is_taken_once_the_profile_is_gone(office: Office, folder: Path) -> None:
    profile_id = profile(office, folder)
    watch_ = watched(office)
    scan(folder / "a.tif", (FORM,))
    look(office, watch_)
    office.desk.scanning.remove_profile(office.act("c01"), profile_id)
    assert look(office, watch_, 3).folders == ()
    assert pages_there(office) == []


def test_who_may_not_open_mail_may_not_watch(office: Office, folder: Path) -> None:
    watch_ = watch(office, folder)
    for attempt in (watch_.look_around, lambda act: watch_.try_folder(act, str(folder))):
        with pytest.raises(NotAllowed):
            attempt(office.act("k01"))
