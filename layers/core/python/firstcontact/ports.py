"""Every port on one page: what the rules need from the world, and nothing about how it is done.

Unless said otherwise a method raises ``Unavailable`` when its dependency fails and ``Conflict`` when a
versioned record was changed by somebody else meanwhile.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Protocol

from firstcontact.model.action import Order, Refund, Shipment
from firstcontact.model.arrival import FileReport, FileVersion
from firstcontact.model.caller import Customer
from firstcontact.model.case import Case
from firstcontact.model.claim import Claim, Label, Upload
from firstcontact.model.conversation import Conversation, Heading, Message
from firstcontact.model.knowledge import EVERYTHING, Document, Filter, Passage, Tally
from firstcontact.model.money import Money
from firstcontact.model.outcome import Outcome
from firstcontact.model.prediction import Prediction
from firstcontact.model.reply import Draft
from firstcontact.model.review import Review
from firstcontact.model.route import Tier
from firstcontact.model.step import EntryPoint
from firstcontact.model.usage import CostEvent

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors that lie close when meanings do."""

    @property
    def name(self) -> str:
        """What made the vectors; vectors of different names cannot be compared."""

    def encode(self, texts: Sequence[str]) -> "Vectors":
        """One L2-normalised row per text, shape (n, dimensions)."""


class IntentModel(Protocol):
    """Says what a message is about, and how sure that is."""

    def predict(self, text: str) -> Prediction: ...


class LanguageDetector(Protocol):
    """Says which language a text is written in."""

    def detect(self, text: str) -> str:
        """ISO 639; empty where it cannot be told, as of a few words or a number."""
        ...


class KnowledgeIndex(Protocol):
    """Documents cut into passages, found by meaning and by word."""

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        """The k best passages that pass, best first; [] when there are none.

        ``parts`` is the question, then its sentences if there are several; ``vectors`` has shape (parts,
        dimensions). What is found is scored by ``fuse_hits``; a passage's cosine is to the whole question.
        """


class KnowledgeWriter(Protocol):
    """The other side of an index: what puts documents in."""

    def put(self, documents: Iterable[Document], replaced: Callable[[Document, str], object] | None = None) -> int:
        """Add or replace documents by id; returns how many passages they made.

        ``replaced`` is told of each that takes the place of one read from another source, and which that was.
        """

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        """Take documents of a tenant out; unknown ids are ignored. Returns how many there were."""

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        """Take out what was read from a source but these (tenant, id); returns how many documents."""

    def sources(self) -> set[str]:
        """What documents were read from."""

    def tally(self, source: str) -> Tally:
        """What there is of a source."""


class DocumentFiles(Protocol):
    """Files that documents are read from, by their keys, and what is reported about each."""

    def look(self, key: str) -> FileVersion:
        """A file as it is now."""

    def open(self, key: str, etag: str) -> AbstractContextManager[IO[bytes]]:
        """A file to read; ``NotFound`` where there is none of this content any more."""

    def reported(self, key: str) -> FileReport | None:
        """What was last reported of a file."""

    def report(self, report: FileReport) -> None:
        """Keep what became of a file, in place of what was reported of it before."""

    def reports(self, prefix: str) -> Iterator[FileReport]:
        """What became of the files whose keys begin like this."""


class Knowledge(Protocol):
    """The index that running functions search, to write on."""

    def writing(self) -> AbstractContextManager[KnowledgeWriter]:
        """What is put in shows once the context ends; ``Conflict`` then if somebody else wrote meanwhile."""


class TokenVerifier(Protocol):
    """Tells good tokens of our user pool from all others."""

    def verify(self, token: str) -> dict[str, Any]:
        """The token's claims; ``Unauthenticated`` for anything but a current token of this pool."""


class Drafter(Protocol):
    """A language model that writes a reply from passages."""

    def draft(self, question: str, passages: Sequence[Passage], tier: Tier = Tier.CHEAP) -> Draft:
        """Write a grounded reply with the model of this tier; it abstains where the passages do not answer.

        It sees no private data. Its citations count the passages from 1 as they are given, articles first.
        """


class CaseStore(Protocol):
    """Where cases live."""

    def get(self, case_id: str) -> Case:
        """The case; ``NotFound`` if there is none."""

    def put(self, case: Case) -> Case:
        """Write it if nobody else did since it was read; returns it with its next version."""


class ConversationStore(Protocol):
    """Where conversations live; ``CaseTransaction`` opens them."""

    def get(self, conversation_id: str) -> Conversation:
        """The whole conversation; ``NotFound`` if there is none."""

    def put(self, conversation_id: str, message: Message) -> None:
        """Add a message, or replace the one with the same id."""

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        """The customer's latest conversations, newest first."""


class CaseTransaction(Protocol):
    """Writes what belongs together at once: all of it, or nothing."""

    def write(self, case: Case, *said: Message, opens: Heading | None = None, outcome: Outcome | None = None) -> Case:
        """Keep a case as ``CaseStore`` does, with turns of its conversation and how it stands.

        ``opens`` starts the conversation, which then belongs to the case's customer. Returns the case with its
        next version.
        """


