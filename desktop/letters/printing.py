"""Handing a PDF to the system's printers with `lp`, through a pipe: no file is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from desktop.domain.errors import DeskError

_SECONDS = 30
_JOB = re.compile(r"request id is (\S+)")


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


class PrintRefused(DeskError):
    """The print system did not take the job."""

    code = "print_refused"

    def __init__(self) -> None:
        super().__init__(
            "印刷の仕組みが文書を受け付けませんでした。",
            "プリンターの電源と接続を確かめ、もう一度印刷してください。",
        )


class PrintSilent(DeskError):
    """The print system did not answer in time; whether it took the job is not known."""

    code = "print_silent"

    def __init__(self) -> None:
        super().__init__(
            f"印刷の仕組みが{_SECONDS}秒以内に応答しませんでした。",
            "プリンターに紙が出ていないか確かめてから、もう一度印刷してください。",
        )


def print_pdf(
    pdf: bytes, printer: str, *, title: str = "", copies: int = 1, search: str | None = None
) -> str:
    """Submit the document on A4 and return the job's name; a submitted job is not a printed one.

    `title` shows in the print queue, so it must be a document number and never a name. `search`
    replaces PATH as the place where `lp` is looked for.
    """
    known = printers(search=search)
    if printer not in known:
        raise PrinterUnknown
    command = [_program("lp", search), "-d", printer, "-n", str(copies), "-o", "media=A4"]
    if title:
        command += ["-t", title]
    answer = _run(command, pdf, search)
    job = _JOB.search(answer)
    if job is None:
        raise PrintRefused
    return job[1]


def printers(*, search: str | None = None) -> tuple[str, ...]:
    """The names of the printers the system offers; none where it knows of none."""
    try:
        answer = _run([_program("lpstat", search), "-e"], b"", search)
    except PrintRefused:
        return ()  # lpstat ends with 1 where no printer is set up
    return tuple(line.strip() for line in answer.splitlines() if line.strip())


def _program(name: str, search: str | None) -> str:
    found = shutil.which(name, path=search)
    if found is None:
        raise PrintingMissing
    return found


def _run(command: list[str], data: bytes, search: str | None) -> str:
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
        raise PrintRefused
    return done.stdout.decode("utf-8", "replace")
