"""The value of a TypeScript expression, found by looking and never by running.

Only what is on the list below has a value: literals, templates, `+`, names of constants, members
of known objects, spreads, and the type annotations around them. All else is `Unresolved`.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from catalog.importing import literals
from catalog.importing.literals import LONGEST, as_text, bounded, must_run, picture, sound
from catalog.importing.syntax import excerpt, line_of, parts, piece, string_in, text_of, whole
from catalog.importing.values import Numeral, Record, Unresolved, Value

DEEPEST = 100  # expressions within expressions; beyond that somebody plays tricks
WRAPPERS = {
    "parenthesized_expression",
    "as_expression",
    "satisfies_expression",
    "non_null_expression",
}
CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None, "undefined": None}

Meaning: TypeAlias = "Node | Value"


class Names:
    """The names of a file and what they stand for, worked out when they are first asked for."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {"NaN": Numeral("NaN"), "Infinity": Numeral("Infinity"), **meanings}
        self._known: dict[str, Value] = {}
        self._open: set[str] = set()
        self._depth = 0
        self._readers: dict[str, Callable[[Node], Value]] = {
            "string": string_in,
            "number": literals.number,
            "template_string": self._template,
            "array": self._array,
            "object": self._object,
            "identifier": self._identifier,
            "shorthand_property_identifier": self._identifier,
            "unary_expression": self._unary,
            "binary_expression": self._sum,
            "member_expression": self._member,
            "subscript_expression": self._member,
            "call_expression": self._call,
            "enum_body": self._object,
        }

    def value(self, node: Node) -> Value:
        """What the expression stands for; raises Unresolved where only running it would tell."""
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise Unresolved(line_of(node), "nested too deeply")
            return sound(self._value(node))
        finally:
            self._depth -= 1

    def node(self, name: str) -> Node | None:
        """The expression that a name was given, None for an import or an unknown name."""
        meaning = self._meanings.get(name)
        return meaning if isinstance(meaning, Node) else None

    def _value(self, node: Node) -> Value:
        if node.type in CONSTANTS:
            return CONSTANTS[node.type]
        if node.type in WRAPPERS:
            return self.value(parts(node)[0])
        if node.type == "type_assertion":
            return self.value(parts(node)[-1])
        reader = self._readers.get(node.type)
        if reader is None:
            raise must_run(node)
        return reader(node)

    def _kept(self, node: Node) -> Value:
        """As `value`, but a failure stays in the place of the value: its neighbours are good."""
        try:
            return self.value(node)
        except Unresolved as failure:
            return failure

    def _identifier(self, node: Node) -> Value:
        name = text_of(node)
        if name not in self._known:
            self._known[name] = self._look_up(name, node)
        return sound(self._known[name])

    def _look_up(self, name: str, node: Node) -> Value:
        if name not in self._meanings:
            return Unresolved(line_of(node), f"“{name}” is not a constant of this file")
        if name in self._open:
            raise Unresolved(line_of(node), f"“{name}” is explained by itself")
        meaning = self._meanings[name]
        if not isinstance(meaning, Node):
            return meaning
        self._open.add(name)
        try:
            return self._kept(meaning)
        finally:
            self._open.discard(name)

    def _template(self, node: Node) -> Value:
        pieces = []
        for child in parts(node):
            if child.type == "template_substitution":
                inside = parts(child)[0]
                pieces.append(as_text(self.value(inside), inside))
            else:
                pieces.append(piece(child))
        return bounded(whole("".join(pieces), node), node)

    def _array(self, node: Node) -> Value:
        members: list[Value] = []
        for child in parts(node):
            if child.type == "spread_element":
                members += self._spread_list(parts(child)[0])
            else:
                members.append(self._kept(child))
            if len(members) > LONGEST:
                raise Unresolved(line_of(node), "a list without end")
        return members

    def _spread_list(self, node: Node) -> list[Value]:
        found = self._kept(node)
        if isinstance(found, list):
            return found
        if isinstance(found, Unresolved):
            return [found]
        return [Unresolved(line_of(node), f"“…{excerpt(node)}” is no list")]

    def _object(self, node: Node) -> Value:
        record = Record(line_of(node))
        for child in parts(node):
            if child.type in {"pair", "enum_assignment"}:
                key, value = parts(child)
                record[self._key(key)] = self._kept(value)
            elif child.type == "shorthand_property_identifier":
                record[text_of(child)] = self._kept(child)
            elif child.type == "spread_element":
                record.update(self._spread_record(parts(child)[0]))
            else:
                record[excerpt(child)] = Unresolved(line_of(child), "would have to be run")
        return record

    def _spread_record(self, node: Node) -> Mapping[str, Value]:
        found = self._kept(node)
        if isinstance(found, Record):
            return found
        if not isinstance(found, Unresolved):
            found = Unresolved(line_of(node), "is no object")
        return {f"...{excerpt(node)}": found}

    def _key(self, node: Node) -> str:
        if node.type == "property_identifier":
            return text_of(node)
        inside = parts(node)[0] if node.type == "computed_property_name" else node
        return as_text(self.value(inside), inside)

    def _unary(self, node: Node) -> Value:
        return literals.signed(text_of(node.children[0]), self.value(parts(node)[-1]), node)

    def _sum(self, node: Node) -> Value:
        if text_of(node.children[1]) != "+":
            raise must_run(node)
        left, right = (self.value(part) for part in parts(node))
        return literals.added(left, right, node)

    def _member(self, node: Node) -> Value:
        inside, last = parts(node)[0], parts(node)[-1]
        owner = self.value(inside)
        key = text_of(last) if node.type == "member_expression" else self.value(last)
        if isinstance(owner, Record) and str(key) in owner:
            return owner[str(key)]
        if isinstance(owner, list) and isinstance(key, int) and 0 <= key < len(owner):
            return owner[key]
        if key == "src" and isinstance(owner, str) and owner.endswith(literals.PICTURES):
            return owner  # Next.js: an imported picture is an object and `src` its address
        raise must_run(node)

    def _call(self, node: Node) -> Value:
        function, given = parts(node)[0], parts(parts(node)[-1])
        name = text_of(function)
        if name == "Object.freeze" and len(given) == 1:
            return self.value(given[0])
        if name == "require" and len(given) == 1:
            return picture(self.value(given[0]), node)
        raise must_run(node)
