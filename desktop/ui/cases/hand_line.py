"""手書き: where no printer works, that the approved letter was written and signed by hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.printing import HAND_REASON_LABELS, HandReason
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.hand_issue import HandIssued
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class HandLine(QWidget):
    """On a letter's card: the way around the printer, and then the scan that is owed."""

    def __init__(self, opened: OpenCase, letter_id: str, *, leaves: bool) -> None:
        super().__init__()
        self.setObjectName("hand_line")
        self._opened, self._letter_id, self._leaves = opened, letter_id, leaves
        self._asked = Asked()
        self._may = opened.context.may(Capability.DISPATCH)
        self.state = Chip("", "mute", "signature", name="hand_state")
        self.words = label("", "small", wrap=True, name="hand_words")
        self.begin = Button(
            self.tr("手書きで出したことを記録する"), "quiet", small=True, name="hand_begin"
        )
        self.scan = Button(self.tr("署名した紙のスキャンを付ける"), small=True, name="hand_scan")
        self.begin.clicked.connect(self._ask)
        self.drop = FileDrop(self, self._owes_scan)
        self.drop.given.connect(self._on_files)
        self.scan.clicked.connect(self._choose)
        self.setLayout(row(self.state, (self.words, 1), self.scan, self.begin, spacing=8))
        self._issued: HandIssued | None = None
        self.hide()
        opened.context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        context = self._opened.context
        if context.locked or context.somebody is None:
            return
        desk, by, letter_id = context.desk, context.signed_in, self._letter_id
        task = context.tasks.store(
            lambda: desk.hand_issue.of_letter(by, letter_id), asked=self._asked
        )
        task.succeeded.connect(self._on_issued)

    def _on_issued(self, issued: object, _tag: object) -> None:
        self._issued = issued if isinstance(issued, HandIssued) else None
        self.state.setVisible(self._issued is not None)
        self.words.setText(self._words())
        self.scan.setVisible(self._owes_scan())
        self.begin.setVisible(self._issued is None and self._leaves and self._may)
        self.setVisible(self._issued is not None or (self._leaves and self._may))

    def _words(self) -> str:
        issued = self._issued
        if issued is None:
            return self.tr("プリンターが使えず期限が迫るときは、手書きで出せます。")
        if issued.pages:
            self.state.set(self.tr("手書き"), "ok", "signature")
            scan = self.tr("スキャン {0}枚").format(issued.pages)
        else:
            self.state.set(self.tr("手書き"), "warn", "signature")
            scan = self.tr("スキャンがまだありません")
        return self.tr("{0} に {1} が書き、{2} が署名（{3}）。{4}").format(
            day_and_weekday(issued.issued_on),
            issued.by,
            issued.witness,
            HAND_REASON_LABELS[issued.reason],
            scan,
        )

    def _owes_scan(self) -> bool:
        return self._issued is not None and not self._issued.pages and self._may

    def _ask(self) -> None:
        HandIssueDialog(self, self._opened, self._letter_id).open()

    def _choose(self) -> None:
        self.drop.ask(
            self.tr("署名した紙のスキャンを選ぶ"),
            self.tr("スキャン (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"),
            name="hand_scan_dialog",
        )

    def _on_files(self, files: object) -> None:
        if isinstance(files, tuple) and files:
            self.take(files[0])

    def take(self, file: Path) -> None:
        """Read the scan beside the store, then keep it with the case."""
        context, by = self._opened.context, self._opened.context.signed_in
        self.scan.setEnabled(False)
        issue = context.desk.hand_issue
        task = context.tasks.free(lambda: issue.read(by, file), tag=file)
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_unread)

    def _on_read(self, pages: object, file: object) -> None:
        self.scan.setEnabled(True)
        if not isinstance(pages, tuple) or not isinstance(file, Path):
            return
        desk, letter_id = self._opened.desk, self._letter_id
        self._opened.change(
            self,
            lambda act: desk.hand_issue.attach(act, letter_id, pages, file),
            button=self.scan,
            said=self.tr("スキャンを付けました。元のファイルは、消すまで一覧に残ります。"),
        )

    def _on_unread(self, error: BaseException) -> None:
        self.scan.setEnabled(True)
        self._opened.context.show_error(error, self)


class HandIssueDialog(CaseDialog):
    """A clerk records it, a supervisor signs; the posting is recorded as of any letter."""

    def __init__(self, parent: QWidget, opened: OpenCase, letter_id: str) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("手書きで出したことを記録しますか"),
            self.tr("手書きを記録する"),
            name="hand",
            width=600,
        )
        self._letter_id = letter_id
        today = opened.context.today()
        self.reason = Select(
            [
                ("", self.tr("選んでください")),
                *((one.value, HAND_REASON_LABELS[one]) for one in HandReason),
            ],
            name="hand_reason",
            accessible=self.tr("理由"),
        )
        self.day = DateField(today, today)
        self.note, self.login = TextField(), TextField()
        self.day_field = FormField(self.tr("書いた日"), self.day, key="on", name="hand_day")
        self.day_field.setFixedWidth(theme.px(150))
        self.passphrase = FormField(
            self.tr("責任者のパスフレーズ"), key="passphrase", name="hand_passphrase", secret=True
        )
        self.reason_field = FormField(
            self.tr("理由"), self.reason, key="reason", name="hand_reason"
        )
        self.reason.currentIndexChanged.connect(self.reason_field.clear_error)
        note = FormField(
            self.tr("補足（そのほかのときは必須）"), self.note, key="note", name="hand_note"
        )
        login = FormField(
            self.tr("責任者のログイン名"), self.login, key="supervisor", name="hand_supervisor"
        )
        self.add(
            label(
                self.tr(
                    "決裁した文面をそのまま書き写し、責任者が署名した紙だけを記録します。"
                    "封入確認と発送は、印刷した文書と同じに行います。"
                    "署名した紙のスキャンは、あとで必ず付けてください。"
                ),
                wrap=True,
            ),
            row((self.reason_field, 1), self.day_field, spacing=12),
            note,
            row((login, 1), (self.passphrase, 1), spacing=12),
        )
        self.start_at(self.reason)
        self.confirmed.connect(self._issue)

    def _issue(self) -> None:
        if not self.reason.key():
            self.reason_field.set_error(self.tr("理由を選んでください。"))
            self.reason.setFocus()
            return
        day = self.day.day()
        if day is None:
            self.day_field.tell_no_day()
            return
        issue, letter_id = self.opened.desk.hand_issue, self._letter_id
        reason, note = HandReason(self.reason.key()), self.note.text()
        login, secret = self.login.text(), self.passphrase.text()

        def record(act: Act) -> object:
            return issue.issue(act, letter_id, reason, day, login, secret, note)

        self.carry_out(record, self.tr("手書きの文書を記録しました。封入を確かめてください。"))
