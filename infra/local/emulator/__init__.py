"""AWS on the loopback: one pinned emulator, in-process, with what it lacks put around it.

Each module mends one thing and says what was wrong. They reach into the emulator's own modules, so the version is
pinned exactly and every mend has a test that fails when it no longer holds.
"""
