"""How large each run is. The counts and what must hold are the same in all; the marks in seconds
are for the whole alone."""

from dataclasses import dataclass

SEED = 20261123


@dataclass(frozen=True)
class Plan:
    """The numbers of the seven runs."""

    name: str
    users: int = 50  # L1
    browsing: float = 180.0  # seconds
    products: int = 2_000
    buyers_a_second: float = 20.0  # L2, at its height
    buying: float = 300.0  # seconds, of which the first fifth climbs to that height
    crowd: int = 200  # L3, at once
    last: int = 10
    wave: int = 1_000  # L3 and L7, within `rolling` seconds
    rolling: float = 10.0
    pieces: int = 100
    paid: int = 500  # L4, each told `times` times
    times: int = 4
    events_a_second: float = 100.0
    soaking: float = 1_800.0  # L5, seconds at half of L2's rate
    orders: int = 100_000  # L6
    customers: int = 50_000
    many_products: int = 10_000
    rounds: int = 3
    is_whole: bool = True


WHOLE = Plan("whole")
SHORT = Plan(
    "short",
    users=5,
    browsing=18.0,
    products=200,
    buyers_a_second=2.0,
    buying=30.0,
    crowd=60,
    last=6,
    wave=100,
    rolling=4.0,
    pieces=10,
    paid=50,
    events_a_second=25.0,
    soaking=60.0,
    orders=10_000,
    customers=5_000,
    many_products=1_000,
    rounds=2,
    is_whole=False,
)
TINY = Plan(
    "tiny",
    users=3,
    browsing=3.0,
    products=50,
    buyers_a_second=1.0,
    buying=5.0,
    soaking=10.0,
    crowd=20,
    last=3,
    wave=24,
    rolling=1.0,
    pieces=6,
    paid=6,
    events_a_second=40.0,
    orders=2_000,
    customers=100,
    many_products=100,
    rounds=1,
    is_whole=False,
)
PLANS = {plan.name: plan for plan in (WHOLE, SHORT, TINY)}
