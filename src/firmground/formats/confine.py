"""Walls around the process that reads files of foreign libraries: no network, no other file, no endless work.

Each wall is built if the system lets an ordinary user build it, and the ones that hold are reported. None
needs root. Windows and macOS have only what they share with Linux: limits of time there, nothing of the rest.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SECONDS = 300
MOST_MEMORY = 8 * 2**30
MOST_WRITTEN = 4 * 2**30

# linux/prctl.h, sched.h, seccomp.h, audit.h, landlock.h
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FILTER_ALL_THREADS = 1
_ALLOW, _DENY = 0x7FFF0000, 0x00050001
_FIRST_X32_CALL = 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_ALL_FILE_ACCESS = (1 << 13) - 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3

# By machine: its audit number, the number of `seccomp`, and the calls that are refused (socket, connect,
# execve, execveat, ptrace, io_uring_setup), from the kernel's tables of system calls.
_MACHINES = {
    "x86_64": (0xC000003E, 317, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, 277, (198, 203, 221, 281, 117, 425)),
}


def limit_work(seconds: int = MOST_SECONDS, memory: int = MOST_MEMORY) -> bool:
    """Limits of processor time, memory, bytes written and open files; True where they hold."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return False
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        ceiling = resource.getrlimit(kind)[1]
        lowered = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (lowered, lowered))
    return True


def close_network() -> dict[str, bool]:
    """Two walls: a network of its own with nothing in it, and a filter that refuses to make a socket.

    To be called before threads are started, for a process with several may not leave its network.
    """
    library = _library()
    if library is None:
        return {"empty network": False, "no sockets": False}
    emptied = library.unshare(_CLONE_NEWNET) == 0 or library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    return {"empty network": emptied, "no sockets": _refuse_calls(library)}


def close_files(readable: Iterable[str]) -> dict[str, bool]:
    """No file or folder can be opened any more except to read what lies at or beneath these paths."""
    library = _library()
    return {"no other files": library is not None and _fence(library, readable)}


def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _refuse_calls(library: Any) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    number, seccomp, refused = machine
    program = _write_filter(number, refused)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(library.syscall(seccomp, 1, _FILTER_ALL_THREADS, header) == 0)


def _write_filter(machine: int, refused: tuple[int, ...]) -> bytes:
    """A classic BPF program: load the machine, load the call, compare, and answer "not permitted" or "go
    on".
    """
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    count = len(refused)
    steps = [(load, 0, 0, 4), (equal, 0, count + 2, machine), (load, 0, 0, 0)]
    steps.append((at_least, count + 1, 0, _FIRST_X32_CALL))
    steps += [(equal, count - place, 0, call) for place, call in enumerate(refused)]
    steps += [(answer, 0, 0, _ALLOW), (answer, 0, 0, _DENY)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _fence(library: Any, readable: Iterable[str]) -> bool:
    """Landlock (Linux 5.13): everything is handled, so everything not named is refused."""
    attribute = struct.pack("Q", _ALL_FILE_ACCESS)
    rules = library.syscall(_LANDLOCK_CREATE, attribute, len(attribute), 0)
    if rules < 0:
        return False
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        access = _READ_FILE | _READ_FOLDER if os.path.isdir(path) else _READ_FILE  # noqa: PTH112 - the child stays light
        library.syscall(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", access, place), 0)
        os.close(place)
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done = library.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(done)
