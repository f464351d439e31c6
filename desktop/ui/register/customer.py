"""The opened customer of the register: what is held, which address fitted, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout

from desktop.address.compare import LEVEL_LABELS
from desktop.services.register import Candidate
from desktop.services.register_search import period_words
from desktop.ui import theme
from desktop.ui.labels import icon_label, label
from desktop.ui.register.candidate_rows import LEVELS, sign_of
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import clear, column, panel, row, rule

_WIDTH, _INNER = 356, 312  # the card, and what its margins and scroll bar leave
_LABEL, _SIGN = 96, 22
_POSTAL_DIGITS = 7


class CustomerCard(QFrame):
    """Shows one candidate that a person has opened; nothing before that."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("register_customer")
        self.setAccessibleName(self.tr("お客様の登録内容"))
        self.candidate: Candidate | None = None
        self._body: QVBoxLayout = column(spacing=6)
        inner = panel(column(self._body, None, margins=(16, 12, 16, 14)))
        self._scroll = QScrollArea()
        self._scroll.setObjectName("register_detail")
        self._scroll.setAccessibleName(self.tr("お客様の登録内容"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self.setLayout(column(self._scroll, margins=(1, 1, 1, 1)))
        self.setFixedWidth(theme.px(_WIDTH))
        self.show_nobody()

    def show_nobody(self) -> None:
        self.candidate = None
        clear(self._body)
        self._body.addWidget(label(self.tr("お客様"), "h2"))
        words = self.tr("候補を選んで Enter を押すと、登録の内容と根拠を表示します。")
        self._body.addWidget(label(words, "small", wrap=True, name="register_nobody"))

    def show_customer(self, candidate: Candidate) -> None:
        self.candidate = candidate
        clear(self._body)
        one = candidate.row
        self._body.addWidget(label(one.name, "h2", wrap=True, name="register_detail_name"))
        if one.kana:
            self._body.addWidget(label(one.kana, "caption"))
        for word, value, name in (
            (self.tr("お客様番号"), one.customer_no, "register_detail_number"),
            (self.tr("生年月日"), one.birth, "register_detail_birth"),
            (self.tr("電話番号"), one.phone, "register_detail_phone"),
            (self.tr("供給地点"), one.supply_point_no, "register_detail_supply"),
        ):
            head = label(word, "caption")
            head.setFixedWidth(theme.px(_LABEL))
            told = label(value or "—", "small", tone="text", selectable=True, name=name)
            self._body.addLayout(row(head, (told, 1), spacing=4))
        self._body.addWidget(rule())
        self._address(self.tr("契約者・請求先"), "R1", one.r1_postal, one.r1, "register_detail_r1")
        same = (one.r1, one.r1_postal) == (one.r2, one.r2_postal)
        if same and candidate.which != "R2":
            words = self.tr("供給場所も同じ")
            self._body.addWidget(label(words, "caption", name="register_detail_same"))
        else:
            self._address(self.tr("供給場所"), "R2", one.r2_postal, one.r2, "register_detail_r2")
        past = "\n".join(
            _past(text, one.period(number), fits=text == candidate.matched)
            for number, text in enumerate(one.history)
        )
        self._address(self.tr("以前の住所"), "Rh", "", past, "register_detail_rh")
        self._body.addWidget(rule())
        self._body.addWidget(label(self.tr("この候補を挙げた根拠"), "h3"))
        for number, told_why in enumerate(candidate.evidence):
            icon, tone = sign_of(told_why)
            sign = column(icon_label(icon, tone, 16), None, margins=(0, 2, 0, 0))
            name = f"register_evidence_{number}"
            told = _whole(label(told_why, "small", tone="text", wrap=True, name=name), _SIGN)
            self._body.addLayout(row(sign, (told, 1), spacing=6))
        self._scroll.verticalScrollBar().setValue(0)

    def _address(self, word: str, which: str, postal: str, address: str, name: str) -> None:
        candidate = self.candidate
        if not address.strip() or candidate is None:
            return
        if len(postal) == _POSTAL_DIGITS and postal.isdigit():
            postal = f"{postal[:3]}-{postal[3:]}"
        head = row(label(word, "caption"), label(f"〒{postal}" if postal else "", "caption"), None)
        if candidate.which == which:
            icon, tone = LEVELS[candidate.level]
            words = LEVEL_LABELS[candidate.level]
            head.addWidget(Chip(words, tone, icon, name="register_level"))
        self._body.addSpacing(2)
        self._body.addLayout(head)
        self._body.addWidget(_whole(label(address, wrap=True, selectable=True, name=name)))


def _past(text: str, period: str, *, fits: bool) -> str:
    """An earlier address with its period; the one that fitted stands out where there are more."""
    told = f"{text}（{period_words(period)}）" if period else text
    return f"▸ {told}" if fits else told


def _whole(told: QLabel, indent: int = 0) -> QLabel:
    """A label of several lines asks for all of them, also where the card has to scroll."""
    told.ensurePolished()
    told.setMinimumHeight(told.heightForWidth(theme.px(_INNER - indent)))
    return told
