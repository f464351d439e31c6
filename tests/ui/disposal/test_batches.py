"""申請・実施: executed by two people, asked once more, certified as far as it is proven."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import Track
from desk_window import Window, approve_batch, much_due, passphrase, propose
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop.domain.retention import DisposalStage, ItemState
from desktop.services.exports import ExportNotWritten
from desktop.store.database import Database
from desktop.ui.disposal.batch_panel import BatchPanel
from desktop.ui.disposal.place import KeepingPlace
from desktop.ui.disposal.stages import STAGES, proven, state_words
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.select import Select

Open = Callable[..., Window]


@pytest.fixture
def approved(track: Track) -> str:
    """A batch proposed by c02 and approved by s01; its id."""
    much_due(track)
    batch_id = propose(track, "c02")
    approve_batch(track, batch_id)
    return batch_id


def panel(desk: Window) -> BatchPanel:
    place = desk.go("keeping", "batches")
    assert isinstance(place, KeepingPlace)
    return place.batches.panel


def fill(desk: Window, *, witness: str = "c02", secret: str = "") -> None:
    method = desk.find("execute_method")
    assert isinstance(method, Select)
    method.choose("DISSOLUTION")
    desk.type("execute_place", "本社3階 文書室")
    desk.type("execute_witness", witness)
    desk.type("execute_passphrase", secret or passphrase(witness))


def dialog(desk: Window) -> Dialog:
    found = desk.window.findChild(Dialog, "execute_dialog")
    assert isinstance(found, Dialog)
    desk.qtbot.waitUntil(found.isVisible)
    desk.settle()
    return found


def stage(desk: Window, batch_id: str) -> DisposalStage:
    return desk.context.desk.disposal.batch(desk.context.signed_in, batch_id).stage


def test_an_approved_list_is_executed_before_a_witness_and_certified(
    track: Track, approved: str, screen: Open, shots: Path, tmp_path: Path
) -> None:
    desk = screen("c01")
    shown = panel(desk)
    assert desk.table("keeping_batches")[0][1] == "実施待ち"
    desk.shoot(shots, "keeping-approved")
    fill(desk)
    desk.confirm()
    asked = dialog(desk)
    asked.grab().save(str(shots / "keeping-dialog.png"))
    assert asked.leave.hasFocus()
    QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.shoot(shots, "keeping-executed")
    assert stage(desk, approved) is DisposalStage.KEYS_DESTROYED_LIVE
    assert desk.find("batch_stages").accessibleName() == "証明できた段階：鍵破棄（2/5）"
    (told,) = shown.banners.banners()
    assert told.headline() == "廃棄 2027-H001 を実施しました"
    assert desk.words("batch_executor") == "架空 太郎"
    assert desk.words("batch_witness") == "見本 花子"
    assert desk.words("batch_how") == "溶解　本社3階 文書室"
    assert shown.form.passphrase.text() == ""
    desk.confirm()
    chooser = desk.window.findChild(QFileDialog, "certificate_file_dialog")
    name = chooser.findChild(QLineEdit, "fileNameEdit")
    assert name.text() == "certificate-2027-H001.pdf"
    file = tmp_path / "out.pdf"
    name.setText(str(file))
    QTest.keyClick(name, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(file.exists)
    desk.settle()
    assert file.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert desk.notice() == "廃棄証明書を保存しました。"
    (left,) = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert (left.label, left.place) == ("廃棄証明書", str(file))
    assert desk.table("keeping_batches")[0][1] == "証明済み"
    # The paper went to somebody who certifies its end; the number stands on the next certificate.
    desk.type("paper_end_vendor", "見本紙業")
    desk.click("paper_end_note")
    assert "番号" in shown.paper_end.number.error()
    desk.type("paper_end_no", "K-2026-118")
    desk.click("paper_end_note")
    assert desk.notice() == "紙の廃棄の証明書の番号を記録しました。"
    noted = desk.context.desk.disposal.batch(desk.context.signed_in, approved)
    assert (noted.vendor, noted.vendor_number) == ("見本紙業", "K-2026-118")
    shown.paper_end.number.set_text("K-2026-119")  # a correction, typed while the list is read anew
    desk.context.data_changed.emit()
    desk.settle()
    assert shown.paper_end.number.text() == "K-2026-119"
    desk.shoot(shots, "keeping-certified")


def test_leaving_the_question_destroys_nothing(approved: str, screen: Open) -> None:
    desk = screen("c01")
    shown = panel(desk)
    fill(desk)
    desk.confirm()
    QTest.keyClick(dialog(desk), Qt.Key.Key_Escape)
    desk.settle()
    assert stage(desk, approved) is DisposalStage.APPROVED
    assert shown.form.place.text() == "本社3階 文書室"


def test_what_lacks_is_told_beside_each_field_before_anything_is_asked(
    approved: str, screen: Open, shots: Path
) -> None:
    desk = screen("c01")
    form = panel(desk).form
    desk.confirm()
    desk.shoot(shots, "keeping-lacking")
    assert form._method.error() == "紙の廃棄方法を選んでください。"
    assert form.place.error() == "廃棄する場所を入れてください。"
    assert form.witness.error() == "立会者の職員番号を入れてください。"
    assert form.passphrase.error() == "立会者本人がパスフレーズを入れてください。"
    assert form.method.hasFocus()
    assert desk.window.findChild(Dialog, "execute_dialog") is None
    desk.type("execute_place", "倉庫")
    assert desk.window.findChild(Dialog, "execute_dialog") is None


def test_a_wrong_passphrase_of_the_witness_is_told_beside_it_and_the_rest_stays(
    approved: str, screen: Open, shots: Path
) -> None:
    desk = screen("c01")
    form = panel(desk).form
    fill(desk, secret="not the passphrase")
    desk.confirm()
    QTest.mouseClick(dialog(desk).act, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.qtbot.waitUntil(lambda: bool(form.passphrase.error()))
    desk.shoot(shots, "keeping-wrong-witness")
    assert "パスフレーズが違います" in form.passphrase.error()
    assert form.place.text() == "本社3階 文書室"
    assert form.execute.isEnabled()
    assert stage(desk, approved) is DisposalStage.APPROVED


def test_the_executor_is_not_the_witness(approved: str, screen: Open) -> None:
    desk = screen("c01")
    shown = panel(desk)
    fill(desk, witness="c01")
    desk.confirm()
    QTest.mouseClick(dialog(desk).act, Qt.MouseButton.LeftButton)
    desk.settle()
    (banner,) = shown.banners.banners()
    assert banner.headline() == "廃棄を実施する本人は立ち会えません。"
    assert stage(desk, approved) is DisposalStage.APPROVED


def test_an_interrupted_execution_is_carried_on_from_the_list(
    track: Track, approved: str, screen: Open, shots: Path, tmp_path: Path
) -> None:
    desk = screen("c01")
    shown = panel(desk)
    other = Database.open(str(tmp_path / "office"))  # another program keeps the roll away
    try:
        fill(desk)
        desk.confirm()
        QTest.mouseClick(dialog(desk).act, Qt.MouseButton.LeftButton)
        desk.settle()
    finally:
        other.close()
    desk.shoot(shots, "keeping-interrupted")
    assert stage(desk, approved) is DisposalStage.CONTENT_ERASED
    assert len(shown.banners.banners()) == 1
    assert desk.table("keeping_batches")[0][1] == "鍵の破棄待ち"
    assert not desk.is_seen("batch_certificate")
    desk.click("batch_resume")
    assert stage(desk, approved) is DisposalStage.KEYS_DESTROYED_LIVE
    assert desk.is_seen("batch_certificate")
    (banner,) = shown.banners.banners()
    assert banner.headline() == "廃棄 2027-H001 を実施しました"


def test_a_supervisor_goes_from_the_list_to_the_approval(
    track: Track, screen: Open, shots: Path
) -> None:
    much_due(track)
    propose(track, "c02")
    desk = screen("s01")
    panel(desk)
    desk.shoot(shots, "keeping-supervisor")
    assert not desk.is_seen("execute_disposal")
    desk.confirm()
    assert desk.window.frame is not None
    assert desk.window.frame.place == "approvals"
    assert desk.words("disposal_title") == "廃棄申請 2027-H001"


def test_a_supervisor_does_not_execute(approved: str, screen: Open) -> None:
    desk = screen("s01")
    panel(desk)
    assert not desk.is_seen("execute_disposal")
    assert desk.words("batch_words") == "廃棄を実施できるのは受付担当です。"


def test_a_certificate_that_cannot_be_written_is_not_listed_as_left(
    track: Track, approved: str, tmp_path: Path
) -> None:
    track.execute(approved)
    desk, act = track.office.desk, track.act("c01")
    with pytest.raises(ExportNotWritten, match="書き込めませんでした"):
        desk.disposal.save_certificate(act, approved, tmp_path / "no such folder" / "c.pdf")
    assert desk.correspondence.exports(act.by) == ()


@pytest.mark.parametrize(
    ("reached", "number"),
    [
        (DisposalStage.PROPOSED, 0),
        (DisposalStage.APPROVED, 0),
        (DisposalStage.CONTENT_ERASED, 1),
        (DisposalStage.KEYS_DESTROYED_LIVE, 2),
        (DisposalStage.STICK_A, 3),
        (DisposalStage.STICK_B, 4),
        (DisposalStage.IRREVERSIBLE, 5),
    ],
)
def test_only_proven_stages_count(reached: DisposalStage, number: int) -> None:
    assert proven(reached) == number
    assert STAGES[-1] == "復元不可能"


def test_every_state_of_a_batch_has_its_own_words() -> None:
    shown = (ItemState.PROPOSED, ItemState.APPROVED, ItemState.EXECUTED, ItemState.CERTIFIED)
    words = [state_words(one, DisposalStage.KEYS_DESTROYED_LIVE)[0] for one in shown]
    assert words == ["承認待ち", "実施待ち", "実施済み", "証明済み"]
    assert state_words(ItemState.REJECTED, DisposalStage.PROPOSED)[0] == "差戻し"
    assert state_words(ItemState.EXECUTED, DisposalStage.CONTENT_ERASED)[0] == "鍵の破棄待ち"
