"""Builds the suite's models: the encoder, the router on it, and the gate that uses both.

What they are made from names them: a recipe that did not change is never built twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.progress import Lines
from firstcontact.routing.policy import Policy
from firstcontact.training import artifact, dataset, encoder, languages, low_rank, policy_table, router, weights

from infra.local.demo import documents
from layers.wheels import BuildFailure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TABLE = HERE / "intents.toml"
SIGNS = ("upset", "hard")
CHANGES = HERE / "encoder_changes.npz"
# Between the published weights and those taught the demo's questions and answers (Wortsman et al. 2022) the encoder
# keeps most of what either knows: whole, the changes cost it a good part of its sense for other shops' questions.
TAUGHT = 0.75
HOUSE = ROOT / "layers" / "core" / "python" / "firstcontact"
DEMO = ROOT / "infra" / "local" / "demo"
RULES = (
    *("gate/records", "gate/features", "gate/grounding", "gate/judge", "gate/calibration", "training/gate_fit"),
    *("text/questions", "text/analysis", "text/queries", "text/near_duplicates", "text/transcripts", "text/markdown"),
    *("knowledge/search", "knowledge/ranking", "knowledge/context", "knowledge/chunking", "drafting/prompt"),
)


def recipe_hash() -> str:
    """Name what the models are made from: data, rules of the gate, the code that builds."""
    found = hashlib.sha256(artifact.sources().encode())
    for path in _ingredients():
        found.update(f"{path.relative_to(ROOT).as_posix()}\0{artifact.digest(path)}\n".encode())
    return found.hexdigest()[:16]


def build(out: Path, progress: Callable[[str], None]) -> None:
    """Write the models into ``out``, a folder each; one that has its card is done already.

    The router stands on the encoder as it was published, the trunk: what teaches an encoder answers from questions
    costs it a little of its sense for what belongs to no intent.
    """
    store = out.parent.parent / "weights"
    steps: dict[str, Callable[[Path], object]] = {
        "trunk": lambda folder: encoder.build(store, folder),
        "encoder": lambda folder: encoder.build(store, folder, low_rank.share(low_rank.read(CHANGES), TAUGHT)),
        "router": lambda folder: router.train(_data(), out / "trunk", folder, Lines(progress)),
        "gate": lambda folder: _gate(out / "encoder", folder),
        "languages": lambda folder: languages.convert(weights.fetch(weights.LANGUAGES, store), folder),
    }
    try:
        for name, step in steps.items():
            if not (out / name / artifact.CARD).is_file():
                progress(name)
                step(out / name)
    except FirstContactError as error:
        raise BuildFailure(f"{error.detail}: {error.remedy}") from error


def _gate(trunk: Path, folder: Path) -> None:
    """Fit the gate; imported here, because it brings in the demo and its stand-ins."""
    from layers.models import gate

    gate.build(trunk, folder)


def policy() -> Policy:
    """What is done with each intent, and the rules before it."""
    return policy_table.read(TABLE)


def examples() -> list[dataset.Example]:
    """The utterances that the router learns from."""
    blocks = policy_table.blocks_of(TABLE)
    del blocks[policy_table.ROUTING]
    pairs = [(text, name) for name, block in blocks.items() for text in _texts(block["utterances"])]
    return [dataset.Example(text, name, line) for line, (text, name) in enumerate(pairs, start=1)]


def _data() -> dataset.Data:
    signs = {name: dataset.read_flags(HERE / f"{name}_fit.csv", name) for name in SIGNS}
    return dataset.Data(examples(), dataset.read_texts(HERE / "out_of_scope.csv"), policy=policy(), signs=signs)


def _texts(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        raise BuildFailure("utterances in intents.toml are not a list")
    yield from (str(text) for text in value)


def _ingredients() -> Iterator[Path]:
    yield from (HERE / "build.py", HERE / "gate.py")
    yield from (HOUSE / "adapters" / "models" / "onnx.py", HOUSE / "adapters" / "search" / "index.py")
    yield from sorted((HOUSE / "adapters" / "search" / "embedded").glob("*.py"))
    yield from (TABLE, HERE / "out_of_scope.csv", CHANGES)
    yield from (HERE / f"{sign}_fit.csv" for sign in SIGNS)
    yield from (HOUSE / f"{rule}.py" for rule in RULES)
    yield from sorted((HOUSE / "knowledge" / "readers").glob("*.py"))
    yield from sorted((ROOT / "infra" / "local" / "standins").glob("*.py"))
    yield from sorted(DEMO.glob("questions_*.jsonl"))
    yield from documents.files()
