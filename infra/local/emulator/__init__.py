"""AWS on the loopback: one pinned emulator, run in-process with patches for its gaps.

Each module patches one behaviour and describes the problem. The patches change the emulator's own modules, so its
version is pinned exactly, and every patch has a test that fails when the patch no longer works.
"""
