"""Limits that a worker puts on itself before it sees a query: memory, stack, files, network.

Linux only, by three mechanisms that need no rights: resource limits (setrlimit(2)), a seccomp filter
that makes `socket`, `connect`, `execve` and their like fail with EACCES, and a Landlock rule set that
leaves reading below one folder as the only access to files. What the kernel does not offer is left out
and reported.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from collections.abc import Sequence

STACK = 64 * 1024 * 1024
"""Oxigraph parses by recursion: a query of 64 KB needs up to this much."""
OPEN_FILES = 4096

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_RET_ALLOW, _RET_ERRNO, _RET_KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K

_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    # AUDIT_ARCH and the numbers of: socket connect accept bind listen socketpair fork vfork execve ptrace
    # open_by_handle_at process_vm_readv process_vm_writev bpf execveat userfaultfd io_uring_* pidfd_getfd
    "x86_64": (
        0xC000003E,
        (41, 42, 43, 49, 50, 53, 57, 58, 59, 101, 288, 304, 310, 311, 321, 322, 323, 425, 426, 427, 438),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 199, 200, 201, 202, 203, 117, 221, 242, 265, 270, 271, 280, 281, 282, 425, 426, 427, 438),
    ),
}
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FS_RIGHTS = (1 << 13) - 1  # the rights of Landlock's first version: execute, write, read, make_*, remove_*
_FS_READ = (1 << 2) | (1 << 3)  # READ_FILE, READ_DIR
_UNWRITABLE = (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)


def limit_resources(memory: int, *, may_write: bool = False) -> None:
    """Set the address space in bytes, a deep stack, no core files, and no writing to files.

    Must run before any thread is started. `MALLOC_ARENA_MAX=1` belongs into the environment of the process:
    each arena reserves 64 MiB of address space.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for kind in (resource.RLIMIT_CORE,) if may_write else _UNWRITABLE:
        resource.setrlimit(kind, (0, 0))
    if not may_write:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def die_with_parent() -> None:
    """Have the kernel end this process with the thread that started it (prctl(2), PR_SET_PDEATHSIG)."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def block_network() -> bool:
    """Make opening sockets and starting programs fail; `False` where the kernel or processor cannot.

    The filter is of classic BPF (seccomp(2)): wrong architecture ends the process, a call of the list gets
    EACCES, everything else passes. Sockets that are open already go on working.
    """
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    pointer = ctypes.create_string_buffer(head, len(head))
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        return False
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(pointer)) == 0


def only_read(folders: Sequence[str]) -> bool:
    """Leave reading below these folders as the only access to files (landlock(7)); `False`: not possible."""
    libc = ctypes.CDLL(None, use_errno=True)
    attribute = struct.pack("Q", _FS_RIGHTS)
    rules = libc.syscall(_LANDLOCK_CREATE, ctypes.c_char_p(attribute), len(attribute), 0)
    if rules < 0:
        return False
    try:
        for folder in folders:
            handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", _FS_READ, handle)
                if libc.syscall(_LANDLOCK_ADD, rules, 1, ctypes.c_char_p(rule), 0) != 0:
                    return False
            finally:
                os.close(handle)
        return _prctl(_PR_SET_NO_NEW_PRIVS, 1) == 0 and libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def network_is_blocked() -> bool:
    """Try to open a socket, as a query of an attacker would.

    >>> network_is_blocked()
    False
    """
    import socket

    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError as error:
        return error.errno == errno.EACCES
    return False


def _filter(architecture: int, denied: Sequence[int]) -> bytes:
    """The BPF program: struct sock_filter {code, jump if true, jump if false, value} each."""
    last = len(denied)
    lines = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _RET_KILL),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_AT_LEAST, last + 1, 0, 0x40000000),  # the x32 calls of x86_64
        *((_EQUAL, last - index, 0, number) for index, number in enumerate(denied)),
        (_RETURN, 0, 0, _RET_ALLOW),
        (_RETURN, 0, 0, _RET_ERRNO | errno.EACCES),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _prctl(option: int, first: int, second: int = 0) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = [ctypes.c_ulong(value) for value in (first, second, 0, 0)]
    return int(libc.prctl(ctypes.c_int(option), *arguments))
