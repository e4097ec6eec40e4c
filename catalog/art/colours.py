"""The colours that pictures are drawn with: brands, woods, plies, top sheets, sponges."""

import re
import zlib
from dataclasses import dataclass

INK = "#14171c"
SHADOW = "#1a2536"
_HEX = re.compile(r"#[0-9a-f]{6}")

GROUNDS = {
    "mist": "#e6ecf2",
    "stone": "#edebe6",
    "sage": "#e6ece7",
    "sand": "#f1ebdf",
    "rose": "#f2e9ea",
    "slate": "#e1e6eb",
    "lilac": "#ebe9f1",
}


@dataclass(frozen=True)
class Brand:
    """A brand's body colour, its second colour, its thread or metal, and the ground it lies on."""

    body: str
    second: str
    accent: str
    ground: str


BRANDS = {
    "andro": Brand("#24362a", "#86b52f", "#dbe9bd", "sage"),
    "asics": Brand("#1c3f8c", "#e9513b", "#ffffff", "mist"),
    "butterfly": Brand("#8d1450", "#1c1b22", "#e8b9cc", "rose"),
    "cornilleau": Brand("#17365f", "#c9d3df", "#ffffff", "slate"),
    "dhs": Brand("#a5121f", "#e0b04a", "#f4dda0", "sand"),
    "donic": Brand("#0f4c97", "#e9eef5", "#9fc1ea", "mist"),
    "gewo": Brand("#1d2733", "#3aa0c9", "#d5edf6", "slate"),
    "gki": Brand("#20242c", "#e5b21f", "#f5e3a6", "sand"),
    "joola": Brand("#15603f", "#17211c", "#c6e0cf", "sage"),
    "mizuno": Brand("#0d3b78", "#1fa39a", "#ffffff", "slate"),
    "nittaku": Brand("#1f3d7a", "#b7452c", "#f1e2c8", "stone"),
    "stag": Brand("#1a4a8f", "#d9452f", "#e7edf6", "mist"),
    "stiga": Brand("#12306b", "#f2c230", "#dfe6f2", "mist"),
    "third-ball": Brand("#0b4f9e", "#f28c1d", "#ffffff", "mist"),
    "tibhar": Brand("#b81621", "#1d1f24", "#eceff2", "slate"),
    "victas": Brand("#1e2128", "#d63a2f", "#d9dde3", "slate"),
    "xiom": Brand("#2a2230", "#e8772e", "#f5c9a4", "sand"),
    "yasaka": Brand("#23262d", "#c8232c", "#e9e4da", "stone"),
}
# An unknown brand gets one of these by its name, always the same one.
_OTHERS = (
    Brand("#2c4a6b", "#d98b3a", "#f0dcc2", "sand"),
    Brand("#5a2345", "#d9a441", "#f1e3c3", "lilac"),
    Brand("#1f5a5c", "#e0613c", "#f6d8cb", "sage"),
    Brand("#6b2a22", "#2b2e35", "#efd9cc", "rose"),
    Brand("#33405a", "#7fb4a1", "#dcebe5", "slate"),
    Brand("#45502a", "#d9b13b", "#eee6c4", "stone"),
)


@dataclass(frozen=True)
class Wood:
    """An outer veneer: its face, the line of its grain, and its lit edge."""

    face: str
    line: str
    lit: str


WOODS = {
    "ayous": Wood("#ecdcbb", "#c9ad7b", "#f8eed8"),
    "hinoki": Wood("#ecd0a4", "#c79a63", "#f7e5c6"),
    "koto": Wood("#e3c595", "#b68d55", "#f1dcb6"),
    "limba": Wood("#d8ae6c", "#9c7237", "#eccc95"),
    "rosewood": Wood("#8a4430", "#5a2518", "#b06a4e"),
    "spruce": Wood("#e6c99a", "#b9905a", "#f3dfba"),
    "walnut": Wood("#7d5738", "#4f331e", "#a0774f"),
}
# W outer or soft wood, K core, C carbon, A arylate-carbon, G aramid-gold, D dark, R red wood
PLIES = {
    "W": "#e9d3a8",
    "K": "#d9b67c",
    "C": "#2b2e35",
    "A": "#7f93ad",
    "G": "#8c7a3f",
    "D": "#8a5f3a",
    "R": "#7c3a28",
}
SHEETS = {
    "red": "#c01f2b",
    "black": "#24262b",
    "blue": "#1a5fb0",
    "green": "#1c7c4c",
    "pink": "#d8517f",
    "violet": "#66409c",
}
SPONGES = {
    "yellow": "#f0c94a",
    "orange": "#f0913c",
    "white": "#f1ece0",
    "blue": "#5b93d6",
    "pink": "#ef9fb4",
    "green": "#a9cf6a",
    "purple": "#9a7cc4",
    "black": "#3a3d44",
    "red": "#dd5648",
}


def brand_colours(name: str) -> Brand:
    """The colours of a brand however its name is spelt; an unknown one keeps those it was given."""
    slug = "-".join(name.lower().split())
    return BRANDS.get(slug) or _OTHERS[zlib.crc32(slug.encode()) % len(_OTHERS)]


def mix(one: str, other: str, share: float) -> str:
    """One colour blended towards another by a share of 0 to 1; ValueError for no colour."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)


def lit(colour: str, share: float = 0.22) -> str:
    """The colour where the light falls on it."""
    return mix(colour, "#ffffff", share)


def shade(colour: str, share: float = 0.28) -> str:
    """The colour where it turns from the light."""
    return mix(colour, "#0b1020", share)


def is_light(colour: str) -> bool:
    """Whether dark marks show on it better than light ones."""
    red, green, blue = _rgb(colour)
    return red * 3 + green * 6 + blue > 1300


def _rgb(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
