"""Short words of the case window: papers, fields, letters, retention classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.ui.tokens import Tone

_SHORT: Final[Mapping[PageKind, str]] = {
    PageKind.DL: "運転免許証",
    PageKind.DL_BACK: "免許証（裏）",
    PageKind.MNC: "マイナカード",
    PageKind.MNC_BACK: "マイナカード裏",
    PageKind.SPR: "特別永住者",
    PageKind.PP_OLD: "旅券",
    PageKind.PP_NEW: "旅券",
    PageKind.PEN: "年金手帳",
    PageKind.JUM: "住民票",
    PageKind.INK: "印鑑証明",
    PageKind.KOS: "戸籍",
    PageKind.TOU: "登記事項",
}

LETTER_STATES: Final[Mapping[str, tuple[str, Tone, str]]] = {
    "DRAFT": ("決裁前", "mute", "pencil"),
    "READY": ("発送前", "accent", "mail"),
    "PRINTED": ("印刷済", "accent", "printer"),
    "CHECKED": ("封入確認済", "ok", "clipboard-check"),
    "SENT": ("発送済", "ok", "send"),
}

CLASS_LABELS: Final[Mapping[str, str]] = {
    "A": "本人確認書類・代理権書類",
    "B": "請求書・補正・封筒",
    "C": "決裁・照合票・回答文書",
    "C6": "開示資料の控え",
}


def page_word(kind: PageKind) -> str:
    return _SHORT.get(kind, PAGE_KIND_LABELS[kind])


def papers_in_brief(named: str) -> str:
    """Papers in the room of a table's cell: 「請求書、住民票の写し」 becomes 「請求書ほか」."""
    first, *others = named.split("、")
    return _IN_BRIEF.get(first, first) + ("ほか" if others else "")


_IN_BRIEF: Final[Mapping[str, str]] = {
    PAGE_KIND_LABELS[kind]: words for kind, words in _SHORT.items()
}
