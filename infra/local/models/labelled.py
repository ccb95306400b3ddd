"""Replies to a shop's labelled questions that are known to be right or wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.drafting.prompt import parse_draft, render_prompt
from firstcontact.drafting.records import Draft
from firstcontact.gate.records import GateInput
from firstcontact.knowledge.context import select_context
from firstcontact.text import analysis
from firstcontact.text.ports import Encoder

from infra.local.models.shops import LabelledShop
from infra.local.standins.extractive_drafter import ExtractiveModel
from infra.local.standins.prompt import read_prompt
from infra.local.standins.similarity import Likeness

STAND_IN = "stand-in"
SURELY_RIGHT, SURELY_WRONG = 0.6, 0.25


class Reply(NamedTuple):
    """A reply to judge, and whether it is right. ``kind`` says what it is: good, stand-in, or why it is bad."""

    evidence: GateInput
    question_id: str
    question_kind: str
    right: bool
    kind: str
    typical: bool = True


def index_of(shop: LabelledShop, path: Path, encoder: Encoder) -> EmbeddedIndex:
    """An index of a shop's articles and solved tickets."""
    with EmbeddedWriter(path, encoder) as writer:
        writer.put(shop.documents())
    return EmbeddedIndex(path, encoder.name)


def replies(shop: LabelledShop, encoder: Encoder, index: EmbeddedIndex, split: str) -> Iterator[Reply]:
    """Every labelled reply to a shop's questions of a split, with the passages that search brings for it."""
    standin = ExtractiveModel(Likeness(encoder))
    for place, row in enumerate(shop.questions(split)):
        passages = tuple(select_context(row["question"], encoder, index))
        backed = {passage.document_id for passage in passages} & set(row["documents"])

        def reply(draft: Draft, right: bool, kind: str, row: Any = row, passages: Any = passages) -> Reply:
            evidence = GateInput(question=row["question"], passages=passages, draft=draft)
            return Reply(evidence, row["id"], row["kind"], right, kind, typical=row.get("typical", True))

        chosen = place % max(1, len(row["bad"]))

        for text in row["good"]:
            if backed or split != "fit":
                yield reply(parse_draft(text, "label"), True, "good")
        for number, bad in enumerate(row["bad"]):
            wrong = reply(parse_draft(bad["text"], "label"), False, bad["why"])
            yield wrong._replace(typical=number == chosen)
        prompt = read_prompt(render_prompt(row["question"], passages))
        written = parse_draft(standin.answer(prompt), STAND_IN)
        right = None if written.abstains else _right(written, row)
        if right is not None:
            yield reply(written, right, STAND_IN)


def _right(written: Draft, row: dict[str, Any]) -> bool | None:
    """Whether the stand-in's answer is right: much like a good reply, or like none; None when neither is clear."""
    if row["kind"] != "answerable":
        return False
    if row.get("answers"):
        said = set(written.sentences)
        return any(said >= {*answer} for answer in row["answers"])
    likeness = max((_alike(s, good) for s in written.sentences for good in row["good"]), default=0.0)
    if likeness < SURELY_WRONG:
        return False
    return True if likeness >= SURELY_RIGHT else None


def _alike(sentence: str, good: str) -> float:
    said = set(analysis.stems(sentence))
    told = [set(analysis.stems(part)) for part in analysis.sentences(good) if not analysis.admits(part)]
    return max((min(analysis.share(said, part), analysis.share(part, said)) for part in told if part), default=0.0)
