"""The syntax tree of a TypeScript file: parsing, and where it is broken."""

import re
from functools import lru_cache

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from catalog.importing.values import Unreadable, Unresolved

ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "0": "\0"}
LINE_ENDS = {"\n", "\r", "\r\n", "\u2028", "\u2029"}


@lru_cache(maxsize=2)
def _parser(*, tsx: bool) -> Parser:
    grammar = tree_sitter_typescript
    return Parser(Language(grammar.language_tsx() if tsx else grammar.language_typescript()))


def parse(source: str, *, tsx: bool = False) -> Node:
    """The root of the tree; Unreadable, with the line, where the text is not TypeScript."""
    root = _parser(tsx=tsx).parse(source.encode()).root_node
    broken = _first_broken(root)
    if broken is not None:
        near = excerpt(broken) or "the end"
        raise Unreadable(f"line {line_of(broken)}: not TypeScript near “{near}”")
    return root


def _first_broken(node: Node) -> Node | None:
    if not node.has_error:
        return None
    while not (node.is_error or node.is_missing):
        node = next(child for child in node.children if child.has_error)
    # The parser opens an error where it lost the thread; the last piece in it is what it met.
    return node.children[-1] if node.children else node


def line_of(node: Node) -> int:
    """The line of the file, counted from 1."""
    return node.start_point[0] + 1


def text_of(node: Node) -> str:
    """The source of a node, as written."""
    return (node.text or b"").decode()


def excerpt(node: Node, longest: int = 40) -> str:
    """The beginning of a node's source on one line, for a message."""
    text = " ".join(text_of(node).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def parts(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def string_in(node: Node) -> str:
    """The value of a quoted string with its escapes resolved."""
    return whole("".join(piece(child) for child in parts(node)), node)


def piece(node: Node) -> str:
    """The value of a stretch of a string or template: plain text or one escape."""
    text = text_of(node)
    if node.type != "escape_sequence":
        return re.sub(r"\r\n?", "\n", text)  # inside a template a line end is always \n
    body = text[1:]
    if body in LINE_ENDS:
        return ""
    if code := re.fullmatch(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\}", body):
        return _character(int(code.group(code.lastindex or 0), 16), node)
    if body[:1].isdigit() and body != "0":
        raise Unresolved(line_of(node), f"an octal escape “{text}”")
    return ESCAPES.get(body, body)


def _character(code: int, node: Node) -> str:
    if code > 0x10FFFF:
        raise Unresolved(line_of(node), f"“{text_of(node)}” is no character")
    return chr(code)


def whole(text: str, node: Node) -> str:
    """Join the halves of characters that were written as two `\\u` escapes."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise Unresolved(line_of(node), "half a character in a text") from None
