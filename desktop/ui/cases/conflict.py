"""Two people changed one case: both versions side by side, and the person chooses (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame

from desktop.domain.errors import Stale
from desktop.services.act import Act
from desktop.ui import theme
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.typed import TypedField
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Choice


class ConflictRow(QFrame):
    """One field in both versions. Nothing is chosen beforehand."""

    changed = Signal()

    def __init__(self, number: int, mine: TypedField, theirs: TypedField | None) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName(f"conflict_{number}")
        self.field = mine
        self.setAccessibleName(mine.label)
        self.theirs = Choice(self.tr("相手の内容"), name=f"conflict_theirs_{number}")
        self.mine = Choice(self.tr("自分の入力"), name=f"conflict_mine_{number}")
        self._group = QButtonGroup(self)
        for choice in (self.theirs, self.mine):
            self._group.addButton(choice)
            choice.setAccessibleName(f"{mine.label}　{choice.text()}")
        empty = self.tr("（空）")
        words = self.tr("この欄はいまの作業にありません。") if theirs is None else theirs.words
        if theirs is None:
            self.theirs.setChecked(True)
            self.theirs.setEnabled(False)
            self.mine.setEnabled(False)
        sides = [
            column(
                choice,
                row(
                    theme.px(28),
                    (label(text or empty, wrap=True, name=f"conflict_{side}_{number}_text"), 1),
                    spacing=0,
                ),
                None,
                spacing=2,
            )
            for choice, text, side in (
                (self.theirs, words, "theirs"),
                (self.mine, mine.words, "mine"),
            )
        ]
        self.setLayout(
            column(
                label(mine.label, "h3", wrap=True, name=f"conflict_field_{number}"),
                row((sides[0], 1), (sides[1], 1), spacing=16),
                spacing=6,
                margins=(14, 10, 14, 12),
            )
        )
        self._group.buttonToggled.connect(self.changed)

    def is_chosen(self) -> bool:
        return self.theirs.isChecked() or self.mine.isChecked()


class ConflictPanel(TaskPanel):
    """`settled` gives the fields that are to hold what the person typed."""

    settled = Signal(object)  # dict of TypedField

    def __init__(
        self,
        opened: OpenCase,
        pictures: Pictures,
        mine: Mapping[str, TypedField],
        theirs: Mapping[str, TypedField],
        carried: Mapping[str, TypedField],
    ) -> None:
        super().__init__(opened, pictures, self.tr("入力と変更の突き合わせ"), name="conflict_panel")
        self._carried = dict(carried)
        self.told = Banner(
            "warn",
            self.tr("入力の途中に、この案件が変更されました"),
            icon="users",
            name="conflict_banner",
        )
        self.banners.show_banner(self.told)
        self.rows: Sequence[ConflictRow] = [
            ConflictRow(number, field, theirs.get(key))
            for number, (key, field) in enumerate(mine.items())
        ]
        self.put(*self.rows)
        self.note.setText(self.tr("まだ何も保存していません"))
        self.primary = Button(
            self.tr("選んだ内容で続ける"), "primary", key="Ctrl+Enter", name="conflict_go_on"
        )
        self.keep = Button(self.tr("相手の内容にして、入力を控えに残す"), name="conflict_keep")
        self.act_with(self.primary, self.keep)
        self.primary.clicked.connect(self._go_on)
        self.keep.clicked.connect(self._keep)
        for one in self.rows:
            one.changed.connect(self._arrange)
        self._arrange()

    def tell_who(self, who: str) -> None:
        """Who changed the case, and what they did."""
        self.told.set("warn", self.told.headline(), who, icon="users")

    def start(self) -> None:
        target = next((one.theirs for one in self.rows if one.theirs.isEnabled()), None)
        (target or self.keep).setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        # What has no place any more would be lost by going on: it can only be kept.
        lost = any(not one.mine.isEnabled() for one in self.rows)
        self.primary.setEnabled(not lost and all(one.is_chosen() for one in self.rows))

    def _go_on(self) -> None:
        chosen = {one.field.key: one.field for one in self.rows if one.mine.isChecked()}
        self.settled.emit({**self._carried, **chosen})

    def _keep(self) -> None:
        fields = [*self._carried.values(), *(one.field for one in self.rows)]
        text = "\n".join(f"{one.label}：{one.words}" for one in fields)
        desk, case_id = self.opened.desk, self.opened.case_id

        def keep(act: Act) -> object:
            return desk.kept_notes.keep(act, case_id, text)

        self.opened.change(
            self,
            keep,
            lambda _result: self.settled.emit({}),
            button=self.keep,
            said=self.tr("入力を控えに残しました。履歴から読めます。"),
        )


def stale() -> Stale:
    """A save that met another person's change of the case."""
    return Stale(
        _tr("ほかの人が先にこの案件を変更しました。"),
        _tr("今の内容を確かめて、もう一度行ってください。"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conflict", text)
