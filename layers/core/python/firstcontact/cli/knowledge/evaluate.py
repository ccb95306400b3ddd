"""``knowledge eval``: how well a search finds the right documents, compared with words alone and meaning alone."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.jsonl import parse, reading, text_in, writing
from firstcontact.cli.knowledge.ingest import files_of, opened
from firstcontact.cli.progress_bar import progress
from firstcontact.knowledge import evaluation, readers
from firstcontact.knowledge.evaluation import bootstrap_mean, find_regressions, score_ranking
from firstcontact.knowledge.ingestion import File
from firstcontact.knowledge.records import Document, Passage
from firstcontact.knowledge.search import search_by_meaning, search_by_word, search_passages
from firstcontact.text.ports import Encoder

QUESTIONS = "questions.jsonl"
TOLERANCE = 0.01
DEPTH = 60  # passages, enough for ten documents
Measured = dict[str, tuple[float, float]]


class Question(NamedTuple):
    """A query, and the ids of the documents that it should find."""

    query: str
    right: frozenset[str]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``knowledge eval``."""
    parser.add_argument(
        "sets",
        nargs="+",
        type=Path,
        metavar="FOLDER",
        help=f"a folder of documents and a {QUESTIONS} with lines of {{query, documents: [ids to find]}}",
    )
    parser.add_argument(
        "--baseline", type=Path, help="JSON; exit code 1 if a measure is below it or a set is missing in it"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="save the results as a baseline")
    parser.add_argument(
        "--tolerance", type=float, default=TOLERANCE, help="how far a measure may fall below it (%(default)s)"
    )


def run(options: argparse.Namespace, encoder: Callable[[], Encoder]) -> int:
    """Evaluate each set in a temporary index of its own, and print one table."""
    baseline = _baseline(options.baseline) if options.baseline else None
    sets = {name: (_documents(folder), _questions(folder)) for name, folder in _by_name(options.sets).items()}
    found: dict[str, dict[str, float]] = {}
    print(f"{'':24}{'':10}" + "".join(f"{measure:>17}" for measure in evaluation.MEASURES))
    for name, (held, asked) in sets.items():
        for system, measured in _evaluate(held, asked, encoder()):
            cells = "".join(f"{middle:>10.4f} ±{half:.4f}" for middle, half in measured.values())
            print(f"{name:24}{system:10}{cells}", flush=True)
            if system == "together":
                found[name] = {measure: round(middle, 4) for measure, (middle, _) in measured.items()}
    if options.save:
        with writing(str(options.save)) as out:
            out.write(json.dumps(found, indent=2) + "\n")
    return 0 if baseline is None else _compared(found, baseline, options.tolerance)


def _by_name(folders: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        other = found.setdefault(folder.resolve().name, folder)
        if other is not folder:
            raise CannotRun(f"{other} and {folder} have the same name (rename one of them)")
    return found


def _compared(found: evaluation.Measured, baseline: evaluation.Measured, tolerance: float) -> int:
    """1 if a measure got worse or a set is not in the baseline, else 0; sets not measured are only reported."""
    for name in sorted(baseline.keys() - found.keys()):
        print(f"not measured: {name}, which is in the baseline", file=sys.stderr)
    remedy = "add it with --save, or restore its folder's old name"
    faults = [f"not in the baseline: {name} ({remedy})" for name in found if not baseline.get(name)]
    faults += [f"worse than the baseline: {line}" for line in find_regressions(found, baseline, tolerance)]
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


def _evaluate(
    held: Sequence[Document], asked: Sequence[Question], encoder: Encoder
) -> Iterable[tuple[str, Measured]]:
    tell = progress()
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "index.db"
        with EmbeddedWriter(file, encoder) as writer:
            for document in tell.track(held, "reading documents", len(held)):
                writer.put([document])
        index = EmbeddedIndex(file, encoder.name)
        systems: dict[str, Callable[[str], list[Passage]]] = {
            "words": lambda query: search_by_word(query, encoder, index, DEPTH),
            "meaning": lambda query: search_by_meaning(query, encoder, index, DEPTH),
            "together": lambda query: search_passages(query, encoder, index, DEPTH),
        }
        for system, search in systems.items():
            judged = [
                score_ranking(_folded(search(question.query)), question.right)
                for question in tell.track(asked, f"searching by {system}", len(asked))
            ]
            yield system, {name: bootstrap_mean([one[name] for one in judged]) for name in evaluation.MEASURES}


def _folded(passages: Iterable[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.document_id for passage in passages))


def _documents(folder: Path) -> list[Document]:
    if not folder.is_dir():
        raise CannotRun(f"{folder} is not a folder (name one with documents and a {QUESTIONS})")
    files = [file for file in files_of(str(folder)) if PurePath(file.name).name != QUESTIONS]
    held = [one for file in files for one in _held(file)]
    faults = [one for one in held if isinstance(one, readers.Fault)]
    if faults or not held:
        raise CannotRun(
            f"{folder}: {faults[0].id}: {faults[0].error}" if faults else f"{folder} contains no documents"
        )
    return [one for one in held if isinstance(one, Document)]


def _held(file: File) -> list[readers.Finding]:
    with opened(file) as content:
        return list(readers.read(file.name, content))


def _questions(folder: Path) -> list[Question]:
    asked = []
    path = folder / QUESTIONS
    with reading(str(path)) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                _, record = parse(line, number)
                right = frozenset(str(name) for name in record["documents"])
                asked.append(Question(text_in(record, "query"), right))
            except (ValueError, KeyError, TypeError) as error:
                raise CannotRun(f"{path}, line {number}: query and documents are needed ({error})") from error
    asked = [question for question in asked if question.right]
    if not asked:
        raise CannotRun(f"{path} has no question with documents to find")
    return asked


def _baseline(path: Path) -> dict[str, dict[str, float]]:
    try:
        found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRun(f"{path} is not a baseline: {error} (create one with --save)") from error
    return found
