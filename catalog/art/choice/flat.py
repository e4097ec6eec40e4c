"""Blades, rubbers and rackets, new and played."""

import re
from collections.abc import Iterator

from catalog.art.blade import Blade
from catalog.art.choice.goods import Goods, Views
from catalog.art.colours import PLIES, SHEETS, SPONGES, WOODS, shade
from catalog.art.racket import Racket
from catalog.art.rubber import Rubber
from catalog.art.scale import Scale
from catalog.art.section import Layer, Section

_WOODEN = {1: "K", 3: "WKW", 5: "WDKDW", 7: "WDWKWDW", 9: "WDWDKDWDW"}
_PLY_HEIGHT = {"W": 17, "K": 62, "C": 9, "A": 10, "G": 10, "D": 22, "R": 16}
_COUNTS = re.compile(r"(\d)\s*(?:wood|ply|plies)?\s*(?:\+\s*(\d))?", re.IGNORECASE)
_FIBRES = (
    ("C", ("carbon", "tamca", "cfr", "textreme", "carbo")),
    ("A", ("alc", "arylate", "zlc", "zylon", "aramid", "fibre", "fiber", "glass")),
)
_WOOD_NAMES = {**{name: name for name in WOODS}, "rose": "rosewood", "cypress": "hinoki"}


def blade(goods: Goods) -> Views:
    """The pictures of a blade."""
    plies, wood = plies_of(goods), wood_of(goods)
    face = Blade(
        brand=goods.brand, wood=wood, handle=handle_of(goods), plies=plies, seed=goods.seed
    )
    lean = Blade(
        brand=goods.brand,
        wood=wood,
        handle=face.handle,
        plies=plies,
        seed=goods.seed,
        lean=True,
    )
    words = goods.fact("Plies") or f"{len(plies)} plies"
    thickness = goods.fact("Thickness")
    section = Section(
        brand=goods.brand,
        layers=tuple(_plies_cut(plies, WOODS[wood].face)),
        face=WOODS[wood].face,
        words=f"{words}, {thickness}" if thickness and len(words) < 20 else words,
    )
    return Views(face, section, Scale(brand=goods.brand, of=lean, spot="blade"))


def rubber(goods: Goods) -> Views:
    """The pictures of a sheet of rubber."""
    surface = surface_of(goods)
    face = Rubber(
        brand=goods.brand,
        colour=goods.one_of(SHEETS, goods.fact("Colour", "Color")) or goods.pick(("red", "black")),
        sponge=sponge_of(goods),
        mm=thickness_of(goods),
        name=goods.short_name,
        surface=surface,
        gloss=0.1 if _is_anti(goods) else 0.5,
    )
    lean = Rubber(
        brand=goods.brand,
        colour=face.colour,
        sponge=face.sponge,
        mm=face.mm,
        name=goods.short_name,
        gloss=face.gloss,
    )
    return Views(face, _sheet_cut(face), Scale(brand=goods.brand, of=lean, spot="rubber"))


def racket(goods: Goods) -> Views:
    """The pictures of a new racket."""
    return _racket(goods, worn=False)


def pre_owned(goods: Goods) -> Views:
    """The pictures of a played racket, with the marks of play."""
    return _racket(goods, worn=True)


def _racket(goods: Goods, *, worn: bool) -> Views:
    forehand, backhand = goods.pick((("red", "black"), ("black", "red")))
    sponge, wood = sponge_of(goods), wood_of(goods)
    handle = handle_of(goods)

    def drawn(*, lean: bool) -> Racket:
        return Racket(
            brand=goods.brand,
            wood=wood,
            handle=handle,
            forehand=forehand,
            backhand=backhand,
            sponge=sponge,
            name=goods.short_name,
            seed=goods.seed,
            worn=worn,
            lean=lean,
        )

    foam = Layer(26, SPONGES[sponge], "foam")
    section = Section(
        brand=goods.brand,
        layers=(
            *(Layer(10, SHEETS[forehand]), foam, Layer(9, PLIES["W"]), Layer(5, PLIES["D"])),
            *(Layer(30, PLIES["K"], "grain"), Layer(5, PLIES["D"]), Layer(9, PLIES["W"])),
            *(foam, Layer(10, SHEETS[backhand])),
        ),
        face=SHEETS[forehand],
        words="rubber, wood, rubber",
        of="Cut through the racket",
    )
    scale = Scale(brand=goods.brand, of=drawn(lean=True), spot="racket")
    return Views(drawn(lean=False), section, scale)


