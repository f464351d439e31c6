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

FIELD_LABELS: Final[Mapping[str, str]] = {
    "request_date": "請求日",
    "family_kana": "フリガナ（セイ）",
    "given_kana": "フリガナ（メイ）",
    "name": "氏名",
    "birth": "生年月日",
    "phone": "電話番号",
    "postal": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "town": "町名・丁目",
    "block": "番地・号",
    "building": "建物名",
    "room": "部屋番号",
    "address": "住所",
    "expires": "有効期限",
    "issued": "発行日",
}
"""The written fields of F-01 in the order of the form, then those of identity papers."""

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
