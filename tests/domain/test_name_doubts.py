"""Words that may name somebody else: found in sentences and on pages, the asker's own left out."""

from __future__ import annotations

import pytest

from desktop.domain.name_doubts import doubtful_names, name_places
from desktop.domain.reading import TextLine

OWN = "仮川 一郎\nカリカワ イチロウ"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("請求内容の照会。見本 花子が応対", ("見本 花子",)),
        ("隣室の例示誠様から苦情", ("例示誠",)),
        ("担当：架空 太郎", ("架空 太郎",)),
        ("受付者 見本", ("見本",)),
        ("料金の照会（見本 花子）", ("見本 花子",)),
        ("ミホン ハナコさんより入電", ("ミホン ハナコ",)),
        ("見本花子へ引継ぎ", ("見本花子",)),
        ("同居人＝例示 誠", ("例示 誠",)),
        ("例示 誠様と見本花子さん", ("例示 誠", "見本花子")),
    ],
)
def test_a_name_is_seen_however_a_clerk_writes_it(text: str, names: tuple[str, ...]) -> None:
    assert doubtful_names(text, OWN) == names


@pytest.mark.parametrize(
    "text",
    [
        "仮川 一郎様より入電",
        "一郎様のご希望",
        "カリカワ様",
        "お客様へ説明。ご本人様に確認",
        "料金課へ引継ぎ",
        "お客さま相談課が対応",
        "担当部署へ転送",
        "当社が確認",
        "使用量（4月分）の照会",
        "12,805円（税込）入金済",
        "仕様の照会と同様",
        "■■■様",
        "埼玉県みどり野市桜町三丁目3番",
        "みどり野ファミリー 50A",
        "契約者氏名（フリガナ）",
        "振替の案内（再発行）",
    ],
)
def test_what_names_nobody_or_the_asker_is_left_alone(text: str) -> None:
    assert doubtful_names(text, OWN) == ()


def line(text: str, x: int, y: int, width: int, height: int = 40) -> TextLine:
    return TextLine(text, 0.99, (x, y, width, height))


def test_on_a_page_the_name_alone_is_covered_and_a_column_of_names_below_its_head() -> None:
    sentence = line("例示 誠様の件", 100, 100, 400)
    page = (
        line("日付", 100, 300, 80),
        line("応対者", 800, 300, 120),
        line("2026-09-18", 100, 360, 200),
        line("見本 花子", 790, 360, 160),
        line("仮川 一郎", 790, 420, 160),  # the asker
        line("架空 太郎", 790, 480, 160),
        line("記入者", 100, 600, 120),
        line("仮野", 260, 600, 80),
    )
    boxes = name_places((sentence, *page), OWN)
    # Nine characters, four of the name before 様: it ends well before the words that follow it.
    (left, _top, width, _height) = boxes[0]
    assert 50 <= left <= 100
    assert 300 > left + width - 100 > 200
    assert set(boxes[1:]) == {
        (790, 360, 160, 40),
        (790, 480, 160, 40),
        (260, 600, 80, 40),
    }
