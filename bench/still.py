"""The shop's settings with a shelf that is looked at anew once an hour: what a page costs, without
what it costs to keep the shelf fresh, which the bench measures by itself. And with patience: for
a page of an index of a hundred thousand items the local engine takes seconds, DynamoDB does not."""

from config.settings import *  # noqa: F403 - the shop's settings, all of them

SHELF_REFRESH_SECONDS = 3600
DYNAMODB_READ_SECONDS = 120
