"""A file of products, whatever its kind, as rows with line numbers."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

from catalog.importing.sheet_rows import OPTION, folded
from catalog.importing.typescript import read_typescript
from catalog.importing.values import Numeral, Reading, Record, Remark, Row, Unreadable, Value
from config.spreadsheets import as_it_was

SUFFIXES = {".ts", ".tsx", ".json", ".csv"}
SPECS = "specs."
MOST_COLUMNS = 500


def read_file(path: Path) -> Reading:
    """The rows of a `.ts`, `.tsx`, `.json` or `.csv` file; Unreadable says what is wrong."""
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise Unreadable(f"{path.name} is neither .ts nor .json nor .csv")
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"line {line}: not UTF-8; save the file as UTF-8") from error
    reading = _read(kind, source)
    if not reading.rows and not reading.skipped:
        raise Unreadable(f"no list of products in {path.name}")
    return reading


def _read(kind: str, source: str) -> Reading:
    if kind == ".json":
        return read_json(source)
    if kind == ".csv":
        return read_csv(source)
    return read_typescript(source, tsx=kind == ".tsx")


def read_json(source: str) -> Reading:
    """The rows of a list, or of an object of lists."""
    try:
        json.loads(source, parse_float=Numeral, parse_int=Numeral)
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise Unreadable("lists within lists without end") from error
    # JSON is TypeScript once it is exported, and that reader knows the line of each row.
    return read_typescript(f"export default {source}")


def read_csv(source: str) -> Reading:
    """The rows under a header row; a column `specs.Speed` is the spec “Speed”. Rows of variants
    are part of their product's."""
    lines = csv.reader(io.StringIO(source, newline=""), _dialect(source), strict=True)
    reading = Reading()
    try:
        header = _header(next(lines, []))
        began = lines.line_num + 1
        for cells in lines:
            _add(reading, header, cells, began)
            began = lines.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"line {lines.line_num}: not CSV: {error}") from error
    return folded(reading)


def _dialect(source: str) -> type[csv.Dialect]:
    """Commas, or what the header has more of: spreadsheets write semicolons or tabs, too."""
    first = source.partition("\n")[0]

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Dialect


def _header(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(f"line 1: a file may have {MOST_COLUMNS} columns")
    names = [_column(cell.strip()) for cell in cells]
    twice = {name for name, times in Counter(names).items() if name and times > 1}
    if twice:
        raise Unreadable(f"line 1: the column {min(twice)!r} is there twice")
    return names


def _column(title: str) -> str:
    """`Original Price` and `original_price` as `originalPrice`; a spec's name as it stands."""
    for prefix in (SPECS, OPTION):
        if title.lower().startswith(prefix):
            return prefix + title[len(prefix) :].strip()
    words = re.split(r"[\s_]+", title)
    if len(words) == 1:
        return title[:1].lower() + title[1:]
    return words[0].lower() + "".join(word[:1].upper() + word[1:].lower() for word in words[1:])


def _add(reading: Reading, header: list[str], cells: list[str], line: int) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if any(cell.strip() for cell in cells[len(header) :]):
        reading.skipped.append(Remark(line, "more cells than the header has columns"))
        return
    record, specs = Record(line), Record(line)
    for name, cell in zip(header, map(as_it_was, cells), strict=False):
        if name.startswith(SPECS):
            specs[name.removeprefix(SPECS)] = cell
        elif name:
            record[name] = _cell(name, cell, line)
    if specs:
        record["specs"] = specs
    reading.rows.append(Row(record, line))


def _cell(name: str, cell: str, line: int) -> Value:
    """The text of a cell; our own export writes pictures and variants into one as JSON."""
    if name not in {"images", "variants"} or not cell.strip():
        return cell
    try:
        return _with_line(json.loads(cell, parse_float=Numeral), line)
    except (ValueError, RecursionError):  # no JSON, or lists within lists without end
        return cell


def _with_line(found: object, line: int) -> Value:
    if isinstance(found, dict):
        return Record(line, {str(key): _with_line(value, line) for key, value in found.items()})
    if isinstance(found, list):
        return [_with_line(member, line) for member in found]
    return found if isinstance(found, str | int | None) else str(found)
