"""The picture system draws any kind, small, whole and without a stranger's markup."""

from xml.etree import ElementTree

import pytest

from catalog.art import KINDS, draw
from catalog.art.colours import BRANDS, PLIES, SHEETS, SPONGES, WOODS, brand_colours, mix
from catalog.art.outlines import HANDLES
from catalog.art.racket import Racket
from catalog.art.scale import Scale
from catalog.art.section import Layer, Section

SVG = "{http://www.w3.org/2000/svg}"
CUTS = Section(
    layers=(Layer(14, "#c01f2b"), Layer(26, "#5a1119", "pips"), Layer(85, "#f0c94a", "foam")),
    face="#c01f2b",
    words="2.1 mm",
    skipped=2,
)


@pytest.mark.parametrize("brand", [*BRANDS, "A brand nobody has heard of"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_in_four_kilobytes(kind: str, brand: str) -> None:
    picture = draw(kind, brand=brand)
    assert len(picture.encode()) <= 4096
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own drawing
    assert root.tag == f"{SVG}svg"
    assert root.get("aria-label")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_picture(kind: str) -> None:
    assert draw(kind, brand="Stiga") == draw(kind, brand="Stiga")


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_pointed_at_is_there_once(kind: str) -> None:
    root = ElementTree.fromstring(draw(kind))  # noqa: S314 - our own drawing
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    hrefs = {element.get("href", "")[1:] for element in root.iter() if element.get("href")}
    assert hrefs <= set(ids)


@pytest.mark.parametrize("kind", ["rubber", "racket", "ball", "glue", "cleaner", "box"])
def test_a_name_cannot_leave_its_place(kind: str) -> None:
    name = '"><script>x</script>&'
    root = ElementTree.fromstring(draw(kind, name=name, brand=name))  # noqa: S314 - our own
    assert not list(root.iter(f"{SVG}script"))
    assert not [element for element in root.iter() if "script" in element.tag.lower()]


@pytest.mark.parametrize("word", ['"/><script/>', "url(x)", "red onload=x"])
def test_a_word_of_the_palette_must_be_a_plain_one(word: str) -> None:
    with pytest.raises(ValueError, match="plain word"):
        draw("bag", main=word)


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a colour"):
        mix("#12345", "#ffffff", 0.5)


def test_an_unknown_brand_keeps_the_colours_it_was_given() -> None:
    assert brand_colours("Dr Neubauer") == brand_colours("dr  neubauer")
    assert len({brand_colours(f"brand {i}") for i in range(40)}) > 3


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("sponge", SPONGES)
def test_every_sheet_lies_on_every_sponge(sheet: str, sponge: str) -> None:
    picture = draw("rubber", colour=sheet, sponge=sponge, surface="short", name="W" * 30)
    assert len(picture.encode()) <= 4096


@pytest.mark.parametrize("wood", WOODS)
@pytest.mark.parametrize("handle", HANDLES)
def test_every_wood_takes_every_handle(wood: str, handle: str) -> None:
    plies = "".join(PLIES)
    for seed in "abcdef":
        picture = draw("blade", wood=wood, handle=handle, plies=plies, seed=seed)
        assert len(picture.encode()) <= 4096


def test_a_cut_shows_each_layer_and_says_its_measure() -> None:
    picture = CUTS.svg()
    assert all(layer.colour in picture for layer in CUTS.layers)
    assert ">2.1 mm<" in picture


def test_a_racket_beside_a_ball_keeps_to_the_size() -> None:
    racket = Racket(brand="Nittaku", name="A long name of a racket", worn=True, lean=True)
    assert len(Scale(of=racket, spot="racket").svg().encode()) <= 4096
