"""How well the demo shop's held-out questions are searched for and their replies judged. Floors, as measured.

Both are done with the encoder and the gate of its own folder.
"""

import json
from typing import Any

import pytest
from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.adapters.search.embedded import EmbeddedIndex
from firstcontact.gate.calibration import Calibration
from firstcontact.knowledge.context import ARTICLES
from firstcontact.knowledge.search import search_documents

from infra.local.models.gate_report import answers, report
from infra.local.models.labelled import Reply, index_of, replies
from infra.local.models.shops import labelled
from layers.models.sources import gate_in
from tests import built

DEMO = labelled()


@pytest.fixture(scope="session")
def encoder() -> OnnxEncoder:
    return OnnxEncoder(built.models(DEMO.place) / "encoder")


@pytest.fixture(scope="session")
def index(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    return index_of(DEMO, tmp_path_factory.mktemp("knowledge") / "demo.db", encoder)


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return Calibration.model_validate_json(gate_in(DEMO.place).read_text())


@pytest.fixture(scope="session")
def unseen(encoder: OnnxEncoder, index: EmbeddedIndex) -> list[Reply]:
    return list(replies(DEMO, encoder, index, "held_out"))


@pytest.fixture(scope="session")
def as_met(unseen: list[Reply], encoder: OnnxEncoder, calibration: Calibration) -> dict[str, Any]:
    return report([reply for reply in unseen if reply.typical], encoder, calibration)


@pytest.fixture(scope="session")
def answered(unseen: list[Reply], encoder: OnnxEncoder, calibration: Calibration) -> dict[str, Any]:
    return answers(list(DEMO.questions("held_out")), unseen, encoder, calibration)


@pytest.fixture(scope="session")
def with_every_bad_reply(unseen: list[Reply], encoder: OnnxEncoder, calibration: Calibration) -> dict[str, Any]:
    return report(unseen, encoder, calibration)


def test_the_right_document_is_among_the_first_five(encoder: OnnxEncoder, index: EmbeddedIndex) -> None:
    asked = [row for row in DEMO.questions("held_out") if row["kind"] == "answerable"]
    found = [
        {p.document_id for p in search_documents(row["question"], encoder, index, 5, where=ARTICLES)}
        & set(row["documents"])
        for row in asked
    ]
    assert sum(map(bool, found)) / len(asked) >= 0.90


def test_what_is_released_keeps_the_promise(as_met: dict[str, Any]) -> None:
    assert as_met["released"] >= 120, json.dumps(as_met)
    assert as_met["precision"] >= 0.90, json.dumps(as_met)


def test_most_of_what_is_released_is_right_even_among_every_bad_reply(with_every_bad_reply: dict[str, Any]) -> None:
    assert with_every_bad_reply["precision"] >= 0.83, json.dumps(with_every_bad_reply)


def test_wrong_replies_are_hardly_ever_released(with_every_bad_reply: dict[str, Any]) -> None:
    assert with_every_bad_reply["released_of_wrong"] <= 0.05
    assert with_every_bad_reply["released_of_unanswerable"] <= 0.08  # two of 25


def test_a_share_of_good_replies_is_released(as_met: dict[str, Any]) -> None:
    assert as_met["released_by_kind"]["good"] >= 0.50, json.dumps(as_met)


def test_questions_that_nothing_answers_are_hardly_ever_answered(answered: dict[str, Any]) -> None:
    found = answered["unanswerable"]
    assert found["answered_wrong"] <= 0.12 * found["asked"], json.dumps(answered)


def test_most_questions_that_an_article_answers_are_answered_right(answered: dict[str, Any]) -> None:
    found = answered["answerable"]
    assert found["answered_right"] >= 0.55 * found["asked"], json.dumps(answered)
    assert found["answered_wrong"] <= 0.13 * found["asked"], json.dumps(answered)
