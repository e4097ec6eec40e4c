"""The files that are made of the code, where they lie, and what they hold now."""

import json
from pathlib import Path

from django.conf import settings

from config.aws.buckets import buckets_template
from config.aws.calls import read
from config.aws.cdn import cdn_template
from config.aws.templates import rights_template, tables_template
from config.tables import wanted_tables

FOLDER = Path(settings.BASE_DIR) / "docs" / "operations" / "aws"


def as_they_should_be() -> dict[Path, str]:
    """Path → text of every such file."""
    tables, rights = wanted_tables(), read()
    made = {
        "tables.json": tables_template(tables),
        "buckets.json": buckets_template(),
        "cdn.json": cdn_template(),
        "rights.json": rights_template(tables, rights),
    }
    return {FOLDER / name: json.dumps(each, indent=1) + "\n" for name, each in made.items()}


def differing() -> dict[Path, str]:
    """Those that are missing or hold something else."""
    return {
        path: text
        for path, text in as_they_should_be().items()
        if not path.exists() or path.read_text() != text
    }
