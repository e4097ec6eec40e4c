"""What the processes of a server take from the machine, as the kernel says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MB = 1024  # kB


@dataclass(frozen=True)
class Server:
    """A gunicorn: its parent, and the workers that answer."""

    parent: int
    workers: tuple[int, ...]

    def cpu(self) -> float:
        """Seconds of the processor that the workers have taken since they began."""
        return sum(_cpu_of(worker) for worker in self.workers)

    def memory(self) -> "Memory":
        """What parent and workers hold now."""
        return memory_of(self.parent, self.workers)


@dataclass(frozen=True)
class Memory:
    """In MB. RSS counts a page that several share once for each of them, PSS in shares; so what a
    host needs for all is the sum of the PSS, and `per_worker` its part of one worker."""

    parent_rss: int
    worker_rss: int  # the largest
    worker_pss: int  # the largest
    per_worker: int


def server_on(port: int) -> Server:
    """The gunicorn that was started with PORT=`port`; LookupError if there is none."""
    mark = f"PORT={port}".encode()
    ours = {number for number in _numbers() if _is_gunicorn(number, mark)}
    parents = {number: _parent_of(number) for number in ours}
    (first,) = [number for number, parent in parents.items() if parent not in ours] or [0]
    if not first:
        raise LookupError(f"No gunicorn with PORT={port} runs.")
    return Server(first, tuple(sorted(ours - {first})))


def memory_of(parent: int, workers: Iterable[int]) -> Memory:
    """The memory of these processes."""
    seen = {number: _sizes_of(number) for number in (parent, *workers)}
    of_workers = [sizes for number, sizes in seen.items() if number != parent]
    shared = sum(sizes["Pss"] for sizes in seen.values())
    return Memory(
        seen[parent]["Rss"] // MB,
        max(sizes["Rss"] for sizes in of_workers) // MB,
        max(sizes["Pss"] for sizes in of_workers) // MB,
        shared // len(of_workers) // MB,
    )


def _numbers() -> list[int]:
    return [int(each.name) for each in PROC.glob("[0-9]*")]


def _is_gunicorn(number: int, mark: bytes) -> bool:
    try:
        words = (PROC / str(number) / "cmdline").read_bytes().split(b"\0")
        return b"gunicorn" in words and mark in _environment_of(number)
    except OSError:  # it is gone, or another's
        return False


def _environment_of(number: int) -> list[bytes]:
    return (PROC / str(number) / "environ").read_bytes().split(b"\0")


def _parent_of(number: int) -> int:
    """The field after the state, which follows the name in brackets."""
    return int((PROC / str(number) / "stat").read_text().rsplit(")", 1)[1].split()[1])


def _cpu_of(number: int) -> float:
    """To the nanosecond, thread by thread; the clock of /proc/<pid>/stat has steps of 10 ms."""
    threads = (PROC / str(number) / "task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _sizes_of(number: int) -> dict[str, int]:
    lines = (PROC / str(number) / "smaps_rollup").read_text().splitlines()[1:]
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
