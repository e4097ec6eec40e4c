"""Who buys and who works in the demo. All made up: their mail leads nowhere, and their telephone
numbers are valid in form only."""

from dataclasses import dataclass

from customers.rules import Role
from orders.services.drafting import Buyer


@dataclass(frozen=True)
class DemoStaff:
    """Somebody who works in the demo's shop, with the password that `make run` prints."""

    role: str
    name: str

    @property
    def email(self) -> str:
        return f"{self.role}@thirdball.example"

    @property
    def password(self) -> str:
        """Long enough for the shop's own rule; it opens nothing but tables on this machine."""
        return f"{self.role}-plays-at-home"


STAFF = (
    DemoStaff(Role.OWNER.value, "Arvind Kale"),
    DemoStaff(Role.MANAGER.value, "Meera Joshi"),
    DemoStaff(Role.PACKER.value, "Salim Shaikh"),
    DemoStaff(Role.SUPPORT.value, "Divya Pillai"),
)
MANAGER, PACKER = STAFF[1].name, STAFF[2].name


def _buyer(name: str, email: str, phone: str, address: str) -> Buyer:
    line, area, city, state, pincode = (part.strip() for part in address.split("|"))
    return Buyer(
        customer_id=email,
        name=name,
        phone=phone,
        address={
            "addressLine1": line,
            "addressLine2": area,
            "city": city,
            "state": state,
            "pincode": pincode,
        },
    )


ROHAN = _buyer(
    *("Rohan Deshpande", "rohan.deshpande@example.com", "+919000000101"),
    "Flat 5, Shantinivas, Karve Road | Kothrud | Pune | Maharashtra | 411038",
)
PRIYA = _buyer(
    *("Priya Menon", "priya.menon@example.com", "+919000000102"),
    "18/204, Marine Enclave | Panampilly Nagar | Kochi | Kerala | 682036",
)
CLUB = _buyer(
    *("Sunil Apte, Deccan Paddlers", "office@deccanpaddlers.example.com", "+919000000103"),
    "Hall 2, Community Centre, Lane 7 | Prabhat Road | Pune | Maharashtra | 411004",
)
SNEHA = _buyer(
    *("Sneha Kulkarni", "sneha.kulkarni@example.com", "+919000000104"),
    "A-302, Palm Grove | Vashi, Sector 17 | Navi Mumbai | Maharashtra | 400703",
)
JOSEPH = _buyer(
    *("Joseph D'Souza", "joseph.dsouza@example.com", "+919000000105"),
    "House 41, Church Road | Fontainhas | Panaji | Goa | 403001",
)
HARPREET = _buyer(
    *("Harpreet Singh", "harpreet.singh@example.com", "+919000000106"),
    "H-44, Block C | Model Town | Ludhiana | Punjab | 141002",
)
IMRAN = _buyer(
    *("Imran Ali", "imran.ali@example.com", "+919000000107"),
    "Plot 81, Road 12 | Banjara Hills | Hyderabad | Telangana | 500034",
)
ARJUN = _buyer(
    *("Arjun Iyer", "arjun.iyer@example.com", "+919000000108"),
    "14, 2nd Main Road | Gandhi Nagar, Adyar | Chennai | Tamil Nadu | 600020",
)
DEBJANI = _buyer(
    *("Debjani Mukherjee", "debjani.mukherjee@example.com", "+919000000109"),
    "7/1A, Ballygunge Place | Ballygunge | Kolkata | West Bengal | 700019",
)
ANANYA = _buyer(
    *("Ananya Rao", "ananya.rao@example.com", "+919000000110"),
    "22, 3rd Cross, 4th Block | Jayanagar | Bengaluru | Karnataka | 560011",
)
NIKHIL = _buyer(
    *("Nikhil Shah", "nikhil.shah@example.com", "+919000000111"),
    "9, Sarthak Society | Navrangpura | Ahmedabad | Gujarat | 380009",
)
# No courier of the sandbox goes to army post offices, whose pincodes begin with 9.
TENZIN = _buyer(
    *("Capt. Tenzin Dolma", "tenzin.dolma@example.com", "+919000000112"),
    "Sports Officer, Garrison Club | C/o 56 APO | 56 APO | Delhi | 900056",
)
KARAN = _buyer(
    *("Karan Malhotra", "karan.malhotra@example.com", "+919000000113"),
    "J-12/8 | Rajouri Garden | New Delhi | Delhi | 110027",
)
FATIMA = _buyer(
    *("Fatima Khan", "fatima.khan@example.com", "+919000000114"),
    "B-12, Sea View, Hill Road | Bandra West | Mumbai | Maharashtra | 400050",
)
VIVEK = _buyer(
    *("Vivek Pandey", "vivek.pandey@example.com", "+919000000115"),
    "3/77, Vivek Khand | Gomti Nagar | Lucknow | Uttar Pradesh | 226010",
)
LAKSHMI = _buyer(
    *("Lakshmi Narayanan", "lakshmi.narayanan@example.com", "+919000000116"),
    "31, Sarojini Street | R S Puram | Coimbatore | Tamil Nadu | 641002",
)
