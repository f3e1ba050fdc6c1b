"""The command line: options in, a JSON document or text out."""
