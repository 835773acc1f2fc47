"""From articles to segments, and from segments to fewer.

update   what changed, to a new generation: workers, merges, deletions, stories, commit
workers  processes that read files and build segments
build    articles to a segment (`numbering` their words)
merge    segments to one (`dictionary` their keys, `gather` their postings)
postings how both write the postings of a field
groups   lists of words that mean the same key, as both write them
living   which articles of a segment stay; `doubles` which of two with one id
"""
