"""One scan job: from its beginning to the page after the last, or to the reason why it stopped.

The status codes of scanners are not to be trusted alone. At every end and every error the scanner
is asked how it is (AdfState, JobInfo) before anything is believed.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.capture.sources import escl_xml
from desktop.capture.sources.escl_http import Answer, Cancelled, CutOff, EsclHttp, NoAnswer, TooSlow
from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Fault, Feed

_MAX_PAGE = 150_000_000
_JOB_PATH = re.compile(r"/[A-Za-z0-9._~/%:@+=-]{1,500}")
_BAD_SETTING = (400, 415, 422)
_TRY_AGAIN = (409, 503)
_GONE = (404, 410)
_RUNNING = ("Pending", "Processing")
_COMPLETED = "Completed"
_BROKEN_OFF = ("Aborted", "Canceled")
_ADF_FAULTS = (
    ("Jam", Fault.JAM),
    ("Mispick", Fault.JAM),
    ("Multipick", Fault.JAM),
    ("InputTrayFailed", Fault.JAM),
    ("HatchOpen", Fault.COVER),
    ("CoverOpen", Fault.COVER),
    ("DuplexPageToo", Fault.BAD_SETTING),
)
_LOADED, _FEEDING = "ScannerAdfLoaded", "ScannerAdfProcessing"
_EMPTY = "ScannerAdfEmpty"


@dataclass(frozen=True, slots=True)
class EsclTimes:
    """Seconds. No wait of a run is longer than these."""

    search: float = 4.0  # for announcements
    answer: float = 10.0  # to a question
    page: float = 60.0  # from asking for a page to its last byte
    busy: float = 60.0  # how long a busy scanner is asked again
    doubt: float = 15.0  # how long "no more pages" is not believed while paper lies in the feeder
    pause: float = 1.0  # between two tries


class EsclJob:
    """`paper_left` tells after the last page that the stack is not through."""

    def __init__(
        self,
        http: EsclHttp,
        root: str,
        feed: Feed,
        times: EsclTimes,
        cancelled: threading.Event,
    ) -> None:
        self.paper_left = False
        self._http, self._root, self._feed = http, root, feed
        self._times, self._cancelled = times, cancelled
        self._path = ""
        self._got = 0
        self._done = False

    def begin(self, settings: bytes) -> None:
        until = time.monotonic() + self._times.busy
        while True:
            try:
                answer = self._http.post(f"{self._root}/ScanJobs", settings, self._times.answer)
            except (NoAnswer, CutOff):
                raise self._why(Fault.OFFLINE, gone=Fault.OFFLINE) from None
            except TooSlow:
                raise self._why(Fault.HUNG, gone=Fault.HUNG) from None
            if answer.status == 201:
                self._path = _job_path(answer)
                return
            if answer.status in _BAD_SETTING:
                raise ScanStopped(Fault.BAD_SETTING)
            if answer.status not in _TRY_AGAIN:
                raise self._why(Fault.OTHER)
            if (fault := self._fault(self._status(), before=True)) is not None:
                raise ScanStopped(fault)
            pause = answer.retry_after(self._times.pause)
            if time.monotonic() + pause > until:
                raise ScanStopped(Fault.BUSY)
            self._wait(pause)

    def next_page(self) -> bytes | None:
        """The next side, whole; None after the last one."""
        until = time.monotonic() + self._times.page
        doubted = 0.0
        while True:
            answer = self._ask(until - time.monotonic())
            if answer.status == 200 and answer.body:
                self._check(answer.body)
                self._got += 1
                return answer.body
            status = self._status()
            if (fault := self._fault(status)) is not None:
                raise ScanStopped(fault)
            pause = self._times.pause
            if answer.status in _GONE or answer.status == 200:
                doubted = doubted or time.monotonic() + self._times.doubt
                if not self._more(status) or time.monotonic() > doubted:
                    self._end(status)
                    return None
            elif answer.status in _TRY_AGAIN:
                pause = answer.retry_after(pause)
                if time.monotonic() + pause > until:
                    raise ScanStopped(Fault.HUNG)
            else:
                raise ScanStopped(Fault.OTHER)
            self._wait(pause)

    def leave(self) -> None:
        """Tell a scanner that is not through with the job that nobody wants it any longer."""
        if self._path and not self._done:
            self._done = True
            self._http.delete(self._path, self._times.answer)

    def _ask(self, seconds: float) -> Answer:
        seconds = max(seconds, 0.05)
        try:
            return self._http.get(f"{self._path}/NextDocument", seconds, _MAX_PAGE)
        except (CutOff, NoAnswer):
            # Asked once more it might give the page after this one.
            raise self._why(Fault.LOST_PAGE, gone=Fault.UNPLUGGED) from None
        except TooSlow:
            raise self._why(Fault.HUNG, gone=Fault.HUNG) from None

    def _check(self, page: bytes) -> None:
        """A page that was cut off ends the run, even if the scanner says it was all."""
        if page.startswith(b"\xff\xd8"):
            whole = page.rstrip(b"\0\r\n").endswith(b"\xff\xd9")
        elif page.startswith(b"%PDF-"):
            whole = b"%%EOF" in page[-1024:]
        else:
            raise ScanStopped(Fault.OTHER)
        if not whole:
            raise self._why(Fault.LOST_PAGE, gone=Fault.UNPLUGGED)

    def _more(self, status: escl_xml.Status) -> bool:
        """Whether "no more pages" came too early: the sheet is still on its way."""
        job = self._seen_as(status)
        if job is not None and (job.to_transfer or job.state in _RUNNING):
            return True
        finished = job is not None and job.state in (_COMPLETED, *_BROKEN_OFF)
        return self._fed and not finished and status.adf in (_LOADED, _FEEDING)

    def _end(self, status: escl_xml.Status) -> None:
        job = self._seen_as(status)
        if job is not None and job.state in _BROKEN_OFF:
            raise ScanStopped(Fault.OTHER)  # somebody pressed stop at the scanner
        if job is not None and (job.to_transfer or (job.completed or 0) > self._got):
            raise ScanStopped(Fault.LOST_PAGE)
        self.paper_left = self._fed and status.adf == _LOADED
        self._done = not self.paper_left or (job is not None and job.state == _COMPLETED)

    def _seen_as(self, status: escl_xml.Status) -> escl_xml.Job | None:
        ours = self._path.rpartition("/")[2]
        return next((job for job in status.jobs if job.path.rpartition("/")[2] == ours), None)

    @property
    def _fed(self) -> bool:
        return self._feed is not Feed.GLASS

    def _fault(self, status: escl_xml.Status, *, before: bool = False) -> Fault | None:
        """What the scanner itself complains of; `before` a job an empty feeder is a complaint."""
        if not self._fed:
            return None
        for sign, fault in _ADF_FAULTS:
            if sign in status.adf:
                return fault
        idle = status.state != "Processing"  # busy with another's job it may say anything
        return Fault.EMPTY if before and idle and status.adf == _EMPTY else None

    def _why(self, otherwise: Fault, *, gone: Fault = Fault.UNPLUGGED) -> ScanStopped:
        """The reason of a failed exchange, as the scanner tells it if it still answers."""
        try:
            status = self._asked_status()
        except (NoAnswer, TooSlow, CutOff):
            return ScanStopped(gone)
        return ScanStopped(self._fault(status) or otherwise)

    def _status(self) -> escl_xml.Status:
        try:
            return self._asked_status()
        except NoAnswer:
            raise ScanStopped(Fault.UNPLUGGED) from None
        except (TooSlow, CutOff):
            raise ScanStopped(Fault.HUNG) from None

    def _asked_status(self) -> escl_xml.Status:
        answer = self._http.get(f"{self._root}/ScannerStatus", self._times.answer, escl_xml.MAX_XML)
        try:
            return escl_xml.status(answer.body)
        except escl_xml.NotEscl:
            return escl_xml.Status("", "", ())

    def _wait(self, seconds: float) -> None:
        if self._cancelled.wait(seconds):
            raise Cancelled


def _job_path(answer: Answer) -> str:
    """The job's path. Its host is left out: scanners name one that nobody here resolves."""
    try:
        path = urlsplit(answer.headers.get("location", "")).path.rstrip("/")
    except ValueError:
        path = ""
    if _JOB_PATH.fullmatch(path) is None:
        raise ScanStopped(Fault.OTHER)
    return path
