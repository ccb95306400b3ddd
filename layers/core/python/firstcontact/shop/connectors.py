"""connectors.toml: the vendor of each kind of system, and the names of their secrets."""

import re
from collections.abc import Mapping

from firstcontact.record import Record
from firstcontact.shop.findings import Findings, did_you_mean, unknown_key
from firstcontact.shop.toml_source import TomlSource

FILE = "connectors.toml"
_SECRET_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")  # what AWS Secrets Manager accepts
# Prefixes of vendors' keys: such a value is a secret itself, not the name of one.
_SECRET = re.compile(
    r"(?:sk|rk|pk)_(?:live|test)_|whsec_|shp(?:at|ca|pa|ss)_|xox[abpr]-|gh[pousr]_|AKIA[0-9A-Z]{12}|EZ[AT]K\w{20}|eyJ\w{10}"
    r"|-----BEGIN"
)


class NamedSecret(Record):
    """The name of a secret that exists in Secrets Manager, and the line that names it."""

    name: str
    line: int


class Connectors(Record):
    """Vendors and secrets by kind of system. For a kind without a named secret, the deployment creates one."""

    vendors: Mapping[str, str] = {}
    secrets: Mapping[str, NamedSecret] = {}

    @property
    def vendor_choice(self) -> str:
        """The vendors as the deployment takes them, such as ``orders=shopfront,payments=stripe``."""
        return ",".join(f"{kind}={vendor}" for kind, vendor in sorted(self.vendors.items()))

    @property
    def secret_names(self) -> str:
        """The names of the secrets as the deployment takes them, such as ``orders=acme/orders``."""
        return ",".join(f"{kind}={secret.name}" for kind, secret in sorted(self.secrets.items()))


def read_connectors(source: TomlSource, vendors: Mapping[str, frozenset[str]], findings: Findings) -> Connectors:
    """Read the connectors of a file; ``vendors`` holds the known vendors by kind."""
    chosen = {}
    for kind, vendor in source.values.items():
        if kind == "secrets":
            continue
        if message := _wrong_vendor(kind, vendor, vendors):
            findings.fault(source.name, source.lines.line(kind), message)
        else:
            chosen[kind] = str(vendor)
    secrets = source.values.get("secrets", {})
    if not isinstance(secrets, dict):
        findings.fault(source.name, source.lines.line("secrets"), "`secrets` is not a block: write [secrets]")
        secrets = {}
    for kind, secret in secrets.items():
        if message := _wrong_secret(kind, secret, source.values, vendors):
            findings.fault(source.name, source.lines.line("secrets", kind), message)
    named = {
        kind: NamedSecret(name=str(secret), line=source.lines.line("secrets", kind))
        for kind, secret in secrets.items()
    }
    return Connectors(vendors=chosen, secrets=named)


def _wrong_vendor(kind: str, vendor: object, vendors: Mapping[str, frozenset[str]]) -> str | None:
    if kind not in vendors:
        return unknown_key(kind, [*vendors, "secrets"])
    if not isinstance(vendor, str):
        return f"`{kind}`: write the vendor's name in quotes"
    if vendor not in vendors[kind]:
        return f"`{kind}`: unknown vendor `{vendor[:60]}`: {did_you_mean(vendor, vendors[kind])}"
    return None


def _wrong_secret(
    kind: str, secret: object, chosen: Mapping[str, object], vendors: Mapping[str, frozenset[str]]
) -> str | None:
    """Explain why a secret's name is wrong; the message never includes the value."""
    if kind not in vendors:
        return unknown_key(kind, vendors)
    if kind not in chosen:
        return f"`secrets.{kind}`: no vendor is chosen for {kind}: choose one above [secrets] or delete the secret"
    if not isinstance(secret, str) or not _SECRET_NAME.fullmatch(secret):
        return f"`secrets.{kind}`: not the name of a secret: write it in quotes, without spaces"
    if _SECRET.match(secret):
        return f"`secrets.{kind}`: this looks like the secret itself: store it in Secrets Manager and write its name"
    return None
