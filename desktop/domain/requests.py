"""Request types, items and reasons for refusal (DOMAIN §1–3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class RequestType(StrEnum):
    """請求種別 (DOMAIN §1; 個人情報保護法 32–35条)."""

    PURPOSE = "PURPOSE"
    DISCLOSE = "DISCLOSE"
    DISCLOSE_3P = "DISCLOSE_3P"
    CORRECT = "CORRECT"
    ADD = "ADD"
    DELETE = "DELETE"
    STOP_USE = "STOP_USE"
    ERASE = "ERASE"
    STOP_3P = "STOP_3P"


class Item(StrEnum):
    """対象とする情報 (DOMAIN §2). K8 goes with DISCLOSE_3P only."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"


class FeeMeans(StrEnum):
    """手数料の納付方法 (DOMAIN §2)."""

    STAMPS = "STAMPS"
    TRANSFER = "TRANSFER"
    POSTAL_ORDER = "POSTAL_ORDER"
    CASH = "CASH"
    NONE = "NONE"


class Reason(StrEnum):
    """不開示等の理由 (DOMAIN §3; policy 5(5))."""

    R_I = "R_I"
    R_RO = "R_RO"
    R_HA = "R_HA"
    R_NI = "R_NI"
    R_HO = "R_HO"
    R_HE = "R_HE"
    R_TO = "R_TO"
    X_PURP = "X_PURP"
    X_LAW = "X_LAW"
    X_FACT = "X_FACT"
    X_NEED = "X_NEED"
    X_GRND = "X_GRND"
    X_ALT = "X_ALT"
    X_KEEP = "X_KEEP"


REQUEST_LABELS: Final[Mapping[RequestType, str]] = {
    RequestType.PURPOSE: "利用目的の通知",
    RequestType.DISCLOSE: "開示",
    RequestType.DISCLOSE_3P: "第三者提供記録の開示",
    RequestType.CORRECT: "訂正",
    RequestType.ADD: "追加",
    RequestType.DELETE: "削除",
    RequestType.STOP_USE: "利用停止",
    RequestType.ERASE: "消去",
    RequestType.STOP_3P: "第三者提供の停止",
}

REQUEST_ARTICLES: Final[Mapping[RequestType, str]] = {
    RequestType.PURPOSE: "32条2項",
    RequestType.DISCLOSE: "33条1項",
    RequestType.DISCLOSE_3P: "33条5項",
    RequestType.CORRECT: "34条1項",
    RequestType.ADD: "34条1項",
    RequestType.DELETE: "34条1項",
    RequestType.STOP_USE: "35条1項・5項",
    RequestType.ERASE: "35条1項・5項",
    RequestType.STOP_3P: "35条3項・5項",
}

ITEM_LABELS: Final[Mapping[Item, str]] = {
    Item.K1: "契約者情報",
    Item.K2: "契約・供給地点",
    Item.K3: "料金・請求・入金",
    Item.K4: "月別使用量",
    Item.K5: "30分値",
    Item.K6: "問い合わせ履歴",
    Item.K7: "同意・配信設定",
    Item.K8: "第三者提供記録",
}

FEE_MEANS_LABELS: Final[Mapping[FeeMeans, str]] = {
    FeeMeans.STAMPS: "切手",
    FeeMeans.TRANSFER: "振込",
    FeeMeans.POSTAL_ORDER: "定額小為替",
    FeeMeans.CASH: "現金",
    FeeMeans.NONE: "なし",
}
