"""Balls, tables, bags and everything small."""

import re
from collections.abc import Callable

from catalog.art.bag import Bag
from catalog.art.ball import Ball, HalfBall
from catalog.art.bottle import Cleaner, Glue
from catalog.art.case import Case
from catalog.art.choice.goods import Goods, Views
from catalog.art.clothes import Towel
from catalog.art.colours import PLIES, brand_colours, lit, shade
from catalog.art.kit import Box, Net
from catalog.art.racket import Racket
from catalog.art.scale import Scale
from catalog.art.section import Layer, Section
from catalog.art.table import Table
from catalog.art.tape import Tape

SPONGE, SHEET, LIQUID, BOARD = "#f0c94a", "#c01f2b", "#8cc4e6", "#b98f5c"
BLUES = ("#1f5fae", "#17468a", "#2a6fc0", "#1b5799", "#245fa0")
GREENS = ("#1c7c4c", "#17673f")
FRAMES = ("#23272e", "#3a414b", "#17355f", "#59616c", "#2a2230")


def ball(goods: Goods) -> Views:
    """The pictures of a pack of balls."""
    colour = "orange" if "orange" in f"{goods.fact('Colour')} {goods.name}".lower() else "white"
    pieces = goods.number("Pack", "Pieces", "Quantity", default=3)
    count = next((n for n in (1, 3, 6) if pieces <= n), 10)
    stars = min(3, int(goods.number("Grade", "Stars", default=_stars_in(goods))))
    face = Ball(brand=goods.brand, colour=colour, stars=stars, count=count, name=goods.brand[:12])
    beside = Racket(brand=goods.brand, seed=goods.seed, lean=True)
    return Views(
        face,
        HalfBall(brand=goods.brand, colour=colour),
        Scale(brand=goods.brand, of=beside, spot="racket", ball=colour),
    )


def table(goods: Goods) -> Views:
    """The pictures of a table; of a net where it is one."""
    if goods.says("net"):
        return net(goods)
    says_green = "green" in goods.fact("Colour").lower()
    top = goods.pick(GREENS if says_green else BLUES)
    frame = goods.pick(FRAMES, "frame")
    wheels = not goods.says("mini", "midi")
    thick = goods.number("Top", "Top thickness", "Thickness", default=19)
    section = Section(
        brand=goods.brand,
        layers=(
            *(Layer(8, top), Layer(20 + thick * 3, BOARD, "foam")),
            *(Layer(6, shade(top, 0.4)), Layer(26, "#8b939e")),
        ),
        face=top,
        words=goods.fact("Top", "Top thickness", "Thickness") or "lacquer, board, frame",
        of="Cut through the top",
    )
    return Views(
        Table(brand=goods.brand, top=top, frame=frame, wheels=wheels),
        section,
        Table(brand=goods.brand, top=top, frame=frame, wheels=False, measures=_metres(goods)),
    )


def bag(goods: Goods) -> Views:
    """The pictures of a backpack, a holdall or a racket case."""
    tint = brand_colours(goods.brand)
    main = goods.colour("")
    face: Bag | Case
    if goods.says("case", "cover", "wallet"):
        shape = "bat" if goods.says("cover", "round", "bat", "full") else "wallet"
        face, spot = Case(brand=goods.brand, shape=shape, main=main), "case"
    elif goods.says("backpack", "rucksack"):
        face, spot = Bag(brand=goods.brand, main=main), "bag"
    else:
        face, spot = Bag(brand=goods.brand, shape="holdall", main=main), "holdall"
    cloth = main or tint.body
    section = Section(
        brand=goods.brand,
        layers=(Layer(16, cloth, "weave"), Layer(54, "#8b939e", "foam"), Layer(12, tint.accent)),
        face=cloth,
        words=goods.fact("Material") or "cloth, padding, lining",
        of="Cut through the wall",
    )
    return Views(face, section, Scale(brand=goods.brand, of=face, spot=spot))


def accessory(goods: Goods) -> Views:
    """The pictures of something small, by what its name speaks of; a box where that is not told."""
    for words, kind in _BY_NAME:
        if goods.says(*words):
            return kind(goods)
    return box(goods)


