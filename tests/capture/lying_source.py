"""A child of the sources that a device has led astray: it does what its profile's address says."""

from __future__ import annotations

import sys
import threading

from desktop.capture.frames import read_frame, write_frame

out = sys.stdout.buffer
order, _ = read_frame(sys.stdin.buffer, 0)
if order["do"] == "devices":
    write_frame(out, {"devices": [["a", "b", ["NO SUCH FEED"], [300]]]})
    sys.exit()
match order["profile"]["address"]:
    case "silent":
        threading.Event().wait()
    case "one, then silent":
        write_frame(out, {"page": 1}, [b"page"])
        threading.Event().wait()
    case "alive for ever":
        while True:
            write_frame(out, {"beat": 1})
            threading.Event().wait(0.05)
    case "gone":
        sys.exit(3)
    case "cut":
        out.write(b"\0\0\0\x20{")
        out.flush()
    case "flood":
        out.write((10).to_bytes(4, "big") + b'{"sizes": [9999999999]}'[:10])
        out.flush()
    case "claim":
        text = b'{"page": 1, "sizes": [9999999999]}'
        out.write(len(text).to_bytes(4, "big") + text)
        out.flush()
        threading.Event().wait()
    case "no page":
        write_frame(out, {"something": "else"})
    case "own words":
        write_frame(out, {"fault": "<b>words of its own</b>"})
    case "deaf":
        write_frame(out, {"page": 1}, [b"page"])
        while True:
            threading.Event().wait(1)
    case "chatter after cancel":
        write_frame(out, {"page": 1}, [b"page"])
        while True:
            head, _ = read_frame(sys.stdin.buffer, 0)
            write_frame(out, {"page": 2}, [b"half a page"])
