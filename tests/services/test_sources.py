"""What was taken in stays red until the very file is gone, or a clerk says it is destroyed."""

from __future__ import annotations

import dataclasses
import os
import threading
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, Office, everything_kept
from paper_reader import BROKEN, CARD_BACK, FORM, LICENCE, SEPARATOR, PaperReader, scan

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.reading import BlockedPage, Forbidden, ForbiddenFound, PageKind
from desktop.services.act import Act
from desktop.services.intake_views import ImportReport, ImportStep
from desktop.services.mail_import import MailImport
from desktop.services.mail_keeping import MailKeeping
from desktop.services.sources import Deleted, SourceState


def take_in(
    office: Office, *paths: Path, act: Act | None = None, stop_at_first: bool = False
) -> ImportReport:
    stop = threading.Event()

    def tell(step: ImportStep) -> None:
        if stop_at_first and step.kind == "PAGE":
            stop.set()

    run = MailImport(office.desk.premises, act or office.act("c01"), tell, stop)
    return run.run(paths, PaperReader())  # type: ignore[arg-type]


def states(office: Office) -> dict[str, SourceState]:
    return {
        Path(one.place).name: one.state for one in office.desk.sources.waiting(office.by("c01"))
    }


def ids(office: Office) -> list[str]:
    return [one.id for one in office.desk.sources.tasks()]


def delete(office: Office) -> Deleted:
    return office.desk.sources.delete(office.act("c01"), ids(office))


def test_every_imported_file_is_red_with_its_place_also_after_a_restart(
    office: Office, tmp_path: Path
) -> None:
    first = scan(tmp_path / "仮野様.tif", (FORM, LICENCE))
    scan(tmp_path / "b.tif", (FORM,))
    take_in(office, tmp_path)
    office.reopen()
    found = office.desk.sources.waiting(office.by("c01"))
    assert [(one.state, one.task.kind) for one in found] == [(SourceState.THERE, None)] * 2
    assert str(first.resolve()) in {one.place for one in found}
    assert {one.task.envelope_number for one in found} == {1, 2}


def test_the_task_is_there_as_soon_as_a_page_is_acknowledged(
    office: Office, tmp_path: Path
) -> None:
    red: list[int] = []

    def tell(step: ImportStep) -> None:
        if step.kind == "PAGE":
            red.append(len(office.desk.sources.tasks()))

    act = office.act("c01")
    run = MailImport(office.desk.premises, act, tell, threading.Event())
    run.run([scan(tmp_path / "a.tif", (FORM, LICENCE))], PaperReader())  # type: ignore[arg-type]
    assert red == [1, 1]


def test_deleting_takes_the_files_away_and_ends_the_tasks(office: Office, tmp_path: Path) -> None:
    files = [scan(tmp_path / f"{n}.tif", (FORM,) * n) for n in (1, 2, 3)]
    take_in(office, *files)
    assert delete(office) == Deleted(3)
    assert not any(one.exists() for one in files)
    assert ids(office) == []
    assert [len(one.pages) for one in office.desk.intake.unfiled()] == [1, 2, 3]


def test_the_log_says_who_when_and_how_many_and_no_name(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "仮野様.tif", (FORM,)))
    delete(office)
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="source.deleted")
    assert (line.who, line.at) == ("架空 太郎", MORNING)
    assert line.detail == {"count": 1, "how": "DELETED"}
    for name, held in everything_kept(office):
        assert "仮野様".encode() not in held, name


