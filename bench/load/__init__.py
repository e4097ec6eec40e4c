"""`python -m bench.load`: the shop under load in seven runs (reliability.md 5.4), each in a shop of
its own, with marks that it must meet."""
