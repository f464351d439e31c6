"""Short words of the case window: papers, fields, letters, retention classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone

_SHORT: Final[Mapping[PageKind, str]] = {
    PageKind.DL: QT_TRANSLATE_NOOP("Words", "運転免許証"),
    PageKind.DL_BACK: QT_TRANSLATE_NOOP("Words", "免許証（裏）"),
    PageKind.MNC: QT_TRANSLATE_NOOP("Words", "マイナカード"),
    PageKind.MNC_BACK: QT_TRANSLATE_NOOP("Words", "マイナカード裏"),
    PageKind.SPR: QT_TRANSLATE_NOOP("Words", "特別永住者"),
    PageKind.PP_OLD: QT_TRANSLATE_NOOP("Words", "旅券"),
    PageKind.PP_NEW: QT_TRANSLATE_NOOP("Words", "旅券"),
    PageKind.PEN: QT_TRANSLATE_NOOP("Words", "年金手帳"),
    PageKind.JUM: QT_TRANSLATE_NOOP("Words", "住民票"),
    PageKind.INK: QT_TRANSLATE_NOOP("Words", "印鑑証明"),
    PageKind.KOS: QT_TRANSLATE_NOOP("Words", "戸籍"),
    PageKind.TOU: QT_TRANSLATE_NOOP("Words", "登記事項"),
}

LETTER_STATES: Final[Mapping[str, tuple[str, Tone, str]]] = {
    "DRAFT": (QT_TRANSLATE_NOOP("Words", "決裁前"), "mute", "pencil"),
    "READY": (QT_TRANSLATE_NOOP("Words", "発送前"), "accent", "mail"),
    "PRINTED": (QT_TRANSLATE_NOOP("Words", "印刷済"), "accent", "printer"),
    "CHECKED": (QT_TRANSLATE_NOOP("Words", "封入確認済"), "ok", "clipboard-check"),
    "SENT": (QT_TRANSLATE_NOOP("Words", "発送済"), "ok", "send"),
}

CLASS_LABELS: Final[Mapping[str, str]] = {
    "A": QT_TRANSLATE_NOOP("Words", "本人確認書類・代理権書類"),
    "B": QT_TRANSLATE_NOOP("Words", "請求書・補正・封筒"),
    "C": QT_TRANSLATE_NOOP("Words", "決裁・照合票・回答文書"),
    "C6": QT_TRANSLATE_NOOP("Words", "開示資料の控え"),
}


def page_word(kind: PageKind) -> str:
    return _tr(_SHORT[kind]) if kind in _SHORT else PAGE_KIND_LABELS[kind]


def papers_in_brief(named: str) -> str:
    """Papers in the room of a table's cell: 「請求書、住民票の写し」 becomes 「請求書ほか」."""
    first, *others = named.split("、")
    return _IN_BRIEF.get(first, first) + (_tr("ほか") if others else "")


_IN_BRIEF: Final[Mapping[str, str]] = {
    PAGE_KIND_LABELS[kind]: words for kind, words in _SHORT.items()
}


def letter_state(state: str) -> tuple[str, Tone, str]:
    """Where a letter stands, as word, tone and icon."""
    word, tone, icon = LETTER_STATES.get(state, ("", "mute", "file-text"))
    return _tr(word), tone, icon


def class_label(code: str) -> str:
    """What a retention class holds (DOMAIN §10)."""
    return _tr(CLASS_LABELS.get(code, ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)
