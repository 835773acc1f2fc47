"""Full-text search for a pile of news articles in English and Danish.

The way of an article:  `reindex` -> `readers` -> `languages` -> `engines` (update).
The way of a question:  `web` -> `query` -> `engines` (search) -> `results` -> JSON or a page.
"""

__version__ = "0.1.0"
