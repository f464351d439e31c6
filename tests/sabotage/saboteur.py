"""Runs tests on a damaged program: reads jobs as JSON lines, answers one line each.

A job is {"name", "file", "source", "tests"}. The libraries and the program are loaded once; each is
a forked child in which the one module `file` is compiled from `source` instead of from the disk,
and whatever can hold anything of that module is loaded anew (dependents.py).

The offices that most tests begin with are made once as well, by the sound program, and handed to
the jobs whose damage had no part in the making: nothing of the damaged file ran while it was made.
Nothing is written to the checkout.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.machinery
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FrameType

from _pytest.config import default_plugins
from dependents import dependents, forget

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
LIBRARIES = (
    "sqlalchemy.orm", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql",
    "alembic.command", "alembic.autogenerate", "psycopg", "numpy", "cv2", "PIL.Image",
    "pypdfium2", "cryptography.hazmat.primitives.hpke", "argon2.low_level", "mnemonic",
    "reportlab.pdfgen.canvas", "reportlab.platypus", "fontTools.ttLib", "rapidfuzz", "holidays",
    "jaconv", "openpyxl", "zxingcpp", "onnxruntime", "PySide6.QtWidgets", "PySide6.QtTest",
    "pytest", "pytestqt.qtbot", "hypothesis", *(f"_pytest.{name}" for name in default_plugins),
)  # fmt: skip

OURS = ("desktop.services.desk", "desktop.services.sample_office", "desktop.letters.render")
TESTS = (ROOT / "tests", ROOT / "tests" / "services")
NEVER_READY = ("desktop/store/", "desktop/address/")  # a store lies on them, ran or not


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


class Loaded:
    """What the parent has and every child begins with."""

    def __init__(self, folder: Path) -> None:
        load()
        self.known = dependents(ROOT)
        self.office, self.registered = folder / "office", folder / "registered"
        self.making = files_run_by(lambda: ready_office(self.office))
        self.importing = self.making | files_run_by(
            lambda: register_in(self.registered, self.office)
        )
        whole_path(folder / "path", self.registered)
        gc.collect()
        gc.freeze()  # else every child would walk, and so copy, all of it

    def ready_for(self, file: str) -> dict[str, str]:
        """What the tests of a job are told of the offices that its damage leaves as they are."""
        if file.startswith(NEVER_READY) or file in self.making:
            return {}
        told = {"MADOGUCHI_READY": str(self.office)}
        if file not in self.importing:
            told["MADOGUCHI_READY_REGISTER"] = str(self.registered)
        return told


def files_run_by(work: Callable[[], None]) -> set[str]:
    """The files of ours of which any function ran."""
    ran: set[str] = set()

    def note(frame: FrameType, event: str, _more: object) -> None:
        code = frame.f_code
        # A module or a class being made is code too, and not a function that ran. Every service is
        # made with the desk, and does nothing by that.
        if event == "call" and code.co_flags & CO_OPTIMIZED and code.co_name != "__init__":
            ran.add(code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return {str(Path(one).relative_to(ROOT)) for one in ran if Path(one).is_relative_to(ROOT)}


def ready_office(folder: Path) -> None:
    """An empty store, and the office of the service tests."""
    from office_people import MORNING, OFFICE, PEOPLE

    from desktop import paths
    from desktop.services.desk import Surroundings
    from desktop.services.opening import set_up_store
    from desktop.store.database import Database

    empty, store, workstation = folder / "empty", folder / "store", folder / "workstation"
    for made in (folder, empty, store, workstation):
        made.mkdir(mode=0o700)
    database = Database.open(str(empty), create=True)
    database.upgrade()
    database.checkpoint()
    database.close()
    shutil.copytree(empty, store, dirs_exist_ok=True)
    around = Surroundings(paths.resources(), paths.forms(), workstation, kdf_light=True)
    premises, words = set_up_store(str(store), around, OFFICE, PEOPLE, MORNING)
    premises.close()
    (folder / "words").write_text(" ".join(words), encoding="utf8")


def register_in(folder: Path, office: Path) -> None:
    """The same office with the register of the service tests."""
    from case_path import Track
    from desk_office import Office

    from desktop import paths
    from desktop.services.desk import Desk, Surroundings

    shutil.copytree(office, folder)
    store, workstation = folder / "store", folder / "workstation"
    around = Surroundings(paths.resources(), paths.forms(), workstation, kdf_light=True)
    desk = Desk.open(str(store), around, window=True)
    Track(Office(desk, str(store), store, around, ()), folder).with_register()
    desk.close()


def whole_path(folder: Path, registered: Path) -> None:
    """A case from its envelope to its end: its statements are compiled for all children."""
    from case_path import Track
    from desk_office import Office

    from desktop import paths
    from desktop.services.desk import Desk, Surroundings

    shutil.copytree(registered, folder)
    store, workstation = folder / "store", folder / "workstation"
    around = Surroundings(paths.resources(), paths.forms(), workstation, kdf_light=True)
    desk = Desk.open(str(store), around, window=True)
    Track(Office(desk, str(store), store, around, ()), folder).to_completed()
    desk.close()


def load() -> None:
    """All that the children share."""
    for name in LIBRARIES:
        # What is absent here is loaded, or missed, by the test itself.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    sys.path[:0] = [str(ROOT), *map(str, TESTS)]
    import one_dialect

    one_dialect.install()
    for name in OURS:
        importlib.import_module(name)
    from desktop import paths
    from desktop.address.reader import AddressReader
    from desktop.letters.fonts import load_fonts
    from desktop.services.register_edition import known_edition

    gazetteer = paths.resources() / "gazetteer"
    known_edition(AddressReader.open(gazetteer), gazetteer)
    load_fonts(paths.resources() / "fonts")


def temp_of(told: Path) -> Path:
    return told.with_name(f"{told.name}-temp")


def damaged_run(job: dict[str, object], told: Path, loaded: Loaded) -> int:
    """In the child: damage, test, and end with pytest's own code."""
    with told.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.chdir(ROOT)
    file = str(job["file"])
    if file:
        forget(module_of(file), loaded.known)
        sys.meta_path.insert(0, Finder(file, str(job["source"])))
    for name, module in list(sys.modules.items()):
        if name == "one_dialect":
            continue  # it holds what was compiled for the sound program, each statement by itself
        if Path(getattr(module, "__file__", None) or "").parent in TESTS:
            del sys.modules[name]  # they hold classes of the sound program
    os.environ.update(loaded.ready_for(file))
    import pytest

    options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=native", "--no-header"]
    # The project's own options would spread the tests over workers without the damage.
    options += ["-p", "pytestqt.plugin", "-o", "addopts=--strict-markers"]
    # The process ends with the test: to sweep its whole memory once more would tell nothing.
    options += ["-p", "no:unraisableexception"]
    # In the folder of all, two that end at once clear up the same links, and one of them falls.
    options += [f"--basetemp={temp_of(told)}"]
    return int(pytest.main([*options, *map(str, job["tests"])]))  # type: ignore[call-overload]


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Hypothesis is loaded here once; its plugin would want it loaded by pytest, in every child.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    jobs = [json.loads(line) for line in sys.stdin]
    running: dict[int, tuple[dict[str, object], Path, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        # What is compiled for one child serves the next; never in the checkout.
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(Path(folder) / "compiled")
        loaded = Loaded(Path(folder))
        for number, job in enumerate(jobs):
            if len(running) == AT_ONCE:
                collect(running)
            told = Path(folder) / str(number)
            child = os.fork()
            if child == 0:
                code = 70
                try:
                    code = damaged_run(job, told, loaded)
                except BaseException:  # noqa: BLE001 - told before the process is gone
                    traceback.print_exc()
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
    shutil.rmtree(temp_of(told), ignore_errors=True)
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
