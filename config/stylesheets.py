"""One stylesheet out of many: a file per component to work in, one request to serve.

`@import` makes a browser ask for the entry, read it, and only then ask for the rest. At
collectstatic the pieces are therefore put in the place of their imports, layer by layer.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

ENTRIES = ("css/shop.css",)
_IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_URL = re.compile(r"""url\(["']?(?!data:)""")


def in_one(entry: str, read: Callable[[str], str]) -> str:
    """The entry's text with each imported piece in place, comments and indents left out.

    Only a piece beside the entry may name files: their addresses stay relative to the entry.
    """
    folder = PurePosixPath(entry).parent

    def piece(found: re.Match[str]) -> str:
        text = _lean(read(str(folder / found["path"])))
        if "/" in found["path"] and _URL.search(text):
            raise ValueError(f"{found['path']} names a file; only one beside {entry} may do so")
        return f"@layer {found['layer']} {{\n{text}}}\n"

    return _IMPORT.sub(piece, _lean(read(entry)))


def _lean(css: str) -> str:
    return _INDENT.sub("", _COMMENT.sub("", css))


class OneStylesheet(StaticFilesStorage):
    """A storage that puts the pieces into each entry before names are hashed. It stands first
    among the bases of the storage that is used."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Collected files by name, each with the storage and path that it came from."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        for entry in () if dry_run else ENTRIES:
            text = in_one(entry, read)
            self.delete(entry)
            self.save(entry, ContentFile(text))
            paths = {**paths, entry: (self, entry)}
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[misc]
