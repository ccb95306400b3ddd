"""How much of each thing ``make bench`` measures."""

from typing import NamedTuple


class Amounts(NamedTuple):
    """None stands for everything there is."""

    replies: int  # over REST
    windows: int  # questions over the WebSocket
    warm_up: int  # questions before either counts
    routes: int | None
    starts: int  # of the router in a fresh interpreter
    documents: int | None
    questions: int | None
    functions: int | None
    imports: int  # of each function


FULL = Amounts(60, 20, 6, routes=None, starts=5, documents=None, questions=None, functions=None, imports=3)
SMALLEST = Amounts(2, 1, 1, routes=5, starts=1, documents=20, questions=2, functions=2, imports=1)
