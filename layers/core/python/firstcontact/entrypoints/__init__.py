"""How events enter: parse, run, meter, map errors."""
