"""A cupsd of the test's own, on loopback, with one CUPS-PDF printer (CAPTURE §6)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

IPP_PARTS = ("ippeveprinter", "avahi-daemon", "dbus-daemon")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
PARTS = ("cupsd", "lpadmin", "lp")


def missing() -> str:
    """Why a private cupsd cannot run here, or ""."""
    lacking = [name for name in PARTS if shutil.which(name, path=_path()) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    if not PPD.exists():
        return "printer-driver-cups-pdf is not installed"
    if os.geteuid() != 0:
        return "a private cupsd with the CUPS-PDF backend needs root"
    return ""


def missing_ipp() -> str:
    """Why a printer that speaks IPP cannot be played here, or ""."""
    lacking = [name for name in IPP_PARTS if shutil.which(name, path=_path()) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    if _avahi_answers():
        return "the avahi-daemon of this machine is at work, beside which no other one starts"
    return missing()


def _avahi_answers() -> bool:
    with socket.socket(socket.AF_UNIX) as asked:
        return asked.connect_ex("/run/avahi-daemon/socket") == 0


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@contextmanager
def private_cups(folder: Path, printer: str) -> Iterator[tuple[str, Path]]:
    """Run cupsd; yields its address for `lp -h` and the folder where printed PDFs arrive.

    `printer` must be of this run alone: its settings lie in the system's folder.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("root", "spool", "cache", "state", "log", "temp", "out"):
        (folder / name).mkdir(parents=True)
    out = folder / "out"
    out.chmod(0o1777)
    for parent in (folder, *folder.parents):
        if parent == Path("/tmp").resolve() or parent == Path("/"):
            break
        parent.chmod(parent.stat().st_mode | 0o755)
    (folder / "root" / "ppd").mkdir()
    (folder / "root" / "ssl").mkdir()
    shutil.chown(folder / "temp", group="lp")
    (folder / "temp").chmod(0o1770)
    (folder / "root" / "cups-files.conf").write_text(
        f"ServerRoot {folder}/root\nRequestRoot {folder}/spool\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/state\nTempDir {folder}/temp\nErrorLog {folder}/log/error\n"
        f"AccessLog {folder}/log/access\nPageLog {folder}/log/page\nSystemGroup root\n"
        f"ServerKeychain {folder}/root/ssl\n",
        encoding="utf8",
    )
    (folder / "root" / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nLogLevel warn\nBrowsing No\nPreserveJobFiles No\n"
        "DefaultAuthType None\n<Location />\nOrder allow,deny\nAllow localhost\n</Location>\n"
        "<Location /admin>\nOrder allow,deny\nAllow localhost\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow localhost\n</Limit>\n</Policy>\n",
        encoding="utf8",
    )
    (folder / "root" / "cups-pdf.conf").write_text(
        f"Out {out}\nAnonDirName {out}\nSpool {folder}/spool-pdf\nLog {folder}/log\n"
        "AnonUser nobody\nGrp lp\nUserUMask 0022\nAnonUMask 0000\n",
        encoding="utf8",
    )
    # The backend takes its own settings from the PPD's name in the system's folder.
    settings = Path("/etc/cups") / f"cups-pdf-{printer}.conf"
    settings.parent.mkdir(exist_ok=True)
    shutil.copy(folder / "root" / "cups-pdf.conf", settings)
    server = subprocess.Popen(
        [
            shutil.which("cupsd", path=_path()) or "cupsd",
            "-f",
            "-c",
            str(folder / "root" / "cupsd.conf"),
            "-s",
            str(folder / "root" / "cups-files.conf"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"127.0.0.1:{port}"
    try:
        _until_ready(address, server)
        subprocess.run(
            [
                shutil.which("lpadmin", path=_path()) or "lpadmin",
                "-h",
                address,
                "-p",
                printer,
                "-E",
                "-v",
                f"cups-pdf:/{printer}",
                "-P",
                str(PPD),
                "-o",
                "PageSize=A4",
            ],
            check=True,
            capture_output=True,
            timeout=30,
        )
        yield address, out
    finally:
        server.terminate()
        server.wait(timeout=15)
        settings.unlink(missing_ok=True)


def _until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"cupsd ended with {server.returncode}")
        asked = subprocess.run(
            ["lpstat", "-h", address, "-r"], capture_output=True, timeout=10, check=False
        )
        if asked.returncode == 0 and b"is running" in asked.stdout:
            return
    raise RuntimeError("cupsd did not answer")


_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
"""
_AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\n[reflector]\n[rlimits]\n"
_COMMAND = """#!/bin/sh
env | grep ^IPP_ > {folder}/told/$IPP_JOB_NAME
cp "$1" {folder}/told/$IPP_JOB_NAME.pdf
"""


@contextmanager
def ipp_printer(folder: Path, address: str, name: str) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A printer with trays and both sides that speaks IPP, as a queue of the cupsd at `address`.

    Yields the folder where it puts down each document and what it was told of it, by the job's
    name; and what switches it off. It announces itself on a bus of its own.
    """
    told = folder / "told"
    told.mkdir(parents=True)
    for part in (folder, told):
        part.chmod(0o777)
    (folder / "bus.conf").write_text(_BUS.format(folder=folder), encoding="utf8")
    (folder / "avahi.conf").write_text(_AVAHI, encoding="utf8")
    command = folder / "command"
    command.write_text(_COMMAND.format(folder=folder), encoding="utf8")
    command.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    around = {
        **os.environ,
        "PATH": _path(),
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen(
                words, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        return started[-1]

    try:
        start("dbus-daemon", "--nofork", f"--config-file={folder}/bus.conf")
        _until((folder / "bus").exists)
        here = ("--no-drop-root", "--no-chroot", "--no-rlimits")
        start("avahi-daemon", "-f", f"{folder}/avahi.conf", *here)
        _until(_avahi_answers)  # a socket that an earlier one left behind is none
        words = ("ippeveprinter", "-r", "off", "-2", "-n", "localhost", "-p", port)
        kept = ("-d", str(folder), "-f", "application/pdf", "-c", str(command), name)
        printer = start(*words, *kept)

        def answers() -> bool:
            with socket.socket() as asked:
                return asked.connect_ex(("127.0.0.1", int(port))) == 0

        _until(answers)
        uri = f"ipp://localhost:{port}/ipp/print"
        subprocess.run(
            ["lpadmin", "-h", address, "-p", name, "-E", "-v", uri, "-m", "everywhere"],
            check=True,
            capture_output=True,
            timeout=30,
            env=around,
        )

        def off() -> None:
            printer.terminate()
            printer.wait(timeout=15)

        yield told, off
        subprocess.run(["lpadmin", "-h", address, "-x", name], check=True, timeout=30, env=around)
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(timeout=15)


def _until(fact: Callable[[], bool]) -> None:
    later = threading.Event()
    for _ in range(300):
        if fact():
            return
        later.wait(0.05)
    raise RuntimeError("the printer did not start")
