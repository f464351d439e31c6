"""Written and typed notes with a 個人番号 on them, in every way people put one down."""

from __future__ import annotations

from collections.abc import Callable

from card_canvas import Canvas, Colour
from card_desk import Desk, Paper
from card_people import my_number

_FULL_WIDTH = str.maketrans("0123456789 -", "０１２３４５６７８９　－")
Style = Callable[[Desk, Canvas, str, float, str], None]


def _labelled(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    label_ = ("マイナンバー", "個人番号", "個人番号：", "マイナンバー（12桁）")[
        int(desk.rng.integers(4))
    ]
    end = page.text(14, 46, label_, 3.8, face)
    page.hidden(end + 3, 46, desk.groups(number), size, face)


def _grouped(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    joint = (" ", "  ", "-")[int(desk.rng.integers(3))]
    page.hidden(14, 46, joint.join((number[:4], number[4:8], number[8:])), size, face)


def _bare(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    page.hidden(14, desk.near(46), number, size, face)


def _over_a_caption(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    caption = ("記入欄", "控え", "見本", "番号")[int(desk.rng.integers(4))]
    shade = int(desk.rng.integers(170, 226))
    page.text(14, 44, caption, 9.0, "sans", (shade, shade, shade))
    page.hidden(14, 45, desk.groups(number), size, face)


def _labelled_downwards(desk: Desk, page: Canvas, face: str, _size: float, number: str) -> None:
    page.text(14, 46, "個人番号", 3.8, face)
    page.hidden(60, 40, number, 4.2, face, down=True)


def _downwards(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    spaced = number if desk.rng.random() < 0.5 else " ".join((number[:4], number[4:8], number[8:]))
    page.hidden(desk.near(80, 60), 38, spaced, min(size, 4.2), face, down=True)


def _below_its_label(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    page.text(14, 42, "マイナンバー" if desk.rng.random() < 0.5 else "個人番号", 3.8, face)
    page.hidden(20, 50, desk.groups(number), size, face)


def _in_a_sentence(desk: Desk, page: Canvas, face: str, _size: float, number: str) -> None:
    before = ("私の番号は", "番号（", "マイナンバーは")[int(desk.rng.integers(3))]
    end = page.text(14, 46, before, 4.0, face)
    end = page.hidden(end, 46, desk.groups(number), 4.0, face)
    page.text(end, 46, "です。ご確認ください。", 4.0, face)


def _in_cells(desk: Desk, page: Canvas, face: str, _size: float, number: str) -> None:
    """One digit a cell, as forms of authorities have it."""
    if desk.rng.random() < 0.6:
        page.text(14, 40, "個人番号", 3.4, "sans")
    for place, digit in enumerate(number):
        page.box(14 + 7 * place, 44, 7, 8, 0.2)
        page.hidden(15.8 + 7 * place, 48, digit, 4.6, face)
    last = page.secret[-len(number) :]
    del page.secret[-len(number) :]
    page.secret.append([glyph for group in last for glyph in group])


def _in_a_corner(desk: Desk, page: Canvas, face: str, _size: float, number: str) -> None:
    page.hidden(desk.near(130, 10), 104, desk.groups(number), 2.6, face)


def _full_width(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    page.hidden(14, 46, desk.groups(number).translate(_FULL_WIDTH), min(size, 4.4), face)


def _blotted(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    """One digit is misread: a blot lies on it."""
    page.hidden(14, 46, desk.groups(number), size, face)
    glyph = page.secret[-1][int(desk.rng.integers(12))]
    left, top, right, bottom = glyph.box
    grey = int(desk.rng.integers(60, 150))
    reach = (right - left) * 0.3
    page.pen.ellipse((left + reach, top + reach, right, bottom), (grey, grey, grey))


def _struck_out(desk: Desk, page: Canvas, face: str, size: float, number: str) -> None:
    """Crossed out with one stroke; every digit can still be read."""
    page.hidden(14, 46, desk.groups(number), size, face)
    first, last = page.secret[-1][0].box, page.secret[-1][-1].box
    level = (first[1] + first[3]) / 2
    ink: Colour = (70, 70, 75)
    page.pen.line((first[0], level, last[2], level + desk.near(0, 3)), ink, page.px(0.3))


STYLES: dict[str, Style] = {
    "labelled": _labelled, "grouped": _grouped, "bare": _bare, "over a caption": _over_a_caption,
    "labelled downwards": _labelled_downwards, "downwards": _downwards,
    "below its label": _below_its_label, "in a sentence": _in_a_sentence, "in cells": _in_cells,
    "in a corner": _in_a_corner, "full width": _full_width, "blotted": _blotted,
    "struck out": _struck_out,
}  # fmt: skip


def letter(desk: Desk) -> Paper:
    rng, page = desk.rng, desk.sheet(110)
    face = "hand" if rng.random() < 0.5 else "sans"
    page.text(14, 14, "個人情報の開示について", 4.6, face)
    page.text(14, 28, "前回の件でご連絡いたします。よろしくお願いします。", 3.8, face)
    names = list(STYLES)
    name = names[int(rng.integers(len(names)))]
    STYLES[name](desk, page, face, float(rng.uniform(3.4, 5.0)), my_number(rng))
    page.text(14, 100, desk.who.name, 4.2, face)
    return Paper("LETTER", page, note=f"{name}, {face}")
