"""Who took the machine during a run, as the kernel counts it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from bench.load.shop import Shop

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Machine:
    """Looks twice, and says what lies between."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._before = self._look()

    def since(self) -> dict[str, str]:
        """In words, what web processes, engine, generator and all others took since the start."""
        now = self._look()
        took = {name: now[name] - self._before[name] for name in now}
        named = took["web"] + took["engine"] + took["generator"]
        parts = {**took, "others (sandbox, worker, neighbours)": took["busy"] - named}
        whole = parts.pop("busy") / parts["clock"] / (os.cpu_count() or 1)
        clock = parts.pop("clock")
        said = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in parts.items())
        return {"processor": f"{said}; of {clock:.0f} s, the machine {whole:.0%} busy"}

    def _look(self) -> dict[str, float]:
        child = self._shop.engine.child
        return {
            "clock": time.monotonic(),
            "busy": busy_seconds(),
            "web": self._shop.server.cpu(),
            "engine": cpu_of(child.pid if child and child.pid else 0),
            "generator": time.process_time(),
        }


@dataclass(frozen=True)
class Held:
    """What one process holds."""

    rss_mb: float
    files: int


def held_by(number: int) -> Held:
    """Resident memory and open files of a process of ours."""
    pages = int((PROC / str(number) / "statm").read_text().split()[1])
    return Held(pages * PAGE / 1_048_576, len(list((PROC / str(number) / "fd").iterdir())))


def cpu_of(number: int) -> float:
    """Seconds of the processor that a process has taken."""
    fields = (PROC / str(number) / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def busy_seconds() -> float:
    """Seconds that all cores together were not idle, since the machine was started."""
    first = (PROC / "stat").read_text().splitlines()[0].split()[1:9]
    user, nice, system, _, _, irq, soft, steal = map(int, first)
    return (user + nice + system + irq + soft + steal) / TICK
