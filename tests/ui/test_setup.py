"""The first run, by the keyboard, on a real empty place."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.roles import Role
from desktop.services.desk import Desk, Surroundings
from desktop.ui.clock import SteppedClock
from desktop.ui.errors import ErrorReporter
from desktop.ui.people.setup import SetupWizard
from desktop.ui.tasks import TaskRunner

FIRST = (
    ("c01", "架空 太郎", Role.CLERK),
    ("c02", "見本 花子", Role.CLERK),
    ("s01", "例示 誠", Role.SUPERVISOR),
    ("a01", "雛形 明", Role.ADMINISTRATOR),
)


@pytest.fixture
def wizard(
    qtbot: QtBot,
    tasks: TaskRunner,
    clock: SteppedClock,
    tmp_path: Path,
    window_surroundings: Surroundings,
) -> SetupWizard:
    place = str(tmp_path / "new")
    made = SetupWizard(
        lambda office, people, at: Desk.set_up(place, window_surroundings, office, people, at),
        tasks,
        clock,
        ErrorReporter(),
        "新しい窓口",
    )
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitExposed(made):
        pass
    return made


def go_on(wizard: SetupWizard) -> None:
    QTest.keyClick(wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def name_the_office(wizard: SetupWizard) -> None:
    QTest.keyClicks(wizard.office.name.editor, "Midorino Denryoku")
    wizard.office.name.set_text("みどり野電力")
    go_on(wizard)


def add(wizard: SetupWizard, login: str, name: str, role: Role, again: str = "") -> None:
    form = wizard.people.form
    form.login.set_text("")
    QTest.keyClicks(form.login.editor, login)
    form.name.set_text(name)
    form.choose_role(role)
    QTest.keyClicks(form.passphrase.editor, f"{login} long secret")
    QTest.keyClicks(form.again.editor, again or f"{login} long secret")
    form.again.editor.setFocus()
    QTest.keyClick(form.again.editor, Qt.Key.Key_Return)


def test_an_office_is_set_up_step_by_step_and_its_people_can_sign_in(
    wizard: SetupWizard, qtbot: QtBot, tasks: TaskRunner, clock: SteppedClock, shots: Path
) -> None:
    wizard.grab().save(str(shots / "setup-1.png"))
    name_the_office(wizard)
    assert wizard.step() == 1
    for person in FIRST:
        add(wizard, *person)
    wizard.grab().save(str(shots / "setup-2.png"))
    go_on(wizard)
    assert wizard.step() == 2
    wizard.grab().save(str(shots / "setup-3.png"))
    go_on(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 3)
    words = [wizard.findChild(QLabel, f"card_shown_{number}").text() for number in range(1, 25)]
    assert len(set(words)) >= 20
    wizard.grab().save(str(shots / "setup-4.png"))
    for field, number in zip(wizard.card._fields, wizard.card.asked(), strict=True):
        field.set_text(words[number - 1])
    with qtbot.waitSignal(wizard.finished) as finished:
        go_on(wizard)
    desk = finished.args[0]
    assert isinstance(desk, Desk)
    task = tasks.store(lambda: desk.people.sign_in("s01", "s01 long secret", clock.now()))
    with qtbot.waitSignal(task.succeeded) as signed_in:
        pass
    assert signed_in.args[0].name == "例示 誠"
    desk.close()


def test_an_office_without_a_name_is_told_beside_the_field(wizard: SetupWizard) -> None:
    go_on(wizard)
    assert "事業者名が空欄" in wizard.office.name.error()
    assert wizard.step() == 0


def test_fewer_people_than_the_smallest_office_are_refused(wizard: SetupWizard) -> None:
    name_the_office(wizard)
    for person in FIRST[:3]:
        add(wizard, *person)
    lacking = wizard.findChild(QLabel, "people_lacking")
    assert lacking.text() == "管理者があと1人必要です。"
    assert not wizard.next.isEnabled()
    go_on(wizard)
    assert wizard.step() == 1
    add(wizard, *FIRST[3])
    assert wizard.next.isEnabled()
    QTest.mouseClick(wizard.people.remove, Qt.MouseButton.LeftButton)
    wizard.people.table.choose("c02")
    QTest.mouseClick(wizard.people.remove, Qt.MouseButton.LeftButton)
    assert lacking.text() == "受付担当があと1人必要です。"


@pytest.mark.parametrize(
    ("login", "name", "secret", "again", "field"),
    [
        ("見本", "見本 花子", "long enough", "long enough", "login"),
        ("c09", "", "long enough", "long enough", "name"),
        ("c09", "見本 花子", "short", "short", "passphrase"),
        ("c09", "見本 花子", "long enough", "long enouhg", "again"),
    ],
)
def test_a_wrong_field_of_a_person_is_told_beside_it(
    wizard: SetupWizard, login: str, name: str, secret: str, again: str, field: str
) -> None:
    name_the_office(wizard)
    form = wizard.people.form
    fields = {"login": form.login, "name": form.name, "passphrase": form.passphrase}
    fields["again"] = form.again
    for key, text in (("login", login), ("name", name), ("passphrase", secret), ("again", again)):
        fields[key].set_text(text)
    form.submit()
    assert [key for key, one in fields.items() if one.error()] == [field]
    assert wizard.people.people() == ()


def test_the_same_employee_code_is_not_given_twice(wizard: SetupWizard) -> None:
    name_the_office(wizard)
    add(wizard, *FIRST[0])
    add(wizard, "C01", "見本 花子", Role.CLERK)
    assert "使われています" in wizard.people.form.login.error()
    assert len(wizard.people.people()) == 1


def test_the_card_is_not_believed_without_its_words(wizard: SetupWizard, qtbot: QtBot) -> None:
    finished: list[object] = []
    wizard.finished.connect(finished.append)
    name_the_office(wizard)
    for person in FIRST:
        add(wizard, *person)
    go_on(wizard)
    go_on(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 3)
    wizard.card._fields[0].set_text("ちがうことば")
    go_on(wizard)
    assert finished == []
    assert "違います" in wizard.card._fields[0].error()
    wizard.close()
    assert wizard.isVisible()
    assert wizard.banners.banners()[0].headline().startswith("回復カード")
    wizard.close()
    assert not wizard.isVisible()


def test_tab_reaches_every_field_of_the_person(wizard: SetupWizard) -> None:
    name_the_office(wizard)
    wizard.people.form.login.editor.setFocus()
    seen = []
    for _ in range(8):
        focus = QApplication.focusWidget()
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen[:6] == [
        "person_login",
        "person_name",
        "person_role",
        "person_passphrase",
        "person_again",
        "person_add",
    ]


def test_the_wizard_names_no_passphrase_on_the_screen(wizard: SetupWizard) -> None:
    name_the_office(wizard)
    add(wizard, *FIRST[0])
    shown = [label.text() for label in wizard.findChildren(QLabel)]
    assert not any("secret" in text for text in shown)
    assert isinstance(wizard.findChild(QWidget, "person_passphrase"), QWidget)


LPSTAT = "#!/bin/sh\necho Letters\n"
LP = """#!/bin/sh
/bin/cat > "{folder}/received"
echo "request id is Letters-12 (0 file(s))"
"""


@pytest.fixture
def print_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose print system is two small programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in (("lpstat", LPSTAT), ("lp", LP)):
        (folder / name).write_text(script.replace("{folder}", str(folder)), encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def to_the_card(wizard: SetupWizard, qtbot: QtBot, tasks: TaskRunner) -> list[str]:
    name_the_office(wizard)
    for person in FIRST:
        add(wizard, *person)
    go_on(wizard)
    go_on(wizard)
    qtbot.waitUntil(lambda: wizard.step() == 3 and tasks.running == 0)
    return [wizard.findChild(QLabel, f"card_shown_{number}").text() for number in range(1, 25)]


def test_the_card_is_printed_twice_and_written_to_no_file(
    print_shop: Path,
    wizard: SetupWizard,
    qtbot: QtBot,
    tasks: TaskRunner,
    clock: SteppedClock,
    tmp_path: Path,
    shots: Path,
) -> None:
    words = to_the_card(wizard, qtbot, tasks)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    QTest.mouseClick(wizard.card.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "プリンターに送りました" in wizard.card.told.text())
    wizard.grab().save(str(shots / "setup-card-printed.png"))
    received = print_shop / "received"
    paper = pypdfium2.PdfDocument(received.read_bytes())
    sheets = [page.get_textpage().get_text_range() for page in paper]
    assert len(sheets) == 2
    for sheet in sheets:
        flat = unicodedata.normalize("NFC", "".join(sheet.split()))
        assert [word for word in words if word not in flat] == []
        assert "みどり野電力" in flat
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert after - before <= {received}
    written = b"".join(path.read_bytes() for path in after - {received})
    assert words[0].encode() + b" " + words[1].encode() not in written
    desk = wizard._desk
    assert desk is not None
    auditor = tasks.store(lambda: desk.people.sign_in("s01", "s01 long secret", clock.now()))
    with qtbot.waitSignal(auditor.succeeded) as signed_in:
        pass
    lines = desk.audit.entries(signed_in.args[0], 0, 50, action="card.print")
    assert [line.action_label for line in lines] == ["回復カードの印刷"]


def test_a_printer_that_refuses_the_card_is_told(
    print_shop: Path, wizard: SetupWizard, qtbot: QtBot, tasks: TaskRunner
) -> None:
    to_the_card(wizard, qtbot, tasks)
    (print_shop / "lp").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    QTest.mouseClick(wizard.card.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(wizard.banners.banners()))
    (told,) = wizard.banners.banners()
    assert "受け付けませんでした" in told.headline()
    assert wizard.card.print.isEnabled()
    assert wizard.card.told.text() == ""


def test_without_a_printer_the_card_is_copied_by_hand(
    wizard: SetupWizard, qtbot: QtBot, tasks: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    to_the_card(wizard, qtbot, tasks)
    assert not wizard.card.print.isVisible()
    assert "書き写して" in wizard.card.told.text()
