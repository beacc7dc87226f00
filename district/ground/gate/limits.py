"""What a process that reads somebody else's file takes upon itself before it opens it. Imports nothing of the house."""

from __future__ import annotations

OPEN_FILES = 64


def limit(memory: int, seconds: int) -> None:
    """Bytes of address space, seconds of processor, no file written, no dump. The parent's clock stands where the
    system has no such limits.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
