"""Where Chromium is, for the tests that drive it; `python -m config.local.chromium` gets it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.errors import ShopError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "The browser tests need Chromium and find none of "
    + ", ".join(NAMES)
    + ". Debian, Ubuntu: `sudo apt-get install chromium`. Fedora: `sudo dnf install chromium`."
    " Elsewhere: install Chrome or Chromium so that one of these commands starts it."
)


class ChromiumMissing(ShopError):
    """No Chromium on this machine; the text says how to get one."""


def chromium() -> str:
    """The path of a Chromium on PATH, or ChromiumMissing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise ChromiumMissing(HOW)
    return found


def main() -> None:
    """Install Debian's Chromium where that is ours to do; otherwise say how to get it. The tests
    that need it fail with the same words, so nothing is skipped in silence."""
    try:
        chromium()
    except ChromiumMissing as missing:
        if not _may_install():
            sys.stderr.write(f"{missing}\n")
            return
        sys.stdout.write("· installing Debian's chromium for the browser tests\n")
        sys.stdout.flush()
        _install()


def _may_install() -> bool:
    return Path("/etc/debian_version").exists() and os.geteuid() == 0


def _install() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(  # noqa: S603 - the lines above
            command, check=False, env=env, capture_output=True, text=True, timeout=900
        )
        if done.returncode:
            sys.stderr.write(f"{done.stderr[-500:]}\n{HOW}\n")
            return


if __name__ == "__main__":
    main()
