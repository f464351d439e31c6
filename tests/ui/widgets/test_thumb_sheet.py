"""Tiles kept in one picture show what tiles painted anew would show, whatever came before."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.thumbnails import Flag, Thumb, Thumbnails

GOOD = Flag("良好", "text2", "check")
FAINT = Flag("薄い", "warn", "sun-dim")


def small(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (170, 240), shade).save(out, "JPEG")
    return out.getvalue()


def tiles(count: int, **flags: Flag) -> list[Thumb]:
    return [
        Thumb(f"p{n}", f"{n} 請求書", small(20 * (n % 10)), flags.get(f"p{n}", GOOD))
        for n in range(count)
    ]


def shown(qtbot: QtBot, per_line: int, thumbs: Sequence[Thumb], chosen: str = "") -> Thumbnails:
    made = Thumbnails(name="pages", width=84, across=True, gap=8)
    qtbot.addWidget(made)
    made.set_per_line(per_line)
    made.set_thumbs(thumbs)
    if chosen:
        made.choose(chosen)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(pages: Thumbnails) -> QImage:
    return pages.grab().toImage()


@pytest.mark.parametrize("per_line", [0, 4])
@pytest.mark.parametrize(
    ("before", "after", "chosen"),
    [
        (tiles(10), tiles(9), "p2"),  # of the last line, where the old one would stay
        (tiles(3), tiles(9), "p2"),
        (tiles(9), tiles(9, p5=FAINT), "p5"),
        (tiles(9), [*tiles(4), *tiles(9)[5:]], ""),
        (tiles(6), [Thumb("p0", "0", barred=("画像は", "未保存です")), *tiles(6)[1:]], "p0"),
    ],
    ids=["fewer", "more", "a flag", "one out of the middle", "one without a picture"],
)
def test_what_changed_is_drawn_and_nothing_old_stays(
    qtbot: QtBot, per_line: int, before: list[Thumb], after: list[Thumb], chosen: str
) -> None:
    pages = shown(qtbot, per_line, before, "p1")
    first = picture(pages)
    pages.set_thumbs(after)
    if chosen:
        pages.choose(chosen)
    fresh = shown(qtbot, per_line, after, chosen or "p1")
    assert pages.size() == fresh.size()
    assert picture(pages) == picture(fresh)
    assert picture(pages) != first


@pytest.mark.parametrize("per_line", [0, 4])
def test_a_tile_is_painted_where_the_list_has_its_page(qtbot: QtBot, per_line: int) -> None:
    """The list itself answers where a page is clicked or dropped; the picture must agree."""
    pages = shown(qtbot, per_line, tiles(9))
    blank = shown(qtbot, per_line, [Thumb(one.key, "", flag=GOOD) for one in tiles(9)])
    places = [pages.visualRect(pages.model().index(row, 0)) for row in range(9)]
    for row, place in enumerate(places):
        one = tiles(9)
        blank.set_thumb(one[row])
        change = _differing(picture(blank), picture(shown(qtbot, per_line, blank_tiles(row))))
        assert place.contains(change)


def blank_tiles(upto: int) -> list[Thumb]:
    """The tiles before `upto` with their pictures, the others without."""
    return [
        one if number < upto else Thumb(one.key, "", flag=GOOD)
        for number, one in enumerate(tiles(9))
    ]


def _differing(one: QImage, other: QImage) -> QRect:
    """The least box around all points in which two pictures differ."""
    box = QRect()
    for y in range(0, one.height(), 3):
        for x in range(0, one.width(), 3):
            if one.pixel(x, y) != other.pixel(x, y):
                box = box.united(QRect(x, y, 1, 1))
    assert not box.isEmpty()
    return box
