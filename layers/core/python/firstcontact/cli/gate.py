"""The gate: score replies, or calibrate it on your own labelled replies."""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from firstcontact.adapters.models.artifacts import folder
from firstcontact.adapters.models.gate_file import read_gate
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.jsonl import Row, add_files, convert, parse, reading
from firstcontact.drafting.prompt import parse_draft
from firstcontact.errors import Refused, Unavailable
from firstcontact.gate import features
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.features import FEATURE_NAMES
from firstcontact.gate.judge import judge_reply
from firstcontact.gate.records import GateInput
from firstcontact.knowledge.records import Passage
from firstcontact.text import analysis, transcripts
from firstcontact.text.ports import Encoder
from firstcontact.training.gate_fit import fit

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

SHORT_QUESTION = 2


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``gate score``, ``gate calibrate`` and ``gate publish``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    score = verbs.add_parser("score", help="{id?,question,passages:[text],reply} → {id,confidence,release,reasons}")
    add_files(score)
    score.add_argument("--gate", type=Path, help="a gate.json to use instead of the built one")
    score.set_defaults(run=_score)
    calibrate = verbs.add_parser("calibrate", help="the same fields and {correct: true or false} → gate.json")
    calibrate.add_argument("--data", required=True, help="JSON Lines, - for standard input")
    calibrate.add_argument("--out", required=True, type=Path)
    calibrate.set_defaults(run=_calibrate)
    publish = verbs.add_parser("publish", help="make a running suite use a gate.json; functions follow within 30 s")
    publish.add_argument("file", type=Path, metavar="FILE")
    publish.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    publish.set_defaults(run=_publish)


class _Remembering:
    """An encoder that caches its vectors, because questions and passages repeat."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> "Vectors":
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new) if new else (), strict=True))
        return np.stack([self._known[text] for text in texts])


def _score(options: argparse.Namespace) -> int:
    calibration = _read_gate(options.gate or folder("gate") / "gate.json")
    encoder = _encoder()

    def score(record: Row) -> Row:
        verdict = judge_reply(_evidence(record, encoder), encoder, calibration)
        return {"confidence": verdict.confidence, "release": verdict.release, "reasons": list(verdict.reasons)}

    return convert(options.source, options.target, score)


def _calibrate(options: argparse.Namespace) -> int:
    encoder = _encoder()
    rows, right, questions, failed = list[Sequence[float]](), list[bool](), list[str](), False
    digest = hashlib.sha256()
    with reading(options.data) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                _, record = parse(line, number)
                if not isinstance(record["correct"], bool):
                    raise ValueError("correct: not true or false")
                evidence = _evidence(record, encoder)
                rows.append(features.features(evidence, encoder))
            except (ValueError, KeyError, Refused) as error:
                said = f"missing field {error}" if isinstance(error, KeyError) else str(error)
                print(f"line {number} skipped: {said}", file=sys.stderr)
                failed = True
                continue
            right.append(record["correct"])
            questions.append(evidence.question)
            digest.update(line.encode("utf-8", "surrogateescape"))
    calibration = fit(FEATURE_NAMES, rows, right, questions, digest.hexdigest())
    try:
        options.out.write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"cannot write {options.out}: {error.strerror}") from error
    print(json.dumps({"threshold": calibration.threshold, "guarantee": calibration.guarantee.model_dump()}))
    return 1 if failed else 0


def _evidence(record: Row, encoder: Encoder) -> GateInput:
    """The gate's input from a record. A very short question is prefixed with the customer's previous turn."""
    question, reply, passages = record["question"], record["reply"], record["passages"]
    if not isinstance(question, str) or not isinstance(reply, str):
        raise ValueError("question and reply must be strings")
    if not isinstance(passages, list) or not all(isinstance(text, str) for text in passages):
        raise ValueError("passages: not a list of strings")
    before = _customer_turns(record.get("conversation") or [])
    if before and len(analysis.stems(question)) <= SHORT_QUESTION:
        question = f"{before[-1]} {question}"
    vectors = encoder.encode([question, *passages])
    return GateInput(
        question=question,
        passages=tuple(
            Passage(
                document_id=str(number),
                title="",
                url="",
                text=text,
                score=0.0,
                cosine=float(vectors[number] @ vectors[0]),
                kind="ticket" if transcripts.has_agent(text) else "article",
            )
            for number, text in enumerate(passages, start=1)
        ),
        draft=parse_draft(reply, "given"),
    )


def _customer_turns(conversation: object) -> list[str]:
    """The customer's earlier turns; turns are strings that alternate, customer first, or {role, text}."""
    if not isinstance(conversation, list):
        raise ValueError("conversation: not a list")
    if all(isinstance(turn, str) for turn in conversation):
        return conversation[::2]
    if not all(isinstance(turn, dict) and isinstance(turn.get("text"), str) for turn in conversation):
        raise ValueError("conversation: turns must be strings or {role, text}")
    return [turn["text"] for turn in conversation if turn.get("role") in ("customer", "user")]


def _read_gate(path: Path) -> Calibration:
    try:
        return read_gate(path)
    except Unavailable as error:
        raise CannotRun(f"{path}: {error} (calibrate it again with `firstcontact gate calibrate`)") from error


def _encoder() -> Encoder:
    from firstcontact.adapters.models.onnx import OnnxEncoder

    return _Remembering(OnnxEncoder(folder("encoder")))


def _publish(options: argparse.Namespace) -> int:
    from firstcontact.cli.shop.bucket import ShopBucket

    _read_gate(options.file)  # one that cannot be read is never published
    bucket = ShopBucket.of_suite(options.bucket)
    key = bucket.publish_artifact("gate", options.file.read_bytes(), ".json")
    print(json.dumps({"published": f"s3://{bucket.name}/{key}"}))
    return 0
