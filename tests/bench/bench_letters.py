"""Letters as PDF: one, a thousand, the first with a new variant of a character, a long annex.

`madoguchi bench letters [--letters N] [--peer N]`. The times are processor time of one core, beside
which the clock's is said. Names are made up, every letter's another. Where WeasyPrint is installed
it sets the same answers in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from letters_as_pages import peer
from pypdfium2 import PdfDocument

from desktop import paths
from desktop.domain.letters import Addressee, AnnexRow, LetterData
from desktop.domain.wording import LetterDefinition
from desktop.letters.library import load_library
from desktop.letters.render import render_letter

FONTS = paths.resources() / "fonts"
_FAMILY = (
    *("架空", "見本", "仮野", "例示", "髙﨑", "𠮷川", "渡邉", "齋藤"),
    *("仮川", "試山", "模田", "型谷", "例野", "想定", "仮名", "作例"),
)
_GIVEN = (
    *("太郎", "花子", "次郎", "誠", "一郎", "美咲", "健", "陽子", "大輔", "恵"),
    *("翔", "葵", "修", "直美", "蓮", "千尋", "豊", "明日香", "剛"),
)
_TOWN = ("若葉町", "青葉台", "緑ケ丘", "東原", "中之島", "新田", "桜木町", "西浜")
_SINGLE, _ROWS = 30, 2000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench letters")
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--peer", type=int, default=20, help="letters that WeasyPrint sets")
    asked = parser.parse_args()
    answer = load_library(paths.forms()).latest_letter("D-06")
    _first(answer)
    _single(answer)
    _variants(answer)
    _thousand(answer, asked.letters)
    _annex()
    _sizes()
    _beside(answer, asked.peer)


def _facts(answer: LetterDefinition, number: int) -> LetterData:
    """The answer of one customer: no two of the first 2,432 have the same name and house."""
    family, given = _FAMILY[number % len(_FAMILY)], _GIVEN[number % len(_GIVEN)]
    town = _TOWN[number // 7 % len(_TOWN)]
    address = (f"埼玉県みどり野市{town}{number % 9 + 1}丁目{number % 31 + 1}番{number % 17 + 1}号",)
    return replace(
        answer.sample,
        document_number=f"窓第26-{number:04}号",
        case_number=f"26-{number:04}",
        addressee=Addressee(f"{3500000 + number:07}", address, f"{family} {given}"),
    )


def _first(answer: LetterDefinition) -> None:
    spent, pdf = _timed(lambda: render_letter(answer, answer.sample, FONTS))
    _say("first letter of a process, fonts read", spent, f"{len(pdf) / 1024:.1f} KB")


def _single(answer: LetterDefinition) -> None:
    times = [
        _timed(lambda n=n: render_letter(answer, _facts(answer, n), FONTS))[0]
        for n in range(_SINGLE)
    ]
    _say("one letter, warm (asked: 150 ms)", statistics.median(times), f"worst {max(times):.1f} ms")


def _variants(answer: LetterDefinition) -> None:
    def drawn(name: str) -> float:
        to = replace(answer.sample.addressee, name=name)
        facts = replace(answer.sample, addressee=to)
        return _timed(lambda: render_letter(answer, facts, FONTS))[0]

    _say("one letter, first variant of a process", drawn("葛\U000e0100野 太郎"))
    _say("one letter, first sight of another variant", drawn("辻\U000e0100 花子"))
    _say("one letter, that variant again", drawn("辻\U000e0100 花子"))


def _thousand(answer: LetterDefinition, count: int) -> None:
    early = 0.0
    began, clock = time.process_time(), time.perf_counter()
    largest = 0
    for number in range(count):
        largest = max(largest, len(render_letter(answer, _facts(answer, number), FONTS)))
        if number == count // 10:
            early = _memory()
    spent = (time.process_time() - began) * 1000
    grown = _memory() - early
    _say(
        f"{count:,} one-page answers (asked: 1,000 in 20 s)",
        spent,
        f"{spent / count:.1f} ms each, clock {time.perf_counter() - clock:.1f} s, "
        f"largest {largest / 1024:.1f} KB, memory {grown:+.1f} MB after the first tenth",
    )


def _annex() -> None:
    disclosure = load_library(paths.forms()).latest_letter("D-05")
    day = date(2026, 11, 10)
    rows = tuple(
        AnnexRow("月別使用量", f"{2025 + n // 12}年{n % 12 + 1}月", f"{n} kWh", "需給部", day)
        for n in range(_ROWS)
    )
    facts = replace(disclosure.sample, annex=rows)
    spent, pdf = _timed(lambda: render_letter(disclosure, facts, FONTS))
    with PdfDocument(pdf) as document:
        pages = len(document)
    _say(f"an annex of {_ROWS:,} lines", spent, f"{pages} pages, {len(pdf) / 1024:.1f} KB")


def _sizes() -> None:
    library = load_library(paths.forms())
    sizes = {}
    for number in range(1, 15):
        letter = library.latest_letter(f"D-{number:02}")
        sizes[letter.code] = len(render_letter(letter, letter.sample, FONTS)) / 1024
    largest = max(sizes, key=sizes.__getitem__)
    print(f"{'sizes of D-01 to D-14 (asked: 120 KB)':<46}", end=" ")
    print(f"{min(sizes.values()):.1f} to {sizes[largest]:.1f} KB ({largest})")


def _beside(answer: LetterDefinition, count: int) -> None:
    draw = peer(answer, FONTS)
    if draw is None:
        print("WeasyPrint is not installed")
        return
    first, pdf = _timed(lambda: draw(_facts(answer, 0)))
    _say("WeasyPrint, first letter", first, f"{len(pdf) / 1024:.1f} KB")
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(1, count + 1):
        facts = _facts(answer, number)
        theirs.append(_timed(lambda facts=facts: draw(facts))[0])
        ours.append(_timed(lambda facts=facts: render_letter(answer, facts, FONTS))[0])
    one, other = statistics.median(theirs), statistics.median(ours)
    _say("WeasyPrint, one letter", one, f"ours {other:.1f} ms in turns, {one / other:.1f} x")


def _timed(draw: Callable[[], bytes]) -> tuple[float, bytes]:
    began = time.process_time()
    pdf = draw()
    return (time.process_time() - began) * 1000, pdf


def _memory() -> float:
    """What the process holds, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _say(what: str, milliseconds: float, more: str = "") -> None:
    print(f"{what:<46} {milliseconds:10.1f} ms  {more}".rstrip())


if __name__ == "__main__":
    main()
