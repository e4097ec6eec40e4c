"""What Amazon asks for, and what so many pages and sales cost by that."""

from bench.units import Used

# List prices of ap-south-1 (Mumbai) in US dollars, on demand, standard tables, without tax, without
# what is free for a new account. As the AWS Price List API gave them on 17 September 2026 (usage
# types APS3-ReadRequestUnits, APS3-WriteRequestUnits, APS3-DataTransfer-Out-Bytes), by what two
# others published of it; not asked anew by us. Check them before you rely on the sums:
# https://aws.amazon.com/dynamodb/pricing/on-demand/
AS_OF = "17 September 2026"
PER_READ = 0.1425 / 1e6  # a read request unit
PER_WRITE = 0.71 / 1e6  # a write request unit
PER_GB_OUT = 0.1093  # to the internet, after the 100 GB a month that are free
A_MONTH = 30 * 86_400  # seconds


def cost(used: Used, times: float = 1) -> float:
    """What DynamoDB asks for doing this so often, in dollars."""
    return (used.reads * PER_READ + used.writes * PER_WRITE) * times


def cost_of_bytes(size: int, times: float = 1) -> float:
    """What sending so many bytes so often costs, without a CDN, in dollars."""
    return size * times / 1e9 * PER_GB_OUT


def dollars(amount: float) -> str:
    """`$0.35`, `$1,234.50`; less than a cent is said as such."""
    if 0 < amount < 0.01:
        return "under $0.01"
    return f"${amount:,.2f}"
