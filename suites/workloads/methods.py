"""Attributes and method calls on instances that no other lane sees."""

from suites.workload import Kind, Size, Workload


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance
        self.moves = 0

    def deposit(self, amount: int) -> None:
        self.balance += amount
        self.moves += 1

    def withdraw(self, amount: int) -> bool:
        if amount > self.balance:
            return False
        self.balance -= amount
        self.moves += 1
        return True


def trade(job: tuple[int, int]) -> tuple[int, int]:
    """Moves between two private accounts; their balance and moves at the end."""
    start, moves = job
    ours, theirs = Account(start), Account(0)
    for move in range(moves):
        amount = move & 63
        if ours.withdraw(amount):
            theirs.deposit(amount)
        else:
            theirs.withdraw(start)
            ours.deposit(start)
    return ours.balance - theirs.balance, ours.moves + theirs.moves


WORKLOAD = Workload(
    name="methods",
    about="attributes and calls on private instances",
    kind=Kind.CPU,
    task=trade,
    batch=lambda parameters, _: [(1000 + seed, parameters["moves"]) for seed in range(64)],
    sizes={
        "small": Size({"moves": 24_000}, "aa3a5ae8", 0.33),
        "large": Size({"moves": 96_000}, "50c21c32", 1.3),
    },
)
