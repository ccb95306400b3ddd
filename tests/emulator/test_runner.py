"""Starting and ending the suite's processes: one ends, all end; what cannot be done is said in one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.__main__ import main
from infra.local.loader import folder
from infra.local.runner import background, code_version, processes, suite, summary, templates
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import Home
from infra.local.runner.lock import held
from infra.local.runner.logs import read_logs
from infra.local.runner.record import Run, read, write
from infra.local.runner.steps import Steps
from infra.local.runner.tokens import ROLES
from infra.local.runner.up import up
from tests.emulator.conftest import REPOSITORY, wait_for

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
PARTS = f"""
import subprocess, sys
from pathlib import Path
from infra.local.runner.home import Home
from infra.local.runner.supervisor import Supervisor
python = [sys.executable, "-c"]
parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); time.sleep(60)"
home = Home(Path(sys.argv[1]))
sys.exit(Supervisor(home, {{"plain": [*python, "import time; time.sleep(60)"], "parent": [*python, parent]}}).run())
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home", tmp_path / "cache")
    found.logs.mkdir(parents=True)
    found.suite.write_text("{}")
    return found


@pytest.fixture
def run(home: Home) -> Iterator[Run]:
    mark = uuid.uuid4().hex
    supervisor = subprocess.Popen(
        [sys.executable, "-c", PARTS, str(home.path)],
        env={**os.environ, processes.MARK: mark},
        cwd=REPOSITORY,
        start_new_session=True,
    )
    started = Run(mark, supervisor.pid, 1, 2)
    started.save(home)
    assert wait_for(lambda: len(processes.marked(mark)) == 4)
    yield started
    processes.end(mark)
    supervisor.wait()


def child(run: Run, named: str) -> int:
    for pid in processes.marked(run.mark):
        if pid != run.session and Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[2].startswith(
            named.encode()
        ):
            return pid
    raise AssertionError(named)


def test_a_stop_ends_every_process_even_one_that_will_not_listen(home: Home, run: Run) -> None:
    background.stop(home, run)
    assert processes.marked(run.mark) == []
    assert not home.suite.exists()
    assert not home.run.exists()


def test_when_one_part_is_killed_the_rest_ends_and_the_suite_is_no_longer_announced(home: Home, run: Run) -> None:
    os.kill(child(run, "import time"), signal.SIGKILL)
    assert wait_for(lambda: processes.marked(run.mark) == [], 10)
    assert not home.suite.exists()


def test_a_part_that_will_not_start_is_named_with_its_last_words(home: Home, run: Run) -> None:
    (home.logs / "supervisor.log").write_text("the sandbox exited unexpectedly with code 1\n")
    (home.logs / "sandbox.log").write_text("Traceback\nerror: no shop.json\n")
    os.kill(run.session, signal.SIGKILL)
    with pytest.raises(
        RunnerFailure, match=r"sandbox exited unexpectedly with code 1: no shop\.json \(see .*sandbox\.log\)"
    ):
        background.wait_until_healthy(home, run, "emulator", 10)


def test_a_stop_finds_what_a_killed_supervisor_left(home: Home, run: Run) -> None:
    os.kill(run.session, signal.SIGKILL)
    background.stop(home, run, patience=1)
    assert processes.marked(run.mark) == []


def test_the_parts_of_a_killed_supervisor_end_of_themselves(run: Run) -> None:
    os.kill(run.session, signal.SIGKILL)
    assert wait_for(lambda: len(processes.marked(run.mark)) <= 1)


def test_a_taken_port_is_named_with_the_way_out(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["up", "--home", str(home.path), "--port", str(port)]) == 2
    assert capsys.readouterr().err == f"error: port {port} is in use: choose another with `make up PORT=4600`\n"


def test_two_starts_at_once_are_refused(home: Home) -> None:
    with (
        held(home.path, wait=False),
        pytest.raises(RunnerFailure, match="another command"),
        held(home.path, wait=False),
    ):
        pass


def test_stopping_what_does_not_run_is_no_failure(home: Home) -> None:
    assert main(["down", "--home", str(home.path)]) == 0
    assert main(["status", "--home", str(home.path)]) == 1


def test_asking_a_stopped_suite_for_tokens_says_how_to_start_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tokens", "--home", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "error: the suite is not running: start it with `make up`\n"


