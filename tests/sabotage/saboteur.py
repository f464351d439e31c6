"""Runs tests on a damaged program: reads jobs as JSON lines, answers one line each.

A job is {"name", "file", "source", "tests"}. The libraries, and the modules of ours that are seldom
damaged, are loaded once; each job is a forked child in which the one module `file` is compiled from
`source` instead of from the disk. A child that damages what was loaded before loads all of ours
anew; the others cannot hold anything of the damaged module, since whatever a loaded module imports
is loaded too. Nothing is written to the checkout.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
LIBRARIES = (
    "sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql",
    "alembic.command", "alembic.autogenerate", "psycopg", "numpy", "cv2", "PIL.Image",
    "pypdfium2", "cryptography.hazmat.primitives.hpke", "argon2.low_level", "mnemonic",
    "reportlab.pdfgen.canvas", "reportlab.platypus", "fontTools.ttLib", "rapidfuzz", "holidays",
    "jaconv", "openpyxl", "zxingcpp", "PySide6.QtWidgets", "PySide6.QtTest", "pytest", "hypothesis",
)  # fmt: skip

OURS = (
    "desktop.domain.clocks", "desktop.store.schema", "desktop.store.engines",
    "desktop.store.filesystems", "desktop.letters.render", "desktop.services.register_edition",
)  # fmt: skip


class Damaged(importlib.machinery.SourceFileLoader):
    """Loads one module from another source than the one on the disk."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


class Finder:
    def __init__(self, file: str, source: str) -> None:
        self._file = file
        self._name = module_of(file)
        self._source = source

    def find_spec(self, name: str, _path: object = None, _target: object = None):
        if name != self._name:
            return None
        loader = Damaged(name, str(ROOT / self._file), self._source)
        return importlib.util.spec_from_loader(name, loader, origin=str(ROOT / self._file))


def module_of(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def load() -> None:
    """All that the children share."""
    for name in LIBRARIES:
        # What is absent here is loaded, or missed, by the test itself.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    sys.path.insert(0, str(ROOT))
    for name in OURS:
        importlib.import_module(name)
    from desktop import paths
    from desktop.address.reader import AddressReader
    from desktop.services.register_edition import known_edition

    gazetteer = paths.resources() / "gazetteer"
    known_edition(AddressReader.open(gazetteer), gazetteer)
    gc.collect()
    gc.freeze()  # else every child would walk, and so copy, all of it


def damaged_run(job: dict[str, object], told: Path) -> int:
    """In the child: damage, test, and end with pytest's own code."""
    with told.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.chdir(ROOT)
    if job["file"]:
        if module_of(str(job["file"])) in sys.modules:
            for name in [name for name in sys.modules if name.partition(".")[0] == "desktop"]:
                del sys.modules[name]
        sys.meta_path.insert(0, Finder(str(job["file"]), str(job["source"])))
    import pytest

    options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=short", "--no-header"]
    # The project's own options would spread the tests over workers without the damage.
    options += ["-p", "pytestqt.plugin", "-o", "addopts=--strict-markers"]
    return int(pytest.main([*options, *map(str, job["tests"])]))  # type: ignore[call-overload]


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Hypothesis is loaded here once; its plugin would want it loaded by pytest, in every child.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    load()
    jobs = [json.loads(line) for line in sys.stdin]
    running: dict[int, tuple[dict[str, object], Path, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, job in enumerate(jobs):
            if len(running) == AT_ONCE:
                collect(running)
            told = Path(folder) / str(number)
            child = os.fork()
            if child == 0:
                code = 70
                try:
                    code = damaged_run(job, told)
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            running[child] = (job, told, time.monotonic())
        while running:
            collect(running)


def collect(running: dict[int, tuple[dict[str, object], Path, float]]) -> None:
    child, status = os.wait()
    job, told, began = running.pop(child)
    answer = {
        "name": job["name"],
        "code": os.waitstatus_to_exitcode(status),
        "told": told.read_text(encoding="utf8", errors="replace"),
        "seconds": round(time.monotonic() - began, 2),
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
