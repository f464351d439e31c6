"""A decoding child that a file has taken over: it answers what its input tells it to."""

from __future__ import annotations

import struct
import sys
import threading

from desktop.capture.frames import write_frame

out = sys.stdout.buffer
page = {"width": 2, "height": 2, "mode": "L", "dpi": 200}
match sys.stdin.buffer.read():
    case b"honest":
        write_frame(out, page, [b"1234"])
        write_frame(out, {"end": 1})
    case b"endless":
        for _ in range(300):
            write_frame(out, page, [b"1234"])
    case b"short":
        write_frame(out, page, [b"123"])
    case b"giant":
        write_frame(out, page | {"width": 100_000, "height": 100_000}, [b"1234"])
    case b"words":
        write_frame(out, page | {"width": "2"}, [b"1234"])
    case b"no end":
        out.write(struct.pack(">I", 0xFFFFFFFF))
        out.flush()
    case b"claim":
        out.write(struct.pack(">I", 22) + b'{"sizes": [999999999]}')
        out.flush()
    case b"reason":
        write_frame(out, {"error": "<b>something of its own</b>"})
    case b"nothing":
        write_frame(out, {"end": 0})
    case b"silent":
        threading.Event().wait()
