"""The words of a verdict. They name components, never what the register holds (DOMAIN §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desktop.address.compare import LEVEL_LABELS, Level

COMPONENT_LABELS: Final[Mapping[str, str]] = {
    "name": "氏名",
    "postal": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "town": "町・丁目",
    "block": "番地",
    "building": "建物",
    "room": "部屋番号",
    "birth": "生年月日",
}

PAIR_LABELS: Final[Mapping[str, str]] = {
    "form-identity": "請求書・書類",
    "identity-register": "書類・登録",
    "form-register": "請求書・登録",
    "identity-identity": "書類どうし",
}

REGISTER_LABELS: Final[Mapping[str, str]] = {
    "R1": "契約者・請求先の住所",
    "R2": "供給場所の住所",
    "Rh": "登録の履歴にある住所",
}

SPOT_LABELS: Final[Mapping[str, str]] = {
    "FORM": "請求書の住所",
    "PAPER": "{}の住所",
    "PAPER_FORMER": "{}の前住所",
    "R1": "登録 R1 契約者・請求先の住所",
    "R2": "登録 R2 供給場所の住所",
    "Rh": "登録 Rh 以前の住所",
}
"""The records that a former address may stand in, or agree with."""

CORRECTION_REQUEST: Final = (
    "ご請求書のご住所、本人確認書類のご住所および当社にご登録のご住所の一致を確認できませんでした。"
    "前住所の記載がある住民票の写し（発行から3か月以内の原本）をお送りください。"
)
"""For D-02 after a mismatch: names no component and confirms nothing of the register."""

_SECOND: Final[Mapping[Level, str]] = {
    Level.VARIANT: "漢字の字体などの表記ゆれがあります。",
    Level.ROOM_MISSING: "部屋番号の書かれていないところがあります。",
    Level.HISTORICAL: "転居の前の住所で一致しています。",
}


def headline_of(
    decision: str, level: Level, matched: str, differing: Sequence[str], known: bool
) -> str:
    """One line beginning with 提案：."""
    if not known:
        return "提案：不一致（登録が見つかりません）"
    if decision == "PASS":
        return f"提案：本人と一致（{REGISTER_LABELS[matched]}）"
    if decision == "SECOND_CLERK":
        why = LEVEL_LABELS[level] if level in _SECOND else f"{_names(differing)}の表記ゆれ"
        return f"提案：第二確認者の確認（{why}）"
    if level is Level.NO_ADDRESS:
        return "提案：不一致（住所の書かれた書類がありません）"
    return f"提案：不一致（{_names(differing) or LEVEL_LABELS[level]}{_ending(differing)}）"


def explain(
    decision: str,
    level: Level,
    matched: str,
    differing: Sequence[str],
    known: bool,
    *,
    misread: bool = False,
) -> str:
    """One or two sentences for the clerk: what agrees, what does not, what to do."""
    if not known:
        return "氏名と住所の合う登録がないため、本人と確認できません。補正を依頼してください。"
    place = f"{REGISTER_LABELS[matched]}と照合しました。" if matched else ""
    only_r2 = "契約者・請求先の住所とは一致していません。" if matched == "R2" else ""
    if decision == "PASS":
        return f"請求書・書類・登録情報が一致しています。{place}{only_r2}"
    if decision == "SECOND_CLERK":
        why = _SECOND.get(level, f"{_names(differing)}に表記ゆれがあります。")
        return f"{why}{place}{only_r2}第二確認者の確認が要ります。"
    if level is Level.NO_ADDRESS:
        return "住所を確かめられる書類がないため、本人と確認できません。補正を依頼してください。"
    what = _names(differing) or "住所"
    if misread:
        return (
            f"{what}が三者で一致しません。読み取りの誤りかもしれません。"
            "画像と読みを見比べ、誤りなら読みを直し、そうでなければ補正を依頼してください。"
        )
    return f"{what}が三者で一致しないため、本人と確認できません。補正を依頼してください。"


def _names(differing: Sequence[str]) -> str:
    return "・".join(COMPONENT_LABELS[name] for name in differing)


def _ending(differing: Sequence[str]) -> str:
    return "の相違" if differing else ""