def test_a_repeated_wish_deletes_nothing_twice(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    act, wanted = office.act("c01"), ids(office)
    assert office.desk.sources.delete(act, wanted) == Deleted(1)
    again = scan(file, (FORM,))
    assert office.desk.sources.delete(act, wanted) == Deleted(1)
    assert again.exists()


def test_a_file_replaced_after_taking_is_not_deleted(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    scan(file, (FORM, LICENCE))
    assert states(office) == {"a.tif": SourceState.CHANGED}
    assert delete(office).kept == ((ids(office)[0], SourceState.CHANGED),)
    assert file.exists()


def test_a_file_rewritten_in_its_length_after_taking_is_not_deleted(
    office: Office, tmp_path: Path
) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    before = file.stat()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert delete(office).kept == ((ids(office)[0], SourceState.CHANGED),)
    assert file.exists()


def test_a_link_put_in_the_place_of_a_file_is_not_followed(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    kept = file.rename(tmp_path / "kept.tif")
    file.symlink_to(kept)
    assert [why for _one, why in delete(office).kept] == [SourceState.CHANGED]
    assert file.is_symlink()
    assert kept.exists()


def test_the_sample_mail_of_the_program_is_never_deleted_and_can_be_confirmed(
    office: Office, tmp_path: Path
) -> None:
    premises = office.desk.premises
    premises.surroundings = dataclasses.replace(premises.surroundings, resources=tmp_path / "ours")
    shipped = tmp_path / "ours" / "sample_office" / "mail"
    shipped.mkdir(parents=True)
    file = scan(shipped / "a.tif", (FORM,))
    take_in(office, file)
    assert delete(office).kept == ((ids(office)[0], SourceState.SAMPLE),)
    assert file.exists()
    assert office.desk.sources.confirm(office.act("c01"), ids(office)) == 1


def test_of_a_dropped_link_the_file_itself_is_noted(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    link = tmp_path / "link.tif"
    link.symlink_to(file)
    take_in(office, link)
    assert states(office) == {"a.tif": SourceState.THERE}
    delete(office)
    assert not file.exists()


def test_a_file_that_has_gone_stays_red_until_it_is_confirmed(
    office: Office, tmp_path: Path
) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    file.unlink()
    assert delete(office).kept == ((ids(office)[0], SourceState.GONE),)
    assert office.desk.sources.confirm(office.act("c01"), ids(office)) == 1
    assert ids(office) == []
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 5, action="source.deleted")
    assert line.detail == {"count": 1, "how": "CONFIRMED"}


def test_a_file_whose_folder_is_away_is_not_called_gone(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    take_in(office, scan(stick / "a.tif", (FORM,)))
    away = stick.rename(tmp_path / "pulled out")
    assert states(office) == {"a.tif": SourceState.AWAY}
    assert [why for _one, why in delete(office).kept] == [SourceState.AWAY]
    away.rename(stick)
    assert delete(office) == Deleted(1)


def test_what_still_lies_there_cannot_be_confirmed_as_destroyed(
    office: Office, tmp_path: Path
) -> None:
    gone, there = scan(tmp_path / "a.tif", (FORM,)), scan(tmp_path / "b.tif", (LICENCE,))
    take_in(office, gone, there)
    gone.unlink()
    with pytest.raises(Refused, match="まだ元の場所にある"):
        office.desk.sources.confirm(office.act("c01"), ids(office))
    assert len(ids(office)) == 2


def test_a_file_taken_in_part_is_not_deleted(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM, LICENCE) * 5)
    take_in(office, file, stop_at_first=True)
    assert states(office) == {"a.tif": SourceState.PART}
    assert delete(office).kept == ((ids(office)[0], SourceState.PART),)
    assert file.exists()


def test_the_rest_of_a_file_taken_in_part_lets_it_go(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM, LICENCE) * 5)
    act = office.act("c01")
    take_in(office, file, act=act, stop_at_first=True)
    take_in(office, file, act=act)
    assert states(office) == {"a.tif": SourceState.THERE}
    assert delete(office) == Deleted(1)


def test_a_page_that_could_not_be_read_leaves_its_file_taken_in_part(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "a.tif", (FORM, BROKEN, LICENCE)))
    assert states(office) == {"a.tif": SourceState.PART}


def test_a_file_that_was_refused_is_nobodys_task(office: Office, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tif"
    bad.write_bytes(b"II*\x00 and nothing that follows")
    take_in(office, bad, scan(tmp_path / "good.tif", (FORM,)))
    assert states(office) == {"good.tif": SourceState.THERE}


def test_numbered_pictures_are_one_envelope_and_a_task_each(office: Office, tmp_path: Path) -> None:
    for page, shade in ((1, FORM), (2, LICENCE)):
        scan(tmp_path / f"m-{page}.tif", (shade,)).rename(tmp_path / f"m-{page}.jpg")
    take_in(office, tmp_path)
    assert [len(one.pages) for one in office.desk.intake.unfiled()] == [2]
    assert states(office) == {"m-1.jpg": SourceState.THERE, "m-2.jpg": SourceState.THERE}
    assert delete(office) == Deleted(2)


def test_of_numbered_pictures_only_the_one_that_shows_a_number_is_told(
    office: Office, tmp_path: Path
) -> None:
    for page, shade in ((1, FORM), (2, CARD_BACK), (3, LICENCE)):
        scan(tmp_path / f"m-{page}.tif", (shade,)).rename(tmp_path / f"m-{page}.jpg")
    take_in(office, tmp_path)
    waiting = office.desk.sources.waiting(office.by("c01"))
    assert [(Path(one.place).name, one.task.kind) for one in waiting] == [
        ("m-1.jpg", None),
        ("m-2.jpg", Forbidden.MY_NUMBER),
        ("m-3.jpg", None),
    ]


def test_a_file_of_several_envelopes_is_one_task(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "a.tif", (FORM, SEPARATOR, FORM)))
    assert len(office.desk.intake.unfiled()) == 2
    assert len(ids(office)) == 1


def test_a_file_taken_in_twice_is_still_one_task(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    take_in(office, file)
    assert len(ids(office)) == 1
    assert delete(office) == Deleted(1)


def test_a_forbidden_number_is_told_of_the_file_that_shows_it(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, scan(tmp_path / "a.tif", (FORM, CARD_BACK)), scan(tmp_path / "b.tif", (FORM,)))
    kinds = {
        Path(one.place).name: one.task.kind for one in office.desk.sources.waiting(office.by("c01"))
    }
    assert kinds == {"a.tif": Forbidden.MY_NUMBER, "b.tif": None}
    assert delete(office) == Deleted(2)


def test_the_day_tells_how_many_and_since_when(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "a.tif", (FORM, CARD_BACK)), scan(tmp_path / "b.tif", (FORM,)))
    later = MORNING + timedelta(days=3)
    (task,) = [
        one
        for one in office.desk.cases.today(office.by("s01"), later).red_tasks
        if one.code == "SOURCE_DELETION"
    ]
    assert task.sentence == "取り込んだ元のファイルや用紙が2件残っています（最も古いものは3日前）。"
    assert "うち1件に個人番号などが写っています" in task.next_step
    assert date(2026, 11, 13) == later.date()


def test_who_opens_no_mail_deletes_nothing(office: Office, tmp_path: Path) -> None:
    file = scan(tmp_path / "a.tif", (FORM,))
    take_in(office, file)
    wanted = ids(office)
    for attempt in (
        lambda: office.desk.sources.delete(office.act("k01"), wanted),
        lambda: office.desk.sources.confirm(office.act("a01"), wanted),
        lambda: office.desk.sources.waiting(office.by("k01")),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert file.exists()


def test_a_sheet_after_the_one_that_was_dealt_with_is_red_again(office: Office) -> None:
    """The clerk answers while the feeder still draws: the next sheet with a number is another."""
    desk, blocked = office.desk, (ForbiddenFound(Forbidden.MY_NUMBER),)
    keeping, envelope = MailKeeping(desk.premises, office.act("c01")), uuid.uuid4().hex
    for seq in (1, 2):
        keeping.purge(envelope, seq, BlockedPage(PageKind.MNC_BACK, blocked))
        assert len(ids(office)) == 1
    desk.sources.confirm(office.act("c01"), ids(office))
    assert ids(office) == []
    keeping.purge(envelope, 3, BlockedPage(PageKind.MNC_BACK, blocked))
    assert len(ids(office)) == 1
