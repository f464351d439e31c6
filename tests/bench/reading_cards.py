"""`bench read --cards N --seed S`: is anything stored that must not be, and what is read right.

A number counts as stored when one of its digits stays legible in the kept picture, or when six of
its digits in a row stand in what was read. Nothing here knows how the reader works: the truth is
where the drawing put each digit.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import time
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from card_desk import Paper
from card_people import ERAS
from card_places import placing
from card_scans import CardScan, scan
from PIL import Image

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Reader
from desktop.domain.reading import BlockedPage, Forbidden, PageReading, ScreenedPage
from desktop.domain.reading_json import reading_to_json

_DARK = 70
_LEGIBLE = 0.35  # of a glyph's inner pixels not black
_ROW = 6
_LICENCES = ("DL", "DL_BACK", "DLH")


@dataclass
class Score:
    """Counts over all pages."""

    pages: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    stored: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    alarms: Counter[str] = field(default_factory=Counter)
    of_kind: Counter[str] = field(default_factory=Counter)
    read: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    several: Counter[str] = field(default_factory=Counter)


def run(asked: argparse.Namespace, fonts: Path, reader: Reader) -> None:
    """Draw, read and score; pages are read ahead by the reader's two children."""
    score, began = Score(), time.perf_counter()
    waiting: list[tuple[int, CardScan, Future[object]]] = []
    for number in range(asked.first, asked.first + asked.cards):
        one = scan(number, asked.seed, fonts)
        if asked.pages:
            asked.pages.mkdir(parents=True, exist_ok=True)
            shown = one.picture[..., ::-1] if one.picture.ndim == 3 else one.picture
            cv2.imwrite(str(asked.pages / f"{number:04d}_{one.kinds}.png"), shown)
        future: Future[object] = reader.submit(Pixels(one.picture, float(one.dpi)))  # type: ignore[assignment]
        waiting.append((number, one, future))
        if len(waiting) > 4:
            _take(score, *waiting.pop(0))
    for entry in waiting:
        _take(score, *entry)
    _told(score, asked, time.perf_counter() - began)


def _take(score: Score, number: int, one: CardScan, future: Future[object]) -> None:
    result = future.result()
    score.pages += 1
    must_block = any(paper.blocked for paper in one.papers)
    for paper in one.papers:
        score.of_kind[paper.kind] += 1
    if isinstance(result, BlockedPage):
        score.seconds.append(result.seconds)
        if not must_block and "LETTER" not in one.kinds:
            score.alarms[f"{one.kinds} blocked"] += 1
            score.wrong.append(f"{number} {one.kinds} blocked, no number on it")
        if len(one.papers) == 1:
            score.kinds[(one.kinds, "blocked")] += 1
        else:
            score.several["blocked" if must_block else "blocked without a number"] += 1
        return
    assert isinstance(result, ScreenedPage)
    score.seconds.append(result.reading.seconds)
    if must_block:
        score.wrong.append(f"{number} {one.kinds} kept, should be blocked")
    if one.kinds in _LICENCES and any(
        found.kind in (Forbidden.MY_NUMBER, Forbidden.MY_NUMBER_LIKE)
        for found in result.reading.forbidden
    ):
        score.alarms[f"{one.kinds} asked about"] += 1
        score.wrong.append(f"{number} {one.kinds} false alarm")
    if len(one.papers) == 1:
        score.kinds[(one.kinds, result.reading.kind.value)] += 1
        if one.kinds != result.reading.kind.value and one.kinds != "LETTER":
            score.wrong.append(f"{number} {one.kinds} taken for {result.reading.kind.value}")
        _fields(score, number, one.papers[0], result.reading)
    elif not must_block:
        _several(score, number, one, result.reading)
    _left(score, number, one, result)


def _several(score: Score, number: int, one: CardScan, reading: PageReading) -> None:
    """Two papers on one page: each is to be a part of its own kind, with its own fields."""
    parts = {part.kind.value: part for part in reading.parts}
    drawn = [paper.kind for paper in one.papers if paper.kind != "LETTER"]
    found = [part.kind.value for part in reading.parts] or [reading.kind.value]
    if len(drawn) < len(one.papers):
        score.several["beside a letter"] += 1
    elif sorted(found) == sorted(drawn):
        score.several["told apart"] += 1
        for paper in one.papers:
            if drawn.count(paper.kind) == 1:
                _fields(score, number, paper, reading, parts[paper.kind].prefix)
    else:
        score.several["not told apart"] += 1
        score.wrong.append(f"{number} {one.kinds} parts {'+'.join(found)}")


