"""Files of the old catalogue become rows with lines; what only running would tell is said."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing.files import read_csv, read_file, read_json
from catalog.importing.typescript import read_typescript
from catalog.importing.values import Reading, Unreadable, Value

DATA = Path(__file__).parent / "data"


def equipment() -> Reading:
    return read_file(DATA / "equipment.ts")


def the_value(expression: str, before: str = "") -> Value:
    """What `expression` is read as, on line 1 of a file with one row."""
    reading = read_typescript(f"{before}export const a = [{{ price: 1, x: {expression} }}];")
    assert not reading.skipped, reading.skipped
    return reading.rows[0].values["x"]


def the_refusal(expression: str, before: str = "") -> str:
    reading = read_typescript(f"{before}export const a = [{{ price: 1, x: {expression} }}];")
    assert not reading.rows
    return reading.skipped[0].reason


def test_every_exported_list_is_read_and_each_row_once() -> None:
    arrays = [row.array for row in equipment().rows]
    expected = {"blades": 5, "rubbers": 2, "shoes": 3, "preOwned": 1, "balls": 3}
    assert {array: arrays.count(array) for array in arrays} == expected


def test_names_templates_enums_and_spreads_stand_for_their_values() -> None:
    rows = {(row.array, row.values["id"]): row for row in equipment().rows}
    viscaria = rows["blades", 1]
    assert viscaria.line == 29
    assert viscaria.values["category"] == "Blade"
    assert viscaria.values["image"] == "/images/equipment/viscaria.jpg"
    assert rows["blades", 2].values["image"] == "../assets/hero-bat.jpg"
    assert rows["blades", 2].values["warranty"] == "6 months"
    assert rows["rubbers", 2].values["image"] == "/images/equipment/ball.png"
    assert rows["preOwned", 9].values["image"] == "/images/pre/bat.webp"


def test_escapes_are_resolved() -> None:
    words = equipment().rows[0].values["description"]
    assert words == 'The all-rounder\'s "carbon": fast, yet it \u2013 somehow 🏓 stays in hand.'


def test_an_entry_that_is_no_object_is_a_skipped_row_with_its_place() -> None:
    reading = read_json('{"blades": [{"price": 1},\n null,\n {"price": 2}, "x", [3], 4]}')
    assert len(reading.rows) == 2
    assert [(remark.line, remark.reason) for remark in reading.skipped] == [
        (1, "entry 2 of blades is “None”, not an object"),
        (3, "entry 4 of blades is “x”, not an object"),
        (3, "entry 5 of blades is a list, not an object"),
        (3, "entry 6 of blades is “4”, not an object"),
    ]


def test_a_list_under_two_names_tells_of_an_entry_once() -> None:
    source = 'export const blades = [{ price: 1 }, "x"]; export default blades;'
    assert len(read_typescript(source).skipped) == 1


def test_a_computed_price_costs_its_own_row_only_and_names_the_line() -> None:
    (skipped,) = equipment().skipped
    assert (skipped.line, skipped.reason[:6]) == (58, "price:")
    assert "Math.round(9999 * 0.9)" in skipped.reason


def test_lists_that_are_no_products_are_noted() -> None:
    notes = [note.reason.split(":")[0] for note in equipment().notes]
    assert notes == ["categories", "cheap"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("0x1F", 31),
        ("1_000.50", "1000.5"),
        ("1e3", 1000),
        (".5", "0.5"),
        ("-2.50", "-2.5"),
        ("- -2", 2),
        ("10n", 10),
        ("'a' + 1 + 2.5", "a12.5"),
        ("4000 + 149", 4149),
        ("`a${1}${'b'}\\n`", "a1b\n"),
        ("'\\x41\\u{1F3D3}\\uD83C\\uDFD3\\0\\q'", "A🏓🏓\0q"),
        ("'one\\\ntwo'", "onetwo"),
        ("('y' as unknown as string)!", "y"),
        ("{ 'a-b': 1, 5: 2, ['c']: 3 }['a-b']", 1),
        ("[1, , 2][1]", 2),
        ("require('./bat.png')", "./bat.png"),
        ("/* why */ 'x' // because", "x"),
    ],
)
def test_literals_have_javascripts_value(expression: str, value: Value) -> None:
    assert the_value(expression + "\n") == value


@pytest.mark.parametrize(
    "expression",
    [
        "f()",
        "a ? 1 : 2",
        "process.env.PRICE",
        "new Date()",
        "await x",
        "2 * 3",
        "0.1 + 0.2",
        "x => x",
        "'\\uD83C'",
        "'\\07'",
        "1e999999999",
        "[...x]",
        "[[1, f()]]",
        "{ ...f() }",
        "{ get y() { return 1 } }",
        "`${null}`",
    ],
)
def test_what_must_be_run_is_refused(expression: str) -> None:
    assert the_refusal(expression)


def test_names_that_go_in_circles_and_texts_without_end_are_refused() -> None:
    assert "explained by itself" in the_refusal("p", "const p = q + '', q = p + '';")
    doubling = "const t0 = 'xxxxxxxxxx';" + "".join(
        f"const t{n + 1} = t{n} + t{n};" for n in range(40)
    )
    assert "without end" in the_refusal("t40", doubling)
    lists = "const l0 = [1, 2];" + "".join(
        f"const l{n + 1} = [...l{n}, ...l{n}];" for n in range(20)
    )
    assert "without end" in the_refusal("l20", lists)
    assert "too deeply" in the_refusal("[" * 150 + "]" * 150)


def test_a_list_in_another_file_and_a_push_are_not_passed_over_in_silence() -> None:
    reading = read_typescript(
        "import { nets } from './nets';\n"
        "export const all = [...nets, { price: 1 }];\n"
        "all.push({ price: 2 });\n"
        "export const made = makeThem();\n"
        "export * from './robots';\n"
    )
    assert [row.line for row in reading.rows] == [2]
    assert [(skip.line, skip.reason.split(",")[0]) for skip in reading.skipped] == [
        (1, "“nets” stands in another file"),
        (3, "a statement"),
        (4, "made: would have to be run: “makeThem()”"),
    ]
    assert "'./robots'" in reading.notes[0].reason


def test_lists_may_be_exported_later_or_in_an_object() -> None:
    later = read_typescript(
        "const x = [{price: 1}];\nconst y = [{price: 2}];\nexport { x, y as z };"
    )
    inside = read_typescript("export default { x: [{price: 1}], y: [{price: f()}, {price: 2}] };")
    assert [row.array for row in later.rows] == ["x", "y"]
    assert [(row.array, row.values["price"]) for row in inside.rows] == [("x", 1), ("y", 2)]
    assert len(inside.skipped) == 1


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("export const a = [\n  { id: 1 name: 'x' },\n];", 2),
        ("export const a = [\n  { name: 'it's' },\n];", 2),
        ("export const a = [\n  { id: 1 },\n", 2),
    ],
)
def test_broken_typescript_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(Unreadable, match=f"^line {line}:"):
        read_typescript(source)


literals = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(literals)
def test_json_is_read_as_json_reads_it(value: object) -> None:
    for escaped in (True, False):
        source = json.dumps([{"price": 1, "x": value}], ensure_ascii=escaped, indent=1)
        assert read_json(source).rows[0].values["x"] == value


def test_json_rows_know_their_lines() -> None:
    reading = read_json('\n{"blades": [\n  {"price": 1},\n  {"price": NaN}\n], "v": 1}')
    assert [(row.line, row.array, row.values["price"]) for row in reading.rows] == [
        (3, "blades", 1),
        (4, "blades", "NaN"),
    ]
    with pytest.raises(Unreadable, match=r"^line 2: not JSON"):
        read_json('[{"price": 1},\n {"price": }]')


def test_csv_rows_know_their_lines_and_specs() -> None:
    text = 'Name,Original Price,specs.Blade condition\n"two\nlines",5,Good\n\nnext,6,\n'
    first, second = read_csv(text).rows
    assert (first.line, first.values["name"], first.values["originalPrice"]) == (
        2,
        "two\nlines",
        "5",
    )
    assert first.values["specs"] == {"Blade condition": "Good"}
    assert second.line == 5


def test_a_broken_csv_row_stops_no_good_one() -> None:
    reading = read_csv("name;price\na;1\nb;2;3\nc;4\n")
    assert [row.values["name"] for row in reading.rows] == ["a", "c"]
    assert reading.skipped[0].line == 3


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "neither"),
        ("a.ts", b"", "no list of products"),
        ("a.json", b"[\n\xff]", "line 2: not UTF-8"),
        ("a.csv", b"name,name\n", "twice"),
        ("a.csv", b'name\n"x', "not CSV"),
        ("a.json", b"[" * 100_000, "without end|not JSON"),
    ],
)
def test_a_file_that_makes_no_sense_says_why(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        read_file(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_file(tmp_path / "none.ts")
