"""A machine's print system: small programs in place of `lp` and its like, and a port that answers
IPP as a CUPS would whose jobs and printer stand as the test says."""

from __future__ import annotations

import os
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PENDING, HELD, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = range(3, 10)
IDLE, PRINTER_STOPPED = 3, 5

_PROGRAMS = {
    "lpstat": "#!/bin/sh\n/bin/cat {folder}/printers\n",
    "lp": """#!/bin/sh
n=$(($(/bin/cat {folder}/count) + 1))
echo $n > {folder}/count
printf '%s\\n' "$@" > {folder}/arguments-$n
/bin/cat > {folder}/job-$n
if [ -e {folder}/refuse ]; then echo "lp: Unsupported document-format" >&2; exit 1; fi
echo "request id is $2-$n (0 file(s))"
""",
    "lpoptions": """#!/bin/sh
echo "InputSlot/Media Source: *Auto Tray1 Tray2 Manual"
echo "Duplex/2-Sided Printing: *None DuplexNoTumble"
""",
    "cancel": "#!/bin/sh\necho $1 >> {folder}/cancelled\n",
}


@dataclass
class PrintShop:
    """`job` and `printer`: state and what is said of it; a job of None is not known any more."""

    folder: Path
    job: tuple[int, str] | None = (PENDING, "none")
    printer: tuple[int, str] | None = (IDLE, "none")
    asked: int = 0
    _server: ThreadingHTTPServer | None = field(default=None, repr=False)

    def open(self) -> None:
        self.folder.mkdir(parents=True)
        (self.folder / "count").write_text("0")
        (self.folder / "printers").write_text("Letters\nBack-office\n")
        for name, script in _PROGRAMS.items():
            path = self.folder / name
            path.write_text(script.replace("{folder}", str(self.folder)), encoding="utf-8")
            path.chmod(0o755)
        shop = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = self.rfile.read(int(self.headers["Content-Length"]))
                body = shop.answer(question)
                self.send_response(200)
                self.send_header("Content-Type", "application/ipp")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def path(self) -> str:
        return f"{self.folder}{os.pathsep}{os.environ['PATH']}"

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def handed(self, number: int = 1) -> bytes:
        return (self.folder / f"job-{number}").read_bytes()

    def arguments(self, number: int = 1) -> list[str]:
        return (self.folder / f"arguments-{number}").read_text("utf-8").split("\n")[:-1]

    @property
    def jobs(self) -> int:
        return int((self.folder / "count").read_text())

    def answer(self, question: bytes) -> bytes:
        self.asked += 1
        of_job = struct.unpack(">H", question[2:4])[0] == 0x0009
        known = self.job if of_job else self.printer
        if known is None:
            return struct.pack(">BBHI", 2, 0, 0x0406, 1) + b"\x03"
        name = "job" if of_job else "printer"
        state, reason = known
        return b"".join(
            (
                struct.pack(">BBHI", 2, 0, 0, 1) + b"\x02",
                _attribute(0x23, f"{name}-state", struct.pack(">i", state)),
                _attribute(0x44, f"{name}-state-reasons", reason.encode()),
                b"\x03",
            )
        )


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value
