"""設定の「鍵」: what holds keys on the left, what is done with the chosen one on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop.domain.key_media import STICK_LABELS, StickLabel
from desktop.services.key_views import KeysView, StickWritten
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.keys.acts import CardActs, SlotActs, StickActs
from desktop.ui.keys.renewal import RenewalDialog
from desktop.ui.keys.words import COPIES, SLOT, rows_of
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import card, column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, RowsModel

_SIDE = 440


class KeysPage(QWidget):
    """For a supervisor, or who stands in for one: all of it needs public keys alone."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("keys_page")
        self._context = context
        self._asked = Asked()
        self._view: KeysView | None = None
        self.banners = BannerArea(name="keys_banners")
        self._model = RowsModel(
            (
                Column(self.tr("鍵のあるところ"), 180),
                Column(self.tr("状態")),
                Column(self.tr("最後に確かめた日時・人"), 230),
                Column(self.tr("期限"), 124),
            )
        )
        self.places = Table(
            self._model, name="key_places", accessible=self.tr("鍵のあるところの一覧")
        )
        self.places.row_chosen.connect(self._on_chosen)
        self.slot, self.stick, self.card = SlotActs(), StickActs(self), CardActs()
        self._stack = QStackedWidget()
        for acts in (self.slot, self.stick, self.card):
            self._stack.addWidget(acts)
        self.slot.roll_requested.connect(self._roll)
        self.stick.write_requested.connect(self._write)
        self.stick.lost.connect(self._ask_lost_stick)
        self.card.check_requested.connect(self._check)
        self.card.lost.connect(self._ask_lost_card)
        self.card.renew_requested.connect(self._draw)
        self._fingerprint = label("", "mono", selectable=True, name="card_fingerprint")
        words = label(
            self.tr(
                "廃棄した記録は、鍵ファイルと鍵媒体A・Bのすべてから前の鍵がなくなったときに、"
                "元に戻せなくなります。"
            ),
            "caption",
            wrap=True,
        )
        foot = panel(
            column(
                words,
                row(label(self.tr("今の回復カードの指紋"), "caption"), self._fingerprint, None),
                spacing=6,
                margins=(14, 10, 14, 10),
            ),
            "foot",
        )
        listing = panel(column((self.places, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card")
        side = card(self._stack)
        side.setFixedWidth(theme.px(_SIDE))
        self.setLayout(column(self.banners, (row((listing, 1), side, spacing=14), 1), spacing=12))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def refresh(self) -> None:
        """Read anew what the slot, the sticks and the card are known to hold."""
        if self._context.locked or self._context.somebody is None:
            return
        keys, by = self._context.desk.keys, self._context.signed_in
        task = self._context.tasks.store(lambda: keys.view(by), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, view: object, _tag: object) -> None:
        if not isinstance(view, KeysView):
            return
        self._view = view
        before = self.places.current_key() or SLOT
        self._model.set_rows(rows_of(view, self._context.today()))
        self.places.choose(before)
        self._fingerprint.setText(view.card_fingerprint)
        self._on_chosen(before)

    def _on_chosen(self, key: str) -> None:
        if self._view is None or not key:
            return
        if key == SLOT:
            self.slot.show_keys(self._view)
            self._stack.setCurrentWidget(self.slot)
        elif key in COPIES:
            self.card.show_copy(self._view.copies[COPIES.index(key)])
            self._stack.setCurrentWidget(self.card)
        else:
            (one,) = (one for one in self._view.sticks if one.label == key)
            self.stick.show_stick(one)
            self._stack.setCurrentWidget(self.stick)

    def _begin(self) -> None:
        self.banners.clear()
        self._set_busy(True)

    def _roll(self) -> None:
        self._begin()
        keys, act = self._context.desk.keys, self._context.act()
        task = self._context.tasks.store(lambda: keys.roll(act))
        task.succeeded.connect(self._on_rolled)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_rolled(self, epoch: object, _tag: object) -> None:
        self._context.notify(self.tr("鍵を更新しました（第{0}世代）。").format(epoch))
        self._context.data_changed.emit()
        self.refresh()

    def _write(self, label_: str, folder: str) -> None:
        self._begin()
        keys, act, which = self._context.desk.keys, self._context.act(), StickLabel(label_)
        task = self._context.tasks.store(lambda: keys.write_stick(act, which, Path(folder)))
        task.succeeded.connect(self._on_written)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_written(self, done: object, _tag: object) -> None:
        if not isinstance(done, StickWritten):
            return
        name = STICK_LABELS[done.label]
        self.stick.forget()
        words = self.tr("{0}を書き込み、読み返して確かめました。").format(name)
        if done.proven:
            words += self.tr("廃棄 {0}件が、元に戻せないことを確かめました。").format(done.proven)
        self._context.notify(words)
        if not done.own_disk:
            self._tell(
                self.tr("{0}は、保管庫と同じディスクにあります").format(name),
                self.tr("ディスクが壊れると両方を失います。取り外せる媒体に作ってください。"),
            )
        elif not done.in_place:
            self._tell(
                self.tr("{0}は、上書きしても前の内容が残る種類の媒体です").format(name),
                self.tr(
                    "廃棄の証明は「復元不可能」になりません。FATかexFATの媒体に替えてください。"
                ),
            )
        self._context.data_changed.emit()
        self.refresh()

    def _ask_lost_stick(self, label_: str) -> None:
        self._ask_lost(
            self.tr("{0}をなくしたか、壊れたと届け出ますか").format(
                STICK_LABELS[StickLabel(label_)]
            ),
            "lose_stick",
            lambda: self._lose_stick(label_),
        )

    def _ask_lost_card(self, copy: int) -> None:
        self._ask_lost(
            self.tr("回復カードの{0}枚目をなくしたと届け出ますか").format(copy),
            "lose_card",
            lambda: self._lose_card(copy),
        )

    def _ask_lost(self, question: str, name: str, lose: Callable[[], None]) -> None:
        """Asked once more: from then on a new card is owed."""
        dialog = Dialog(self, question, self.tr("届け出る"), name=name, kind="danger")
        dialog.add(
            label(
                self.tr(
                    "届け出ると、新しい回復カードを作り、古いカードを裁断するまで赤く残ります。"
                ),
                wrap=True,
            )
        )
        dialog.confirmed.connect(dialog.accept)
        dialog.accepted.connect(lose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lose_stick(self, label_: str) -> None:
        self._begin()
        keys, act, which = self._context.desk.keys, self._context.act(), StickLabel(label_)
        task = self._context.tasks.store(lambda: keys.lose_stick(act, which))
        task.succeeded.connect(self._on_lost)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _lose_card(self, copy: int) -> None:
        self._begin()
        keys, act = self._context.desk.keys, self._context.act()
        task = self._context.tasks.store(lambda: keys.lose_card(act, copy))
        task.succeeded.connect(self._on_lost)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_lost(self, _nothing: object, _tag: object) -> None:
        self._context.notify(self.tr("届け出を記録しました。新しい回復カードを作ってください。"))
        self._context.data_changed.emit()
        self.refresh()

    def _check(self, copy: int, words: str) -> None:
        self._begin()
        keys, act = self._context.desk.keys, self._context.act()
        task = self._context.tasks.store(lambda: keys.check_card(act, copy, words))
        task.succeeded.connect(self._on_checked)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_checked(self, _nothing: object, _tag: object) -> None:
        self.card.forget()
        self._context.notify(
            self.tr("24語で保管庫を開けることを確かめました。カードを金庫に戻してください。")
        )
        self._context.data_changed.emit()
        self.refresh()

    def _draw(self) -> None:
        keys, by = self._context.desk.keys, self._context.signed_in
        task = self._context.tasks.store(lambda: keys.draw_card(by))
        task.succeeded.connect(self._on_drawn)
        task.failed.connect(self._on_act_failed)

    def _on_drawn(self, words: object, _tag: object) -> None:
        if isinstance(words, tuple) and not self._context.locked:  # nothing over the login screen
            dialog = RenewalDialog(self, self._context, words)
            dialog.renewed.connect(self.refresh)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _tell(self, sentence: str, next_step: str) -> None:
        self.banners.show_banner(Banner("warn", sentence, next_step, name="keys_warning"))

    def _set_busy(self, busy: bool) -> None:
        for acts in (self.slot, self.stick, self.card):
            acts.set_busy(busy)

    def _on_ended(self) -> None:
        self._set_busy(False)
        focus = QApplication.focusWidget()
        if focus is None or not self._stack.isAncestorOf(focus):
            self.places.setFocus()  # the pressed button gave the keyboard away

    def _on_act_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self._stack.currentWidget())
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