class Workflow(Protocol):
    """The durable path."""

    def start(self, case_id: str, begin: EntryPoint) -> None:
        """Start it for a case at the named point; starting the same case and point twice is a no-op."""

    def resume(self, task_token: str, output: dict[str, object]) -> bool:
        """Hand a waiting task its result; False if nothing waits under this token any more."""

    def transitions(self, execution: str) -> int:
        """How many states an execution has entered so far, as they are billed."""


class ReviewStore(Protocol):
    """Where reviews wait. Task tokens go in and come out only for the resume."""

    def put_new(self, review: Review, task_token: str) -> bool:
        """Keep it unless it is there already; returns whether it was new."""

    def get(self, review_id: str) -> Review:
        """The review; ``NotFound`` if there is none."""

    def waiting(self, *, limit: int = 500) -> list[Review]:
        """Reviews that are open or claimed, oldest first."""

    def put(self, review: Review) -> Review:
        """Write it if nobody else did since it was read; returns it with its next version."""

    def task_token(self, review_id: str) -> str:
        """The token that resumes the workflow which waits for this review."""


class IdempotencyStore(Protocol):
    """Remembers what was begun and what came of it, so that a thing is done once."""

    def begin(self, key: str, fingerprint: str, *, holder: str) -> str | None:
        """Claim the key. None: it is yours to do. A string: the result of the time it was done.

        ``Conflict`` (code ``idempotency_mismatch``) if the key was used for another fingerprint; ``Unavailable``
        (code ``in_progress``) while another holds it. A claim that was never settled is given out again, to its
        holder at once and to others when its hold ran out: what it guards must be safe to ask for twice.
        """

    def settle(self, key: str, result: str) -> None:
        """Write down what came of it."""

    def release(self, key: str) -> None:
        """Give up a claim under which nothing was done."""


class Ticketing(Protocol):
    """The help desk."""

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add a public comment; asking twice for the same case adds one."""

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add an internal note; asking twice for the same case adds one."""

    def own_author_id(self) -> str:
        """The id under which our comments appear, to know them again."""


class Orders(Protocol):
    """The shop's system of record."""

    def get(self, order_id: str) -> Order:
        """The order; ``NotFound`` if there is none."""

    def latest(self, customer_id: str, *, limit: int = 5) -> list[Order]:
        """The customer's latest orders, newest first."""


class Carrier(Protocol):
    """Where parcels are."""

    def track(self, tracking_number: str) -> Shipment:
        """The parcel's state now; ``NotFound`` if the carrier does not know it."""


class Payments(Protocol):
    """The payment provider."""

    def refund(self, payment_id: str, money: Money, *, idempotency_key: str, case_id: str) -> Refund:
        """Refund once per key. ``Unknown`` if nobody can tell whether it happened; ``AgainstPolicy`` if refused."""


class HandoffSwitch(Protocol):
    """The operators' switch that sends everything to people."""

    def people_only(self) -> bool:
        """Whether it is on. A switch that cannot be read counts as on."""


class ChatSocket(Protocol):
    """An open chat window."""

    def send(self, connection_id: str, event: dict[str, object]) -> bool:
        """Send one event; False when the client is gone."""


class Connections(Protocol):
    """Which sockets are open, whose they are, and which conversation they follow."""

    def opened(self, connection_id: str, customer: Customer) -> None: ...

    def customer(self, connection_id: str) -> Customer:
        """Whose socket it is; ``NotFound`` if unknown."""

    def follow(self, connection_id: str, conversation_id: str) -> None: ...

    def following(self, conversation_id: str) -> list[str]: ...

    def closed(self, connection_id: str) -> None: ...


class ClaimStore(Protocol):
    """Where damage claims live."""

    def get(self, claim_id: str) -> Claim:
        """The claim; ``NotFound`` if there is none."""

    def put(self, claim: Claim) -> Claim:
        """Write it if nobody else did since it was read; returns it with its next version."""


class PhotoStore(Protocol):
    """Where claim photos are uploaded to."""

    def upload(self, key: str) -> Upload:
        """A form that may post one picture to this key, for a short while and up to a size."""

    def read(self, key: str) -> bytes:
        """The object's bytes, at most the size limit; ``NotFound`` or ``TooLarge``."""


class PhotoAnalyzer(Protocol):
    """Reads a photo."""

    def text(self, image: bytes) -> list[str]:
        """Lines of text in the picture."""

    def labels(self, image: bytes) -> list[Label]:
        """What is in the picture, surest first."""


class Metering(Protocol):
    """Counts what an invocation uses; finance prices it afterwards."""

    def add(self, item: str, amount: int | Decimal, variant: str = "") -> None:
        """Count so many more units of a billed item."""


class OutcomeStore(Protocol):
    """How each case ended."""

    def put(self, outcome: Outcome) -> None:
        """Keep the latest outcome of a case."""

    def all(self) -> Iterator[Outcome]: ...


class CostLedger(Protocol):
    """Immutable cost events."""

    def put(self, event: CostEvent) -> None:
        """Add an event; an event with the same id is kept as it was."""

    def all(self) -> Iterator[CostEvent]: ...
