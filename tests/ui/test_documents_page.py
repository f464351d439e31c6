"""設定 › 文面 in the window: words written beside the page, signed by another, and read later."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office_people import MORNING, passphrase
from print_shop import PrintShop
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.domain.own_texts import REASONS
from desktop.services.document_shelf import DocumentShelf
from desktop.ui.context import Context
from desktop.ui.settings.document_head import CounselDialog
from desktop.ui.settings.documents_page import DocumentsPage
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.date_field import DateField

TODAY = MORNING.date()
NEW = "このたびのご請求について、次のとおりお答えいたします。"


class Seat:
    """One person before the documents, at the size of the office's screens."""

    def __init__(self, context: Context, qtbot: QtBot, folder: Path) -> None:
        self.context, self.qtbot, self.folder = context, qtbot, folder
        self.place = SettingsPlace(context)
        self.page: DocumentsPage = self.place.documents
        qtbot.addWidget(self.place)
        self.place.resize(1142, 640)
        self.place.show()
        self.place.show_request("documents")
        self.settle()

    def settle(self) -> None:
        for _ in range(3):  # an answer may ask for the next one
            self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=20000)
            QApplication.processEvents()

    def choose(self, code: str) -> None:
        assert self.page.table.choose(code)
        self.settle()

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        found = [one for one in self.place.findChildren(kind, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def words(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel | Chip)
        return found.text()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(name, Button), Qt.MouseButton.LeftButton)
        self.settle()

    def editor(self, place: str) -> QPlainTextEdit:
        found = self.page.texts.fields[place].editor
        assert isinstance(found, QPlainTextEdit)
        return found

    def write(self, place: str, text: str) -> None:
        """Type it, and wait for the page that follows."""
        with self.qtbot.waitSignal(self.page.preview.judged, timeout=20000):
            self.editor(place).setPlainText(text)
        self.settle()

    def read(self) -> list[str]:
        """The texts that are shown to be read only."""
        labels = self.page.texts.findChildren(QLabel)
        return [one.text() for one in labels if one.isVisibleTo(self.page.texts)]

    def picture(self) -> QImage:
        image = self.page.preview.page.image()
        assert not image.isNull()
        return image.copy()

    def leave(self) -> None:
        """Out of sight a page asks for nothing more than its list."""
        self.place.hide()

    def row(self, code: str) -> str:
        model = self.page.table.rows()
        number = model.number_of(code)
        return " ".join(str(model.index(number, n).data()) for n in range(model.columnCount()))

    def sign(self, name: str) -> None:
        QTest.keyClicks(self.find(f"{name}_passphrase", QLineEdit), passphrase("s01"))
        self.press(f"{name}_sign")

    def shoot(self, name: str) -> None:
        self.place.grab().save(str(self.folder / f"{name}.png"))


@pytest.fixture
def seat(sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path) -> Callable[[str], Seat]:
    folder = shots / "z3"
    folder.mkdir(exist_ok=True)
    return lambda login: Seat(sign_in(login), qtbot, folder)


def test_two_people_bring_a_letter_s_words_into_force_and_everybody_reads_the_old_ones(
    seat: Callable[[str], Seat],
) -> None:
    place, later = "D-06/1/opening/0", TODAY + timedelta(days=1)
    administrator = seat("a01")
    administrator.choose("D-06")
    assert administrator.words("document_title").startswith("D-06")
    assert "出荷時の文面" in administrator.words("document_now")
    assert "確認がまだ" in administrator.words("document_counsel")
    assert "{到達日（和暦）}" in administrator.words("document_fillings")
    shipped = administrator.picture()
    administrator.shoot("documents-edit")
    # What cannot be printed is told beside the text; the last good page stays.
    administrator.write(place, "{発送日}に承りました。")
    assert "差込項目" in administrator.page.texts.fields[place].error()
    assert administrator.picture() == shipped
    administrator.shoot("documents-wrong")
    administrator.press("document_propose")
    assert "差込項目" in administrator.page.texts.fields[place].error()
    assert not administrator.editor(place).visibleRegion().isEmpty()  # scrolled to
    # The page follows the hands.
    administrator.write(place, NEW)
    assert administrator.page.texts.fields[place].error() == ""
    assert administrator.picture() != shipped
    begins = administrator.page.begins
    assert begins is not None
    assert isinstance(begins.editor, DateField)
    begins.editor.set_day(later)
    administrator.press("document_propose")
    assert "署名待ち" in administrator.row("D-06")
    assert administrator.words("text_new_0") == NEW
    administrator.leave()
    # Another person sees before, after and the page, and signs.
    supervisor = seat("s01")
    assert supervisor.place.tabs.count(3) == 1
    assert supervisor.page.table.current_key() == "D-06"  # what waits is shown first
    assert "時下ますます" in supervisor.words("text_old_0")
    assert supervisor.words("text_new_0") == NEW
    supervisor.shoot("documents-sign")
    supervisor.press("document_sign")
    assert "パスフレーズ" in supervisor.words("document_passphrase_below")
    supervisor.sign("document")
    assert f"予定 {later.isoformat()}から" in supervisor.row("D-06")
    supervisor.context.clock.advance(timedelta(days=1))
    supervisor.page.refresh()
    supervisor.settle()
    assert "第1-1版 当社の文面" in supervisor.row("D-06").replace("　", " ")
    supervisor.leave()
    # Old ones are read by everybody.
    clerk = seat("c01")
    clerk.choose("D-06")
    assert NEW in clerk.read()
    assert "署名 例示 誠" in clerk.words("document_signed")
    clerk.page.version.choose("shipped")
    clerk.settle()
    assert NEW not in clerk.read()
    assert any("時下ますます" in text for text in clerk.read())
    assert clerk.picture() == shipped
    assert not clerk.place.findChildren(Button, "document_propose")
    clerk.shoot("documents-read")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    made = PrintShop(tmp_path / "print-shop")
    made.open()
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setenv("CUPS_SERVER", made.address)
    yield made
    made.close()


def words_of(pdf: bytes) -> str:
    with PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def test_reasons_come_from_the_policy_s_file_and_forms_are_printed_in_another_version(
    seat: Callable[[str], Seat], shop: PrintShop, tmp_path: Path
) -> None:
    file = tmp_path / "reasons.csv"
    file.write_text("\u3078,業務に著しい支障があるため,\n", encoding="utf-8")
    administrator = seat("a01")
    administrator.choose(REASONS)
    administrator.page._drop.given.emit((file,))
    administrator.settle()
    assert administrator.editor(f"{REASONS}/0/text/R_HE").toPlainText().startswith("業務に著しい")
    file.write_text("ヌ,知らない符号,\n", encoding="utf-8")
    administrator.page._drop.given.emit((file,))
    administrator.settle()
    (told,) = administrator.page.banners.banners()
    assert "符号" in told.headline()
    administrator.shoot("documents-reasons")
    administrator.choose("F-01")
    place = next(one for one in administrator.page.texts.fields if one.endswith("/17"))
    administrator.page.texts.fields[place].set_text("・現金は現金書留でお送りください。")
    administrator.choose("D-01")
    first = next(iter(administrator.page.texts.fields))
    administrator.page.texts.fill({first: NEW})
    administrator.choose("F-01")  # what was typed here and there is not lost on the way
    administrator.press("document_propose")
    administrator.shoot("documents-form")
    administrator.choose("D-01")
    administrator.press("counsel_tell")
    dialog = administrator.place.findChild(CounselDialog, "counsel_dialog")
    dialog.by.set_text("顧問弁護士")
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    administrator.settle()
    assert administrator.page.texts.texts()[first] == NEW
    administrator.leave()
    supervisor = seat("s01")
    assert supervisor.place.tabs.count(3) == 2
    assert "顧問弁護士" in supervisor.words("counsel_wish_words")
    supervisor.sign("counsel")
    assert "確認済" in supervisor.words("document_counsel")
    supervisor.shoot("documents-counsel")
    supervisor.choose("F-01")
    supervisor.sign("document")
    assert "第1-1版" in supervisor.row("F-01")
    # The paper itself: the form and its guide, a sample of a letter, the page for the envelope.
    supervisor.press("document_print_form")
    supervisor.page.preview.printing.save_to(str(tmp_path / "F-01.pdf"))
    supervisor.settle()
    for pdf in ((shop.folder / "job-1").read_bytes(), (tmp_path / "F-01.pdf").read_bytes()):
        assert "現金書留でお送りください" in words_of(pdf)
        assert "様式F-01（第1-1版）" in words_of(pdf)
    supervisor.choose("D-01")
    supervisor.shoot("documents-printing")
    supervisor.press("document_print_sample")
    supervisor.press("document_print_window")
    assert "架空太郎" in words_of((shop.folder / "job-2").read_bytes())
    assert "封筒の窓の確認" in words_of((shop.folder / "job-3").read_bytes())


def test_what_is_left_out_is_told_to_who_writes_and_who_signs_and_carried_to_a_newer_version(
    seat: Callable[[str], Seat], tmp_path: Path
) -> None:
    body, added = "D-06/1/opening/1", "D-06/1/more/closing"
    administrator = seat("a01")
    administrator.choose("D-06")
    administrator.write(body, "")
    number = list(administrator.page.texts.fields).index(body)
    assert "第33条第3項" in administrator.words(f"document_text_{number}_below")
    assert administrator.page.texts.fields[body].error() == ""
    administrator.write(added, "この書面は大切に保管してください。")
    administrator.page.texts.reveal(body)
    administrator.shoot("documents-left-out")
    administrator.press("document_propose")
    administrator.leave()
    supervisor = seat("s01")
    assert supervisor.words("text_new_0") == "（印刷しません）"
    assert "第33条第3項" in supervisor.words("text_warned_0")
    assert supervisor.words("text_old_1") == "（印刷しません）"
    assert supervisor.words("text_new_1") == "この書面は大切に保管してください。"
    supervisor.shoot("documents-left-out-sign")
    supervisor.sign("document")
    supervisor.leave()
    # A newer version of the letter comes with the program: its words and the office's side by side.
    shutil.copytree(paths.forms(), tmp_path / "newer")
    folder = tmp_path / "newer" / "letters"
    text = (folder / "D-06.toml").read_text(encoding="utf-8")
    text = text.replace("letter.version = 1", "letter.version = 2")
    (folder / "D-06-2.toml").write_text(text.replace("慎重に検討", "十分に検討"), encoding="utf-8")
    later = seat("a01")
    later.context.desk.documents.shelf = DocumentShelf(tmp_path / "newer")
    later.page.refresh()
    later.choose("D-06")
    assert "引継ぎ待ち" in later.row("D-06")
    assert "引き継がれていません" in later.words("document_behind")
    later.press("document_carry")
    later.shoot("documents-carried")
    assert later.editor("D-06/2/opening/1").toPlainText() == ""
    number = list(later.page.texts.fields).index(added.replace("/1/", "/2/"))
    assert "新しい出荷時の文面" in later.words(f"document_text_{number}_below")
    later.press("document_propose")
    assert "署名待ち" in later.row("D-06")
