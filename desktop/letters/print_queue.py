"""How far a job of the print system is, and taking it back (CAPTURE §6).

A submitted job is not a printed one: its state is asked of CUPS (RFC 8011 §5.3.7), and while it
has no end, what its printer says stands in its way (§5.4.12).
"""

from __future__ import annotations

from typing import Final

from desktop.domain.printing import JobFinding, JobState, Trouble
from desktop.letters import ipp
from desktop.letters.printing import PrintSilent, PrintSystemDown, program, run

_HELD, _PROCESSING, _STOPPED, _CANCELLED, _ABORTED, _COMPLETED = range(4, 10)
_PRINTER_STOPPED = 5
_JOB: Final = ("job-state", "job-state-reasons", "job-printer-state-message")
_PRINTER: Final = ("printer-state", "printer-state-reasons", "printer-state-message")

_REASONS: Final = (
    ("document-format-error", Trouble.BAD_DOCUMENT),
    ("unsupported-document-format", Trouble.BAD_DOCUMENT),
    ("document-unprintable", Trouble.BAD_DOCUMENT),
    ("media-empty", Trouble.PAPER),
    ("media-needed", Trouble.PAPER),
    ("media-jam", Trouble.JAM),
    ("input-tray-missing", Trouble.TRAY),
    ("cover-open", Trouble.COVER),
    ("door-open", Trouble.COVER),
    ("toner-empty", Trouble.TONER),
    ("marker-supply-empty", Trouble.TONER),
    ("offline", Trouble.OFFLINE),
    ("connecting-to-device", Trouble.OFFLINE),
    ("timed-out", Trouble.OFFLINE),
    ("shutdown", Trouble.OFFLINE),
    ("job-completed-with-errors", Trouble.BAD_DOCUMENT),
)
"""Keywords of job and printer; the more telling ones stand first."""
_SAID: Final = (
    ("filter failed", Trouble.BAD_DOCUMENT),
    ("not responding", Trouble.OFFLINE),
    ("unavailable at this time", Trouble.OFFLINE),
    ("unable to locate printer", Trouble.OFFLINE),
    ("unable to connect", Trouble.OFFLINE),
    ("network host", Trouble.OFFLINE),
    ("backend failed", Trouble.OFFLINE),
)
"""What CUPS' own programs say in English where they give no keyword."""


def find_job(job: str, printer: str) -> JobFinding:
    """How far the job is. Where nothing is known of it any more, its state is UNKNOWN."""
    number = job.rpartition("-")[2]
    try:
        told = ipp.ask(ipp.GET_JOB, f"/jobs/{number}", _JOB)
        of_printer = ipp.ask(ipp.GET_PRINTER, f"/printers/{printer}", _PRINTER)
    except PrintSystemDown:
        return JobFinding(JobState.STOPPED, Trouble.NO_SYSTEM)
    except PrintSilent:
        return JobFinding(JobState.STOPPED, Trouble.SILENT)
    if told is None:
        lost = Trouble.GONE if of_printer is not None else Trouble.UNKNOWN_PRINTER
        return JobFinding(JobState.UNKNOWN, lost)
    return _finding(told, of_printer or {})


def cancel_job(job: str) -> None:
    """Take the job out of the queue; raises PrintTrouble where it is not there any more."""
    run([program("cancel", None), job], b"", None)


def _finding(job: ipp.Answer, printer: ipp.Answer) -> JobFinding:
    state = _number(job, "job-state")
    own = _trouble(job, "job-state-reasons", "job-printer-state-message")
    if state == _COMPLETED:
        return JobFinding(JobState.DONE)
    if state == _CANCELLED:
        return JobFinding(JobState.CANCELLED)
    if state == _ABORTED:
        return JobFinding(JobState.FAILED, own or Trouble.ABORTED)
    if state == _HELD:
        return JobFinding(JobState.STOPPED, Trouble.HELD)
    if state == _STOPPED:
        return JobFinding(JobState.STOPPED, own or Trouble.ABORTED)
    of_printer = _trouble(printer, "printer-state-reasons", "printer-state-message")
    if _number(printer, "printer-state") == _PRINTER_STOPPED:
        return JobFinding(JobState.STOPPED, of_printer or Trouble.PAUSED)
    if trouble := own or of_printer:
        return JobFinding(JobState.STOPPED, trouble)
    return JobFinding(JobState.PRINTING if state == _PROCESSING else JobState.QUEUED)


def _number(answer: ipp.Answer, name: str) -> int:
    return next((one for one in answer.get(name, ()) if isinstance(one, int)), 0)


def _trouble(answer: ipp.Answer, reasons: str, message: str) -> Trouble:
    """What stands in the way: a reason's keyword, which may end in -error, -warning or -report."""
    words = [str(one) for one in answer.get(reasons, ()) if not str(one).endswith("-warning")]
    for part, trouble in _REASONS:
        if any(part in word for word in words):
            return trouble
    said = " ".join(str(one) for one in answer.get(message, ())).lower()
    return next((trouble for part, trouble in _SAID if part in said), Trouble.NONE)
