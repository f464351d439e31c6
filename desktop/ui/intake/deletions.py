"""Sources that still show a forbidden number: red over every tab until confirmed as deleted."""

from __future__ import annotations

from desktop.domain.reading import Forbidden
from desktop.services.intake_views import EnvelopeView, SourceDeletion
from desktop.ui.context import Context
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.words import FORBIDDEN_WORDS
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button


class DeletionNotice(BannerArea):
    """One at a time, the oldest first, with how many are left."""

    def __init__(self, context: Context, mail: Mail) -> None:
        super().__init__(name="source_deletions")
        self._context, self._mail = context, mail
        self._shown: tuple[SourceDeletion, ...] = ()
        self._act: Button | None = None
        mail.changed.connect(self._on_mail)

    def _on_mail(self) -> None:
        waiting = self._mail.deletions
        if waiting == self._shown:
            return
        self._shown = waiting
        self.clear()
        self._act = None
        if not waiting:
            return
        first = waiting[0]
        number = FORBIDDEN_WORDS[first.kind]
        seen = self.tr("{0}らしい番号").format(number)
        todo, done = self.tr("元のファイルを消してください。"), self.tr("元のファイルを消した")
        if first.kind is Forbidden.MY_NUMBER_LIKE:
            seen, done = number, self.tr("用紙を確かめた")
            todo = self.tr("用紙を見て、個人番号なら元のファイルを消してください。")
        page = self._blocked_page(first)
        where = self.tr("封筒 {0}").format(first.envelope_number)
        if page:
            where = self.tr("封筒 {0} の{1}枚目").format(first.envelope_number, page)
            kept = self.tr("画像は保存していません。用紙の番号を塗りつぶすか返却し、")
        else:
            kept = self.tr("番号は黒塗りして保存しました。")
        rest = self.tr("　残り {0}件").format(len(waiting) - 1) if len(waiting) > 1 else ""
        self._act = Button(done, "secondary", name="deletion_confirm")
        self._act.clicked.connect(self._confirm)
        self.show_banner(
            Banner(
                "bad",
                self.tr("{0}に{1}がありました").format(where, seen) + rest,
                kept + todo,
                actions=[self._act],
                name="deletion",
            )
        )

    def _blocked_page(self, deletion: SourceDeletion) -> int:
        """The number of the page that was not kept, or 0 where its number was blacked out."""
        for envelope in self._mail.envelopes:
            if _same(envelope, deletion):
                return next((p.seq for p in envelope.pages if p.blocked is deletion.kind), 0)
        return 0

    def _confirm(self) -> None:
        if not self._shown or self._act is None:
            return
        self._act.setEnabled(False)
        desk, act, deletion_id = self._context.desk, self._context.act(), self._shown[0].id
        task = self._context.tasks.store(lambda: desk.intake.confirm_deleted(act, deletion_id))
        task.succeeded.connect(self._on_confirmed)
        task.failed.connect(self._on_failed)

    def _on_confirmed(self, _result: object, _tag: object) -> None:
        self._context.notify(self.tr("確認を記録しました。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        if self._act is not None:
            self._act.setEnabled(True)
        self._context.show_error(error, self.parentWidget())


def _same(envelope: EnvelopeView, deletion: SourceDeletion) -> bool:
    same_day = envelope.created_at.date() == deletion.at.date()
    return same_day and envelope.number == deletion.envelope_number
