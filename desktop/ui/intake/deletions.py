"""What was taken in and still lies outside in clear: red over every tab until it is gone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.reading import Forbidden
from desktop.services.intake_views import EnvelopeView
from desktop.services.scanning_views import RunView
from desktop.services.sources import SourceTask
from desktop.ui.context import Context
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.source_words import age_words
from desktop.ui.intake.sources_dialog import SourcesDialog
from desktop.ui.intake.words import forbidden_words
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button


class DeletionNotice(BannerArea):
    """The oldest with a forbidden number first, then all others in one sentence."""

    def __init__(self, context: Context, mail: Mail) -> None:
        super().__init__(name="source_deletions")
        self._context, self._mail = context, mail
        self._shown: tuple[SourceTask, ...] = ()
        self._act: Button | None = None
        self._held = False
        self._scan: RunView | None = None
        mail.changed.connect(self._on_mail)

    def hold(self, held: bool) -> None:
        """While mail comes in, only forbidden numbers are told: the count would run."""
        if held != self._held:
            self._held = held
            self._on_mail()

    def leave_to_scan(self, run: RunView | None) -> None:
        """What a scan that stands still asks of its paper is not asked a second time here."""
        if run != self._scan:
            self._scan = run
            self._on_mail()

    def _asked_by_scan(self, task: SourceTask) -> bool:
        run = self._scan
        if run is None or run.blocked is None or not task.of_paper or task.kind is not run.blocked:
            return False
        envelope = self._mail.envelope(run.envelope_id)
        return envelope is not None and _same(envelope, task)

    def _on_mail(self) -> None:
        waiting = tuple(
            one
            for one in self._mail.sources
            if (one.kind is not None or not self._held) and not self._asked_by_scan(one)
        )
        if waiting == self._shown:
            return
        self._shown = waiting
        self.clear()
        self._act = None
        if not waiting:
            return
        first = next((one for one in waiting if one.kind is not None), None)
        self.show_banner(self._all(waiting) if first is None else self._number(first, len(waiting)))

    def _all(self, waiting: tuple[SourceTask, ...]) -> Banner:
        since = age_words(waiting, self._context.today())
        return Banner(
            "bad",
            self.tr("取り込んだ元のファイルが{0}件残っています（{1}）").format(len(waiting), since),
            self.tr("お客様の情報が写っています。消すか、処分したことを確かめてください。"),
            actions=[self._open_button()],
            name="deletion",
        )

    def _number(self, first: SourceTask, count: int) -> Banner:
        kind = first.kind or Forbidden.MY_NUMBER
        number = forbidden_words(kind)
        like = kind is Forbidden.MY_NUMBER_LIKE
        seen = number if like else self.tr("{0}らしい番号").format(number)
        page = self._blocked_page(first)
        where = self.tr("封筒 {0}").format(first.envelope_number)
        if page:
            where = self.tr("封筒 {0} の{1}枚目").format(first.envelope_number, page)
            kept = self.tr("画像は保存していません。")
        else:
            kept = self.tr("番号は黒塗りして保存しました。")
        paper = self.tr("用紙の番号を塗りつぶすか、返却してください。")
        if like:
            paper = self.tr("用紙を見て、個人番号なら塗りつぶすか、返却してください。")
        if first.of_paper:
            todo = paper
            words = self.tr("用紙を確かめた") if like else self.tr("用紙を処置した")
            self._act = Button(words, "secondary", name="deletion_confirm")
            self._act.clicked.connect(self._confirm)
        else:
            todo = paper + self.tr("元のファイルは消してください。")
            self._act = self._open_button()
        rest = self.tr("　残り {0}件").format(count - 1) if count > 1 else ""
        return Banner(
            "bad",
            self.tr("{0}に{1}がありました").format(where, seen) + rest,
            kept + todo,
            actions=[self._act],
            name="deletion",
        )

    def _open_button(self) -> Button:
        button = Button(self.tr("元のファイルを消す"), "secondary", name="deletion_open")
        button.clicked.connect(self._open)
        return button

    def _open(self) -> None:
        chosen = {one.id for one in self._shown if one.kind is not None and not one.of_paper}
        dialog = SourcesDialog(self, self._context, chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _blocked_page(self, task: SourceTask) -> int:
        """The number of the page that was not kept, or 0 where its number was blacked out."""
        for envelope in self._mail.envelopes:
            if _same(envelope, task):
                return next((p.seq for p in envelope.pages if p.blocked is task.kind), 0)
        return 0

    def _confirm(self) -> None:
        first = next((one for one in self._shown if one.kind is not None), None)
        if first is None or self._act is None:
            return
        self._act.setEnabled(False)
        sources, act, source_id = self._context.desk.sources, self._context.act(), first.id
        task = self._context.tasks.free(lambda: sources.confirm(act, (source_id,)))
        task.succeeded.connect(self._on_confirmed)
        task.failed.connect(self._on_failed)

    def _on_confirmed(self, _result: object, _tag: object) -> None:
        self._context.notify(self.tr("確認を記録しました。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        if self._act is not None:
            self._act.setEnabled(True)
        self._context.show_error(error, self.parentWidget())


def _same(envelope: EnvelopeView, task: SourceTask) -> bool:
    same_day = envelope.created_at.date() == task.at.date()
    return same_day and envelope.number == task.envelope_number