def test_logs_show_the_end_of_each_file_and_can_be_narrowed_to_one_function(home: Home) -> None:
    (home.logs / "functions").mkdir()
    (home.logs / "functions" / "Suite-RouteIntent1A.log").write_text("".join(f"{n}\n" for n in range(100)))
    (home.logs / "emulator.log").write_text("ready\n")
    assert list(read_logs(home, "route_intent", follow=False))[-1] == "Suite-RouteIntent1A | 99"
    assert len(list(read_logs(home, "", follow=False))) == 41


def test_templates_are_made_again_for_a_changed_function_and_not_for_the_laptop_s_own_code(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "REPOSITORY", tmp_path)
    sources = (
        "infra/__init__.py",
        "infra/app.py",
        "infra/local/x.py",
        "functions/chat/handler.py",
        "pyproject.toml",
        "requirements.lock",
    )
    for name in sources:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"open({str(tmp_path / 'made')!r}, 'a').write('x')" if "app" in name else "")
    home.layers.mkdir(parents=True)
    (home.layers / "layers.json").write_text("{}")
    said: list[str] = []
    first = templates.ensure_templates(home, said.append)
    (tmp_path / "infra/local/x.py").write_text("changed")
    assert templates.ensure_templates(home, said.append) == first
    (tmp_path / "functions/chat/handler.py").write_text("changed")
    assert templates.ensure_templates(home, said.append) != first
    assert said == ["synthesized", "unchanged", "synthesized"]
    assert (tmp_path / "made").read_text() == "xx"


def test_the_templates_of_the_latest_shops_are_kept(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "REPOSITORY", tmp_path)
    for name in ("infra/__init__.py", "infra/app.py", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    home.layers.mkdir(parents=True)
    (home.layers / "layers.json").write_text("{}")
    said: list[str] = []
    shops = [f"orders={name}/orders" for name in ("acme", "bolt", "crest", "acme", "dune", "acme", "bolt")]
    for place, secrets in enumerate(shops):
        templates.ensure_templates(home, said.append, secrets)
        os.utime(templates.ensure_templates(home, lambda _: None, secrets), (place, place))
    assert said == ["synthesized"] * 3 + ["unchanged", "synthesized", "unchanged", "synthesized"]
    assert len(list(home.templates.iterdir())) == 3


def test_a_start_says_whether_the_running_suite_has_older_code(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (
        "functions/chat/handler.py",
        "infra/local/shops/mine/shop.toml",
        "pyproject.toml",
        "requirements.lock",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr(code_version, "REPOSITORY", tmp_path)
    monkeypatch.setattr(background, "is_up", lambda run: True)
    monkeypatch.setattr(suite, "refresh", lambda home, run, described: described)
    home.shop.write_text(str(folder.find(folder.DEFAULT)))
    home.suite.write_text('{"internal": {}}')
    Run("mark", 1, 1, 2, code_version.code_version()).save(home)
    (tmp_path / "infra/local/shops/mine/shop.toml").write_text("a shop is not code")
    up(home, 0, folder.DEFAULT, Steps())
    assert "The code has changed" not in capsys.readouterr().err
    (tmp_path / "functions/chat/handler.py").write_text("changed")
    up(home, 0, folder.DEFAULT, Steps())
    assert "The code has changed since this suite started: make down && make up\n" in capsys.readouterr().err


def test_a_file_for_others_is_whole_and_closed_to_them(tmp_path: Path) -> None:
    write(tmp_path / "suite.json", {"tokens": {"customer": "t"}})
    assert read(tmp_path / "suite.json") == {"tokens": {"customer": "t"}}
    assert (tmp_path / "suite.json").stat().st_mode & 0o077 == 0


def test_the_end_of_a_start_names_both_pages_the_api_and_how_each_role_signs_in() -> None:
    users = {role: {"username": f"{role}@shop.example", "password": f"password-of-{role}"} for role in ROLES}
    api = "http://127.0.0.1:1/live"
    described = {"chat": f"{api}/", "api": api, "websocket": "ws://127.0.0.1:1", "internal": {"users": users}}
    said = [line.split() for line in summary.lines(described)]
    assert [line[-1] for line in said[:4]] == [f"{api}/", f"{api}/review", api, "ws://127.0.0.1:1"]
    assert said[4:] == [[role, users[role]["username"], users[role]["password"]] for role in ROLES]


def test_the_total_time_counts_from_when_the_whole_command_began() -> None:
    assert 30 <= Steps(since=time.time() - 30).seconds() < 40
    assert Steps().seconds() < 10
