"""What a decoding child gives up before it touches a hostile file (CAPTURE §4).

Limits of the process hold everywhere where Python knows them. On Linux x86-64 a seccomp list of
what is allowed is added: a decoder that a file has taken over can neither open a file nor connect,
start a program nor remove anything. Elsewhere the limits and the parent's deadline stand alone.
"""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import struct
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_AUDIT_ARCH_X86_64 = 0xC000003E
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # errno EPERM
_KILL = 0x80000000

# x86-64 numbers of what a decoder with everything loaded still needs.
_ALLOWED = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28,
    "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63, "gettimeofday": 96,
    "getrusage": 98, "sysinfo": 99, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228,
    "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "getrandom": 318, "membarrier": 324,
}  # fmt: skip


def die_with_parent() -> None:
    """Ask Linux to kill this process when the desk that started it is gone."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, 9)


def shut_in(load: Callable[[], None], cpu_seconds: int, memory_bytes: int) -> bytes:
    """The bytes on standard input, once `load` has opened what their decoder needs and this
    process has given up every right; nobody has looked at them before."""
    die_with_parent()
    data = sys.stdin.buffer.read()
    load()
    limit(cpu_seconds, memory_bytes)
    close_doors()
    return data


def has_limits() -> bool:
    """Whether this system bounds a process at its own wish; Windows does not."""
    return importlib.util.find_spec("resource") is not None


def has_filter() -> bool:
    """Whether the list of allowed calls is written for this machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Bound processor time and memory, and forbid writing files and core dumps."""
    if not has_limits():
        return
    import resource

    for what, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def close_doors() -> bool:
    """Allow only the calls in the list from now on; answer whether this machine can do it."""
    if not has_filter():
        return False
    program = _filter()
    code = ctypes.create_string_buffer(program, len(program))
    address = ctypes.addressof(code)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, address))
    return (
        _prctl(_PR_SET_NO_NEW_PRIVS, 1) == 0
        and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head)) == 0
    )


def _prctl(option: int, first: int, second: int = 0) -> int:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return int(call(option, first, second, 0, 0))


def _filter() -> bytes:
    """The BPF program: wrong architecture dies, a listed call passes, any other is refused."""
    load, equal, answer = 0x20, 0x15, 0x06
    numbers = sorted(_ALLOWED.values())
    steps = [
        struct.pack("HBBI", load, 0, 0, 4),
        struct.pack("HBBI", equal, 1, 0, _AUDIT_ARCH_X86_64),
        struct.pack("HBBI", answer, 0, 0, _KILL),
        struct.pack("HBBI", load, 0, 0, 0),
    ]
    for index, number in enumerate(numbers):
        to_allow = len(numbers) - index
        steps.append(struct.pack("HBBI", equal, to_allow, 0, number))
    steps.append(struct.pack("HBBI", answer, 0, 0, _REFUSE))
    steps.append(struct.pack("HBBI", answer, 0, 0, _ALLOW))
    return b"".join(steps)
