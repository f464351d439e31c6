"""The 30分値 of thirteen months: a department's file taken in, the CSV for the disc, the 別紙.

`madoguchi bench annex [--days N]`. Times are processor time of one core. The file is read both
ways a department may write it: a line a day, and a line a half hour, which is the slower one.
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from desktop import paths
from desktop.domain.half_hours import SLOTS, day_line, slot_times
from desktop.domain.letters import AnnexRow, CsvEncoding
from desktop.domain.requests import Item
from desktop.letters.annex_files import medium_files
from desktop.letters.library import load_library
from desktop.letters.render import render_letter
from desktop.services.answers import Expected, read_answer

_FIRST, _AS_OF = date(2025, 10, 1), date(2026, 11, 10)
_CUSTOMER, _POINT, _SOURCE = "1000000001", "0300000000000000000001", "需給管理課"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench annex")
    parser.add_argument("--days", type=int, default=396)
    days = _values(parser.parse_args().days)
    count = len(days) * SLOTS
    print(f"{count:,} values, {len(days)} days")
    definition = load_library(paths.forms()).latest_letter("D-05")
    fonts = paths.resources() / "fonts"
    render_letter(definition, definition.sample, fonts)  # the fonts are read once a process
    by_day = _file([day_line(*one) for one in days.items()])
    by_slot = _file(
        [
            (f"{day.isoformat()} {slot_times(slot)[0]}", value)
            for day, values in days.items()
            for slot, value in enumerate(values)
        ]
    )
    _timed("answer, a line a day", lambda: _read(by_day))
    lines = _timed("answer, a line a half hour", lambda: _read(by_slot))
    rows = tuple(
        AnnexRow("30分値", line.label, line.value, _SOURCE, _AS_OF, "K5") for line in lines
    )
    ((file, data),) = _timed(
        "CSV for the disc", lambda: medium_files("26-0003", rows, (), CsvEncoding.UTF8)
    )
    if file.records != count:
        raise SystemExit(f"the file holds {file.records:,} values")
    facts = replace(definition.sample, annex=rows)
    on_disc = replace(facts, media=(file,))
    first = _timed("letter, values on a disc", lambda: render_letter(definition, on_disc, fonts))
    printed = _timed("letter, values on paper", lambda: render_letter(definition, facts, fonts))
    print(f"sizes: CSV {len(data):,}, disc letter {len(first):,}, paper {len(printed):,} bytes")


def _values(count: int) -> dict[date, tuple[str, ...]]:
    chance = Random(5)
    return {
        _FIRST + timedelta(days=number): tuple(f"{chance.random() * 2:.2f}" for _ in range(SLOTS))
        for number in range(count)
    }


def _file(lines: list[tuple[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of"))
    for label, value in lines:
        writer.writerow((_CUSTOMER, _POINT, "K5", label, value, _SOURCE, _AS_OF.isoformat()))
    return out.getvalue().encode("utf-8-sig")


def _read(data: bytes):
    expected = Expected(
        _CUSTOMER,
        _POINT,
        frozenset({Item.K5}),
        date(2026, 11, 24),
        asked={Item.K5: (_SOURCE, _FIRST)},
        until={Item.K5: _AS_OF},
    )
    read = read_answer(data, expected)
    if read.rejected or read.outside:
        raise SystemExit("the file was not taken")
    return read.lines[Item.K5]


def _timed(what: str, act: Callable[[], object]):
    began = time.process_time()
    result = act()
    print(f"{what}: {time.process_time() - began:.2f} s")
    return result


if __name__ == "__main__":
    main()
