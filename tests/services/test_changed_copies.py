"""A file whose content is no longer the desk's own is never deleted, nor written over, unasked."""

from __future__ import annotations

import pytest
from case_path import Track, write_answer_file
from desk_office import Office
from mail_bag import ICHIRO

from desktop.domain.errors import Refused
from desktop.services.exports import ExportChanged, ExportNotWritten, Exports
from desktop.services.ledger import year_of
from desktop.store import audit
from desktop.store.exports import _AREA, export_row


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def test_a_form_that_a_department_filled_in_stays_until_its_answer_is_in(track: Track) -> None:
    desk, case_id = track.office.desk, track.to_investigation()
    desk.investigation.ask(track.act("c01"), case_id)
    folder = track.folder / "answers"
    folder.mkdir()
    _sheet, form = desk.investigation.sheets.save(track.act("c01"), case_id, folder)
    # Untouched, the blank is the desk's own: it is written anew where it lies.
    desk.investigation.sheets.save(track.act("c01"), case_id, folder)
    filled = [ICHIRO.number, ICHIRO.supply_point, "K1", "契約者氏名", ICHIRO.name]
    write_answer_file(form, [[*filled, "契約管理課", "2026-11-10"]])
    written = form.read_bytes()
    left = [
        one for one in desk.correspondence.exports(track.office.by("c01")) if one.place == str(form)
    ]
    assert [one.label for one in left] == ["回答ファイルの様式"] * 2
    for changed_too in (False, True):
        with pytest.raises(ExportChanged, match="書き込みがあります") as refused:
            desk.correspondence.close_export(track.act("c01"), left[0].id, changed_too=changed_too)
        assert not refused.value.deletable
    with pytest.raises(Refused, match="書き込みのある「26-0001_K1"):
        desk.investigation.sheets.save(track.act("c01"), case_id, folder)
    assert form.read_bytes() == written
    desk.casework.import_answers(track.act("c01"), case_id, form)
    desk.correspondence.close_export(track.act("c01"), left[0].id)
    assert not form.exists()
    desk.correspondence.close_export(track.act("c01"), left[1].id)


def test_a_copy_that_was_written_in_part_is_taken_away(track: Track) -> None:
    resource = pytest.importorskip("resource", reason="files have no bound on this system")
    desk, file = track.office.desk, track.folder / "half.csv"
    exports, act = Exports(desk.premises, desk.cases.book), track.act("c01")
    with desk.premises.database.transaction() as session:
        export = exports.note(session, act, "LEDGER", file)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = 32 << 20  # the store's own files stay far below
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        with pytest.raises(ExportNotWritten, match="書き込めません"):
            exports.write(act, export, file, bytes(most + 1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not file.exists()
    assert desk.correspondence.exports(track.office.by("c01")) == ()


def test_a_copy_that_somebody_changed_is_deleted_on_purpose_alone(track: Track) -> None:
    desk = track.office.desk
    letter = track.to_approved()
    letter = desk.approvals.view(track.office.by("c01"), letter, track.office.now).letter_id
    post = desk.correspondence
    file = post.save_copy(track.act("c01"), letter, track.folder)
    (export,) = post.exports(track.office.by("c01"))
    file.write_bytes(file.read_bytes() + b"%")
    with pytest.raises(ExportChanged, match="確かめられない") as refused:
        post.close_export(track.act("c01"), export.id)
    assert refused.value.deletable
    kept = file.rename(track.folder / "elsewhere.pdf")
    file.symlink_to(kept)  # a link to it is no copy of it either
    with pytest.raises(ExportChanged):
        post.close_export(track.act("c01"), export.id)
    file.unlink()
    kept.rename(file)
    post.close_export(track.act("c01"), export.id, changed_too=True)
    assert not file.exists()
    with desk.premises.database.reading() as session:
        (told,) = [one for one in audit.entries(session) if one.action == "export.close"]
    assert told.detail["how"] == "CHANGED_DELETED"


def test_of_two_copies_at_one_place_the_file_is_known_to_both(track: Track) -> None:
    """The slip is made anew each time, and the second one lies over the first."""
    desk, case_id = track.office.desk, track.to_draft()
    for _ in range(2):
        file = desk.sheets.save_copy(track.act("c01"), case_id, "I-01", track.folder)
        track.later(hours=1)
    first, second = desk.correspondence.exports(track.office.by("c01"))
    desk.correspondence.close_export(track.act("c01"), first.id)
    assert not file.exists()
    desk.correspondence.close_export(track.act("c01"), second.id)
    assert desk.correspondence.exports(track.office.by("c01")) == ()


def test_a_copy_of_an_earlier_program_is_nobody_s_to_recognise(track: Track) -> None:
    """It told the place alone, not what was written there."""
    desk = track.office.desk
    desk.receipt_ledger.export(track.act("c01"), track.folder / "ledger.csv", year_of(2026))
    (export,) = desk.correspondence.exports(track.office.by("c01"))
    vault = desk.premises.vault
    with desk.premises.database.transaction() as session:
        row = export_row(session, export.id)
        place = export.place.encode()
        row.place = vault.seal(session, row.key_id or "", row.id, row.kind, _AREA, place)
    (old,) = desk.correspondence.exports(track.office.by("c01"))
    assert old.place == export.place
    with pytest.raises(ExportChanged):
        desk.correspondence.close_export(track.act("c01"), export.id)
    desk.correspondence.close_export(track.act("c01"), export.id, changed_too=True)
    assert not (track.folder / "ledger.csv").exists()
