"""設定のバックアップ: one button that copies the store while it works, and the drill (TRUST §2)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability
from desktop.services.backup_views import BackupMade, BackupsView, DrillReport, Past
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked, Job, Task
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row
from desktop.ui.widgets.progress_card import ProgressCard
from desktop.ui.widgets.scroll import scrolling

_MIB = 2**20
Work = Callable[[Callable[[int, int], None], threading.Event], object]


class BackupsPage(QWidget):
    """What was done last and what is owed, for supervisors too; the acts are an administrator's."""

    counted = Signal(int)  # how much is owed

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("backups_page")
        self._context = context
        self._asked = Asked()
        self._task: Task | None = None
        self._stop = threading.Event()
        self.banners = BannerArea(name="backups_banners")
        self.owed = BannerArea(name="backups_owed")
        self.progress = ProgressCard("", unit="MB", name="backups_progress")
        self.progress.cancel_requested.connect(self._stop.set)
        self.progress.hide()
        self.last_backup = label("", "strong", wrap=True, name="backup_last")
        self.last_drill = label("", "strong", wrap=True, name="drill_last")
        self.acts = context.may(Capability.BACKUP)
        self._of_backup, self._of_drill = self._backup_card(), self._drill_card()
        self._at_work: QWidget = self
        standing = column(
            self.owed,
            row((self._of_backup, 1), (self._of_drill, 1), spacing=14),
            label(
                self.tr(
                    "端末やディスクが壊れたときは、別の端末の空のフォルダーに戻します。"
                    "バックアップと鍵媒体と回復カードを使います（コマンド madoguchi restore）。"
                ),
                "caption",
                wrap=True,
            ),
            None,
            spacing=10,
        )
        scroll = scrolling(standing, name="backups_scroll")
        self.setLayout(column(self.banners, self.progress, (scroll, 1), spacing=10))
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        backups, by, at = self._context.desk.backups, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(lambda: backups.view(by, at), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    # What stands there

    def _backup_card(self) -> QFrame:
        words = self.tr(
            "封をしたデータ・受付中のページ・登録情報・鍵帳を写し、読み返して確かめます。"
            "鍵ファイルは入れません。業務を続けたままで作れます。"
        )
        made: list[QWidget] = [
            label(self.tr("バックアップ"), "h2"),
            self.last_backup,
            label(words, "caption", wrap=True),
        ]
        if self.acts:
            self.folder = FormField(
                self.tr("バックアップ先のフォルダー"),
                key="folder",
                name="backup_folder",
                hint=self.tr("取り外せる媒体の中。鍵媒体とは別のものにします。"),
            )
            self.choose = Button(
                self.tr("フォルダーを選ぶ"), "secondary", small=True, name="backup_choose"
            )
            self.choose.clicked.connect(self._ask_folder)
            self.make = Button(
                self.tr("バックアップを作る"), "primary", key="Ctrl+Enter", name="backup_make"
            )
            self.make.clicked.connect(self._make)
            made += [self.folder, panel(row(self.choose, None)), panel(row(self.make, None))]
        return card(*made, None, spacing=8)

    def _drill_card(self) -> QFrame:
        words = self.tr(
            "使い捨ての場所に戻し、回復カードと鍵媒体で開いて確かめ、何も残しません。"
            "開いた内容は、画面にも記録にも出しません。"
        )
        made: list[QWidget] = [
            label(self.tr("復元訓練"), "h2"),
            self.last_drill,
            label(words, "caption", wrap=True),
        ]
        if self.acts:
            self.source = FormField(
                self.tr("バックアップのフォルダー"), key="folder", name="drill_folder"
            )
            self.pick = Button(
                self.tr("フォルダーを選ぶ"), "secondary", small=True, name="drill_choose"
            )
            self.pick.clicked.connect(self._ask_source)
            self.stick = FormField(self.tr("鍵媒体のフォルダー"), key="stick", name="drill_stick")
            self.insert = Button(
                self.tr("鍵媒体を選ぶ"), "secondary", small=True, name="drill_stick_choose"
            )
            self.insert.clicked.connect(self._ask_stick)
            self.words = FormField(
                self.tr("回復カードの24語"),
                key="words",
                name="drill_words",
                hint=self.tr(
                    "番号の順に、空白で区切って入れます。終わるか、画面を離れると消えます。"
                ),
            )
            self.drill = Button(self.tr("復元訓練をする"), "secondary", name="drill_run")
            self.drill.clicked.connect(self._drill)
            made += [
                self.source,
                panel(row(self.pick, None)),
                self.stick,
                panel(row(self.insert, None)),
                self.words,
                panel(row(self.drill, None)),
            ]
        return card(*made, None, spacing=8)

    def _show(self, view: object, _tag: object) -> None:
        if not isinstance(view, BackupsView):
            return
        none = self.tr("まだありません")
        self.last_backup.setText(
            self.tr("最後: {0}　（{1}日以内に一度）").format(
                _past(view.last_backup) or none, view.backup_days
            )
        )
        told = _past(view.last_drill) or none
        if view.last_drill is not None:
            told += self.tr("　すべて開けました") if view.last_drill.ok else self.tr("　問題あり")
        self.last_drill.setText(
            self.tr("最後: {0}　（{1}日以内に一度）").format(told, view.drill_days)
        )
        self.counted.emit(len(view.owed))
        self.owed.clear()
        for one in reversed(view.owed):
            name = f"backups_{one.code.lower()}"
            tone: Tone = "bad" if one.late else "warn"
            self.owed.show_banner(Banner(tone, one.sentence, one.next_step, name=name))

    def hideEvent(self, event: QHideEvent) -> None:
        """The card's words stand on no screen that was left, and on none behind the lock."""
        super().hideEvent(event)
        if self.acts and not event.spontaneous():
            self.words.set_text("")

    # The acts

    def _ask_folder(self) -> None:
        self._ask(self.tr("バックアップ先のフォルダーを選ぶ"), self.folder)

    def _ask_source(self) -> None:
        self._ask(self.tr("バックアップのフォルダーを選ぶ"), self.source)

    def _ask_stick(self) -> None:
        self._ask(self.tr("鍵媒体のフォルダーを選ぶ"), self.stick)

    def _ask(self, title: str, field: FormField) -> None:
        dialog = QFileDialog(self, title, field.text())
        dialog.setObjectName(f"{field.editor.objectName()}_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._asking = field
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, names: list[str]) -> None:
        if names:
            self._asking.set_text(names[0])
            self._asking.clear_error()

    def _make(self) -> None:
        place = self.folder.text().strip()
        if not place:
            self.folder.set_error(self.tr("バックアップ先のフォルダーを選んでください。"))
            return
        backups, act = self._context.desk.backups, self._context.act()
        self._start(
            self.tr("バックアップ"),
            lambda told, stop: backups.make(act, Path(place), told, stop),
            self._of_backup,
        )

    def _drill(self) -> None:
        given = [(self.source, self.tr("バックアップのフォルダーを選んでください。"))]
        given.append((self.stick, self.tr("鍵媒体のフォルダーを選んでください。")))
        given.append((self.words, self.tr("回復カードの24語を入れてください。")))
        lacking = [(field, told) for field, told in given if not field.text().strip()]
        for field, told in lacking:
            field.set_error(told)
        if lacking:
            return
        backups, act = self._context.desk.backups, self._context.act()
        source, stick = Path(self.source.text().strip()), Path(self.stick.text().strip())
        words = self.words.text()
        self._start(
            self.tr("復元訓練"),
            lambda told, stop: backups.drill(act, source, stick, words, told, stop),
            self._of_drill,
        )

    def _start(self, title: str, work: Work, at_work: QWidget) -> None:
        """Errors are told within the card `at_work`, at its own fields."""
        if self._task is not None:
            return
        self._at_work = at_work
        self.banners.clear()
        for field in (self.folder, self.source, self.stick, self.words):
            field.clear_error()
        self.progress.set_title(title)
        self.progress.set_progress(0, 0)
        self.progress.show()
        self._enable(False)
        stop = self._stop
        stop.clear()

        def run(job: Job) -> object:
            def told(done: int, total: int) -> None:
                if job.cancelled.is_set():  # the window is closing
                    stop.set()
                job.progress(done, total)

            return work(told, stop)

        self._task = self._context.tasks.long_free(run)
        self._task.progressed.connect(self._on_progress)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_stopped)
        self._task.ended.connect(self._on_ended)

    def _enable(self, on: bool) -> None:
        for button in (self.choose, self.make, self.pick, self.insert, self.drill):
            button.setEnabled(on)

    def _on_progress(self, value: object) -> None:
        if isinstance(value, tuple):
            self.progress.set_progress(int(value[0]) // _MIB, max(1, int(value[1]) // _MIB))

    def _on_done(self, result: object, _tag: object) -> None:
        if isinstance(result, BackupMade):
            self.source.set_text(str(result.folder))
            self._tell_made(result)
        elif isinstance(result, DrillReport):
            self.words.set_text("")
            self._tell_drill(result)
        self._context.data_changed.emit()

    def _tell_made(self, made: BackupMade) -> None:
        told = self.tr("{0}　{1:,}ファイル、{2:,.1f} MB、{3:.1f}秒。操作記録 {4:,}件まで。").format(
            made.name, made.files, made.bytes / _MIB, made.seconds, made.log_size
        )
        tone: Tone = "warn" if made.same_disk else "ok"
        if made.same_disk:
            told += self.tr("保管庫と同じディスクにあります。取り外せる媒体にも作ってください。")
        head = self.tr("バックアップを作り、読み返して確かめました")
        self.banners.show_banner(Banner(tone, head, told, closable=True, name="backup_made"))

    def _tell_drill(self, report: DrillReport) -> None:
        head = (
            self.tr("開くべきものはすべて開き、ほかは開きませんでした")
            if report.ok
            else self.tr("復元訓練で、確かめられないものがありました")
        )
        self.banners.show_banner(
            Banner(
                "ok" if report.ok else "bad",
                head,
                "。".join(report.lines()),
                closable=True,
                name="drill_done",
            )
        )

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _on_stopped(self, error: BaseException) -> None:
        if not (isinstance(error, DeskError) and error.field):
            self.words.set_text("")  # nothing that was typed is to be mended and tried again
        self._context.show_error(error, self._at_work)

    def _on_ended(self) -> None:
        self._task = None
        self.progress.hide()
        self._enable(True)


def _past(past: Past | None) -> str:
    return "" if past is None else f"{past.at:%Y-%m-%d %H:%M}　{past.who}"


__all__ = ["BackupsPage"]
