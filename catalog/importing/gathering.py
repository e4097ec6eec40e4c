"""Which of a file's values are rows: the objects in its lists, each once."""

from collections.abc import Iterator

from catalog.importing.values import Reading, Record, Remark, Row, Unresolved, Value, unresolved_in

SIGNS = frozenset({"price", "category", "productId"})  # a list without any of them is no products


class Gatherer:
    """Takes lists as they come and adds to a `Reading` the rows it has not seen yet."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.arrays: set[str] = set()
        self._seen: dict[int, Value] = {}  # kept, so that no id is used twice

    def gather(self, value: Value, array: str, line: int) -> None:
        """Add the rows of a list, or of an object of lists; anything else holds none."""
        if isinstance(value, list):
            self._list(value, array, line)
        elif isinstance(value, Record):
            if "price" in value:
                self._list([value], "", line)
                return
            for key, member in value.items():
                self._member(key, member)

    def _member(self, key: str, member: Value) -> None:
        if isinstance(member, list):
            self._list(member, key, _line_in(member))
        elif isinstance(member, Record) and "price" in member:
            self._list([member], "", member.line)
        elif isinstance(member, Unresolved):
            self.reading.skipped.append(Remark(member.line, f"{key}: {member.reason}"))

    def _list(self, members: list[Value], array: str, line: int) -> None:
        objects = [member for member in members if isinstance(member, Record | Unresolved)]
        records = [member for member in objects if isinstance(member, Record)]
        if records and not any(SIGNS & record.keys() for record in records):
            sentence = f"{array}: no row has a price or a category, so this is no list of products"
            self.reading.notes.append(Remark(line, sentence))
            return
        self.arrays.add(array)
        if records and id(members) not in self._seen:
            self._seen[id(members)] = members
            self._no_objects(members, array, line)
        for member in objects:
            if id(member) not in self._seen:
                self._seen[id(member)] = member
                self._row(member, array)

    def _no_objects(self, members: list[Value], array: str, line: int) -> None:
        """Tell of the members that are no rows, each by its place and the last line known."""
        for place, member in enumerate(members, 1):
            if isinstance(member, Record | Unresolved):
                line = member.line
                continue
            said = "a list" if isinstance(member, list) else f"“{str(member)[:40]}”"
            where = f"entry {place} of {array or 'the list'}"
            self.reading.skipped.append(Remark(line, f"{where} is {said}, not an object"))

    def _row(self, member: Record | Unresolved, array: str) -> None:
        trouble = next(unresolved_in(member), None)
        if trouble is None:
            assert isinstance(member, Record)  # noqa: S101 - an Unresolved is its own trouble
            self.reading.rows.append(Row(member, member.line, array))
            return
        path, failure = trouble
        line = member.line
        where = f"{path}: " if path else ""
        there = f" (line {failure.line})" if failure.line != line else ""
        self.reading.skipped.append(Remark(line, f"{where}{failure.reason}{there}"))


def _line_in(members: list[Value]) -> int:
    lines: Iterator[int] = (m.line for m in members if isinstance(m, Record | Unresolved))
    return next(lines, 1)
