"""What the tests need of the machine, said before they start: `python -m tests.preflight`.

Chromium (for the journeys) is installed when we may; otherwise a clear message. In CI its absence is a failure.
"""

import os
import shutil
import subprocess
import sys


def chromium() -> str | None:
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium, Chinese fonts and gettext for the browser tests …", flush=True)
    packages = ["chromium", "fonts-noto-cjk", "gettext"]
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False)


def main() -> int:
    if not chromium():
        install()
    if chromium():
        return 0
    print(
        "Chromium is not installed, so the browser journeys cannot run.\n"
        "  Debian/Ubuntu: sudo apt-get install chromium fonts-noto-cjk\n"
        "All other tests run; the journeys are skipped.",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
