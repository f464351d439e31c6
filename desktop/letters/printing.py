"""Handing a PDF to the system's printers with `lp`, through a pipe: no file is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from desktop.domain.errors import DeskError
from desktop.domain.printing import TROUBLES, PrinterSkills, Sides, Target, Trouble

_SECONDS = 30
_JOB = re.compile(r"request id is (\S+)")
_CHOICES = re.compile(r"^(InputSlot|Duplex)(?:/[^:]*)?:\s*(.*)$", re.MULTILINE)


class PrintTrouble(DeskError):
    """Something stands between the document and the paper; `trouble` says what."""

    code = "print_trouble"
    trouble = Trouble.REFUSED

    def __init__(self, *, field: str = "") -> None:
        super().__init__(*TROUBLES[self.trouble], field=field)


class PrintingMissing(DeskError):
    """The machine has no `lp` command."""

    code = "printing_missing"

    def __init__(self) -> None:
        super().__init__(
            "この端末には印刷の仕組み（CUPSのlpコマンド）がありません。",
            "CUPSを入れるか、PDFを保存して別の端末で印刷してください。",
        )


class PrinterUnknown(DeskError):
    """No printer of that name."""

    code = "printer_unknown"

    def __init__(self) -> None:
        super().__init__(
            "指定したプリンターが見つかりません。",
            "設定でプリンターを選び直してください。",
            field="printer",
        )


class PrintRefused(PrintTrouble):
    """The print system did not take the job."""

    code = "print_refused"


class PrinterRejects(PrintTrouble):
    """The printer is there and takes no jobs."""

    code = "printer_rejects"
    trouble = Trouble.REJECTING


class PrintSystemDown(PrintTrouble):
    """There is a print system, and it does not run."""

    code = "print_system_down"
    trouble = Trouble.NO_SYSTEM


class PrintSilent(DeskError):
    """The print system did not answer in time; whether it took the job is not known."""

    code = "print_silent"

    def __init__(self) -> None:
        super().__init__(
            f"印刷の仕組みが{_SECONDS}秒以内に応答しませんでした。",
            "プリンターに紙が出ていないか確かめてから、もう一度印刷してください。",
        )


def print_pdf(
    pdf: bytes, target: Target, *, title: str = "", copies: int = 1, search: str | None = None
) -> str:
    """Submit the document on A4 and return the job's name; a submitted job is not a printed one.

    `title` shows in the print queue, so it must be a document number and never a name. `search`
    replaces PATH as the place where `lp` is looked for.
    """
    known = printers(search=search)
    if target.printer not in known:
        if not known:
            require_running(search=search)
        raise PrinterUnknown
    command = [program("lp", search), "-d", target.printer, "-n", str(copies)]
    command += ["-o", "media=A4", "-o", f"sides={target.sides.value}"]
    if target.tray:
        command += ["-o", f"InputSlot={target.tray}"]
    if title:
        command += ["-t", title]
    answer = run(command, pdf, search)
    job = _JOB.search(answer)
    if job is None:
        raise PrintRefused
    return job[1]


def printers(*, search: str | None = None) -> tuple[str, ...]:
    """The names of the printers the system offers; none where it knows of none."""
    try:
        answer = run([program("lpstat", search), "-e"], b"", search)
    except PrintTrouble:
        return ()  # lpstat ends with 1 where no printer is set up
    return tuple(line.strip() for line in answer.splitlines() if line.strip())


def require_running(*, search: str | None = None) -> None:
    """Raises PrintSystemDown where no scheduler answers."""
    try:
        answer = run([program("lpstat", search), "-r"], b"", search)
    except PrintTrouble as refused:
        raise PrintSystemDown from refused
    if "not running" in answer:
        raise PrintSystemDown


def skills(printer: str, *, search: str | None = None) -> PrinterSkills:
    """The printer's trays in its own words, and whether it prints both sides; nothing is known
    of a printer that cannot be asked."""
    try:
        answer = run([program("lpoptions", search), "-p", printer, "-l"], b"", search)
    except DeskError:
        return PrinterSkills()
    found = {name: words.replace("*", "").split() for name, words in _CHOICES.findall(answer)}
    both = any(word.startswith("Duplex") for word in found.get("Duplex", ()))
    return PrinterSkills(tuple(found.get("InputSlot", ())), both)


def fitting(target: Target, able: PrinterSkills) -> Target:
    """The target as this printer can do it: what it does not offer is left out."""
    tray = target.tray if target.tray in able.trays else ""
    return Target(target.printer, tray, target.sides if able.two_sided else Sides.ONE)


def program(name: str, search: str | None) -> str:
    """Where the command is; raises PrintingMissing."""
    found = shutil.which(name, path=search)
    if found is None:
        raise PrintingMissing
    return found


def run(command: list[str], data: bytes, search: str | None) -> str:
    """What the command answers in English. Raises a PrintTrouble where it refuses."""
    environment = {**os.environ, "LC_ALL": "C"}
    if search is not None:
        environment["PATH"] = search
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PrintSilent from error
    if done.returncode != 0:
        told = (done.stderr + done.stdout).lower()
        if b"not accepting" in told or b"rejecting" in told:
            raise PrinterRejects
        if b"scheduler" in told or b"unable to connect" in told or b"connection refused" in told:
            raise PrintSystemDown
        raise PrintRefused
    return done.stdout.decode("utf-8", "replace")
