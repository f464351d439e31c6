"""A letter through the system's own printing: what comes out is the letter, still as text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import private_cups
import pypdfium2
import pytest
from PIL import Image

from desktop import paths
from desktop.domain.printing import JobFinding, JobState, Sides, Target, Trouble
from desktop.letters.library import load_library
from desktop.letters.print_queue import cancel_job, find_job
from desktop.letters.printing import PrinterRejects, print_pdf, printers, skills
from desktop.letters.render import render_letter
from desktop.services.stationery import letter_preview

ROOT = Path(__file__).resolve().parents[2]
PRINTER = f"Madoguchi{os.getpid()}"


@pytest.fixture(scope="module")
def cups() -> Iterator[tuple[str, Path]]:
    if reason := private_cups.missing():
        pytest.skip(reason)
    # Not below pytest's own folder: every session that starts shuts that one to other users, and
    # the printer's backend is another user.
    with (
        tempfile.TemporaryDirectory(prefix="mdgcups-") as place,
        private_cups.private_cups(Path(place) / "private", PRINTER) as server,
    ):
        yield server


def text_of(pdf: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True, timeout=60
    )
    return "".join(unicodedata.normalize("NFKC", done.stdout.decode()).split())


def drawn(pdf: Path) -> list[np.ndarray]:
    """Each page at 50 dpi in gray, softened, so that a hair's breadth does not count."""
    pages = (
        page.render(scale=50 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)
    )
    return [
        np.asarray(page.resize((207, 292), Image.Resampling.BOX), dtype=float) for page in pages
    ]


def arrived(address: str, out: Path) -> Path:
    """The printed file, once the queue is empty."""
    later = threading.Event()
    for _ in range(300):
        waiting = subprocess.run(
            ["lpstat", "-h", address, "-W", "not-completed", "-o"],
            capture_output=True,
            timeout=30,
            check=False,
        )
        files = list(out.glob("*.pdf"))
        if files and not waiting.stdout.strip():
            return files[0]
        later.wait(0.2)
    raise AssertionError("the job did not come out of the printer")


