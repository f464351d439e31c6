"""The short words of the case window."""

from __future__ import annotations

import pytest

from desktop.ui import theme
from desktop.ui.cases.words import papers_in_brief

_ROOM = 112 - 8 - 16 - 6 - 8  # the verdict's column, without its edges and its icon


@pytest.mark.parametrize(
    ("named", "brief"),
    [
        ("印鑑登録証明書", "印鑑証明"),
        ("運転免許証", "運転免許証"),
        ("請求書、住民票の写し", "請求書ほか"),
        ("登録情報", "登録情報"),
        ("", ""),
    ],
)
def test_the_papers_that_lack_a_part_are_named_within_the_column(named: str, brief: str) -> None:
    assert papers_in_brief(named) == brief
    assert theme.text_width(brief, 12) <= _ROOM
