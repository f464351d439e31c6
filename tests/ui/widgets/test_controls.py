"""Buttons, tabs, fields, choices, banners and dialogs: by keyboard, with names, with states."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.forecast import Bar, ForecastChart
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField, bind
from desktop.ui.widgets.layout import clear, column, panel, row, tab_through
from desktop.ui.widgets.notification import Notification
from desktop.ui.widgets.progress_card import ProgressCard
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Check, Choice, Select
from desktop.ui.widgets.stepper import ProofStepper, Stepper
from desktop.ui.widgets.tabs import Tabs
from desktop.ui.widgets.thumbnails import Flag, Thumb, Thumbnails

_kept: list[QWidget] = []


@pytest.fixture(autouse=True)
def _keep_windows() -> Iterator[None]:
    """A window nobody refers to would be deleted in the middle of its test."""
    yield
    _kept.clear()


def show(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    _kept.append(window)
    window.setLayout(column(*widgets, margins=(12, 12, 12, 12)))
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    with qtbot.waitExposed(window):
        pass
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def pressed(button: Button | IconButton) -> list[bool]:
    told: list[bool] = []
    button.clicked.connect(lambda: told.append(True))
    return told


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_enter_presses_the_primary_button_from_anywhere(
    qtbot: QtBot, enter: Qt.Key
) -> None:
    primary = Button("承認して署名する", "primary", key="Ctrl+Enter", name="approve")
    field = TextField()
    told = pressed(primary)
    show(qtbot, field, primary)
    field.setFocus()
    QTest.keyClick(field, enter, Qt.KeyboardModifier.ControlModifier)
    assert told == [True]


def test_a_disabled_button_is_not_pressed_by_its_key(qtbot: QtBot) -> None:
    button = Button("読みを直す", key="F2", name="fix")
    told = pressed(button)
    window = show(qtbot, button)
    button.setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert told == []


def test_a_hidden_screens_key_does_nothing(qtbot: QtBot) -> None:
    button = Button("読みを直す", key="F2", name="fix")
    told = pressed(button)
    window = show(qtbot, button)
    button.hide()
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert told == []


def test_a_single_letter_is_typed_in_a_field_and_acts_outside(qtbot: QtBot) -> None:
    field, other, told = TextField(), Button("履歴", key="H", name="history"), []
    other.clicked.connect(lambda: told.append("history"))
    window = show(qtbot, field, other)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier)
    assert (field.text(), told) == ("h", [])
    other.setFocus()
    QTest.keyClick(window, Qt.Key.Key_H)
    assert told == ["history"]


def test_nothing_fires_while_an_input_method_composes(qtbot: QtBot) -> None:
    field, told = TextField(), []
    window = show(qtbot, field)
    bind(window, "F2", lambda: told.append("F2"))
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("みどり", []))
    QTest.keyClick(field, Qt.Key.Key_F2)
    assert told == []
    done = QInputMethodEvent()
    done.setCommitString("みどり")
    QApplication.sendEvent(field, done)
    QTest.keyClick(field, Qt.Key.Key_F2)
    assert told == ["F2"]
    assert field.text() == "みどり"


def test_the_size_of_a_button_holds_its_words_and_its_key(qtbot: QtBot) -> None:
    short = Button("承認", name="a")
    long = Button("承認して署名する", key="Ctrl+Enter", name="b", icon="stamp")
    for button in (short, long):
        qtbot.addWidget(button)
    assert long.sizeHint().width() > short.sizeHint().width() + 100


def test_tabs_are_one_stop_and_move_by_arrows(qtbot: QtBot) -> None:
    tabs = Tabs(("今日", "取込", "未整理"), name="tabs")
    changed: list[int] = []
    tabs.changed.connect(changed.append)
    show(qtbot, tabs)
    tabs.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(tabs, key)
    assert changed == [1, 2, 0]
    tabs.set_count(2, 3)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tab_area(2).center().toPoint())
    assert tabs.current() == 2
    assert "未整理 3件" in tabs.accessibleName()


def test_an_error_stands_below_its_field_and_goes_when_one_types(qtbot: QtBot) -> None:
    field = FormField("番地", key="block", hint="例 14-6")
    show(qtbot, field)
    field.set_error("番地が空欄です。入れてください。")
    assert field.error() == "番地が空欄です。入れてください。"
    assert field.editor.property("wrong") == "true"
    assert field.editor.accessibleDescription() == field.error()
    QTest.keyClicks(field.editor, "1")
    assert field.error() == ""
    assert field.editor.property("wrong") == "false"


def test_a_secret_field_does_not_show_its_text(qtbot: QtBot) -> None:
    field = FormField("パスフレーズ", key="passphrase", secret=True)
    qtbot.addWidget(field)
    assert isinstance(field.editor, TextField)
    assert field.editor.echoMode() == TextField.EchoMode.Password


@pytest.mark.parametrize(("sure", "word"), [(True, "確か"), (False, "要確認")])
def test_the_readers_verdict_is_a_word_and_an_icon(qtbot: QtBot, sure: bool, word: str) -> None:
    field = FormField("番地", key="block")
    show(qtbot, field)
    field.set_sure(sure)
    words = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    icons = [label for label in field.findChildren(QLabel) if not label.pixmap().isNull()]
    assert word in words
    assert any(icon.isVisible() for icon in icons)


def test_a_choice_answers_with_its_key_and_not_to_the_wheel(qtbot: QtBot) -> None:
    select = Select((("R1", "契約者"), ("R2", "供給地点")), name="which", accessible="登録")
    show(qtbot, select)
    assert select.key() == "R1"
    select.setFocus()
    QTest.keyClick(select, Qt.Key.Key_Down)
    assert select.key() == "R2"
    select.set_options((), "")
    assert select.key() == ""


def test_a_box_is_ticked_and_a_choice_made_by_the_space_bar(qtbot: QtBot) -> None:
    box, one, other = (
        Check("契約者情報", name="k1"),
        Choice("開示", name="a"),
        Choice("不開示", name="b"),
    )
    show(qtbot, box, one, other)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    one.setChecked(True)
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Down)
    assert other.isChecked()
    assert not one.isChecked()


def test_the_same_banner_is_not_told_twice_and_can_be_closed(qtbot: QtBot) -> None:
    area = BannerArea()
    show(qtbot, area)
    assert not area.isVisible()
    for _ in range(2):
        area.show_banner(
            Banner("bad", "印刷機が応えません", "電源を確かめてください。", closable=True)
        )
    assert len(area.banners()) == 1
    banner = area.banners()[0]
    assert banner.accessibleName() == "印刷機が応えません　電源を確かめてください。"
    QTest.mouseClick(banner.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert area.banners() == []
    assert not area.isVisible()


def test_a_dialog_starts_on_the_safe_button_and_leaves_by_escape(qtbot: QtBot) -> None:
    window = show(qtbot)
    dialog = Dialog(window, "破棄しますか", "破棄する", name="discard", kind="danger")
    told: list[str] = []
    dialog.confirmed.connect(lambda: told.append("confirmed"))
    dialog.rejected.connect(lambda: told.append("rejected"))
    dialog.open()
    assert dialog.focusWidget() is dialog.leave
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert told == ["rejected"]
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert told == ["rejected", "rejected"]
    dialog.open()
    dialog.act.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert told[-1] == "confirmed"
    assert dialog.isVisible()
    dialog.set_busy(True)
    assert not dialog.act.isEnabled()
    dialog.accept()


def test_a_closed_dialog_keeps_no_passphrase(qtbot: QtBot) -> None:
    dialog = Dialog(show(qtbot), "署名しますか", "署名する", name="sign")
    secret = FormField("パスフレーズ", key="proof", secret=True)
    words = FormField("理由", key="why")
    dialog.add(secret, words)
    dialog.open()
    secret.editor.setText("ひみつ")
    words.editor.setText("差替え")
    dialog.reject()
    assert (secret.editor.text(), words.editor.text()) == ("", "差替え")


def test_the_ring_follows_the_focus_and_its_widget(qtbot: QtBot) -> None:
    first, second = TextField(), Button("次へ", name="next")
    window = show(qtbot, first, second)
    ring = FocusRing(window)
    first.setFocus()
    assert ring.target() is first
    assert ring.isVisible()
    assert ring.geometry().adjusted(4, 4, -4, -4) == first.geometry()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ring.target() is second
    second.setGeometry(100, 200, 160, 34)
    assert ring.geometry().adjusted(4, 4, -4, -4) == second.geometry()
    second.hide()
    assert ring.target() is first
    first.clearFocus()
    assert not ring.isVisible()


def test_the_ring_stands_around_the_chosen_tab_and_follows_it(qtbot: QtBot) -> None:
    tabs = Tabs(("今日", "取込", "未整理"), name="tabs")
    window = show(qtbot, tabs)
    ring = FocusRing(window)
    tabs.setFocus()
    for index in range(3):
        tabs.set_current(index)
        chosen = tabs.tab_area(index).translated(tabs.pos()).toAlignedRect()
        qtbot.waitUntil(lambda chosen=chosen: ring.geometry().contains(chosen.center()))
        assert ring.geometry().width() < chosen.width() + 24


def test_words_without_room_take_a_second_line(qtbot: QtBot) -> None:
    check = Check("住民票の写し（前住所の記載があるもの）", name="check", wrap=True)
    box = QWidget()
    box.setLayout(column(check, None))
    window = show(qtbot, box)
    wide = check.height()
    box.setFixedWidth(220)
    qtbot.waitUntil(lambda: check.width() <= 220)
    assert check.height() > wide
    assert window.isVisible()


def test_the_ring_stays_inside_the_scrolled_view(qtbot: QtBot) -> None:
    fields = [TextField() for _ in range(30)]
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(panel(column(*fields)))
    window = show(qtbot, area)
    ring = FocusRing(window)
    fields[0].setFocus()
    assert ring.isVisible()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not ring.isVisible()


def test_the_ring_forgets_a_widget_that_is_deleted(qtbot: QtBot) -> None:
    field, other = TextField(), TextField()
    window = show(qtbot, field, other)
    ring = FocusRing(window)
    field.setFocus()
    field.setParent(None)
    field.deleteLater()
    qtbot.waitUntil(lambda: not ring.isVisible() or ring.target() is other)


def test_a_notification_offers_to_undo_and_goes(qtbot: QtBot) -> None:
    window = show(qtbot)
    notice = Notification(window)
    undone: list[str] = []
    notice.say("3枚を除きました。", undo=lambda: undone.append("undone"))
    assert notice.text() == "3枚を除きました。"
    undo = notice.findChild(Button, "notification_undo")
    assert undo.isVisible()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["undone"]
    assert notice.text() == ""
    notice.say("保存しました。")
    assert not undo.isVisible()
    assert notice.geometry().bottom() < window.height()
    assert notice._timer.interval() == 6000
    notice._timer.setInterval(0)
    notice._timer.start()
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_the_search_waits_for_a_pause_and_is_reached_by_its_key(qtbot: QtBot) -> None:
    box, other = SearchBox(), TextField()
    window = show(qtbot, box, other)
    other.setFocus()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    with qtbot.waitSignal(box.searched) as found:
        QTest.keyClicks(box, "26-04")
    assert found.args == ["26-04"]
    with qtbot.waitSignal(box.entered):
        QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_thumbnails_move_by_keys_and_open_by_enter(qtbot: QtBot) -> None:
    thumbs = Thumbnails(name="thumbs")
    show(qtbot, thumbs)
    thumbs.set_thumbs(
        [
            Thumb("p1", "1 請求書", flag=Flag("薄い", "warn", "sun-dim")),
            Thumb("p2", "2 個人番号", barred=("画像は", "未保存です")),
        ]
    )
    chosen: list[str] = []
    thumbs.page_chosen.connect(chosen.append)
    thumbs.choose("p1")
    thumbs.setFocus()
    QTest.keyClick(thumbs, Qt.Key.Key_Down)
    assert chosen == ["p1", "p2"]
    with qtbot.waitSignal(thumbs.page_activated) as opened:
        QTest.keyClick(thumbs, Qt.Key.Key_Return)
    assert opened.args == ["p2"]
    spoken = thumbs.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1 請求書 薄い"
    thumbs.set_thumbs([Thumb("p2", "1 請求書")])
    assert thumbs.current_key() == "p2"
    thumbs.grab()


def test_what_is_painted_is_also_said(qtbot: QtBot) -> None:
    steps = Stepper(("受付", "形式確認", "完了"), 1)
    proof = ProofStepper(("消去済", "鍵破棄"), 1)
    chart = ForecastChart((Bar("超過", 2, True), Bar("16", 7)))
    chip = Chip("承認待ち", "warn", "stamp")
    progress = ProgressCard("取込")
    empty = EmptyState("未整理の封筒はありません。")
    show(qtbot, steps, proof, chart, chip, progress, empty).grab()
    progress.set_progress(3, 12)
    assert steps.accessibleName() == "進み具合：形式確認（2/3）"
    assert proof.accessibleName() == "証明できた段階：消去済（1/2）"
    assert chart.accessibleName() == "超過 2件、16 7件"
    assert chip.accessibleName() == "承認待ち"
    assert progress.accessibleName() == "取込 3 / 12枚"
    assert empty.accessibleName() == "未整理の封筒はありません。"
    steps.set_current(3)
    assert steps.accessibleName() == "進み具合：すべて完了"


def test_a_cancel_is_asked_for_by_escape(qtbot: QtBot) -> None:
    progress = ProgressCard("取込")
    window = show(qtbot, progress)
    with qtbot.waitSignal(progress.cancel_requested):
        QTest.keyClick(window, Qt.Key.Key_Escape)


def test_every_interactive_widget_has_a_name_and_takes_the_focus(qtbot: QtBot) -> None:
    field = FormField("番地", key="block")
    widgets: list[QWidget] = [
        Button("開く", name="open"),
        IconButton("x", "閉じる", name="close"),
        Tabs(("今日",), name="tabs"),
        Select((("a", "A"),), name="select", accessible="選択"),
        Check("同意", name="agree"),
        Choice("開示", name="grant"),
        SearchBox(),
        Thumbnails(name="thumbs"),
        field.editor,
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget


def test_tab_goes_through_the_widgets_in_the_given_order(qtbot: QtBot) -> None:
    one, two, three = TextField(), TextField(), TextField()
    show(qtbot, three, one, two)
    tab_through([one, two, three])
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Tab)
    assert two.hasFocus()
    QTest.keyClick(two, Qt.Key.Key_Tab)
    assert three.hasFocus()


def test_a_cleared_layout_keeps_nothing(qtbot: QtBot) -> None:
    layout = column(TextField(), row(TextField(), None), 8)
    window = QWidget()
    window.setLayout(layout)
    qtbot.addWidget(window)
    clear(layout)
    assert layout.count() == 0
    qtbot.waitUntil(lambda: window.findChildren(TextField) == [])
