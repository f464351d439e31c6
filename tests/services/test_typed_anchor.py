"""An anchor typed from paper: blanks, capitals, wide digits, look-alikes, and the QR."""

from __future__ import annotations

import pytest

from desktop.letters.anchor_block import anchor_qr
from desktop.services.typed_anchor import AnchorWrong, read_anchor

ROOT = "0123456789abcdef" * 4
VALUE = bytes.fromhex(ROOT)


@pytest.mark.parametrize(
    ("size", "root"),
    [
        ("1234", ROOT),
        ("1,234", ROOT.upper()),
        ("１２３４件", " ".join(ROOT[at : at + 4] for at in range(0, 64, 4))),
        (" 1 234 ", "-".join(ROOT[at : at + 8] for at in range(0, 64, 8)) + "\n"),
        ("1234", ROOT.replace("0", "O").replace("1", "l")),
        (
            "1234",
            ROOT.translate(str.maketrans("0123456789abcdef", "０１２３４５６７８９ａｂｃｄｅｆ")),
        ),
        (anchor_qr(1234, ROOT), ""),
        ("", anchor_qr(1234, ROOT).lower()),
    ],
)
def test_it_is_read_however_it_was_typed(size: str, root: str) -> None:
    assert read_anchor(size, root) == (1234, VALUE)


@pytest.mark.parametrize(
    ("size", "root", "field", "said"),
    [
        ("", ROOT, "anchor_size", "数になっていません"),
        ("-3x", ROOT, "anchor_size", "数になっていません"),
        ("3", ROOT[:-1], "anchor", "63文字"),
        ("3", ROOT[:-1] + "g", "anchor", "（g）"),
        ("3", "", "anchor", "0文字"),
    ],
)
def test_what_is_no_anchor_says_what_is_wrong_with_it(
    size: str, root: str, field: str, said: str
) -> None:
    with pytest.raises(AnchorWrong) as wrong:
        read_anchor(size, root)
    assert wrong.value.field == field
    assert said in wrong.value.sentence
