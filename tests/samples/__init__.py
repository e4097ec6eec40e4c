"""The vendors' published replies and webhooks, against which clients and sandboxes are held."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def sample(vendor: str, name: str) -> Any:
    """The published JSON `name` (without .json) of `razorpay` or `shiprocket`."""
    return json.loads((FOLDER / vendor / f"{name}.json").read_text())


def names(vendor: str, beginning: str) -> list[str]:
    """The samples of a vendor whose names begin so, in order."""
    return sorted(path.stem for path in (FOLDER / vendor).glob(f"{beginning}*.json"))
