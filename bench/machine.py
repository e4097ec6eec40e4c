"""What a run was made on: processors, Python, and which state of the shop."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from config.local.processes import BASE_DIR

CPUS = Path("/proc/cpuinfo")


def this_machine() -> str:
    """Cores, their name, Python, the commit, and how busy it is now."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({model_in(CPUS.read_text())}), Python"
        f" {platform.python_version()}, {commit()}, load {load} (1, 5, 15 minutes) at its beginning"
    )


def model_in(text: str) -> str:
    """The processor's name in the words of /proc/cpuinfo, or its kind where it has none."""
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name.strip() in {"model name", "Model"} and rest.strip():
            return rest.strip()
    return platform.machine()


def commit() -> str:
    """`commit 1a2b3c4`, `… with changes`; 'no commit' outside of a repository."""
    try:
        name, changes = _git("rev-parse", "--short", "HEAD"), _git("status", "--porcelain", "-uno")
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
    return f"commit {name}{' with changes' if changes else ''}"


def collect() -> None:
    """Settings file, style, font and static files, as `make setup` has them: a shop with files
    of yesterday is not the shop. What it says goes to stderr. Raises CalledProcessError."""
    setup = [sys.executable, "-m", "config.local.setup"]
    subprocess.run(setup, cwd=BASE_DIR, check=True, stdout=sys.stderr, timeout=600)  # noqa: S603 - ours


def _git(*words: str) -> str:
    command = ["git", *words]
    done = subprocess.run(  # noqa: S603 - fixed words
        command, cwd=BASE_DIR, check=True, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip()
