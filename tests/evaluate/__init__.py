"""How well the product knows its languages, measured on real text: `python -m tests.evaluate`.

Each topic is a module with a function `figures()` that yields lines to print, and a line in
`__main__.TOPICS`. The corpora lie beside the repository in `../shared/corpora`, or wherever
SEARCHAPP_CORPORA says; what is absent is skipped, aloud.
"""
