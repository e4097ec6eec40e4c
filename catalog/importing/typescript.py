"""Rows from a TypeScript data module: the lists that it exports, read without running it."""

from collections.abc import Iterator

from tree_sitter import Node

from catalog.importing.expressions import Meaning, Names
from catalog.importing.gathering import Gatherer
from catalog.importing.literals import picture
from catalog.importing.syntax import excerpt, line_of, parse, parts, string_in, text_of
from catalog.importing.values import Reading, Remark, Unresolved

DECLARATIONS = {"lexical_declaration", "variable_declaration"}
FUNCTIONS = {"arrow_function", "function_expression", "class"}
HARMLESS = {
    "comment",
    "empty_statement",
    "function_declaration",
    "generator_function_declaration",
    "class_declaration",
    "abstract_class_declaration",
    "interface_declaration",
    "type_alias_declaration",
    "ambient_declaration",
    "enum_declaration",
    "import_statement",
}


def read_typescript(source: str, *, tsx: bool = False) -> Reading:
    """All rows of all exported lists, each once, in the order of the file."""
    root = parse(source, tsx=tsx)
    reading = Reading()
    names = Names(dict(_meanings(root)))
    gatherer = Gatherer(reading)
    for statement in root.named_children:
        if statement.type == "export_statement":
            for name, node in _exported(statement, reading):
                _gather(gatherer, names, name, node)
        elif not _is_harmless(statement):
            sentence = f"a statement, not a list, and not followed: “{excerpt(statement)}”"
            reading.skipped.append(Remark(line_of(statement), sentence))
    return reading


def _meanings(root: Node) -> Iterator[tuple[str, Meaning]]:
    """Every name of the file's top level and what it stands for."""
    for child in root.named_children:
        statement = child
        if child.type == "export_statement":
            statement = child.child_by_field_name("declaration") or child
        if statement.type in DECLARATIONS:
            yield from _declared(statement)
        elif statement.type == "enum_declaration":
            name, body = parts(statement)[0], parts(statement)[-1]
            yield text_of(name), body
        elif statement.type == "import_statement":
            yield from _imported(statement)


def _declared(statement: Node) -> Iterator[tuple[str, Node]]:
    for declarator in parts(statement):
        name = declarator.child_by_field_name("name")
        value = declarator.child_by_field_name("value")
        if name is not None and value is not None and name.type == "identifier":
            yield text_of(name), value


def _imported(statement: Node) -> Iterator[tuple[str, Meaning]]:
    source = statement.child_by_field_name("source")
    clause = next((part for part in parts(statement) if part.type == "import_clause"), None)
    if source is None or clause is None:
        return
    path = string_in(source)
    for part in parts(clause):
        if part.type == "identifier":
            yield text_of(part), picture(path, statement)
        for name in _names_in(part):
            yield name, Unresolved(line_of(part), f"“{name}” stands in another file, {path!r}")


def _names_in(part: Node) -> Iterator[str]:
    if part.type == "namespace_import":
        yield text_of(parts(part)[0])
    elif part.type == "named_imports":
        for specifier in parts(part):
            yield text_of(parts(specifier)[-1])


def _exported(statement: Node, reading: Reading) -> Iterator[tuple[str, Node]]:
    """The name and the value of everything that an export statement gives away."""
    declaration = statement.child_by_field_name("declaration")
    value = statement.child_by_field_name("value")
    source = statement.child_by_field_name("source")
    if declaration is not None:
        if declaration.type in DECLARATIONS:
            yield from ((text_of(name), name) for name in _declared_names(declaration))
    elif value is not None:
        yield (text_of(value) if value.type == "identifier" else ""), value
    elif source is not None:
        sentence = f"stands in another file, {string_in(source)!r}; give that file too"
        reading.notes.append(Remark(line_of(statement), sentence))
    else:
        for clause in parts(statement):
            for specifier in parts(clause) if clause.type == "export_clause" else [clause]:
                name = parts(specifier)[0] if parts(specifier) else specifier
                yield text_of(name), name


def _declared_names(declaration: Node) -> Iterator[Node]:
    for declarator in parts(declaration):
        name = declarator.child_by_field_name("name")
        if name is not None and name.type == "identifier":
            yield name


def _gather(gatherer: Gatherer, names: Names, name: str, node: Node) -> None:
    reading = gatherer.reading
    try:
        gatherer.gather(names.value(node), name, line_of(node))
    except Unresolved as failure:
        meaning = names.node(name) or node
        if meaning.type in FUNCTIONS:
            return
        if _may_hold_rows(meaning, gatherer.arrays):
            reading.skipped.append(Remark(failure.line, f"{name or 'default'}: {failure.reason}"))
        else:
            sentence = f"{name or 'default'}: holds no rows of its own, passed over"
            reading.notes.append(Remark(line_of(node), sentence))


def _may_hold_rows(node: Node, known: set[str]) -> bool:
    """Whether an expression that cannot be read may have made rows that are in no list read
    so far: it writes objects, or calls something and mentions none of those lists."""
    kinds, words = set(), set()
    waiting = [node]
    while waiting:
        found = waiting.pop()
        kinds.add(found.type)
        if found.type == "identifier":
            words.add(text_of(found))
        waiting += found.named_children
    if kinds & {"call_expression", "new_expression"} and words & known:
        return False
    return bool(kinds & {"object", "call_expression", "new_expression"})


def _is_harmless(statement: Node) -> bool:
    """Whether a statement outside an export can change no list: declarations and directives."""
    if statement.type in HARMLESS or statement.type in DECLARATIONS:
        return True
    inside = parts(statement)
    return len(inside) == 1 and inside[0].type == "string"  # "use client"
