"""All knowledge of language, in one place, for every engine.

    identify(text)               -> "en", "da", another ISO code, or "und"
    passages(text, language)     -> the language of each paragraph
    tokenize(text)               -> words with their places
    terms(word, language)        -> what an engine indexes for a word
    terms_of_many(words, codes)  -> the same for each of many words
    expansion(word, language)    -> what a query for that word looks for, with weights

Both engines store exactly these terms, so a query means the same on both. To add a language, add
a module with its `Language` and a line to `LANGUAGES`.
"""

from searchapp.languages.identification import Passage, identify, passages
from searchapp.languages.language import Language
from searchapp.languages.levels import LANGUAGES, LEVELS, expansion, terms, terms_of_many
from searchapp.languages.tokens import Cut, Tokens, cut, tokenize

__all__ = [
    "LANGUAGES",
    "LEVELS",
    "Cut",
    "Language",
    "Passage",
    "Tokens",
    "cut",
    "expansion",
    "identify",
    "passages",
    "terms",
    "terms_of_many",
    "tokenize",
]