def glue(goods: Goods) -> Views:
    """The pictures of a bottle of glue."""
    face = Glue(brand=goods.brand, name=goods.short_name, holds=goods.fact("Volume", "Size"))
    layers = (
        *(Layer(44, SPONGE, "foam"), Layer(9, "#e3eef7"), Layer(17, PLIES["W"])),
        *(Layer(12, PLIES["D"]), Layer(34, PLIES["K"], "grain")),
    )
    words = "a film between sponge and wood"
    section = Section(brand=goods.brand, layers=layers, face=SPONGE, words=words)
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="bottle"))


def cleaner(goods: Goods) -> Views:
    """The pictures of a bottle of cleaner."""
    liquid = goods.pick((LIQUID, "#a9d9b4", "#e8d48a"))
    holds = goods.fact("Volume", "Size")
    face = Cleaner(brand=goods.brand, name=goods.short_name, holds=holds, liquid=liquid)
    layers = (
        *(Layer(9, lit(liquid, 0.3)), Layer(14, SHEET), Layer(26, shade(SHEET, 0.6), "pips")),
        Layer(58, SPONGE, "foam"),
    )
    words = "a film on the top sheet"
    section = Section(brand=goods.brand, layers=layers, face=SHEET, words=words)
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="bottle"))


def tape(goods: Goods) -> Views:
    """The pictures of a roll of edge tape."""
    tint = brand_colours(goods.brand)
    main = goods.colour(tint.body)
    stripe = tint.accent if tint.accent != main else tint.second
    mm = min(14.0, goods.number("Width", "Size", default=12))
    face = Tape(brand=goods.brand, main=main, stripe=stripe, mm=mm)
    layers = (
        *(Layer(16, main), Layer(22, lit(main, 0.5), "foam"), Layer(6, "#efe4bd")),
        *(Layer(17, PLIES["W"]), Layer(40, PLIES["K"], "grain")),
    )
    words = f"{mm:g} mm wide, on the edge"
    section = Section(brand=goods.brand, layers=layers, face=main, words=words)
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="tape"))


def net(goods: Goods) -> Views:
    """The pictures of a net with its posts."""
    face = Net(brand=goods.brand, main=goods.colour(""))
    return Views(face, _cloth(goods, "#3a3d44"), Scale(brand=goods.brand, of=face, spot="net"))


def towel(goods: Goods) -> Views:
    """The pictures of a towel."""
    main = goods.colour(brand_colours(goods.brand).body)
    face = Towel(brand=goods.brand, main=main)
    return Views(face, _cloth(goods, main), Scale(brand=goods.brand, of=face, spot="towel"))


def box(goods: Goods) -> Views:
    """The pictures of something in its box."""
    main = goods.colour(goods.pick((brand_colours(goods.brand).body, "#2b3442", "#3d4a5c")))
    face = Box(brand=goods.brand, name=goods.short_name, main=main)
    layers = (Layer(10, main), Layer(26, "#c9a676", "weave"), Layer(8, "#b58f5c"))
    words = goods.fact("Material") or "printed board"
    section = Section(brand=goods.brand, layers=layers, face=main, words=words)
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="box"))


_BY_NAME: tuple[tuple[tuple[str, ...], Callable[[Goods], Views]], ...] = (
    (("glue", "chack", "cement", "vulcaniz"), glue),
    (("cleaner", "cleaning", "foam spray"), cleaner),
    (("tape",), tape),
    (("towel",), towel),
    (("net",), net),
    (("case", "cover", "backpack", "bag"), bag),
)


def _metres(goods: Goods) -> tuple[str, str, str]:
    """Length, width and height from '274 x 152.5 x 76 cm'; those of the rules if unsaid."""
    found = re.findall(r"\d+(?:\.\d+)?", goods.fact("Size"))
    if len(found) != 3 or "cm" not in goods.fact("Size"):
        return "2.74 m", "1.525 m", "0.76 m"
    length, width, height = (f"{float(cm) / 100:g} m" for cm in found)
    return length, width, height


def _stars_in(goods: Goods) -> int:
    return next((n for n in (3, 2, 1) if goods.says(f"{n} star", f"{n}-star", "*" * n)), 0)


def _cloth(goods: Goods, main: str) -> Section:
    layers = (Layer(26, main, "weave"), Layer(8, shade(main, 0.4)), Layer(26, main, "weave"))
    words = goods.fact("Material") or "the cloth, enlarged"
    return Section(brand=goods.brand, layers=layers, face=main, words=words, of="The cloth")
