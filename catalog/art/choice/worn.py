"""Shoes and clothing."""

from catalog.art.choice.goods import Goods, Views
from catalog.art.clothes import Shorts, Socks
from catalog.art.colours import brand_colours, lit, mix, shade
from catalog.art.scale import Scale
from catalog.art.section import Layer, Section
from catalog.art.shirt import Shirt
from catalog.art.shoe import Shoe
from catalog.art.thing import Thing

GUM, PALE = "#b9804a", "#d9dde3"


def shoe(goods: Goods) -> Views:
    """The pictures of a pair of shoes."""
    tint = brand_colours(goods.brand)
    colours = goods.colours()
    main = next(iter(colours), goods.pick(("#f3f5f8", "#24262b", tint.body)))
    accent = colours[1] if len(colours) > 1 else tint.body
    if accent == main:
        accent = tint.second
    stripes = tint.second if tint.second not in {main, accent} else tint.accent
    sole = GUM if "gum" in goods.fact("Sole").lower() or goods.pick((True, False)) else PALE
    face = Shoe(brand=goods.brand, main=main, accent=accent, stripes=stripes, sole=sole)
    section = Section(
        brand=goods.brand,
        layers=(
            *(Layer(12, main, "weave"), Layer(20, lit(accent, 0.5), "foam")),
            *(Layer(58, "#eef1f4", "foam"), Layer(26, sole, "grain")),
        ),
        face=main,
        words=goods.fact("Sole") or "mesh, insole, midsole, sole",
        of="Cut through the sole",
    )
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="shoe"))


def clothing(goods: Goods) -> Views:
    """The pictures of a shirt, shorts, socks or a jacket."""
    tint = brand_colours(goods.brand)
    main = goods.colour(tint.body)
    face = _piece(goods, main)
    section = Section(
        brand=goods.brand,
        layers=(Layer(30, main, "weave"), Layer(8, shade(main, 0.4)), Layer(30, main, "weave")),
        face=mix(main, "#ffffff", 0.12),
        words=goods.fact("Material") or "the cloth, enlarged",
        of="The cloth, enlarged",
    )
    return Views(face, section, Scale(brand=goods.brand, of=face, spot="clothes"))


def _piece(goods: Goods, main: str) -> Thing:
    tint = brand_colours(goods.brand)
    colours = goods.colours()
    side = colours[1] if len(colours) > 1 else tint.second
    if side == main:
        side = tint.body
    trim = tint.accent if tint.accent != main else "#ffffff"
    if goods.says("short") and not goods.says("shirt"):
        return Shorts(brand=goods.brand, main=main, side=side, trim=trim)
    if goods.says("sock"):
        return Socks(brand=goods.brand, main=main, band=tint.body)
    jacket = goods.says("jacket", "tracksuit", "track suit", "hoodie")
    collar = goods.says("polo", "collar") or not goods.says("tee", "t-shirt", "crew")
    return Shirt(brand=goods.brand, main=main, side=side, trim=trim, collar=collar, jacket=jacket)
