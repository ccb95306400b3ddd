"""The grants for functions: each combines a permission with the environment variables that belong to it.

Grants are added up: ``read_write_rows("cases", "ledger") + start("resolution")``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from firstcontact.adapters.aws.intake import INTAKE
from firstcontact.adapters.aws.tables import TableName
from firstcontact.connectors import Kind

from infra.constructs.draft_models import DraftModels
from infra.constructs.socket_api import SocketApi
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.vendor_choice import VendorChoice
from infra.constructs.workflow import Workflow
from infra.stacks.data import INTAKE_DAYS, Data
from infra.stacks.search import SearchIndex

SHOP = "shop/"
WorkflowName = Literal["resolution", "claim"]


@dataclass(frozen=True)
class Resources:
    """The resources that grants refer to."""

    data: Data
    workflows: Mapping[WorkflowName, Workflow]
    sockets: SocketApi
    models: DraftModels
    vendors: VendorChoice
    search: SearchIndex | None


class Grant(NamedTuple):
    """One permission; the tests define the IAM actions of each name."""

    name: str
    give: Callable[[Resources, SuiteFunction], None]


Grants = tuple[Grant, ...]
Name = TypeVar("Name", bound=str)


def _each(verb: str, names: Iterable[Name], give: Callable[[Resources, Name, SuiteFunction], None]) -> Grants:
    def one(name: Name) -> Grant:
        return Grant(f"{verb} {name}", lambda to, f: give(to, name, f))

    return tuple(map(one, names))


def read_rows(*tables: TableName) -> Grants:
    """Read rows by key."""
    return _each("read_rows", tables, lambda to, table, f: to.data.tables[table].read_by(f))


def read_write_rows(*tables: TableName) -> Grants:
    """Read and write rows; delete them, too, if the table's rows expire."""
    return _each("read_write_rows", tables, lambda to, table, f: to.data.tables[table].read_write_by(f))


def change_rows(*tables: TableName) -> Grants:
    """Change single attributes of rows."""
    return _each("change_rows", tables, lambda to, table, f: to.data.tables[table].changed_by(f))


def write_rows(*tables: TableName) -> Grants:
    """Write rows without reading any."""
    return _each("write_rows", tables, lambda to, table, f: to.data.tables[table].written_by(f))


def scan_rows(*tables: TableName) -> Grants:
    """Scan whole tables."""
    return _each("scan_rows", tables, lambda to, table, f: to.data.tables[table].read_whole_by(f))


def read_knowledge() -> Grants:
    """Read the document files and the artifacts published for functions."""
    return (Grant("read_knowledge", lambda to, f: to.data.knowledge.read_by(f)),)


def read_shop() -> Grants:
    """Read the published shop: its policy and its sentences."""
    return (Grant("read_shop", lambda to, f: to.data.knowledge.read_by(f, SHOP)),)


def put_knowledge(*prefixes: str) -> Grants:
    """Write objects with these key prefixes to the knowledge bucket."""
    return _each("put_knowledge", prefixes, lambda to, prefix, f: to.data.knowledge.put_by(f, prefix))


def read_uploads(prefix: str) -> Grants:
    """Read customers' uploads with this key prefix."""
    return (Grant(f"read_uploads {prefix}", lambda to, f: to.data.uploads.read_by(f, prefix)),)


def show_uploads_address() -> Grants:
    """Know the name of the bucket of customers' uploads, without access to it."""
    return (Grant("show_uploads_address", lambda to, f: to.data.uploads.shown_by(f)),)


def sign_uploads(prefix: str) -> Grants:
    """Sign upload forms for customers, for keys with this prefix."""
    return (Grant(f"sign_uploads {prefix}", lambda to, f: to.data.uploads.put_by(f, prefix)),)


def keep_intake() -> Grants:
    """Store raw bodies of events and read them again, and remember which case each became."""

    def give(to: Resources, function: SuiteFunction) -> None:
        to.data.tables["intake"].read_write_by(function)
        to.data.uploads.read_by(function, INTAKE)
        to.data.uploads.put_by(function, INTAKE)
        function.add_environment("INTAKE_DAYS", str(INTAKE_DAYS))

    return (Grant("keep_intake", give),)


def reach(*kinds: Kind) -> Grants:
    """Read the vendor choice and the secrets for these kinds of business systems, and share their circuits."""

    def give(to: Resources, kind: Kind, function: SuiteFunction) -> None:
        to.data.secrets[kind].read_by(function)
        to.vendors.read_by(function)
        to.data.tables["breakers"].read_write_by(function)

    return _each("reach", kinds, give)


def read_switch() -> Grants:
    """Read the handoff switch."""
    return (Grant("read_switch", lambda to, f: to.data.switch.read_by(f)),)


def accept_tokens() -> Grants:
    """Read the ids of the user pool and client whose tokens are accepted."""
    return (Grant("accept_tokens", lambda to, f: to.data.users.trusted_by(f)),)


def drain_reviews(batch: int) -> Grants:
    """Receive messages from the review queue in batches of this size."""
    return (Grant("drain_reviews", lambda to, f: to.data.review_queue.drained_by(f, batch=batch)),)


def stream_drafts(within: int) -> Grants:
    """Stream drafts, with a deadline in seconds for each."""
    return (Grant("stream_drafts", lambda to, f: to.models.streamed_by(f, within=within)),)


def start(*workflows: WorkflowName) -> Grants:
    """Start executions."""
    return _each("start", workflows, lambda to, workflow, f: to.workflows[workflow].started_by(f))


def resume(*workflows: WorkflowName) -> Grants:
    """Complete tasks that wait for a person."""
    return _each("resume", workflows, lambda to, workflow, f: to.workflows[workflow].resumed_by(f))


def watch(*workflows: WorkflowName) -> Grants:
    """See whether executions are running."""
    return _each("watch", workflows, lambda to, workflow, f: to.workflows[workflow].watched_by(f))


def read_history(*workflows: WorkflowName) -> Grants:
    """Read the history of executions."""
    return _each("read_history", workflows, lambda to, workflow, f: to.workflows[workflow].history_read_by(f))


def send_to_sockets() -> Grants:
    """Send to open chat windows."""
    return (Grant("send_to_sockets", lambda to, f: to.sockets.managed_by(f)),)


def show_socket_address() -> Grants:
    """Read the URL for chat windows to connect to."""
    return (Grant("show_socket_address", lambda to, f: to.sockets.shown_by(f)),)


def analyze_photos() -> Grants:
    """Analyze pictures with Rekognition, which has no resources to limit the permission to."""
    actions = ("rekognition:DetectText", "rekognition:DetectLabels")
    return (Grant("analyze_photos", lambda _, f: f.may(*actions, on=["*"])),)


def search_index() -> Grants:
    """Search OpenSearch, if knowledge is kept there."""
    return (Grant("search_index", lambda to, f: to.search.searched_by(f) if to.search else None),)


def write_index() -> Grants:
    """Write and delete documents in OpenSearch, if knowledge is kept there."""
    return (Grant("write_index", lambda to, f: to.search.written_by(f) if to.search else None),)
