"""Runs the patched emulator on the loopback; after it stops, only its state remains."""

import asyncio
import logging
import os
import shutil
import signal
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app
from ministack.core import lambda_runtime, persistence

from infra.local.emulator.accounts import guard_accounts
from infra.local.emulator.archives import ArchiveCache
from infra.local.emulator.heartbeat import enforce_heartbeats
from infra.local.emulator.latency import remove_floors
from infra.local.emulator.logs import keep_function_logs
from infra.local.emulator.pool import limit_workers
from infra.local.emulator.resume import resume_executions
from infra.local.emulator.saved_addresses import use_port
from infra.local.emulator.settings import HOST, EmulatorSettings
from infra.local.emulator.state import deployed_archives, keep_layers_as_files
from infra.local.emulator.streams import repeat_failed_records
from infra.local.emulator.task_answers import settle_answers
from infra.local.emulator.transport import trust_loopback
from infra.local.emulator.workers import run_on_interface_client
from infra.local.standins.authorization import answer_permission_questions

logger = logging.getLogger("emulator")


def run(settings: EmulatorSettings) -> None:
    """Serve until SIGTERM or SIGINT, then save the state, stop the workers and exit."""
    archives = ArchiveCache(settings.extracted)
    _drop_unindexed_state(settings)
    use_port(settings.state / "services", settings.port)
    run_on_interface_client(settings, archives)
    limit_workers(settings.workers_per_function)
    remove_floors()
    settle_answers()
    repeat_failed_records()
    enforce_heartbeats()
    resume_executions()
    trust_loopback()
    guard_accounts()
    answer_permission_questions()
    keep_function_logs(settings.function_logs)
    keep_layers_as_files(settings.state / "layers")
    asyncio.set_event_loop(loop := asyncio.new_event_loop())
    loop.run_until_complete(_serve(settings))
    lambda_runtime.reset()
    archives.keep_only(deployed_archives())
    logging.shutdown()
    sys.stdout.flush()
    # A normal shutdown of the loop would wait for long polls that nobody reads any more.
    os._exit(0)


def _drop_unindexed_state(settings: EmulatorSettings) -> None:
    """Delete the state if an emulator stopped before its first save, because its objects belong to no stacks."""
    if not (settings.state / "services" / "cloudformation.json").exists():
        for part in ("services", "objects", "layers"):
            shutil.rmtree(settings.state / part, ignore_errors=True)


async def _serve(settings: EmulatorSettings) -> None:
    config = Config()
    config.bind = [f"{HOST}:{settings.port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.loglevel = "WARNING"
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, _checkpoint)
    await serve(app.app, config, shutdown_trigger=stop.wait)


def _checkpoint() -> None:
    """Save the state now, so that deployed stacks survive even a killed emulator."""
    persistence.save_all(app._build_persistence_save_dict())
    logger.info("state saved")
