"""What a function can be granted: each grant is a permission together with the variables that go with it.

Grants are added up: ``read_write_rows("cases", "ledger") + start("resolution")``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from firstcontact.adapters.aws.tables import TableName
from firstcontact.connectors import Kind

from infra.constructs.draft_models import DraftModels
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.vendor_choice import VendorChoice
from infra.constructs.workflow import Workflow
from infra.stacks.data import Data
from infra.stacks.search import SearchIndex

SHOP = "shop/"
WorkflowName = Literal["resolution", "claim"]


@dataclass(frozen=True)
class Resources:
    """What grants give access to."""

    data: Data
    workflows: Mapping[WorkflowName, Workflow]
    sockets: SocketApi
    models: DraftModels
    vendors: VendorChoice
    search: SearchIndex | None


class Grant(NamedTuple):
    """One permission; the tests say what each name means in IAM."""

    name: str
    give: Callable[[Resources, SuiteFunction], None]


Grants = tuple[Grant, ...]
Name = TypeVar("Name", bound=str)


def _each(verb: str, names: Iterable[Name], give: Callable[[Resources, Name, SuiteFunction], None]) -> Grants:
    def one(name: Name) -> Grant:
        return Grant(f"{verb} {name}", lambda to, f: give(to, name, f))

    return tuple(map(one, names))


def read_rows(*tables: TableName) -> Grants:
    """Look rows up."""
    return _each("read_rows", tables, lambda to, table, f: to.data.tables[table].read_by(f))


def read_write_rows(*tables: TableName) -> Grants:
    """Look rows up and replace them; where rows expire, also remove them."""
    return _each("read_write_rows", tables, lambda to, table, f: to.data.tables[table].read_write_by(f))


def write_rows(*tables: TableName) -> Grants:
    """Add rows and read none."""
    return _each("write_rows", tables, lambda to, table, f: to.data.tables[table].written_by(f))


def scan_rows(*tables: TableName) -> Grants:
    """Go through all rows."""
    return _each("scan_rows", tables, lambda to, table, f: to.data.tables[table].read_whole_by(f))


def read_knowledge() -> Grants:
    """Read the documents' files and what is published for functions."""
    return (Grant("read_knowledge", lambda to, f: to.data.knowledge.read_by(f)),)


def read_shop() -> Grants:
    """Read the shop that is published: its policy and its sentences."""
    return (Grant("read_shop", lambda to, f: to.data.knowledge.read_by(f, SHOP)),)


def put_knowledge(*prefixes: str) -> Grants:
    """Put objects whose keys begin like this beside the documents' files."""
    return _each("put_knowledge", prefixes, lambda to, prefix, f: to.data.knowledge.put_by(f, prefix))


def read_uploads(prefix: str) -> Grants:
    """Read customers' uploads whose keys begin like this."""
    return (Grant(f"read_uploads {prefix}", lambda to, f: to.data.uploads.read_by(f, prefix)),)


def sign_uploads(prefix: str) -> Grants:
    """Sign forms by which customers upload under keys that begin like this."""
    return (Grant(f"sign_uploads {prefix}", lambda to, f: to.data.uploads.put_by(f, prefix)),)


def reach(*kinds: Kind) -> Grants:
    """Read which vendor fills a kind of business system, and the secret by which it is reached."""

    def give(to: Resources, kind: Kind, function: SuiteFunction) -> None:
        to.data.secrets[kind].read_by(function)
        to.vendors.read_by(function)

    return _each("reach", kinds, give)


def read_switch() -> Grants:
    """See whether operators send everything to people."""
    return (Grant("read_switch", lambda to, f: to.data.switch.read_by(f)),)


def accept_tokens() -> Grants:
    """Know the user pool whose tokens to accept."""
    return (Grant("accept_tokens", lambda to, f: to.data.users.trusted_by(f)),)


def drain_reviews(batch: int) -> Grants:
    """Take messages from the review queue, this many at once."""
    return (Grant("drain_reviews", lambda to, f: to.data.review_queue.drained_by(f, batch=batch)),)


def stream_drafts(within: int) -> Grants:
    """Have drafts streamed, and give up on one after this many seconds."""
    return (Grant("stream_drafts", lambda to, f: to.models.streamed_by(f, within=within)),)


def start(*workflows: WorkflowName) -> Grants:
    """Start executions."""
    return _each("start", workflows, lambda to, workflow, f: to.workflows[workflow].started_by(f))


def resume(*workflows: WorkflowName) -> Grants:
    """Answer for tasks that wait for a person."""
    return _each("resume", workflows, lambda to, workflow, f: to.workflows[workflow].resumed_by(f))


def read_history(*workflows: WorkflowName) -> Grants:
    """Read how executions went."""
    return _each("read_history", workflows, lambda to, workflow, f: to.workflows[workflow].history_read_by(f))


def send_to_sockets() -> Grants:
    """Write to open chat windows."""
    return (Grant("send_to_sockets", lambda to, f: to.sockets.managed_by(f)),)


def show_socket_address() -> Grants:
    """Know where chat windows connect to."""
    return (Grant("show_socket_address", lambda to, f: to.sockets.shown_by(f)),)


def analyze_photos() -> Grants:
    """Let Rekognition see a picture; it knows no resources, only the bytes it is given."""
    actions = ("rekognition:DetectText", "rekognition:DetectLabels")
    return (Grant("analyze_photos", lambda _, f: f.may(*actions, on=["*"])),)


def search_index() -> Grants:
    """Search OpenSearch, where knowledge is kept there."""
    return (Grant("search_index", lambda to, f: to.search.searched_by(f) if to.search else None),)


def write_index() -> Grants:
    """Put documents into OpenSearch and take them out, where knowledge is kept there."""
    return (Grant("write_index", lambda to, f: to.search.written_by(f) if to.search else None),)
