"""A network scanner (eSCL) on this machine: gives laid-in sheets, and every trouble of real ones.

    with EsclScanner([sheet(front), sheet(front, back)]) as scanner:
        ... scanner.address ...; scanner.lay(...); scanner.trouble = Trouble(jam_at=3)

It tells the truth in ScannerStatus as the models do that were read about (CAPTURE §3), and nowhere
else. Waiting ends with the scanner, so that no test leaves a thread behind.
"""

from __future__ import annotations

import ssl
import threading
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

Sheet = tuple[bytes, ...]


def sheet(front: bytes, *backs: bytes) -> Sheet:
    """A sheet by the JPEGs of its sides."""
    return (front, *backs)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong, and at which side of the present stack (counted from 1)."""

    jam_at: int = 0
    cover_at: int = 0
    drop_at: int = 0  # the connection is closed in the middle of the page
    cut_at: int = 0  # a page comes whole by its length, but its picture is cut off
    hang_at: int = 0  # the page is asked for and nothing comes
    drip_at: int = 0  # a byte now and then, for ever
    off_at: int = 0  # switched off in the middle of the page
    stop_at: int = 0  # somebody presses stop at the scanner
    early_404: tuple[int, ...] = ()  # before these sides "no more pages" is said, once each
    early_503: tuple[int, ...] = ()
    swallow: tuple[int, ...] = ()  # scanned, counted, and never given
    busy: int = 0  # so many jobs are refused with 503 before one is taken
    job_status: int = 0  # every job is refused with this
    stuck_sensor: bool = False  # says that paper lies there when none does, or none comes
    page_status: int = 0  # every page is refused with this
    not_jpeg: bool = False
    silent: bool = False  # takes connections and answers nothing


@dataclass
class _Job:
    id: str
    duplex: bool
    glass: bool
    sides: deque[bytes] = field(default_factory=deque)
    taken: int = 0
    given: int = 0
    state: str = "Processing"
    settings: bytes = b""


class EsclScanner:
    """`told_jobs` = whether ScannerStatus lists jobs; many models do not."""

    def __init__(
        self,
        sheets: Sequence[Sheet] = (),
        trouble: Trouble | None = None,
        *,
        told_jobs: bool = True,
        pages_a_job: int = 50,
        capabilities: str = "",
        certificate: ssl.SSLContext | None = None,
        moved_to: str = "",
        port: int = 0,
    ) -> None:
        self.trouble = trouble or Trouble()
        self.told_jobs, self.pages_a_job = told_jobs, pages_a_job
        self.capabilities = capabilities or CAPABILITIES
        self.moved_to = moved_to
        self.stack: deque[Sheet] = deque(sheets)
        self.jobs: list[_Job] = []
        self.deleted: list[str] = []
        self.asked: list[str] = []
        self.hanging, self.over = threading.Event(), threading.Event()
        self.adf_fault = ""
        self.side = 0
        self._troubled: set[int] = set()
        self._busy = self.trouble.busy
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"scanner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self._scheme = "http"
        if certificate is not None:
            self._scheme = "https"
            self._server.socket = certificate.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.address = f"{self._scheme}://127.0.0.1:{self.port}/eSCL"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> EsclScanner:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.switch_off()
        self._thread.join()

    def lay(self, sheets: Sequence[Sheet], trouble: Trouble | None = None) -> None:
        """Clear whatever is wrong and put these sheets in instead of what lies there."""
        with self._lock:
            self.stack, self.adf_fault = deque(sheets), ""
            self.trouble, self.side, self._troubled = trouble or Trouble(), 0, set()
            self._busy = self.trouble.busy

    def switch_off(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def adf(self) -> str:
        loaded = bool(self.stack) or self.trouble.stuck_sensor
        return self.adf_fault or ("ScannerAdfLoaded" if loaded else "ScannerAdfEmpty")

    def begin(self, settings: bytes) -> _Job | None:
        """A job for what lies in the feeder; None = refused (empty, jammed)."""
        with self._lock:
            glass = b"<pwg:InputSource>Platen<" in settings
            if not glass and (self.adf_fault or self.adf == "ScannerAdfEmpty"):
                return None
            duplex = b"<scan:Duplex>true<" in settings
            job = _Job(uuid.uuid4().hex, duplex, glass, settings=settings)
            self.jobs.append(job)
            return job

    def feed(self, job: _Job) -> bytes | None:
        """The next side of a job; the sheet is gone from the stack as soon as it is pulled."""
        with self._lock:
            if not job.sides and job.taken < self.pages_a_job and self.stack:
                sides = self.stack.popleft()
                job.sides.extend(sides if job.duplex else sides[:1])
                job.taken += 1
            if not job.sides:
                job.state = "Completed"
                return None
            self.side += 1
            return job.sides.popleft()

    def once(self, side: int) -> bool:
        with self._lock:
            first = side not in self._troubled
            self._troubled.add(side)
            return first

    def refuse_busy(self) -> bool:
        with self._lock:
            self._busy -= 1
            return self._busy >= 0

    def status(self) -> str:
        jobs = "".join(
            f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{job.id}</pwg:JobUri>"
            f"<pwg:ImagesCompleted>{job.given}</pwg:ImagesCompleted>"
            f"<pwg:ImagesToTransfer>{len(job.sides)}</pwg:ImagesToTransfer>"
            f"<pwg:JobState>{job.state}</pwg:JobState></scan:JobInfo>"
            for job in self.jobs
        )
        told = f"<scan:Jobs>{jobs}</scan:Jobs>" if self.told_jobs else ""
        running = any(job.state == "Processing" for job in self.jobs) or self._busy > 0
        state = "Processing" if running else "Idle"
        return (
            f"<scan:ScannerStatus {_NAMES}><pwg:Version>2.6</pwg:Version>"
            f"<pwg:State>{state}</pwg:State><scan:AdfState>{self.adf}</scan:AdfState>{told}"
            "</scan:ScannerStatus>"
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scanner: ClassVar[EsclScanner]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        self.scanner.asked.append(f"{self.command} {self.path}")

    def do_GET(self) -> None:
        scanner = self.scanner
        if scanner.trouble.silent:
            self._hang()
        elif scanner.moved_to:
            self._say(301, headers={"Location": scanner.moved_to})
        elif self.path == "/eSCL/ScannerCapabilities":
            self._say(200, scanner.capabilities.encode())
        elif self.path == "/eSCL/ScannerStatus":
            self._say(200, scanner.status().encode())
        elif self.path.endswith("/NextDocument"):
            self._next_document()
        else:
            self._say(404)

    def do_POST(self) -> None:
        scanner = self.scanner
        settings = self.rfile.read(int(self.headers["Content-Length"]))
        if scanner.trouble.job_status:
            self._say(scanner.trouble.job_status)
        elif scanner.refuse_busy():
            self._say(503, headers={"Retry-After": "0"})
        elif (job := scanner.begin(settings)) is None:
            self._say(409)
        else:
            # A name that nobody but the scanner knows, as many send it.
            place = f"http://PRINTER-9.invalid:8080/eSCL/ScanJobs/{job.id}"
            self._say(201, headers={"Location": place})

    def do_DELETE(self) -> None:
        name = self.path.rpartition("/")[2]
        self.scanner.deleted.append(name)
        for job in self.scanner.jobs:
            if job.id == name:
                job.state = "Canceled"
        self._say(200)

    def _next_document(self) -> None:
        scanner, trouble = self.scanner, self.scanner.trouble
        name = self.path.split("/")[-2]
        job = next((one for one in scanner.jobs if one.id == name), None)
        if job is None or job.state != "Processing":
            return self._say(404)
        coming = scanner.side + 1
        if trouble.page_status:
            return self._say(trouble.page_status)
        for sides, code in ((trouble.early_404, 404), (trouble.early_503, 503)):
            if coming in sides and scanner.once(coming):
                return self._say(code, headers={"Retry-After": "0"})
        for at, fault in ((trouble.jam_at, "Jam"), (trouble.cover_at, "HatchOpen")):
            if coming == at:
                scanner.adf_fault, job.state = f"ScannerAdf{fault}", "Aborted"
                return self._say(409 if fault == "Jam" else 404)
        if coming == trouble.stop_at:
            job.state = "Canceled"
            return self._say(404)
        page = scanner.feed(job)
        if page is None:
            return self._say(404)
        job.given += 1
        if coming in trouble.swallow:
            return self._next_document()
        return self._give(b"<html></html>" if trouble.not_jpeg else page, coming)

    def _give(self, page: bytes, side: int) -> None:
        scanner, trouble = self.scanner, self.scanner.trouble
        if side == trouble.hang_at:
            self._hang()
        elif side == trouble.cut_at:
            self._say(200, page[: len(page) // 2])
        elif side in (trouble.drop_at, trouble.off_at, trouble.drip_at):
            self._head(200, {"Content-Length": str(len(page))})
            self.wfile.write(page[: len(page) // 2])
            if side == trouble.drip_at:
                while not scanner.over.wait(0.05):
                    self.wfile.write(b"\0")
            if side == trouble.off_at:
                scanner.switch_off()
            self.close_connection = True
        else:
            self._say(200, page)

    def _hang(self) -> None:
        self.scanner.hanging.set()
        self.scanner.over.wait()
        self.close_connection = True

    def _say(self, code: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self._head(code, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _head(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


_NAMES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
    ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)
_WAY = (
    "<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
    "<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>"
    "<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>"
    "<scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode>"
    "</scan:ColorModes><scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
    "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
    "<scan:SupportedResolutions><scan:DiscreteResolutions>"
    + "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in (100, 200, 300)
    )
    + "</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile>"
    "</scan:SettingProfiles>"
)
CAPABILITIES = (
    f'<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities {_NAMES}>'
    "<pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>架空複合機 X-1</pwg:MakeAndModel>"
    f"<scan:Platen><scan:PlatenInputCaps>{_WAY}</scan:PlatenInputCaps></scan:Platen>"
    f"<scan:Adf><scan:AdfSimplexInputCaps>{_WAY}</scan:AdfSimplexInputCaps>"
    f"<scan:AdfDuplexInputCaps>{_WAY}</scan:AdfDuplexInputCaps>"
    "<scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf></scan:ScannerCapabilities>"
)
