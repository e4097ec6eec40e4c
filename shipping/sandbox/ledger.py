"""What the stand-ins know: shelves of JSON records in memory, with a journal that survives
`kill -9`. A record is copied on its way in and out, so nothing changes behind the journal."""

import json
import threading
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from types import TracebackType
from typing import IO, Any

Record = dict[str, Any]


class Ledger:
    """Shelves of records by key. `with ledger:` makes several changes one act: others wait, and
    the journal holds all of them or none."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shelves: dict[str, dict[str, Record]] = {}
        self._journal: IO[str] | None = None
        self._unwritten: list[tuple[str, str, Record | None]] = []
        self._depth = 0

    def open(self, folder: Path) -> None:
        """Take up what the journal in this folder tells, and write to it from now on."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "journal.jsonl"
        with self._lock:
            for line in path.read_text().splitlines() if path.exists() else []:
                self._replay(line)
            fresh = path.with_suffix(".new")
            fresh.write_text(self._as_line())
            fresh.replace(path)
            self._journal = path.open("a")

    def close(self) -> None:
        """Write no more."""
        with self._lock:
            if self._journal:
                self._journal.close()
                self._journal = None

    def put(self, shelf: str, key: str, record: Record) -> None:
        """Keep a record under its key, in place of an older one."""
        with self:
            self._shelves.setdefault(shelf, {})[key] = deepcopy(record)
            self._unwritten.append((shelf, key, deepcopy(record)))

    def remove(self, shelf: str, key: str) -> None:
        """Forget a record; one that is not there is no matter."""
        with self:
            self._shelves.get(shelf, {}).pop(key, None)
            self._unwritten.append((shelf, key, None))

    def get(self, shelf: str, key: str) -> Record | None:
        """The record under this key, or None."""
        with self._lock:
            return deepcopy(self._shelves.get(shelf, {}).get(key))

    def find(self, shelf: str, fits: Callable[[Record], bool] = lambda _: True) -> list[Record]:
        """The records that fit, in the order in which they first came."""
        with self._lock:
            return [deepcopy(each) for each in self._shelves.get(shelf, {}).values() if fits(each)]

    def number(self, name: str, first: int) -> int:
        """The next number of a series that begins with `first`; never the same twice."""
        with self:
            last = self._shelves.get("numbers", {}).get(name, {"last": first - 1})["last"]
            self.put("numbers", name, {"last": last + 1})
            return int(last) + 1

    def clear(self) -> None:
        """Forget everything but the numbers given out: an id is never used twice."""
        with self:
            numbers = self._shelves.get("numbers", {})
            self._shelves.clear()
            self._shelves["numbers"] = numbers
            self._unwritten.clear()
            if self._journal:
                self._journal.truncate(0)
                self._journal.write(self._as_line())
                self._journal.flush()

    def everything(self) -> dict[str, list[Record]]:
        """All shelves, for tests that count money and parcels."""
        with self._lock:
            return {shelf: self.find(shelf) for shelf in self._shelves}

    def __enter__(self) -> "Ledger":
        self._lock.acquire()
        self._depth += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0 and self._unwritten:
            changes, self._unwritten = self._unwritten, []
            if self._journal:
                self._journal.write(json.dumps(changes) + "\n")
                self._journal.flush()
        self._lock.release()

    def _replay(self, line: str) -> None:
        try:
            changes = json.loads(line)
        except ValueError:  # the last line, cut off by a kill
            return
        for shelf, key, record in changes:
            if record is None:
                self._shelves.get(shelf, {}).pop(key, None)
            else:
                self._shelves.setdefault(shelf, {})[key] = record

    def _as_line(self) -> str:
        changes = [
            (shelf, key, record)
            for shelf, records in self._shelves.items()
            for key, record in records.items()
        ]
        return json.dumps(changes) + "\n"


# One process, one ledger: the command opens it, tests talk to the process over HTTP.
LEDGER = Ledger()
