"""Run a command beside a throw-away PostgreSQL: `python -m tests.postgres pytest -m database`.

HUIQI_TEST_POSTGRES, when set, names a server of one's own instead. In CI a missing PostgreSQL is a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"  # PostgreSQL refuses to run as root


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl: on the PATH, or where Debian puts it."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def as_postgres(command: list[str]) -> list[str]:
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(durable: bool = False) -> Iterator[str]:
    """A cluster in a temporary folder, only for this machine; gives its URL. `durable`: commits reach the disk."""
    folder, port = Path(tempfile.mkdtemp(prefix="pg-")), free_port()
    bin_ = binaries()
    assert bin_ is not None
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = str(folder / "data")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    options += "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    made = [str(bin_ / "initdb"), "-D", data, "-U", "huiqi", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    started = [str(bin_ / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start"]
    try:
        for command in (made, started):
            subprocess.run(as_postgres(command), check=True, stdout=subprocess.DEVNULL, cwd="/")
        yield f"postgresql://huiqi@127.0.0.1:{port}/postgres"
    finally:
        stop = [str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "stop"]
        subprocess.run(as_postgres(stop), check=False, stdout=subprocess.DEVNULL, cwd="/")
        time.sleep(0.2)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    command = sys.argv[1:]
    if os.environ.get("HUIQI_TEST_POSTGRES"):
        return subprocess.run(command, check=False).returncode
    if binaries() is None:
        print("PostgreSQL is not installed: its tests are left out. Debian/Ubuntu: apt-get install postgresql",
              file=sys.stderr)  # fmt: skip
        return 1 if os.environ.get("CI") else 0
    with server() as url:
        return subprocess.run(command, check=False, env={**os.environ, "HUIQI_TEST_POSTGRES": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
