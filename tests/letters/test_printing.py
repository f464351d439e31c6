"""Handing a PDF to `lp`. The programs at the edge are small scripts that write down their call."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.printing import PrinterSkills, Sides, Target
from desktop.letters.printing import (
    PrinterRejects,
    PrinterUnknown,
    PrintingMissing,
    PrintRefused,
    PrintSystemDown,
    fitting,
    print_pdf,
    printers,
    skills,
)

LETTERS = Target("Letters")
LPSTAT = """#!/bin/sh
echo Letters
echo Back-office
"""
LP = """#!/bin/sh
printf '%s\\n' "$@" > "{folder}/arguments"
/bin/cat > "{folder}/received"
echo "request id is Letters-12 (0 file(s))"
"""
REFUSING = """#!/bin/sh
echo "lp: Unsupported document-format" >&2
exit 1
"""
SILENT = """#!/bin/sh
exit 1
"""


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(script.replace("{folder}", str(folder)), encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    program(tmp_path, "lpstat", LPSTAT)
    program(tmp_path, "lp", LP)
    return tmp_path


def test_the_document_goes_through_a_pipe_on_a4(office):
    job = print_pdf(
        b"%PDF-1.4 x",
        Target("Letters", "Tray2", Sides.TWO),
        title="26-0001",
        copies=2,
        search=str(office),
    )
    assert job == "Letters-12"
    assert (office / "received").read_bytes() == b"%PDF-1.4 x"
    arguments = (office / "arguments").read_text(encoding="utf-8").split("\n")[:-1]
    assert arguments == [
        *("-d", "Letters", "-n", "2", "-o", "media=A4", "-o", "sides=two-sided-long-edge"),
        *("-o", "InputSlot=Tray2", "-t", "26-0001"),
    ]


def test_no_file_is_left_behind(office):
    print_pdf(b"%PDF-1.4 x", LETTERS, search=str(office))
    assert {path.name for path in office.iterdir()} == {"lp", "lpstat", "arguments", "received"}


def test_a_machine_without_lp_is_told(tmp_path):
    with pytest.raises(PrintingMissing):
        print_pdf(b"%PDF", LETTERS, search=str(tmp_path))


def test_an_unknown_printer_is_told_at_its_field(office):
    with pytest.raises(PrinterUnknown) as caught:
        print_pdf(b"%PDF", Target("Cellar"), search=str(office))
    assert caught.value.field == "printer"
    assert not (office / "received").exists()


def test_a_refused_document_is_told(office):
    program(office, "lp", REFUSING)
    with pytest.raises(PrintRefused):
        print_pdf(b"%PDF", LETTERS, search=str(office))


def test_the_printers_of_the_system_are_listed(office):
    assert printers(search=str(office)) == ("Letters", "Back-office")


def test_a_system_without_printers_has_none(tmp_path):
    program(tmp_path, "lpstat", SILENT)
    assert printers(search=str(tmp_path)) == ()


def test_a_printer_that_takes_no_jobs_is_told_apart(office):
    program(
        office,
        "lp",
        "#!/bin/sh\necho 'lp: Destination \"Letters\" is not accepting jobs.' >&2\nexit 1\n",
    )
    with pytest.raises(PrinterRejects, match="受け付けていません"):
        print_pdf(b"%PDF", LETTERS, search=str(office))


def test_a_print_system_that_does_not_run_is_told_apart(tmp_path):
    program(tmp_path, "lp", REFUSING)
    program(tmp_path, "lpstat", "#!/bin/sh\necho 'scheduler is not running'\nexit 1\n")
    with pytest.raises(PrintSystemDown, match="動いていません"):
        print_pdf(b"%PDF", LETTERS, search=str(tmp_path))


LPOPTIONS = """#!/bin/sh
echo "PageSize/Page Size: *A4 Letter"
echo "InputSlot/Media Source: *Auto Tray1 Manual"
echo "Duplex/2-Sided Printing: *None DuplexNoTumble DuplexTumble"
"""


def test_trays_and_sides_are_the_printers_own_and_what_it_lacks_is_left_out(office):
    program(office, "lpoptions", LPOPTIONS)
    able = skills("Letters", search=str(office))
    assert able == PrinterSkills(("Auto", "Tray1", "Manual"), two_sided=True)
    wish = Target("Letters", "Tray1", Sides.TWO)
    assert fitting(wish, able) == wish
    assert fitting(wish, PrinterSkills(("Auto",))) == Target("Letters", "", Sides.ONE)


def test_a_printer_that_cannot_be_asked_has_no_known_trays(office):
    assert skills("Letters", search=str(office)) == PrinterSkills()
