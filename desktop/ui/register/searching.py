"""The search of the register: fields, candidates while one types, and the chosen customer."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.address.compare import LEVEL_LABELS, Level
from desktop.services.register import Candidate
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, clear, column, panel, row, rule
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_PAUSE_MS = 250
_LEVELS: dict[Level, tuple[str, Tone]] = {
    Level.EXACT: ("equal", "ok"),
    Level.NORMALIZED: ("equal", "ok"),
    Level.VARIANT: ("equal-approximately", "warn"),
    Level.HISTORICAL: ("equal-approximately", "warn"),
    Level.ROOM_MISSING: ("circle-dashed", "warn"),
    Level.DIFFERENT_ROOM: ("equal-not", "bad"),
    Level.PARTIAL: ("equal-not", "bad"),
    Level.NONE: ("equal-not", "bad"),
    Level.NO_ADDRESS: ("circle-dashed", "mute"),
}


class SearchPanel(QWidget):
    """Any field will do; every field narrows. Candidates are listed, never picked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_search")
        self._context = context
        self._asked = Asked()
        self._found: dict[str, Candidate] = {}
        self.fields = {
            "address": FormField(self.tr("住所"), key="address", name="register_address"),
            "name": FormField(self.tr("氏名"), key="name", name="register_name"),
            "kana": FormField(self.tr("フリガナ"), key="kana", name="register_kana"),
            "phone": FormField(self.tr("電話番号"), key="phone", name="register_phone"),
            "postal": FormField(self.tr("郵便番号"), key="postal", name="register_postal"),
            "customer_no": FormField(
                self.tr("お客様番号"), key="customer_no", name="register_customer"
            ),
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._search)
        for field in self.fields.values():
            field.editor.textChanged.connect(self._on_typed)  # type: ignore[attr-defined]
        widths = {"address": 5, "name": 3, "kana": 3, "phone": 3, "postal": 2, "customer_no": 3}
        query = row(*((self.fields[key], widths[key]) for key in self.fields), spacing=10)
        self._model = RowsModel(
            (
                Column(self.tr("判定"), 168),
                Column(self.tr("お客様番号"), 110),
                Column(self.tr("氏名"), 130),
                Column(self.tr("住所")),
                Column(self.tr("照合先"), 110),
            )
        )
        self.results = Table(
            self._model, name="register_results", accessible=self.tr("登録情報の候補")
        )
        self.results.row_chosen.connect(self._show_customer)
        self._empty = EmptyState(
            self.tr("住所・氏名・電話のどれかを入れると、候補がここに並びます。"),
            icon="search",
            name="register_empty",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.results)
        self._count = label("", "small", name="register_count")
        listing = panel(
            column(
                (self._stack, 1),
                panel(row(self._count, None, margins=(12, 8, 12, 8)), "foot"),
                spacing=0,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )
        self._detail: QVBoxLayout = column(spacing=8)
        inner = panel(column(self._detail, None, margins=(16, 14, 16, 14)))
        scroll = QScrollArea()
        scroll.setObjectName("register_detail")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        side = card(scroll, margins=(1, 1, 1, 1))
        side.setFixedWidth(theme.px(340))
        self.setLayout(
            column(
                panel(column(query, margins=(14, 10, 14, 12)), "card"),
                (row((listing, 1), side, spacing=14), 1),
                spacing=12,
            )
        )
        self._show_nobody()
        self.fields["address"].setFocus()

    def _query(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.fields.items()}

    def _on_typed(self) -> None:
        self._timer.start(_PAUSE_MS)

    def _search(self) -> None:
        query = self._query()
        if not any(query.values()):
            self._asked.again()
            self._show_found((), None)
            return
        find, by = self._context.desk.register.find, self._context.signed_in
        task = self._context.tasks.store(
            lambda: find(
                by,
                address=query["address"],
                name=query["name"],
                kana=query["kana"],
                phone=query["phone"],
                postal=query["postal"],
                customer_no=query["customer_no"],
            ),
            asked=self._asked,
        )
        task.succeeded.connect(self._show_found)
        task.failed.connect(self._on_failed)

    def _show_found(self, found: object, _tag: object) -> None:
        rows = [c for c in found if isinstance(c, Candidate)] if isinstance(found, tuple) else []
        self._found = {str(number): one for number, one in enumerate(rows)}
        self._model.set_rows([_row(key, one) for key, one in self._found.items()])
        asked = any(self._query().values())
        self._empty.set_sentence(
            self.tr("候補は見つかりませんでした。項目を減らすか、書き方を変えてください。")
            if asked
            else self.tr("住所・氏名・電話のどれかを入れると、候補がここに並びます。")
        )
        self._stack.setCurrentWidget(self.results if rows else self._empty)
        self._count.setText(self.tr("候補 {0}件").format(len(rows)) if asked else "")
        if rows:
            self.results.choose_first()
        else:
            self._show_nobody()

    def _show_nobody(self) -> None:
        clear(self._detail)
        self._detail.addWidget(label(self.tr("お客様"), "h2"))
        self._detail.addWidget(
            label(self.tr("候補を選ぶと、登録の内容と前の住所を表示します。"), "small", wrap=True)
        )

    def _show_customer(self, key: str) -> None:
        candidate = self._found.get(key)
        if candidate is None:
            self._show_nobody()
            return
        clear(self._detail)
        one = candidate.row
        self._detail.addWidget(label(one.name, "h2", name="register_detail_name"))
        self._detail.addWidget(label(one.kana, "caption"))
        for word, value in (
            (self.tr("お客様番号"), one.customer_no),
            (self.tr("生年月日"), one.birth),
            (self.tr("電話番号"), one.phone),
        ):
            head = label(word, "caption")
            head.setFixedWidth(theme.px(84))
            self._detail.addLayout(row(head, (label(value, selectable=True), 1)))
        self._detail.addWidget(rule())
        self._add(self.tr("契約者・請求先"), f"〒{one.r1_postal}\n{one.r1}", "register_detail_r1")
        self._add(self.tr("供給場所"), f"〒{one.r2_postal}\n{one.r2}")
        if one.history:
            self._add(self.tr("以前の住所"), "\n".join(one.history))
        self._detail.addWidget(rule())
        self._add(self.tr("根拠"), "\n".join(candidate.evidence), "register_detail_evidence")

    def _add(self, word: str, value: str, name: str = "") -> None:
        if not value.strip():
            return
        self._detail.addWidget(label(word, "caption"))
        self._detail.addWidget(label(value, wrap=True, selectable=True, name=name))

    def _on_failed(self, error: BaseException) -> None:
        self._show_found((), None)
        self._context.show_error(error, self)


def _row(key: str, candidate: Candidate) -> Row:
    icon, tone = _LEVELS[candidate.level]
    one = candidate.row
    shown = {"R2": one.r2, "Rh": one.history[0] if one.history else one.r1}.get(
        candidate.which, one.r1
    )
    where = {"R1": "契約者住所", "R2": "供給場所", "Rh": "以前の住所"}.get(candidate.which, "")
    return Row(
        (
            Cell(LEVEL_LABELS[candidate.level], tone=tone, icon=icon, weight=700, px=13),
            Cell(one.customer_no, px=13),
            Cell(one.name),
            Cell(shown),
            Cell(where, px=13, tone="text2"),
        ),
        key=key,
    )
