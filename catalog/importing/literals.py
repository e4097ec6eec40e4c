"""Numbers, texts and pictures of a TypeScript file: the values that stand for themselves."""

from tree_sitter import Node

from catalog.importing.syntax import excerpt, line_of, text_of
from catalog.importing.values import Numeral, Unresolved, Value, numeral

PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
LONGEST = 100_000  # characters of a text, members of a list; beyond that somebody plays tricks


def picture(path: Value, node: Node) -> Value:
    """What an import stands for: a picture is its path as written, all else is another file."""
    if isinstance(path, str) and path.lower().partition("?")[0].endswith(PICTURES):
        return path
    return Unresolved(line_of(node), f"stands in another file, {path!r}")


def number(node: Node) -> Value:
    """A number in any of JavaScript's spellings, exactly."""
    text = text_of(node).replace("_", "").removesuffix("n").lower()
    try:
        return int(text, 0) if text[:2] in {"0x", "0o", "0b"} else numeral(text)
    except ValueError as error:
        raise Unresolved(line_of(node), str(error)) from None


def signed(sign: str, value: Value, node: Node) -> Value:
    """A number with `+` or `-` before it; other signs and other values would have to be run."""
    if sign not in {"+", "-"} or not is_number(value):
        raise must_run(node)
    text = str(value)
    return value if sign == "+" else numeral(text[1:] if text[0] == "-" else f"-{text}")


def added(left: Value, right: Value, node: Node) -> Value:
    """What `+` makes of two values: whole numbers are added, all else is joined as text."""
    if is_number(left) and is_number(right):
        if isinstance(left, int) and isinstance(right, int):
            return left + right
        raise Unresolved(line_of(node), f"a sum of fractions: “{excerpt(node)}”")
    return bounded(as_text(left, node) + as_text(right, node), node)


def sound(value: Value) -> Value:
    """The value itself; raises it where it is an Unresolved that was kept."""
    if isinstance(value, Unresolved):
        raise value
    return value


def is_number(value: Value) -> bool:
    """Whether the value is a number; a boolean is none."""
    return isinstance(value, Numeral) or (isinstance(value, int) and not isinstance(value, bool))


def as_text(value: Value, node: Node) -> str:
    """What a template or `+` makes of the value; raises Unresolved where that is no text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return str(value)
    raise Unresolved(line_of(node), f"“{excerpt(node)}” is no text")


def bounded(text: str, node: Node) -> str:
    """The text itself, unless it was doubled and doubled again."""
    if len(text) > LONGEST:
        raise Unresolved(line_of(node), "a text without end")
    return text


def must_run(node: Node) -> Unresolved:
    """The refusal of an expression that is not on the list."""
    return Unresolved(line_of(node), f"would have to be run: “{excerpt(node)}”")
