"""A source as the desk sees it: a child process that is asked for pages, watched, and killed."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from desktop.capture.child import Child, Deadline
from desktop.capture.frames import BrokenFrame, read_frame, write_frame
from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.domain.scanning import Device, Fault, Feed, ScanProfile, SourceKind

MODULE = "desktop.capture.sources.source_child"
MAX_PAGE_BYTES = 200_000_000
_SEEN = ("SANE_CONFIG_DIR", "XDG_RUNTIME_DIR", "HOME")
_LOOK = 0.1
_MOST_DEVICES = 50


@dataclass(frozen=True, slots=True)
class Watch:
    """Seconds of silence until the child is killed; `page` until one page must be there, however
    lively the child is; `grace` from the word to stop until the kill."""

    search: float = 60.0
    first: float = 90.0
    silence: float = 60.0
    page: float = 600.0
    grace: float = 8.0


class SourceChild:
    """The source of `kind` in a child of its own for each search and each scan."""

    def __init__(
        self,
        kind: SourceKind,
        watch: Watch | None = None,
        *,
        module: str = MODULE,
        times: Mapping[str, float] | None = None,
    ) -> None:
        """`times` are seconds of `EsclTimes` that differ from the usual ones."""
        self._kind = kind
        self._watch = watch or Watch()
        self._module = module
        self._times = dict(times or {})

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        with _Talk(self._module, self._watch, cancelled) as talk:
            talk.say({"do": "devices", "kind": self._kind, "times": self._times})
            head, _ = talk.hear(self._watch.search)
            if cancelled.is_set():
                return ()
            return _devices(self._kind, head.get("devices"))

    def scan(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        """See `Source`. The child works on a page only while one is asked for."""
        settings = {
            "kind": profile.kind,
            "address": profile.address,
            "feed": profile.feed,
            "dpi": profile.dpi,
            "colour": profile.colour,
            "size": profile.size,
        }
        with _Talk(self._module, self._watch, cancelled) as talk:
            order = {"do": "scan", "kind": self._kind, "times": self._times}
            talk.say({**order, "profile": settings})
            number, silence = 0, self._watch.first
            while True:
                head, blobs = talk.hear(silence)
                if cancelled.is_set() or "end" in head:
                    return
                if "page" not in head or len(blobs) != 1:
                    raise ScanStopped(Fault.OTHER)
                number, silence = number + 1, self._watch.silence
                yield ScannedImage(number, blobs[0])
                talk.say({"do": "next"})


class _Talk:
    """One child and what is said to and by it. `cancelled` is passed on; then the child has
    `grace` seconds."""

    def __init__(self, module: str, watch: Watch, cancelled: threading.Event) -> None:
        self._watch = watch
        self._cancelled = cancelled
        self._child = Child(module, keep=_SEEN, group=True)
        self._over = threading.Event()
        self._saying = threading.Lock()
        self._watcher = threading.Thread(target=self._pass_on, daemon=True)
        self._watcher.start()

    def __enter__(self) -> _Talk:
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the child put its device in order and go; kill it when it takes long."""
        self._over.set()
        self._watcher.join()
        self.say({"do": "cancel"})
        with Deadline(self._child, self._watch.grace), contextlib.suppress(OSError):
            while self._child.stdout.read(65_536):
                pass
        self._child.end()

    def say(self, head: Mapping[str, Any]) -> None:
        with self._saying, contextlib.suppress(OSError):  # a child that is gone: hearing tells
            write_frame(self._child.stdin, head)

    def hear(self, silence: float) -> tuple[dict[str, Any], list[bytes]]:
        """The child's answer. Raises ScanStopped for a fault, a silent child, or a broken one."""
        until = monotonic() + self._watch.page
        while True:
            deadline = Deadline(self._child, max(0.0, min(silence, until - monotonic())))
            try:
                with deadline:
                    head, blobs = read_frame(self._child.stdout, MAX_PAGE_BYTES)
            except BrokenFrame:
                if self._cancelled.is_set():
                    return {"end": 1}, []
                raise ScanStopped(Fault.HUNG if deadline.passed else Fault.OTHER) from None
            if "beat" in head:
                continue
            if "fault" in head and not self._cancelled.is_set():
                raise ScanStopped(_fault(head["fault"]))
            return head, blobs

    def _pass_on(self) -> None:
        while not self._over.wait(_LOOK):
            if self._cancelled.is_set():
                self.say({"do": "cancel"})
                if not self._over.wait(self._watch.grace):
                    self._child.kill()
                return


def _fault(name: object) -> Fault:
    return next((fault for fault in Fault if fault == name), Fault.OTHER)


def _devices(kind: SourceKind, told: object) -> tuple[Device, ...]:
    if not isinstance(told, list):
        raise ScanStopped(Fault.OTHER)
    try:
        return tuple(
            Device(
                kind,
                str(address)[:300],
                str(label)[:100],
                tuple(Feed(feed) for feed in feeds),
                tuple(int(dpi) for dpi in resolutions),
            )
            for address, label, feeds, resolutions in told[:_MOST_DEVICES]
        )
    except (ValueError, TypeError):
        raise ScanStopped(Fault.OTHER) from None