def test_a_printed_letter_looks_as_it_was_sent_and_is_no_picture(
    cups: tuple[str, Path], need, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("pdftotext", "pdfimages")
    address, out = cups
    monkeypatch.setenv("CUPS_SERVER", address)
    letter = letter_preview("D-05", paths.forms(), paths.resources())
    sent = tmp_path / "letter.pdf"
    sent.write_bytes(letter)
    assert printers() == (PRINTER,)
    assert print_pdf(letter, Target(PRINTER), title="D-05 26-0001").startswith(f"{PRINTER}-")
    printed = arrived(address, out)
    # CUPS-PDF makes PDF anew from PostScript, which drops what the signs of the fonts mean: here
    # all of the page is compared as it looks; a printer that speaks IPP gets it as text (below).
    assert len(pypdfium2.PdfDocument(printed)) == len(pypdfium2.PdfDocument(sent))
    for one, other in zip(drawn(printed), drawn(sent), strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).mean() < 3
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.9
    pictures = subprocess.run(
        ["pdfimages", "-list", printed], capture_output=True, check=True, timeout=60
    )
    assert len(pictures.stdout.splitlines()) == 2, "the page came out as a picture"


def at_last(job: str, *wanted: JobState, printer: str = PRINTER) -> JobFinding:
    """What is found of a job once it stands so; a printer takes its time."""
    later = threading.Event()
    found = find_job(job, printer)
    for _ in range(300):
        if found.state in wanted:
            return found
        later.wait(0.1)
        found = find_job(job, printer)
    raise AssertionError(f"the job stands at {found}")


def admin(address: str, *words: str) -> None:
    subprocess.run([words[0], "-h", address, *words[1:]], check=True, timeout=30)


def test_the_true_end_of_a_job_is_found_and_what_stands_before_it(
    cups: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _out = cups
    monkeypatch.setenv("CUPS_SERVER", address)
    letter, target = letter_preview("D-01", paths.forms(), paths.resources()), Target(PRINTER)
    assert at_last(print_pdf(letter, target), JobState.DONE) == JobFinding(JobState.DONE)
    admin(address, "cupsdisable", PRINTER)
    try:
        paused = print_pdf(letter, target)
        found = at_last(paused, JobState.STOPPED)
        assert found == JobFinding(JobState.STOPPED, Trouble.PAUSED)
        cancel_job(paused)
        assert at_last(paused, JobState.CANCELLED) == JobFinding(JobState.CANCELLED)
    finally:
        admin(address, "cupsenable", PRINTER)
    broken = print_pdf(b"%PDF-1.4 broken", target)
    found = at_last(broken, JobState.STOPPED, JobState.FAILED)
    assert found.trouble is Trouble.BAD_DOCUMENT
    cancel_job(broken)
    admin(address, "cupsreject", PRINTER)
    try:
        with pytest.raises(PrinterRejects):
            print_pdf(letter, target)
    finally:
        admin(address, "cupsaccept", PRINTER)
    assert find_job(f"{PRINTER}-9999", PRINTER) == JobFinding(JobState.UNKNOWN, Trouble.GONE)
    lost = JobFinding(JobState.UNKNOWN, Trouble.UNKNOWN_PRINTER)
    assert find_job("Cellar-9999", "Cellar") == lost


def test_a_printer_that_speaks_ipp_gets_paper_tray_and_sides_and_is_missed_when_it_is_off(
    cups: tuple[str, Path], need, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("pdffonts", "pdftotext")
    if reason := private_cups.missing_ipp():
        pytest.skip(reason)
    address, _out = cups
    monkeypatch.setenv("CUPS_SERVER", address)
    name = f"{PRINTER}ipp"
    letter = letter_preview("D-05", paths.forms(), paths.resources())
    with (
        tempfile.TemporaryDirectory(prefix="mdgipp-") as place,
        private_cups.ipp_printer(Path(place), address, name) as (told, off),
    ):
        target = Target(name, "Manual", Sides.TWO)
        job = print_pdf(letter, target, title="26-0001")
        assert at_last(job, JobState.DONE, printer=name) == JobFinding(JobState.DONE)
        able = skills(name)
        assert (able.two_sided, "Manual" in able.trays) == (True, True), able
        options = (told / "26-0001").read_text("utf8")
        assert "IPP_SIDES=two-sided-long-edge" in options
        assert "media-source=manual" in options
        assert "x-dimension=21000 y-dimension=29700" in options
        arrived_pdf = told / "26-0001.pdf"
        fonts = subprocess.run(
            ["pdffonts", arrived_pdf], capture_output=True, check=True, timeout=60
        )
        assert b"NotoSerifJP" in fonts.stdout
        assert "窓第26-0003号" in text_of(arrived_pdf)
        off()
        found = at_last(print_pdf(letter, Target(name)), JobState.STOPPED, printer=name)
        assert found == JobFinding(JobState.STOPPED, Trouble.OFFLINE)


def test_the_doctor_names_the_printer(cups: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = cups
    asked = subprocess.run(
        [sys.executable, "-m", "desktop", "doctor", "--json"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=120,
        env={**os.environ, "CUPS_SERVER": address, "XDG_DATA_HOME": str(tmp_path)},
    )
    found = {one["name"]: one for one in json.loads(asked.stdout)["checks"]}
    assert (found["プリンター（CUPS）"]["ok"], found["プリンター（CUPS）"]["detail"]) == (
        True,
        PRINTER,
    )


def test_names_with_rare_characters_are_text_in_the_letter(need, tmp_path: Path) -> None:
    need("pdftotext")
    library = load_library(paths.forms())
    definition = library.latest_letter("D-05")
    file = tmp_path / "letter.pdf"
    sample = renamed(definition.sample, "架空 太郎", "髙﨑 𠮷雄")
    file.write_bytes(render_letter(definition, sample, paths.resources() / "fonts"))
    assert "髙﨑𠮷雄" in text_of(file)


def renamed(value: Any, old: str, new: str) -> Any:
    """The letter's data with another name wherever the name stands."""
    if isinstance(value, str):
        return value.replace(old, new)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: renamed(getattr(value, one.name), old, new) for one in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(renamed(one, old, new) for one in value)
    return value
