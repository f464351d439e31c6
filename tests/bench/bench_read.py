"""Reading scans. With --forms N: own forms filled in and damaged by a seed, scored against truth.

With --cards N: identity papers of every kind, searched for what must not be kept. With --quality N:
good and spoilt pages, and which faults are told. Without any of them: pages of the sample office,
against decoding the same pictures only.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import cv2
import numpy as np
import reading_cards
import reading_quality
from PIL import Image, ImageSequence
from ratios import measure
from reading_answers import answers
from reading_damage import DAMAGES, UNSEEN, Scan, scanned
from reading_hands import Hand, hands, tick, write
from reading_paper import Blank, Form, load_forms
from reading_score import Mark, report

from desktop import paths
from desktop.capture.pixels import Pixels
from desktop.capture.reader import Reader
from desktop.domain.reading import PageReading, ScreenedPage
from desktop.services.premises import read_request_forms
from desktop.services.reading import FileReader

_DPI = 300


@dataclass(frozen=True, slots=True)
class Drawn:
    """A damaged scan and what was written on it."""

    form: Form
    hand: Hand
    damage: str
    scan: Scan
    truth: dict[str, str]


def main() -> None:
    asked = _asked()
    if asked.forms:
        _own_forms(asked)
    elif asked.cards:
        forms = read_request_forms(paths.forms()).forms
        # Other work may run beside: a slow page is no failed one here.
        with Reader(forms, workers=asked.workers, seconds=600.0) as reader:
            reading_cards.run(asked, paths.resources() / "fonts", reader)
    elif asked.quality:
        drawn_forms = load_forms(paths.forms() / "requests")
        fonts = paths.resources() / "fonts"
        reading_quality.run(asked.quality, asked.seed, drawn_forms, fonts)
    else:
        _sample_pages()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="madoguchi bench read")
    parser.add_argument("--forms", type=int, default=0, help="own forms to draw and read")
    parser.add_argument("--cards", type=int, default=0, help="identity papers to draw and read")
    parser.add_argument("--quality", type=int, default=0, help="pages of each fault to draw")
    parser.add_argument("--workers", type=int, default=2, help="children reading papers at once")
    parser.add_argument("--first", type=int, default=0, help="number of the first paper")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--font", type=Path, action="append", default=[], help="a hand's TTF")
    parser.add_argument("--only", default="", help="this form alone, such as F-01")
    parser.add_argument("--hand", default="", help="this hand alone: printed, handwriting, strokes")
    parser.add_argument("--damage", default="", help="this damage alone")
    parser.add_argument("--unseen", action="store_true", help="with damages kept for the end")
    parser.add_argument("--marks", type=Path, help="write every field as a JSON line here")
    parser.add_argument("--pages", type=Path, help="keep the drawn pages in this folder")
    return parser.parse_args()


def drawn(asked: argparse.Namespace) -> Iterator[Drawn]:
    """The pages, one by one; each depends on the seed and its number alone."""
    fonts = paths.resources() / "fonts"
    forms = [f for f in load_forms(paths.forms() / "requests") if asked.only in ("", f.code)]
    writers = [h for h in hands(fonts, tuple(asked.font)) if asked.hand in ("", h.kind)]
    known = {**DAMAGES, **UNSEEN} if asked.unseen or asked.damage else DAMAGES
    damages = [name for name in known if asked.damage in ("", name)]
    kinds = sorted({hand.kind for hand in writers})
    blanks: dict[tuple[str, int, int], Blank] = {}
    for number in range(asked.forms):
        rng = np.random.default_rng((asked.seed, number))
        form = forms[number % len(forms)]
        kind = kinds[(number // len(forms)) % len(kinds)]
        own = [hand for hand in writers if hand.kind == kind]
        hand = own[int(rng.integers(len(own)))]
        damage = damages[int(rng.integers(len(damages)))]
        key = (form.code, form.version, form.page)
        if key not in blanks:
            blanks[key] = Blank(form, fonts, _DPI)
        page = blanks[key].picture()
        truth = answers(form, rng)
        _fill(page, form, truth, hand, rng)
        scan = scanned(known[damage](Scan(page, float(_DPI)), rng), rng)
        yield Drawn(form, hand, damage, scan, truth)


def _fill(
    page: np.ndarray, form: Form, truth: dict[str, str], hand: Hand, rng: np.random.Generator
) -> None:
    mm = _DPI / 25.4
    shade = int(rng.integers(20, 85))
    tall = float(rng.uniform(4.2, 6.2))
    for place in form.places:
        text = truth[place.key]
        if not text:
            continue
        if place.kind == "tick":
            tick(page, place, mm, shade, rng)
        elif place.kind == "comb":
            for cell, digit in zip(place.cells, text, strict=True):
                ink = hand.line(digit, 5.6, mm, cell[2], rng)
                middle = (cell[0] + cell[2] / 2 + float(rng.normal(0, 0.3))) * mm
                columns = np.flatnonzero(ink.any(axis=0))
                wide = columns[-1] - columns[0] + 1 if columns.size else 0
                write(page, ink, middle - wide / 2, (cell[1] + cell[3] / 2) * mm, shade)
        else:
            x, y, width, height = place.box
            own = min(tall, height - 2.5)
            ink = hand.line(text, own, mm, width - 4.5, rng)
            indent = float(rng.uniform(1.2, 3.0))
            down = y + height / 2 + float(rng.normal(0, 0.35))
            write(page, ink, (x + indent) * mm, down * mm, shade)


def _own_forms(asked: argparse.Namespace) -> None:
    marks: list[Mark] = []
    lost: Counter[str] = Counter()
    unlike: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    spent: list[float] = []
    began = time.perf_counter()
    with Reader(read_request_forms(paths.forms()).forms, workers=1) as reader:
        before = 0.0
        for number, one in enumerate(drawn(asked)):
            pages[one.damage] += 1
            if asked.pages:
                asked.pages.mkdir(parents=True, exist_ok=True)
                name = f"{number:04d}_{one.form.code}_{one.hand.kind}_{one.damage}.png"
                shown = one.scan.picture
                cv2.imwrite(str(asked.pages / name), shown[..., ::-1] if shown.ndim == 3 else shown)
            result = reader.screen(Pixels(one.scan.picture, one.scan.dpi))
            used = _processor_seconds(reader.child_pids[0])
            if number:
                spent.append(used - before)  # the first page loads the networks
            before = used
            if not isinstance(result, ScreenedPage) or result.reading.form != one.form.code:
                lost[one.damage] += 1
                continue
            if not result.reading.fields:
                unlike[one.damage] += 1
                continue
            marks.extend(_marks(one, result.reading))
        peak = _peak_megabytes(reader.child_pids[0]) if pages else 0
    if asked.marks:
        lines = (json.dumps(asdict(mark), ensure_ascii=False) for mark in marks)
        asked.marks.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{asked.forms} pages, seed {asked.seed}, {time.perf_counter() - began:.0f} s")
    known = asked.forms - lost.total() - unlike.total()
    print(
        f"recognised and laid straight {100 * known / asked.forms:.2f} %", dict(lost), dict(unlike)
    )
    for line in report(marks):
        print(line)
    if spent:
        print(
            f"processor seconds a page: mean {np.mean(spent):.2f}, "
            f"95th of a hundred {np.percentile(spent, 95):.2f}; peak {peak} MB"
        )


def _marks(one: Drawn, reading: PageReading) -> Iterator[Mark]:
    for place in one.form.places:
        found = reading.field(place.key)
        if found is None:
            raise SystemExit(f"{one.form.code} was read without {place.key}")
        yield Mark(
            one.hand.kind,
            one.damage,
            one.form.code,
            place.key,
            place.kind,
            place.charset,
            one.truth[place.key],
            found.text,
            found.confidence,
            found.sure,
        )


def _processor_seconds(pid: int) -> float:
    """Time the reading child has used (Linux)."""
    values = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / 100


def _peak_megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _sample_pages() -> None:
    scans = paths.resources() / "sample_office" / "mail"
    files = sorted(file for file in scans.rglob("*") if file.suffix.lower() in (".jpg", ".tif"))[:2]
    if not files:
        raise SystemExit("the sample office has no TIFF or JPEG")
    with FileReader(paths.forms()) as reader:
        reader.read(files[:1])  # the first reading starts the child and loads the models
        measure(
            {
                f"decoding {len(files)} files": lambda: [_pixels(file) for file in files],
                f"screening and reading {len(files)} files": lambda: reader.read(files),
            },
            rounds=3,
        )


def _pixels(file: Path) -> int:
    with Image.open(file) as picture:
        return sum(len(frame.convert("L").tobytes()) for frame in ImageSequence.Iterator(picture))


if __name__ == "__main__":
    main()
