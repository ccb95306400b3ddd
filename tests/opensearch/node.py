"""Real OpenSearch nodes on this machine, each a process of its own on ports that the system chose."""

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.opensearch import parts

PROGRAM = Path(__file__).with_name("SearchNode.java")
# What boots soonest and stays small: one compiler, one collector, no thread of either to spare.
MACHINE = ("-Xms512m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
BOOT_SECONDS = 120  # two cores that others use as well
TAIL = 3000  # characters of its output that tell why a node did not come up


class Node:
    """One node and its data: killed and started again, it goes on with what it had."""

    def __init__(self, folder: Path, name: str, seed: str = "") -> None:
        self._folder, self._output = folder, folder / "output"
        self._settings = {
            "cluster.name": "firstcontact-tests",
            "node.name": name,
            "network.host": "127.0.0.1",
            "http.port": "0",
            "transport.port": "0",
            "node.portsfile": "true",
            "path.logs": str(folder),
            "discovery.seed_hosts": seed,
            # A laptop's disk may be full enough for a node to give up its shards.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if not seed:
            self._settings["cluster.initial_cluster_manager_nodes"] = name

    @property
    def url(self) -> str:
        """Where it answers clients."""
        return f"http://{self._port('http')}"

    @property
    def transport(self) -> str:
        """Where it answers other nodes."""
        return self._port("transport")

    def start(self) -> None:
        """Begin to boot: ``wait`` tells when it is done."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("*.ports"):
            left.unlink()
        command = ["java", *MACHINE, "-cp", parts.class_path(), str(PROGRAM), str(self._folder)]
        command += [f"{name}={value}" for name, value in self._settings.items()]
        with self._output.open("wb") as output:
            # It ends with its input, so that no node outlives the tests that started it.
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output)

    def wait(self, nodes: int = 1) -> None:
        """Until its cluster has so many nodes and every primary shard is there."""
        until = time.monotonic() + BOOT_SECONDS
        while not self._well(nodes):
            if time.monotonic() > until or self._process.poll() is not None:
                pytest.fail(f"the OpenSearch node did not come up:\n{self._output.read_text()[-TAIL:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Let it end at once, as a machine does that loses its power."""
        self._process.kill()
        self._process.communicate()

    def _well(self, nodes: int) -> bool:
        """Both ports are told when a node has booted."""
        try:
            wanted = f"wait_for_status=yellow&wait_for_nodes=ge({nodes})&timeout=1s"
            with urllib.request.urlopen(f"{self.url}/_cluster/health?{wanted}", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _port(self, kind: str) -> str:
        return (self._folder / f"{kind}.ports").read_text().splitlines()[0]


@contextmanager
def running(folder: Path, nodes: int = 1) -> Iterator[list[Node]]:
    """A cluster of so many nodes; skips the test that asks where none can run. Its data goes with it."""
    if parts.missing():
        pytest.skip(parts.REMEDY)
    try:
        parts.class_path()
    except parts.NotFetched as error:
        pytest.skip(str(error))
    started: list[Node] = []
    try:
        for name in map(str, range(1, nodes + 1)):
            one = Node(folder / name, name, seed=started[0].transport if started else "")
            one.start()
            started.append(one)
            started[0].wait()
        for one in started:
            one.wait(nodes)
        yield started
    finally:
        for one in started:
            one.kill()
        shutil.rmtree(folder)
