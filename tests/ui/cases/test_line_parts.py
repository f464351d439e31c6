"""Parts of an address that was read as one line."""

from __future__ import annotations

from io import BytesIO

import pytest
from case_pages import licence
from PIL import Image
from PySide6.QtGui import QImage

from desktop.ui.cases.line_parts import part_of_line

ADDRESS = "埼玉県みどり野市若葉町二丁目14番6号 203号室"


@pytest.mark.parametrize("part", ["埼玉県", "若葉町二丁目", "14番6号", "203号室"])
def test_the_box_of_a_part_begins_and_ends_between_its_characters(part: str) -> None:
    screened = licence(address=ADDRESS)
    line = screened.reading.field("address")
    assert line is not None
    assert line.box is not None
    box = part_of_line(QImage.fromData(screened.image), line.box, ADDRESS, part)
    # The text is drawn at 32 px, a full character 32 px wide, from 12 px inside the box.
    widths = [32 if ord(one) > 0x2000 else 8 if one == " " else 18 for one in ADDRESS]
    start = ADDRESS.index(part)
    left = line.box[0] + 12 + sum(widths[:start])
    right = left + sum(widths[start : start + len(part)])
    assert abs(box[0] - left) < 14
    assert abs(box[0] + box[2] - right) < 18


def test_a_part_that_the_line_does_not_hold_gets_the_whole_line() -> None:
    page = Image.new("L", (200, 40), 255)
    out = BytesIO()
    page.save(out, "PNG")
    image = QImage.fromData(out.getvalue())
    assert part_of_line(image, (0, 0, 200, 40), ADDRESS, "東京都") == (0, 0, 200, 40)
