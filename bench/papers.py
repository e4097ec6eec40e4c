"""`python -m bench.papers`: how long a bill takes to draw, warm, and what it weighs. No table is
asked; the first one also loads Typst and its fonts."""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from config import clock  # noqa: E402 - Django first
from orders.models import Order  # noqa: E402
from orders.papers import pdf  # noqa: E402
from orders.papers.page import bill_page  # noqa: E402
from orders.services import invoicing  # noqa: E402
from tests.factories import ADDRESS  # noqa: E402
from tests.orders.bills import a_line  # noqa: E402

ROUNDS = 20


def main() -> None:
    """Print the figures as Markdown."""
    lines = ["| bill | first | warm, median | bytes |", "|---|---|---|---|"]
    lines += [_row(count) for count in (1, 8, 40)]
    sys.stdout.write("\n".join(lines) + "\n")


def _row(count: int) -> str:
    page = _page(count)
    times: list[float] = []
    for _ in range(ROUNDS):
        # A new number each time: Typst remembers what it has drawn.
        began = time.perf_counter()
        drawn = pdf.drawn(page | {"number": f"TB/2627/{len(times):06d}"})
        times.append((time.perf_counter() - began) * 1000)
    warm = statistics.median(times[1:])
    return f"| {count} lines | {times[0]:.0f} ms | {warm:.0f} ms | {len(drawn):,} |"


def _page(count: int) -> dict[str, object]:
    goods = [a_line(name=f"Butterfly Sheet {n}", price=500_00 + n * 37_00) for n in range(count)]
    order = Order(
        "TB-BENCH00000",
        "bench@example.com",
        status="confirmed",
        lines=goods,
        total_amount=sum(line.total_paise for line in goods),
        customer_name="Ananya Rao",
        shipping_address=ADDRESS,
        created_at=clock.now(),
    )
    return bill_page(order, invoicing._made(order, "TB/2627/000001", clock.now()))


if __name__ == "__main__":
    main()
