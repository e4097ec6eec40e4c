"""What the pages of the equipment list are called, and which of them search engines may keep:
the categories, the brands, a brand's goods of one category, and a few chosen attributes."""

from collections.abc import Iterator

from catalog.facet_sets import Sets
from catalog.listing import Found
from catalog.rules import KINDS
from catalog.wanted import Sort, Wanted

# Attributes that people look for by name: 'short pips rubbers', 'beginner rackets'.
OWN_PAGES = frozenset({"surface", "level"})
MOST_NAMED = 3


def is_for_search_engines(found: Found) -> bool:
    """Whether this page is one of the chosen; all other combinations are left to people."""
    wanted = found.wanted
    if wanted.q or wanted.sort is not Sort.BEST:
        return False
    return not wanted.is_filtered or (found.total > 0 and _is_own_page(wanted))


def _is_own_page(wanted: Wanted) -> bool:
    spans = wanted.price.is_set or wanted.numbers
    if wanted.in_stock or spans:
        return False
    if not wanted.attributes:
        return len(wanted.brands) == 1
    [(name, values), *others] = wanted.attributes
    is_one = not (others or wanted.brands) and len(values) == 1
    return is_one and wanted.category is not None and name in OWN_PAGES


def own_pages(sets: Sets) -> Iterator[tuple[Wanted, int]]:
    """The chosen pages by filter that have goods, each with its goods as a set: of each brand, of a
    brand in each category, and of each surface and level."""
    for brand in filter(None, sorted(sets.brands)):
        yield Wanted(brands=(brand,)), sets.brands[brand]
    for category, ours in sets.categories.items():
        for brand in filter(None, sorted(sets.brands)):
            if both := sets.brands[brand] & ours:
                yield Wanted(category=category, brands=(brand,)), both
        for name in sorted(OWN_PAGES):
            for value, members in sets.attributes.get(name, {}).items():
                if both := members.anyhow() & ours:
                    yield Wanted(category=category, attributes=((name, (value,)),)), both


def title(wanted: Wanted, *, is_own: bool) -> str:
    """What the page is called: 'Rubbers', 'Butterfly rubbers', '“tenergy” in rubbers'."""
    kind = KINDS[wanted.category].title if wanted.category else ""
    if wanted.q:
        return f"“{wanted.q}” in {(kind or 'all equipment').lower()}"
    if not is_own or not wanted.is_filtered:
        return kind or "All equipment"
    value = [*wanted.brands, *(v for _, values in wanted.attributes for v in values)][0]
    return f"{value} {(kind or 'equipment').lower()}"


def introduction(found: Found, *, is_own: bool) -> str:
    """What is said of the goods at the head of the page, and to search engines."""
    wanted = found.wanted
    if wanted.q:
        return ""
    if is_own and wanted.is_filtered:
        return _by_its_goods(found)
    return KINDS[wanted.category].about if wanted.category else ""


def _by_its_goods(found: Found) -> str:
    """'12 Butterfly rubbers, ₹1,999 to ₹8,099: Tenergy 05, Rozena, Sriver and more.'"""
    price = found.facets.price
    named = ", ".join(product.name for product in found.products[:MOST_NAMED])
    costs = "" if price is None else f", {price.lowest} to {price.highest}"
    if price and price.lowest == price.highest:
        costs = f", {price.lowest}"
    more = " and more" if found.total > MOST_NAMED else ""
    unit = "item" if found.total == 1 else "items"
    what = title(found.wanted, is_own=True)
    return f"{what}: {found.total} {unit}{costs}. {named}{more}."
