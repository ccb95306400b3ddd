"""Handlers of Lambda events: parse the event, run the function, meter it and map its errors."""
