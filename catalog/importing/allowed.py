"""What a file may make of a product: by the very rules of its form. What stands in the table and
stays as it is was somebody's word before, and is not judged again."""

from collections.abc import Collection, Iterator, Mapping

from catalog.importing import variant_columns
from catalog.importing.columns import SPECS
from catalog.importing.fields import BadValue
from catalog.importing.keys import KEY
from catalog.importing.product import Wanted
from catalog.rules import LONGEST, MOST_SPECS, MOST_VARIANTS, why_above_mrp, why_not
from config.money import paise

PRICES = ("price", "originalPrice")
Texts = Mapping[str, str]


def check_new(wanted: Wanted) -> None:
    """Raise BadValue where a product that is not there yet cannot be made so."""
    after = {**wanted.fields, **variant_columns.flat(wanted.variants)}
    if len(wanted.variants) > MOST_VARIANTS:
        raise BadValue(f"a product may have {MOST_VARIANTS} variants")
    for sku in wanted.variants:
        _hold("sku", f"sku {sku[: LONGEST['sku']]}", sku)
    if wanted.seller_id and not KEY.fullmatch(wanted.seller_id):
        raise BadValue("sellerId: has other signs than letters, figures, - . _, or too many")
    check_changes({}, after, after.keys())


def check_changes(before: Texts, after: Texts, changed: Collection[str]) -> None:
    """Raise BadValue where `changed`, flat names, cannot become what `after` has for them. Both are
    all facts of the product and of its variants."""
    for name in sorted(changed):
        for field, text in _said(name, after.get(name, "")):
            _hold(field, name, text)
    count = _specs(after)
    if count > max(MOST_SPECS, _specs(before)):
        raise BadValue(f"a product may have {MOST_SPECS} specifications")
    if any(name.rpartition(".")[2] in PRICES for name in changed):
        _hold_prices(after)


def _said(name: str, text: str) -> Iterator[tuple[str, str]]:
    """What a flat name says, as the rules call it."""
    if not text:
        return
    if name.startswith(SPECS):
        yield "specName", name.removeprefix(SPECS)
        yield "spec", text
    elif not name.startswith(variant_columns.PREFIX):
        yield name, text
    elif (field := variant_columns.sku_and_field(name)[1]) == "options":
        for option, choice in variant_columns.COLUMNS["options"].from_text(text).items():
            yield "option", option
            yield "choice", choice
    else:
        yield field, text


def _hold(field: str, name: str, text: str) -> None:
    if why := why_not(field, text):
        raise BadValue(f"{name}: {why.removesuffix('.')}")


def _hold_prices(after: Texts) -> None:
    skus = {
        variant_columns.sku_and_field(name)[0]
        for name in after
        if name.startswith(variant_columns.PREFIX)
    }
    for sku in ["", *sorted(skus)]:
        price, mrp = (_price(after, sku, name) for name in PRICES)
        if price and (why := why_above_mrp(price, mrp)):
            raise BadValue(f"{sku}: {why.removesuffix('.')}" if sku else why.removesuffix("."))


def _price(after: Texts, sku: str, name: str) -> int | None:
    own = after.get(variant_columns.name_of(sku, name)) if sku else None
    text = own or after.get(name)
    return paise(text) if text else None


def _specs(texts: Texts) -> int:
    return sum(name.startswith(SPECS) for name in texts)
