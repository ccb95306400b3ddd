"""The rules of a circuit: when it opens, when one caller may probe the vendor, when it closes.

The pattern is that of M. Nygard, Release It!, "Circuit Breaker". Window and break are the defaults of Polly, the
failure rate is the default of Resilience4j. Both want a hundred calls first; a shop's help desk makes fewer.
"""

from firstcontact.resilience.records import Circuit, CircuitState

WINDOW = 30.0  # seconds in which calls are counted together
MIN_CALLS = 8  # in a window, before their failures mean anything
MAX_FAILURE_RATE = 0.5
BREAK = 5.0  # seconds without a call, after which one caller probes
PROBE = 10.0  # seconds that a probe may take before another caller probes


def state_of(circuit: Circuit, at: float) -> CircuitState:
    """The state at a moment."""
    if circuit.open_until == 0:
        return CircuitState.CLOSED
    return CircuitState.OPEN if at < circuit.open_until else CircuitState.HALF_OPEN


def count(circuit: Circuit, calls: int, failures: int, at: float) -> Circuit:
    """The circuit after more calls; it opens if too many of the window's calls failed."""
    if at - circuit.since > WINDOW:
        circuit = close_circuit(circuit).model_copy(update={"since": at})
    counted = {"calls": circuit.calls + calls, "failures": circuit.failures + failures}
    circuit = circuit.model_copy(update=counted)
    if circuit.calls >= MIN_CALLS and circuit.failures >= MAX_FAILURE_RATE * circuit.calls:
        return break_circuit(circuit, at)
    return circuit


def break_circuit(circuit: Circuit, at: float, seconds: float = BREAK) -> Circuit:
    """The circuit, open for so long and with nothing counted."""
    return close_circuit(circuit).model_copy(update={"open_until": at + seconds})


def reserve_probe(circuit: Circuit, at: float) -> Circuit:
    """A half-open circuit while one caller probes the vendor: open to all others."""
    return break_circuit(circuit, at, PROBE)


def close_circuit(circuit: Circuit) -> Circuit:
    """The circuit, closed and with nothing counted."""
    return Circuit(vendor=circuit.vendor, version=circuit.version)
