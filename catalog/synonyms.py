"""What people call things: one word of ours for each of theirs, also in Hindi written in English
letters, and the words of a question that say nothing about the goods."""

# Both sides go through this: the names of the goods and the questions.
OTHER_WORDS: dict[str, str] = {
    **dict.fromkeys(("bat", "paddle", "racquet", "raket", "balla"), "racket"),
    **dict.fromkeys(("pimple", "pimpled", "pips", "dana"), "pip"),
    **dict.fromkeys(("inverted", "reversed"), "smooth"),
    **dict.fromkeys(("rabar", "rabad"), "rubber"),
    **dict.fromkeys(("flared", "flare"), "fl"),
    **dict.fromkeys(("straight", "str"), "st"),
    **dict.fromkeys(("anatomic", "anatomical"), "an"),
    **dict.fromkeys(("penhold", "penholder", "cpen", "chinesepen"), "cp"),
    **dict.fromkeys(("used", "secondhand", "refurbished", "purana", "preowned"), "preowned"),
    **dict.fromkeys(("sneaker", "trainer", "joota", "joote", "jute", "footwear"), "shoe"),
    **dict.fromkeys(("gend", "gaind", "gendh"), "ball"),
    **dict.fromkeys(("adhesive", "gond", "cement"), "glue"),
    **dict.fromkeys(("tshirt", "tee", "jersey"), "shirt"),
    **dict.fromkeys(("kapde", "apparel", "garment", "dress"), "clothing"),
    **dict.fromkeys(("jacket", "upper"), "tracksuit"),
    **dict.fromkeys(("moja", "moze", "mauja"), "sock"),
    **dict.fromkeys(("jaal", "jaali"), "net"),
    **dict.fromkeys(("thaila", "kitbag", "duffel", "duffle"), "bag"),
    **dict.fromkeys(("rucksack", "schoolbag"), "backpack"),
    **dict.fromkeys(("sheath", "sleeve"), "cover"),
    **dict.fromkeys(("tauliya", "tauliye"), "towel"),
    "color": "colour",
    "gray": "grey",
    **dict.fromkeys(("lal", "laal"), "red"),
    **dict.fromkeys(("kala", "kaala"), "black"),
    **dict.fromkeys(("neela", "nila"), "blue"),
    **dict.fromkeys(("hara", "haara"), "green"),
    **dict.fromkeys(("one", "ek"), "1"),
    **dict.fromkeys(("two",), "2"),
    **dict.fromkeys(("three",), "3"),
    **dict.fromkeys(("five", "paanch", "v"), "5"),
    "ii": "2",
    "iii": "3",
    "iv": "4",
    **dict.fromkeys(("seven", "saat"), "7"),
}

# Several words that mean one, looked for in the question only.
PHRASES: dict[str, str] = {
    "table tennis": "",
    "ping pong": "",
    "second hand": "preowned",
    "pre owned": "preowned",
    "hand shake": "shakehand",
    "shake hand": "shakehand",
    "pen hold": "penhold",
    "t shirt": "tshirt",
    "pips in": "smooth",
    "pips out": "short pip",
    "blade and rubber": "racket",
    "blade rubber": "racket",
    "blade with rubber": "racket",
    "kit bag": "bag",
    "long pimple": "long pip",
}

# One of their words for several of ours, any of which will do.
MEANS_ANY: dict[str, tuple[str, ...]] = {
    "shakehand": ("fl", "st", "an"),
    "spongy": ("sponge",),
    "sticky": ("tacky", "sticky"),
    "carbon": ("carbon", "alc", "zlc"),
    "arylate": ("arylate", "alc"),
    "wooden": ("wood",),
    "case": ("case", "cover"),
    "cover": ("cover", "case"),
    "starter": ("beginner", "starter"),
    "adult": ("club", "adult"),
    "kid": ("beginner", "midi"),
    "professional": ("league", "offensive"),
}

UNSAID = frozenset(
    {
        *(
            "tt",
            "for",
            "the",
            "of",
            "and",
            "with",
            "in",
            "a",
            "to",
            "on",
            "my",
            "best",
            "buy",
            "size",
        ),
        *("price", "online", "cheap", "good", "new", "shop", "india", "rs", "inr", "ke", "ki"),
        *("ka", "liye", "wala", "wali", "wale", "chahiye", "mujhe", "aur", "accha", "sasta"),
        "size",
    }
)

# Words for a whole kind of goods: where nothing has all the words, these are let go first.
KIND_WORDS = frozenset(
    {"blade", "rubber", "racket", "shoe", "clothing", "ball", "table", "bag", "sheet", "set"}
)
