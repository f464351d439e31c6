"""Proving the log: verified, compared with the paper, anchored, carried out, sent on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.audit import AnchorView, TypedAnchor, VerificationView
from desktop.services.second_place import PlaceState
from desktop.ui.audit.words import anchor_words, root_words
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.save_dialog import SaveDialog


class Proving(QObject):
    """The acts of 記録・監査 on the log as a whole; `changed` after each that left a line."""

    changed = Signal()

    def __init__(self, host: QWidget, context: Context, banners: BannerArea) -> None:
        super().__init__(host)
        self._host, self._context, self._banners = host, context, banners
        self.verify = Button(
            self.tr("記録を検証する"), "primary", key="Ctrl+Enter", name="audit_verify"
        )
        self.compare = Button(self.tr("紙の控えと照らす"), "secondary", name="audit_compare")
        self.anchor = Button(self.tr("記録を固定する"), "secondary", name="audit_anchor")
        self.export = Button(self.tr("記録を書き出す"), "secondary", name="audit_export")
        self.verify.clicked.connect(self._verify)
        self.compare.clicked.connect(self._ask_anchor)
        self.anchor.clicked.connect(self._anchor)
        self.export.clicked.connect(self._ask_export)

    def carry(self) -> None:
        """What is owed to the second place."""
        act, second = self._context.act(), self._context.desk.second_place
        task = self._context.tasks.free(lambda: second.carry(act))
        task.succeeded.connect(self._on_carried)
        task.failed.connect(self._on_failed)

    def check(self, typed: TypedAnchor | None, said: Callable[[BaseException], None]) -> None:
        """Verify, with the anchor that was typed from paper. Who may read the log leaves a line;
        everybody may verify."""
        audit = self._context.desk.audit
        self.verify.setEnabled(False)
        if self._context.may(Capability.READ_AUDIT):
            act = self._context.act()
            task = self._context.tasks.store(lambda: audit.check(act, typed), tag=typed)
        else:
            task = self._context.tasks.store(lambda: audit.verify(typed), tag=typed)
        task.succeeded.connect(self._on_verified)
        task.failed.connect(said)
        task.ended.connect(self._on_verify_ended)

    def _verify(self) -> None:
        self.check(None, self._on_failed)

    def _on_verify_ended(self) -> None:
        self.verify.setEnabled(True)

    def _on_verified(self, found: object, typed: object) -> None:
        if not isinstance(found, VerificationView):
            return
        self._clear("audit_verified")
        if found.ok:
            head = self.tr("記録は正しくつながっています（{0:,}件）").format(found.size)
            body = "　".join((self.tr("ルート {0}").format(root_words(found.root)), *_kept(found)))
        else:
            head = self.tr("記録に食い違いがあります（{0:,}件）").format(found.size)
            body = "　".join(found.problems[:3])
        tone: Tone = "ok" if found.ok else "bad"
        self._banners.show_banner(
            Banner(
                tone,
                head,
                body,
                icon="shield-check" if found.ok else "",
                closable=True,
                fixed=found.ok,
                name="audit_verified",
            )
        )
        self.changed.emit()

    def _ask_anchor(self) -> None:
        CompareDialog(self._host, self._context, self).open()

    def _anchor(self) -> None:
        act, audit = self._context.act(), self._context.desk.audit
        self.anchor.setEnabled(False)
        task = self._context.tasks.store(lambda: audit.anchor(act))
        task.succeeded.connect(self._on_anchored)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_anchor_ended)

    def _on_anchor_ended(self) -> None:
        self.anchor.setEnabled(True)

    def _on_anchored(self, anchor: object, _tag: object) -> None:
        if not isinstance(anchor, AnchorView):
            return
        self._clear("audit_anchored")
        self._banners.show_banner(
            Banner(
                "ok",
                self.tr("{0:,}件までを固定しました。下の値を紙に控えてください").format(
                    anchor.size
                ),
                anchor_words(anchor),
                icon="shield-check",
                closable=True,
                fixed=True,
                name="audit_anchored",
            )
        )
        self._context.data_changed.emit()
        self.changed.emit()

    def _ask_export(self) -> None:
        dialog = SaveDialog(
            self._host,
            self.tr("記録を書き出す場所"),
            "audit-log.jsonl",
            name="audit_file_dialog",
            suffix="jsonl",
        )
        dialog.fileSelected.connect(self._export_to)
        dialog.open()

    def _export_to(self, name: str) -> None:
        act, audit = self._context.act(), self._context.desk.audit
        task = self._context.tasks.store(lambda: audit.export(act, Path(name)))
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._on_failed)

    def _on_exported(self, entries: object, _tag: object) -> None:
        self._context.notify(self.tr("記録を{0}件書き出しました。").format(entries))
        self._context.data_changed.emit()
        self.changed.emit()

    def _on_carried(self, number: object, _tag: object) -> None:
        self._context.notify(self.tr("控えを{0}件、第二の場所に送りました。").format(number))
        self._context.data_changed.emit()
        self.changed.emit()

    def _clear(self, name: str) -> None:
        for banner in self._banners.banners():
            if banner.objectName() == name:
                self._banners.remove(banner)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self._host)


class CompareDialog(Dialog):
    """Size and root as they stand on a report, a certificate or a day's sheet; a scanner may read
    the QR beside them into either field."""

    def __init__(self, parent: QWidget, context: Context, proving: Proving) -> None:
        super().__init__(
            parent,
            self.tr("紙の控えと照らしますか"),
            self.tr("照らす"),
            name="compare_anchor",
            width=620,
        )
        self._context, self._proving = context, proving
        self.size_ = TextField("")
        self.root = TextField("")
        self.add(
            label(
                self.tr(
                    "監査の報告書・廃棄証明書・日計票に印刷された値を入れます。"
                    "4文字ずつの空きや大文字のままで構いません。QRコードをリーダーで読んでも入ります。"
                ),
                "small",
                wrap=True,
            ),
            FormField(self.tr("記録数"), self.size_, key="anchor_size", name="compare_size"),
            FormField(self.tr("ルート値（64文字）"), self.root, key="anchor", name="compare_root"),
        )
        self.start_at(self.size_)
        self.confirmed.connect(self._compare)

    def _compare(self) -> None:
        self.set_busy(True)
        self._proving.changed.connect(self.accept)
        self._proving.check((self.size_.text(), self.root.text()), self._on_failed)

    def _on_failed(self, error: BaseException) -> None:
        self._proving.changed.disconnect(self.accept)
        self.set_busy(False)
        self._context.show_error(error, self)


def _kept(found: VerificationView) -> tuple[str, ...]:
    """What vouches for the log from outside."""
    said = []
    if found.anchors:
        said.append(_tr("外の控えで確かめた記録 {0:,}件").format(found.anchors))
    if found.second_place == PlaceState.UNREACHABLE:
        said.append(_tr("第二の場所のフォルダーが応答しないため、その控えとは照らしていません。"))
    if found.second_place == PlaceState.SAME_DISK:
        said.append(
            _tr("第二の場所が保管庫と同じディスクにあります。別のディスクか共有に移してください。")
        )
    return tuple(said)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Proving", text)
