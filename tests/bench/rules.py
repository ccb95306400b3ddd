"""Every rule that reads what a customer, an agent, a model or a document wrote, as a function of one text."""

import io
import re
from collections.abc import Callable, Mapping

from firstcontact.actions.confirmation import answer_to_confirmation
from firstcontact.drafting import prompt
from firstcontact.drafting.records import Draft
from firstcontact.gate.grounding import PassageIndex
from firstcontact.gate.records import GateInput
from firstcontact.guardrails import injection, redaction
from firstcontact.guardrails.guard import guard_message
from firstcontact.knowledge import readers
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.readers import front_matter, pdf
from firstcontact.knowledge.records import Document, Kind, Passage
from firstcontact.routing.handoff import asks_for_person
from firstcontact.shop import order_numbers
from firstcontact.text import analysis, follow_ups, markdown, near_duplicates, queries, questions, transcripts

Rule = Callable[[str], object]
PATTERNS = (re.compile(r"\d{3,8}"), re.compile(r"TW-\d{4,6}"))
SENTENCE = "Returns are free within 30 days, and the refund takes 5 days."
WORDS = frozenset(analysis.stems(f"{SENTENCE} Please send the order back in its box with the label."))


def _passage(text: str, kind: Kind = "article") -> Passage:
    return Passage(document_id="a", title="Returns", url="", text=text, kind=kind, score=1, cosine=1)


def _gate_input(text: str) -> GateInput:
    return GateInput(question=text, passages=(), draft=Draft(sentences=(text,), citations=((),), model_id="none"))


def _chunks(text: str, kind: Kind) -> object:
    return chunks(Document(id="a", title="Returns", text=text, kind=kind))


def _read(name: str, text: str) -> object:
    return list(readers.read(name, io.BytesIO(text.encode())))


def _front_matter(text: str) -> object:
    try:
        return front_matter.split(f"---\n{text}\n---\n{text}")
    except ValueError as error:
        return error


RULES: Mapping[str, Rule] = {
    "guard_message": guard_message,
    "check_injection": injection.check_injection,
    "redact": redaction.redact,
    "mask": redaction.mask,
    "restore": lambda text: redaction.restore(text, {"[EMAIL_1]": "ann@mail.example"}),
    "answer_to_confirmation": answer_to_confirmation,
    "asks_for_person": asks_for_person,
    "is_follow_up": follow_ups.is_follow_up,
    "split_requests": questions.split_requests,
    "split_questions": questions.split_questions,
    "fits_kind": lambda text: questions.fits_kind(text, text),
    "unknown_names": lambda text: questions.unknown_names(text, SENTENCE),
    "known_names": lambda text: questions.unknown_names(SENTENCE, text),
    "split_query": queries.split_query,
    "query_words": queries.query_words,
    "order numbers": lambda text: order_numbers.replace(text, PATTERNS, "1042"),
    "sentences": analysis.sentences,
    "clauses": analysis.clauses,
    "stems": analysis.stems,
    "numbers": analysis.numbers,
    "measures": analysis.measures,
    "denies": analysis.denies,
    "admits": analysis.admits,
    "missing": lambda text: analysis.missing(analysis.stems(text), WORDS),
    "missing in": lambda text: analysis.missing(WORDS, set(analysis.stems(text))),
    "missing both": lambda text: analysis.missing(analysis.stems(text), set(analysis.stems(text.upper()[1:]))),
    "strip_markdown": markdown.strip_markdown,
    "near duplicates": lambda text: near_duplicates.DistinctTexts().repeated(text, "a"),
    "ticket: question_in": transcripts.question_in,
    "ticket: answer_in": transcripts.answer_in,
    "ticket: without_customer": transcripts.without_customer,
    "ticket: label_speakers": lambda text: list(transcripts.label_speakers([text, text])),
    "gate: claims": lambda text: _gate_input(text).claims,
    "gate: back": lambda text: PassageIndex([_passage(text)]).back(SENTENCE),
    "gate: back, ticket": lambda text: PassageIndex([_passage(text, "ticket")]).back(SENTENCE),
    "gate: back a reply": lambda text: PassageIndex([_passage(SENTENCE)]).back(text),
    "parse_draft": lambda text: prompt.parse_draft(text, "none"),
    "split_sentences": prompt.split_sentences,
    "render_prompt": lambda text: prompt.render_prompt(text, [_passage(text)]),
    "chunks, article": lambda text: _chunks(text, "article"),
    "chunks, ticket": lambda text: _chunks(text, "ticket"),
    "front matter": _front_matter,
    "read .md": lambda text: _read("a.md", text),
    "read .html": lambda text: _read("a.html", text),
    "read .txt": lambda text: _read("a.txt", text),
    "read .json": lambda text: _read("a.json", text),
    "pdf paragraphs": lambda text: pdf.join_lines(text.splitlines()),
}
_CACHED = [kept for kept in vars(analysis).values() if hasattr(kept, "cache_clear")]


def forget() -> None:
    """Forget what the rules remember of texts that they have read."""
    for kept in _CACHED:
        kept.cache_clear()
