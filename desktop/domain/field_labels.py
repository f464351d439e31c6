"""What the fields that a page is read for are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
    "former_name": "旧氏（旧姓）",
    "address": "住所",
    "expires": "有効期限",
    "issued": "発行日",
}
"""The written fields of F-01 in the order of the form, then those of identity papers."""
