"""An anchor as a person types it from paper, or a scanner reads it from the QR (TRUST §3).

The value has no check characters: instead a few wrong digits are told apart from a changed log,
which alters nearly all of them (`desktop.store.audit_verifier`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from desktop.domain.errors import DeskError

_DIGITS: Final = 64
_QR: Final = re.compile(r"MDG1\|ANCHOR\|([0-9]+)\|([0-9a-f]{64})", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s\-‐-―−ー・,.、。:：]+")
_LOOK_ALIKES: Final = str.maketrans("oilOIL", "011011")  # none of them is a hexadecimal digit


class AnchorWrong(DeskError):
    """What was typed from paper is no anchor."""

    code = "anchor_wrong"


def read_anchor(size: str, root: str) -> tuple[int, bytes]:
    """Size and root, in whatever groups, width and case they were typed. Either field may hold
    the text of the QR, and then the other one is not looked at."""
    for typed in (size, root):
        if found := _QR.search(unicodedata.normalize("NFKC", typed)):
            return int(found[1]), bytes.fromhex(found[2])
    return _size(size), _root(root)


def _size(typed: str) -> int:
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).removesuffix("件")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 12:
        raise AnchorWrong(
            "控えの記録数が数になっていません。",
            "紙の「記録数」の数字だけを入れてください。",
            field="anchor_size",
        )
    return int(plain)


def _root(typed: str) -> bytes:
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).translate(_LOOK_ALIKES)
    if wrong := sorted({one for one in plain if one not in "0123456789abcdefABCDEF"}):
        raise AnchorWrong(
            f"控えの値に、0～9とa～f以外の文字があります（{'　'.join(wrong[:5])}）。",
            "紙の「ルート値」をもう一度見て、入れ直してください。",
            field="anchor",
        )
    if len(plain) != _DIGITS:
        raise AnchorWrong(
            f"控えの値は{_DIGITS}文字です。入れられたのは{len(plain)}文字です。",
            "4文字ずつの組を16組、紙のとおりに入れてください。",
            field="anchor",
        )
    return bytes.fromhex(plain)
