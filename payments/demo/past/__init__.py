"""Ten weeks of orders from before the demo's first day, so that charts, months and lists show
something. Written straight into tables and ledgers: their story is over, or told by couriers."""