def handle_of(goods: Goods) -> str:
    """FL, ST, AN or CP for penhold; FL where it is not said."""
    said = goods.fact("Handle").upper()
    if said.startswith(("CP", "C-PEN", "CHINESE", "PEN", "JP", "JAP")) or goods.says("penhold"):
        return "CP"
    for handle, words in (("ST", ("ST",)), ("AN", ("AN",))):
        if said.startswith(words):
            return handle
    return "FL"


def plies_of(goods: Goods) -> str:
    """The plies from the top as letters, told from '5 wood + 2 ALC'; five of wood if unsaid."""
    said = f"{goods.fact('Plies')} {goods.fact('Composition')}".lower()
    found = _COUNTS.search(goods.fact("Plies"))
    wooden = int(found[1]) if found else 5
    fibre = next((ply for ply, words in _FIBRES if any(word in said for word in words)), "")
    if not fibre or (found and not found[2]):
        return _WOODEN.get(wooden, _WOODEN[5])
    return f"WD{fibre}K{fibre}DW" if "inner" in said else f"W{fibre}DKD{fibre}W"


def wood_of(goods: Goods) -> str:
    """The outer wood by name, else one that is always the same for this product."""
    said = f"{goods.fact('Outer ply', 'Outer wood')} {goods.fact('Composition')} {goods.name}"
    word = goods.one_of(_WOOD_NAMES, said)
    return _WOOD_NAMES.get(word) or goods.pick(("koto", "limba", "ayous", "spruce"))


def sponge_of(goods: Goods) -> str:
    """The colour of the sponge."""
    said = goods.one_of(SPONGES, goods.fact("Sponge"))
    return said or goods.pick(("yellow", "orange", "white", "pink", "green"), "sponge")


def surface_of(goods: Goods) -> str:
    """`smooth`, `short` or `long` pimples."""
    said = f"{goods.fact('Surface', 'Type')} {goods.name}".lower()
    if "long pip" in said or "long pimple" in said:
        return "long"
    if any(word in said for word in ("short pip", "medium pip", "pips out", "short pimple")):
        return "short"
    return "smooth"


def thickness_of(goods: Goods) -> float:
    """The sponge in mm: 'OX' has none, 'MAX' is 2.2."""
    said = goods.fact("Thickness").upper()
    if said.startswith("OX"):
        return 0
    if said.startswith("MAX"):
        return 2.2
    return min(2.6, goods.number("Thickness", default=2))


def _plies_cut(plies: str, outer: str) -> Iterator[Layer]:
    for number, ply in enumerate(plies):
        is_outer = ply == "W" and number in {0, len(plies) - 1}
        yield Layer(_PLY_HEIGHT[ply], outer if is_outer else PLIES[ply], "grain")


def _is_anti(goods: Goods) -> bool:
    return "anti" in goods.fact("Surface", "Type").lower()


def _sheet_cut(sheet: Rubber) -> Section:
    top, sponge = SHEETS[sheet.colour], SPONGES[sheet.sponge]
    pips = Layer(26, shade(top, 0.62), "pips")
    skin = Layer(14, top)
    upper = (skin, pips) if sheet.surface == "smooth" else (pips, skin)
    foam = (Layer(30 + sheet.mm * 26, sponge, "foam"),) if sheet.mm else ()
    return Section(
        brand=sheet.brand,
        layers=(*upper, *foam),
        face=top,
        words=f"{sheet.mm:g} mm" if sheet.mm else "OX, no sponge",
        of=f"Cut edge: top sheet, pips and {sheet.sponge} sponge",
        skipped=2 if sheet.mm else 0,
    )
