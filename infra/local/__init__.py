"""The whole suite on a laptop: emulator, stand-ins, sandbox business systems, demo shop."""
