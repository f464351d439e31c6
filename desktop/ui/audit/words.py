"""The log in words that a person reads: moments, what an entry tells of, roots in groups."""

from __future__ import annotations

from datetime import datetime

from desktop.address.compare import LEVEL_LABELS
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.requests import FEE_MEANS_LABELS
from desktop.domain.retention import DisposalStage
from desktop.domain.states import STATE_LABELS
from desktop.services.audit import AnchorView, AuditLine
from desktop.services.intake import DISCARD_LABELS
from desktop.ui.clock import JST
from desktop.ui.intake.words import FORBIDDEN_WORDS

_DETAILS = {
    "reason": "理由",
    "pages": "枚数",
    "page": "ページ",
    "kind": "種類",
    "size": "件数",
    "rows": "行数",
    "entries": "件数",
    "customers": "人数",
    "accepted": "受入れ",
    "rejected": "受け入れず",
    "repaired": "直した行",
    "generation": "世代",
    "number": "番号",
    "letter": "文書",
    "code": "文書",
    "state": "状態",
    "stage": "段階",
    "level": "判定",
    "which": "照合先",
    "units": "件数",
    "epoch": "鍵の世代",
    "amount": "金額",
    "means": "納付方法",
    "year": "年度",
}
_CODES: dict[str, str] = {
    **{code.value: words for code, words in STATE_LABELS.items()},
    **{code.value: words for code, words in LEVEL_LABELS.items()},
    **{code.value: words for code, words in FEE_MEANS_LABELS.items()},
    **{code.value: words for code, words in PAGE_KIND_LABELS.items()},
    DisposalStage.CONTENT_ERASED.value: "消去済",
    DisposalStage.KEYS_DESTROYED_LIVE.value: "鍵破棄",
    "GRANTED": "開示",
    "PARTIAL": "一部開示",
    "REFUSED": "不開示",
    "OK": "ずれなし",
    "BEHIND": "前に使った日時より遅れ",
    "FAR_AHEAD": "大きく進んだ",
    "R1": "契約者・請求先",
    "R2": "供給場所",
    "Rh": "前の住所",
    **{code.value: words for code, words in DISCARD_LABELS.items()},
    **{code.value: words for code, words in FORBIDDEN_WORDS.items()},
}
_FIELDS = {
    "name": "氏名",
    "address": "住所",
    "kana": "フリガナ",
    "phone": "電話",
    "postal": "郵便番号",
    "birth": "生年月日",
    "kind": "種類",
}


def moment(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M}"


def detail_words(line: AuditLine) -> str:
    """Counts, codes and the names of fields; the log holds no values of a person."""
    parts = [
        f"{_DETAILS[key]} {_value(value)}" for key, value in line.detail.items() if key in _DETAILS
    ]
    named = [_FIELDS[field] for field in line.fields if field in _FIELDS]
    others = len(line.fields) - len(named)
    if named:
        parts.append("項目 " + "・".join(named) + (f" ほか{others}" if others else ""))
    elif others:
        parts.append(f"項目 {others}件")
    return "　".join(parts)


def _value(value: str | int) -> str | int:
    """Codes in the clerks' words; numbers as they are."""
    return _CODES.get(value, value) if isinstance(value, str) else value


def root_words(root: str) -> str:
    """64 hex digits in groups of four, as they are typed from paper."""
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))


def anchor_words(anchor: AnchorView) -> str:
    return f"件数 {anchor.size}　ルート {root_words(anchor.root)}"
