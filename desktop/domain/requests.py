"""Request types, items and reasons for refusal (DOMAIN §1–3)."""

from __future__ import annotations

from enum import StrEnum


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
