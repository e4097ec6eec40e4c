"""Who bought in the weeks before: made-up names at made-up addresses, valid in form only."""

from itertools import product

from orders.services.drafting import Buyer

_FIRST = (
    *("Aarav", "Aditi", "Akash", "Anjali", "Bhavesh", "Chitra", "Dev", "Esha", "Farhan", "Gauri"),
    *("Harish", "Ishita", "Jatin", "Kavya", "Laxman", "Manasi", "Neeraj", "Ojas", "Pooja", "Rahul"),
)
_LAST = ("Sharma", "Patil", "Nair", "Reddy", "Chatterjee")
_STREETS = ("Station Road", "Temple Street", "Lake View Road", "Market Lane", "Garden Road")
_PLACES = (  # city, State, the pincode's first three digits; near towns stand there more often
    ("Pune", "Maharashtra", "411"),
    ("Mumbai", "Maharashtra", "400"),
    ("Pune", "Maharashtra", "411"),
    ("Nashik", "Maharashtra", "422"),
    ("Bengaluru", "Karnataka", "560"),
    ("Mumbai", "Maharashtra", "400"),
    ("Hyderabad", "Telangana", "500"),
    ("Chennai", "Tamil Nadu", "600"),
    ("Ahmedabad", "Gujarat", "380"),
    ("Kolkata", "West Bengal", "700"),
    ("New Delhi", "Delhi", "110"),
    ("Indore", "Madhya Pradesh", "452"),
    ("Kochi", "Kerala", "682"),
)


def past_buyers() -> list[Buyer]:
    """Everybody, the same at each call; whoever stands first buys most."""
    names = product(_LAST, _FIRST)
    return [_buyer(number, first, last) for number, (last, first) in enumerate(names)]


def _buyer(number: int, first: str, last: str) -> Buyer:
    city, state, prefix = _PLACES[number % len(_PLACES)]
    return Buyer(
        customer_id=f"{first}.{last}@example.com".lower(),
        name=f"{first} {last}",
        phone=f"+919000001{number:03d}",
        address={
            "addressLine1": f"{number + 3}, {_STREETS[number % len(_STREETS)]}",
            "city": city,
            "state": state,
            "pincode": f"{prefix}{1 + number % 60:03d}",
        },
    )
