"""The whole suite on a laptop: AWS emulator, stand-ins, sandbox business systems and demo shops."""
