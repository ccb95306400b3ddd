"""AWS on the loopback: one pinned emulator, run in-process with patches for what it lacks.

Each module patches one thing and says what was wrong. Patches change the emulator's own modules, so its version is
pinned exactly, and every patch has a test that fails when it no longer works.
"""