def _fields(
    score: Score, number: int, paper: Paper, reading: PageReading, prefix: str = ""
) -> None:
    for key, text in paper.fields.items():
        found = reading.field(prefix + key)
        if found is None:
            score.read[key]["missing"] += 1
            score.wrong.append(f"{number} {paper.kind} {key} missing")
        elif _plain(found.text) in (_plain(text), _western(text)):
            score.read[key]["sure right" if found.sure else "right"] += 1
        else:
            score.read[key]["sure wrong" if found.sure else "wrong"] += 1
            score.wrong.append(
                f"{number} {paper.kind} {key} {text} → {found.text}{' sure' * found.sure}"
            )


def _left(score: Score, number: int, one: CardScan, page: ScreenedPage) -> None:
    """What of the forbidden glyphs is left in picture or text."""
    picture = np.asarray(Image.open(io.BytesIO(page.image)).convert("L"))
    place = placing(one, picture)
    texts = unicodedata.normalize("NFKC", _plain(reading_to_json(page.reading).decode()))
    for group in one.secret:
        words = unicodedata.normalize("NFKC", "".join(glyph.text for glyph in group))
        seen = "".join(g.text if _legible(place.box(g.box), picture) else "_" for g in group)
        rows = [words[i : i + _ROW] for i in range(max(1, len(words) - _ROW + 1))]
        told = len(words) >= _ROW and any(row in texts for row in rows)
        shown = sum(c != "_" for c in seen)
        if not (told or shown):
            continue
        line = f"{number} {one.told} {one.style} skew {one.skew:.1f}: {words} left {seen}"
        line += " in text" if told else ""
        if group[0].law:
            print(f"  stored: {line}", flush=True)
        (score.stored if group[0].law else score.private).append(line)


def _legible(box: tuple[float, float, float, float], picture: np.ndarray) -> bool:
    left, top, right, bottom = box
    inset_x, inset_y = (right - left) * 0.2, (bottom - top) * 0.25
    part = picture[max(0, round(top + inset_y)) : max(0, round(bottom - inset_y) + 1),
                   max(0, round(left + inset_x)) : max(0, round(right - inset_x) + 1)]  # fmt: skip
    return bool(part.size) and float((part > _DARK).mean()) > _LEGIBLE


def _plain(text: str) -> str:
    text = re.sub(r"[\s　]", "", text).replace("－", "-").replace("ー", "-").replace("―", "-")
    return text.replace("髙", "高")


def _western(text: str) -> str:
    """A date of an era as the same date of the western calendar."""
    match = re.fullmatch(r"(令和|平成|昭和)(\d+|元)年(.*)", text)
    if match is None:
        return _plain(text)
    zero = next(zero for name, zero, _ in ERAS if name == match[1])
    return f"{zero + (1 if match[2] == '元' else int(match[2]))}年{match[3]}"


def _told(score: Score, asked: argparse.Namespace, seconds: float) -> None:
    print(f"{score.pages} pages, seed {asked.seed}, {seconds:.0f} s, "
          f"mean {np.mean(score.seconds):.2f} s in the reader")  # fmt: skip
    right = sum(n for (true, said), n in score.kinds.items() if _agree(true, said))
    print(f"kind right {right} of {sum(score.kinds.values())} pages with one paper")
    for (true, said), count in sorted(score.kinds.items()):
        if not _agree(true, said):
            print(f"  {true} → {said}: {count}")
    print(f"two papers on one page: {dict(score.several)}")
    print(f"forbidden numbers stored: {len(score.stored)}")
    for line in score.stored:
        print("  " + line)
    print(f"other masked places still legible: {len(score.private)}")
    licences = sum(score.of_kind[kind] for kind in _LICENCES)
    alarms = sum(n for what, n in score.alarms.items() if what.split()[0] in _LICENCES)
    print(f"false alarms on licences: {alarms} of {licences}; all: {dict(score.alarms)}")
    for key, counts in sorted(score.read.items()):
        total = counts.total()
        ok = counts["right"] + counts["sure right"]
        print(f"  {key}: {ok} of {total} right; sure {counts['sure right']}, "
              f"sure but wrong {counts['sure wrong']}, missing {counts['missing']}")  # fmt: skip
    if asked.marks:
        asked.marks.write_text(
            json.dumps({"wrong": score.wrong, "private": score.private}, ensure_ascii=False,
                       indent=1), "utf-8")  # fmt: skip


def _agree(true: str, said: str) -> bool:
    return true == said or true == "LETTER" or (said == "blocked" and true in ("MNC_BACK", "JUM"))
