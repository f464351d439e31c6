"""設定の印刷: on which printer and tray of this machine each kind of paper is printed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.printing import (
    PAPER_KIND_LABELS,
    SIDES_LABELS,
    PaperKind,
    PrinterSkills,
    Sides,
    Target,
)
from desktop.services.cups_settings import CupsFinding
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.print_words import tray_word
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 400
_ITSELF = "-"  # a drop-down needs a key: the printer's own choice of tray


class PrintingPage(QWidget):
    """Kept on this machine: another one has other printers."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("printing_page")
        self._context = context
        self._asked, self._skills_asked = Asked(), Asked()
        self._chosen: Mapping[PaperKind, Target] = {}
        self._skills = PrinterSkills()
        self._names: tuple[str, ...] = ()
        self.banners = BannerArea(name="printing_banners")
        self._model = RowsModel(
            (
                Column(self.tr("文書の種類"), 210),
                Column(self.tr("プリンター")),
                Column(self.tr("トレイ"), 110),
                Column(self.tr("面"), 130),
            )
        )
        self.kinds = Table(
            self._model, name="printing_kinds", accessible=self.tr("文書の種類と印刷先")
        )
        self.kinds.row_chosen.connect(self._on_kind)
        self.title = label("", "h2", name="printing_title")
        self.printer = Select(name="printing_printer", accessible=self.tr("プリンター"))
        self.tray = Select(name="printing_tray", accessible=self.tr("トレイ"))
        self.sides = Select(name="printing_sides", accessible=self.tr("面"))
        self.told = label("", "small", wrap=True, name="printing_told")
        self.save = Button(
            self.tr("印刷先を決める"), "primary", key="Ctrl+Enter", name="printing_save"
        )
        self.save.setEnabled(False)
        self.printer.currentIndexChanged.connect(self._ask_skills)
        self.save.clicked.connect(self._save)
        self.setLayout(column(self.banners, (row((self._list(), 1), self._form(), spacing=14), 1)))

    def showEvent(self, event: QShowEvent) -> None:
        """A first print elsewhere has chosen a printer meanwhile."""
        super().showEvent(event)
        if not event.spontaneous():  # a window that comes back takes no choice away
            self.refresh()

    def refresh(self) -> None:
        """Read anew what this machine offers and what was chosen."""
        printing = self._context.desk.printing
        task = self._context.tasks.free(
            lambda: (printing.printers(), printing.choices(), printing.keeping()),
            asked=self._asked,
        )
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _list(self) -> QWidget:
        words = label(
            self.tr(
                "この端末だけの設定です。初めて印刷したプリンターを覚えます。"
                "別紙は通知の文書に続けて印刷します。"
                "ドライバーや複合機のメモリーに残る控えは、ここでは確かめられません。"
                "管理者がジョブの保存を切ってください。"
            ),
            "caption",
            wrap=True,
        )
        foot = panel(row((words, 1), margins=(14, 10, 14, 10)), "foot")
        return panel(column((self.kinds, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card")

    def _form(self) -> QWidget:
        side = card(
            self.title,
            FormField(self.tr("プリンター"), self.printer, key="printer", name="printing_printer"),
            FormField(self.tr("トレイ"), self.tray, key="tray", name="printing_tray"),
            FormField(self.tr("面"), self.sides, key="sides", name="printing_sides"),
            self.told,
            None,
            row((self.save, 1)),
            spacing=12,
        )
        side.setFixedWidth(theme.px(_SIDE))
        return side

    def _on_read(self, found: object, _tag: object) -> None:
        if not isinstance(found, tuple):
            return
        self._names, self._chosen, findings = found
        before = self.kinds.current_key() or PaperKind.LETTER.value
        self._model.set_rows([self._row(kind) for kind in PaperKind])
        self.kinds.choose(before)
        self._on_kind(before)
        self.banners.clear()
        for one in findings:
            if isinstance(one, CupsFinding) and not one.ok:
                words = self.tr("{0}：{1}").format(one.name, one.told)
                banner = Banner("warn", words, one.next_step, name="printing_keeps")
                self.banners.show_banner(banner)

    def _row(self, kind: PaperKind) -> Row:
        target = self._chosen.get(kind)
        word = PAPER_KIND_LABELS[kind]
        if target is None:
            cells = (Cell(self.tr("まだ決めていません"), "mute"), Cell(""), Cell(""))
        else:
            gone = target.printer not in self._names
            cells = (
                Cell(target.printer, "bad" if gone else None, "octagon-alert" if gone else ""),
                Cell(tray_word(target.tray), px=13),
                Cell(SIDES_LABELS[target.sides], px=13),
            )
        return Row((Cell(word, weight=500), *cells), key=kind.value)

    def _kind(self) -> PaperKind:
        return PaperKind(self.kinds.current_key() or PaperKind.LETTER.value)

    def _on_kind(self, _key: str) -> None:
        kind = self._kind()
        self.title.setText(PAPER_KIND_LABELS[kind])
        target = self._chosen.get(kind)
        usual = target.printer if target is not None and target.printer in self._names else ""
        self.printer.set_options([(name, name) for name in self._names], usual)
        self.save.setEnabled(bool(self._names))
        self._ask_skills()

    def _ask_skills(self) -> None:
        printer, printing = self.printer.key(), self._context.desk.printing
        if not printer:
            self.told.setText(
                self.tr("この端末にはプリンターがありません。管理者が登録すると選べます。")
            )
            self._offer(PrinterSkills())
            return
        task = self._context.tasks.free(lambda: printing.skills(printer), asked=self._skills_asked)
        task.succeeded.connect(self._on_skills)

    def _on_skills(self, skills: object, _tag: object) -> None:
        if isinstance(skills, PrinterSkills):
            both = self.tr("両面に対応") if skills.two_sided else self.tr("片面のみ")
            trays = self.tr("トレイ {0}種類").format(len(skills.trays))
            none = self.tr("トレイの区別なし")
            self.told.setText(
                self.tr("用紙はA4、{0}、{1}。").format(both, trays if skills.trays else none)
            )
            self._offer(skills)

    def _offer(self, skills: PrinterSkills) -> None:
        target = self._chosen.get(self._kind())
        same = target is not None and target.printer == self.printer.key()
        tray = target.tray if same and target is not None else ""
        sides = target.sides if same and target is not None else Sides.ONE
        trays = [(_ITSELF, tray_word("")), *((one, tray_word(one)) for one in skills.trays)]
        self.tray.set_options(trays, tray if tray in skills.trays else _ITSELF)
        offered = [one for one in Sides if skills.two_sided or one is Sides.ONE]
        self.sides.set_options(
            [(one.value, SIDES_LABELS[one]) for one in offered],
            sides.value if sides in offered else Sides.ONE.value,
        )

    def _save(self) -> None:
        tray = "" if self.tray.key() == _ITSELF else self.tray.key()
        target = Target(self.printer.key(), tray, Sides(self.sides.key() or Sides.ONE.value))
        printing, act, kind = self._context.desk.printing, self._context.act(), self._kind()
        self.save.setEnabled(False)
        task = self._context.tasks.store(lambda: printing.choose(act, kind, target), tag=kind)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_refused)

    def _on_saved(self, _target: object, kind: object) -> None:
        self.save.setEnabled(True)
        if isinstance(kind, PaperKind):
            words = self.tr("{0}の印刷先を決めました。")
            self._context.notify(words.format(PAPER_KIND_LABELS[kind]))
        self.refresh()

    def _on_refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self._context.show_error(error, self)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
