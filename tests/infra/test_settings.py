"""The variables that infra writes are the ones that the code reads."""

from firstcontact.adapters.aws.tables import TABLES
from firstcontact.settings import Settings

from tests.infra.table import holders
from tests.infra.template import Assembly


def test_every_variable_is_one_that_settings_reads(assembly: Assembly) -> None:
    written = {name for variables in assembly.variables().values() for name in variables}
    assert written <= {field.upper() for field in Settings.model_fields}


def test_every_setting_of_ours_is_written_by_infra(managed: Assembly) -> None:
    written = {name for variables in managed.variables().values() for name in variables}
    ours = {field.upper() for field in Settings.model_fields if not field.startswith("aws_")}
    assert ours <= written


def test_a_variable_names_what_it_says(assembly: Assembly) -> None:
    for variables in assembly.variables().values():
        for table in TABLES:
            name = f"{table.upper()}_TABLE"
            assert name not in variables or assembly.words(variables[name]) == f"{table.title()}Table"


def test_no_secret_is_told_by_a_variable(assembly: Assembly) -> None:
    for variables in assembly.variables().values():
        secrets = {name: value for name, value in variables.items() if "SECRET" in name}
        assert all(name.endswith("_SECRET_ARN") for name in secrets)
        assert all(assembly.words(value).endswith("Secret.Id") for value in secrets.values())


def test_a_function_that_accepts_tokens_knows_the_user_pool(assembly: Assembly) -> None:
    informed = {folder for folder, variables in assembly.variables().items() if "USER_POOL_CLIENT_ID" in variables}
    assert informed == holders("accept_tokens")


def test_the_sockets_are_managed_at_the_stage_they_connect_to(assembly: Assembly) -> None:
    variables = assembly.variables()
    managed = assembly.words(variables["chat"]["WEBSOCKET_ENDPOINT"])
    assert managed == "https://SocketsApi.execute-api.Region.URLSuffix/live"
    assert assembly.words(variables["console"]["WEBSOCKET_URL"]) == managed.replace("https:", "wss:")
