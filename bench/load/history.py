"""L6: a shop with a long history beside a young one. What is asked of DynamoDB is counted by a
proxy. Pages of both shops take turns, and what is compared is what they take of the web processes:
the local engine's index query takes time in proportion to the whole table, as no DynamoDB does."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.books import books_of
from bench.load.browser import Browser, Seen
from bench.load.browsing import KINDS, addresses
from bench.load.marks import Mark, Played, at_most, in_words, nothing_of
from bench.load.plan import Plan
from bench.load.shop import Shop, filled, proxy_of
from bench.stocked import goods
from bench.sums import percentile, short
from bench.visitors import numbers_counted, the_owner
from config import clock
from customers.models import Customer

YOUNG = 1_000  # orders
MOST_QUERIES, MOST_GROWTH = 3, 1.2
A_ROUND, A_ROUND_OF_LISTS = 40, 3  # pages of a kind
LISTS = {
    "staff: orders": "/staff/orders/",
    "staff: orders to pack": "/staff/orders/?status=confirmed",
    "staff: orders delivered": "/staff/orders/?status=delivered",
    "staff: products": "/staff/products/",
    "staff: parcels": "/staff/shipments/",
    "staff: payments": "/staff/payments/",
    "staff: customers": "/staff/customers/?q=buyer20",
    "staff: search": "/staff/search/?q=nobody@example.com",
}
# The shelf looks at the catalogue by itself now and then; here it does not, so that each call that
# passes the proxy is a page's.
STILL = {"DJANGO_SETTINGS_MODULE": "bench.still"}


@dataclass(frozen=True)
class Visitor:
    """Who asks where."""

    shop: Shop
    cookie: str = ""


@dataclass
class Cost:
    """What the rounds of one kind of page gave in one shop."""

    cpu: list[float] = field(default_factory=list)  # seconds of the web processes a page
    taken: list[float] = field(default_factory=list)  # seconds
    calls: Counter[str] = field(default_factory=Counter)  # of all pages

    @property
    def queries(self) -> float:
        """Queries of one page."""
        made = sum(n for name, n in self.calls.items() if name.startswith("Query"))
        return made / len(self.taken)

    @property
    def mean(self) -> float:
        """The web CPU of a page, the middle of the rounds."""
        return median(self.cpu)


def play(plan: Plan) -> Played:
    """Both shops, every kind of page in turns."""
    size = f"{plan.orders:,} orders, {plan.customers:,} customers, {plan.many_products:,} products"
    played = Played("L6", size, plan.is_whole)
    with ExitStack() as stack:
        young = _shop(stack, YOUNG, 0, plan.products)
        old = _shop(stack, plan.orders, plan.customers, plan.many_products)
        pages = addresses(plan.products)
        costs = dict(_costs(young, old, plan, pages))
    played.marks += _marks(costs)
    for name, (few, many) in costs.items():
        played.figures[name] = (
            f"web CPU {in_words(few.mean)} and {in_words(many.mean)},"
            f" p95 {in_words(percentile(few.taken, 95))} and"
            f" {in_words(percentile(many.taken, 95))}; {_said(many)}"
        )
    played.figures["each page asked"] = (
        f"{A_ROUND} times a round, of the staff's {A_ROUND_OF_LISTS}; {plan.rounds} rounds"
    )
    return played


def _shop(stack: ExitStack, orders: int, customers: int, products: int) -> Shop:
    folder = stack.enter_context(TemporaryDirectory(prefix="load-"))
    now = clock.now()
    people = (
        Customer(mail, mail, name="Ananya Rao", phone=f"+9198{n:08d}", created_at=now)
        for n in range(customers)
        if (mail := f"buyer{n}@example.com")
    )
    things = chain(goods(products), books_of(range(orders), now), people)
    home = filled(Path(folder), things, has_worker=False, has_proxy=True, **STILL)
    return stack.enter_context(home)


def _costs(
    young: Shop, old: Shop, plan: Plan, pages: dict[str, list[str]]
) -> Iterator[tuple[str, tuple[Cost, Cost]]]:
    shops = [(shop, the_owner(shop.house)) for shop in (young, old)]
    asked = {kind: pages[kind] for kind in KINDS} | {name: [at] for name, at in LISTS.items()}
    for name, paths in asked.items():
        costs = Cost(), Cost()
        for number in range(-1, plan.rounds):
            for (shop, owner), cost in zip(shops, costs, strict=True):
                visitor = Visitor(shop, owner) if name in LISTS else Visitor(shop)
                _round(visitor, paths, number, cost)
        yield name, costs


def _round(visitor: Visitor, paths: list[str], number: int, cost: Cost) -> None:
    """One round of one kind of page in one shop; the first, -1, only warms. No worker runs here, so
    what it counts for the staff is counted before."""
    shop, seen, proxy = visitor.shop, Seen(), proxy_of(visitor.shop)
    count = A_ROUND_OF_LISTS if visitor.cookie else A_ROUND
    browser = Browser(shop.house.url, seen, 0, cookie=visitor.cookie)
    if visitor.cookie:
        numbers_counted(shop.house)
    before, begun = shop.server.cpu(), len(proxy.calls)
    for n in range(count):
        path = paths[(number * count + n) % len(paths)]
        if (status := browser.get(path, path).status) != 200:
            raise LookupError(f"{path} answered {status}")
    browser.close()
    if number < 0:
        return
    cost.cpu.append((shop.server.cpu() - before) / count)
    cost.taken += seen.all
    cost.calls.update(call.name for call in proxy.calls[begun:])


def _marks(costs: dict[str, tuple[Cost, Cost]]) -> list[Mark]:
    many = [f"{name}: {short(old.queries)}" for name, (_, old) in costs.items()
            if old.queries > MOST_QUERIES]  # fmt: skip
    scans = [f"{name}: {call}" for name, (_, old) in costs.items() for call in old.calls
             if call.startswith("Scan")]  # fmt: skip
    lists = [costs[name] for name in LISTS]
    growth = sum(old.mean for _, old in lists) / sum(young.mean for young, _ in lists)
    return [
        nothing_of(f"pages with more than {MOST_QUERIES} queries", many),
        nothing_of("scans on the way to a page", scans),
        _growth("web CPU of a page of L1's mix", _mix(costs, 0), _mix(costs, 1)),
        _growth("p95 of L1's mix", _p95(costs, 0), _p95(costs, 1)),
        at_most("web CPU of the staff's lists, to the young shop's", growth, MOST_GROWTH, " times"),
    ]  # fmt: skip


def _growth(what: str, young: float, old: float) -> Mark:
    found = f"{old / young:.2f} times ({in_words(young)}, {in_words(old)})"
    wanted = f"≤ {MOST_GROWTH} times that of the young shop"
    return Mark(what, wanted, found, old <= young * MOST_GROWTH, in_whole_only=True)


def _mix(costs: dict[str, tuple[Cost, Cost]], which: int) -> float:
    """The middle cost of a page, each kind as often as in L1."""
    return sum(costs[kind][which].mean * share / 100 for kind, share in KINDS.items())


def _p95(costs: dict[str, tuple[Cost, Cost]], which: int) -> float:
    """Of all pages of the mix, each kind as often as in L1."""
    taken = [
        each
        for kind, share in KINDS.items()
        for each in costs[kind][which].taken[: len(costs[kind][which].taken) * share // 45]
    ]
    return percentile(taken, 95)


def _said(cost: Cost) -> str:
    """The calls of one page in words."""
    calls = {name: count / len(cost.taken) for name, count in sorted(cost.calls.items())}
    return ", ".join(f"{short(n)} {name}" for name, n in calls.items()) or "no call"
